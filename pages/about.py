from geo.ui.about import draw_about
from geo.ui.prose import open_page
from geo.ui.state import current

here = current()
open_page(here, here.words("About"))
draw_about(here)
