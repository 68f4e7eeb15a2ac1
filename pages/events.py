from geo.ui.details import draw_details
from geo.ui.empty import draw_empty
from geo.ui.passage import draw_passage
from geo.ui.prose import open_page
from geo.ui.state import current
from geo.ui.table import draw_table
from geo.ui.take import draw_take

here = current()
t = here.words
open_page(
    here,
    t("Events"),
    t("Click a column's head to sort by it. Select a row, by the box at its left, to read all that is known of it."),
)
if not draw_empty(here):
    draw_take(here, page="events")
    draw_table(here)
    draw_details(here)
    draw_passage(here)
