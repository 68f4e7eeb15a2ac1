"""The colours of the reader's theme, and each event's mark as the map draws it."""

from functools import cache
from urllib.parse import quote

import streamlit as st

from geo.charts import Look
from geo.map.marks import FILLS, GROUNDS, MARKS, by_type
from geo.model import Certainty, EventType

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1.3 -1.3 2.6 2.6"><path d="{shape}" {style}/>{half}</svg>'
_STYLES = {
    "full": 'fill="{colour}"',
    "outline": 'fill="none" stroke="{colour}" stroke-width=".32"',
    "dashed": 'fill="none" stroke="{colour}" stroke-width=".32" stroke-dasharray=".5 .32"',
    "half": 'fill="none" stroke="{colour}" stroke-width=".32"',
}
_HALF = '<clipPath id="h"><path d="M-2,0H2V2H-2Z"/></clipPath><path d="{shape}" fill="{colour}" clip-path="url(#h)"/>'


def theme() -> str:
    """Return `light` or `dark`, as the reader sees the page."""
    return "dark" if st.context.theme.type == "dark" else "light"


def look() -> Look:
    """Return how charts look in the reader's theme."""
    ground = GROUNDS[theme()]
    return Look(
        colours=by_type(theme()),
        shapes=by_type("shape"),
        ink=ground.ink,
        faint=ground.label,
        rule=ground.region,
        paper=str(st.get_option(f"theme.{theme()}.backgroundColor") or ground.paper),
    )


def mark(event_type: EventType, certainty: Certainty) -> str:
    """Return an event's mark, coloured by type and outlined by certainty, as the address of an image."""
    return _mark(MARKS[event_type].shape, by_type(theme())[event_type], FILLS[certainty])


def outline(certainty: Certainty) -> str:
    """Return the outline that says how sure the report is, of no type, as the address of an image."""
    return _mark(MARKS[EventType.PROTESTS].shape, GROUNDS[theme()].label, FILLS[certainty])


@cache
def _mark(shape: str, colour: str, fill: str) -> str:
    half = _HALF.format(shape=shape, colour=colour) if fill == "half" else ""
    svg = _SVG.format(shape=shape, style=_STYLES[fill].format(colour=colour), half=half)
    return f"data:image/svg+xml,{quote(svg)}"
