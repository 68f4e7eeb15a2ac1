from geo.ui.map_view import draw_map
from geo.ui.passage import draw_passage
from geo.ui.state import current, merge

here = current()
draw_map(here.store, here.view, embed=here.embed, on_change=merge)
if not here.embed:
    draw_passage(here)
