import streamlit as st

from geo.ui.details import draw_details
from geo.ui.empty import draw_empty
from geo.ui.pager import draw_bound
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
    draw_bound(here)
    left, *right = st.columns([5, 3] if here.view.event else [1], gap="medium")
    with left:
        draw_table(here)
    for beside in right:
        with beside:
            draw_details(here)
            draw_passage(here)
