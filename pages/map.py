from geo.ui.map_view import draw_map
from geo.ui.passage import draw_passage
from geo.ui.session_map import draw_session_map
from geo.ui.state import current, merge

here = current()
if here.private:
    draw_session_map(here.store, here.view, key="own_map", embed=False, on_change=merge)
else:
    draw_map(here.store, here.view, embed=here.embed, on_change=merge)
if not here.embed:
    draw_passage(here)
