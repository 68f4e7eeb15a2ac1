from geo.ui.details import draw_details
from geo.ui.empty import draw_empty
from geo.ui.listing import draw_listing
from geo.ui.pager import draw_bound, paged
from geo.ui.passage import draw_passage
from geo.ui.prose import draw_legend, open_page
from geo.ui.state import current
from geo.ui.timeline import draw_timeline, window_of

here = current()
t = here.words
open_page(
    here,
    t("Chronology"),
    t(
        "Every event shown, in order of time. A thin line spans the days that the report leaves open; a thick bar "
        "what it names more closely: a day, or a part of one. A pale bar is known to some days only."
    ),
)
if not draw_empty(here):
    draw_legend(t)
    draw_bound(here)
    events, window = paged(here, here.events, window_of(here))
    draw_timeline(here, events, window)
    draw_details(here)
    draw_passage(here)
    draw_listing(here, events, window)
