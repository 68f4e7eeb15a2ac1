from geo.ui.claims import draw_claims
from geo.ui.empty import draw_empty
from geo.ui.prose import open_page
from geo.ui.state import current
from geo.ui.take import draw_take

here = current()
t = here.words
open_page(
    here,
    t("Figures"),
    t(
        "These figures are not added up: they come from different sources, count overlapping groups of people at "
        "different times, and some are part of others. A sum would be a number that nobody has claimed."
    ),
    t(
        "A dot is a number as claimed, a bar runs from the lowest to the highest, an arrow goes on where only a lowest "
        "number is named. Filled: the report states it; hollow: somebody says so; dashed: unconfirmed; grey: disputed. "
        "Each chart has its own scale, from nought."
    ),
)
if not draw_empty(here):
    draw_take(here, page="figures")
    draw_claims(here)
