from geo.ui.open_data import draw_open
from geo.ui.prose import open_page
from geo.ui.state import current

here = current()
t = here.words
open_page(
    here,
    t("Open data"),
    t("Look at a table of events of somebody else's: nothing of it is run, and no row is changed without saying so."),
)
draw_open(here)
