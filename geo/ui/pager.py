"""Long selections in parts, so that a page stays light and readable."""

from datetime import date

import geopandas as gpd
import streamlit as st

from geo.ui.plain import put
from geo.ui.state import MOST_LISTED, Here

MOST = 60


def draw_bound(here: Here) -> None:
    """Say so where there are more events than a page lists."""
    if here.shown > MOST_LISTED:
        t = here.words
        text = t("Of {all} events, the first {n} in order of time are listed here. Filters show others.")
        put("<p>{}</p>", text.replace("{all}", t.number(here.shown)).replace("{n}", t.number(MOST_LISTED)))


def paged(
    here: Here, events: gpd.GeoDataFrame, window: tuple[date, date]
) -> tuple[gpd.GeoDataFrame, tuple[date, date]]:
    """Return the part of `events` that the reader turned to, and the days of `window` that belong to it.

    The part with the View's event comes first to hand.
    """
    if len(events) <= MOST:
        return events, window
    parts = -(-len(events) // MOST)
    ids = list(events["event_id"])
    chosen = ids.index(here.view.event) // MOST + 1 if here.view.event in ids else 1
    t = here.words
    put(
        "<p>{}</p>",
        t("In parts of {n} events, in order of time:").replace("{n}", t.number(MOST)),
    )
    part = st.pagination(parts, default=chosen, key=f"part-{parts}-{chosen}")
    some = events.iloc[(part - 1) * MOST : part * MOST]
    first = window[0] if part == 1 else max(window[0], some["start_date"].iloc[0])
    last = window[1] if part == parts else max(first, min(window[1], some["start_date"].iloc[-1]))
    return some, (first, last)
