"""The frame of every page: address bar, header, filters, then the page itself."""

from pathlib import Path

import streamlit as st

from geo.errors import GeoError
from geo.ui.empty import draw_ways_out
from geo.ui.filters import draw_filters
from geo.ui.header import draw_header, draw_problems, draw_style, headline
from geo.ui.state import PAGES, begin

ROOT = Path(__file__).parents[2]
#: name in the address → title, in the order of the header
TITLES = {
    "map": "Map",
    "chronology": "Chronology",
    "figures": "Figures",
    "events": "Events",
    "code": "Code a report",
    "open": "Open data",
    "about": "About",
}

try:
    here = begin()
except GeoError as error:
    st.set_page_config(page_title="Qantar", layout="wide")
    draw_ways_out(error)
    st.stop()

pages = [
    st.Page(
        ROOT / "pages" / f"{name}.py",
        title=here.words(title),
        url_path=name if name in PAGES else None,
        default=name not in PAGES,
    )
    for name, title in TITLES.items()
]
page = st.navigation(pages, position="hidden")
name = page.url_path or "map"
st.set_page_config(
    page_title=" · ".join(dict.fromkeys([page.title, headline(here, name)[0], "Qantar"])),
    layout="wide",
    initial_sidebar_state="collapsed" if here.embed else "auto",
)
draw_style(here)
try:
    if not (here.embed and name == "map"):
        if name != "code":
            draw_filters(here)
        draw_header(here, pages, page)
    draw_problems(here)
    page.run()
except GeoError as error:
    draw_ways_out(error, here.view)
