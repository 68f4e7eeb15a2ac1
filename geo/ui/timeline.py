"""The chronology as a chart, a click on which selects an event."""

from datetime import date
from typing import Any

import geopandas as gpd
import streamlit as st

from geo.charts import chronology
from geo.ui.selection import steady_key
from geo.ui.state import Here, touch
from geo.ui.theme import look


def window_of(here: Here) -> tuple[date, date]:
    """Return the days that the View looks at, both included."""
    first, last = here.store.window
    return max(here.view.first or first, first), min(here.view.last or last, last)


def draw_timeline(here: Here, events: gpd.GeoDataFrame, window: tuple[date, date]) -> None:
    """Draw some of the selected events over the days of `window`."""
    key = steady_key("timeline", _picked, here.view.event)
    chart = chronology(here.store, events, window=window, words=here.words, look=look(), selected=here.view.event)
    st.vega_lite_chart(
        spec=chart,
        key=key,
        on_select=lambda: touch(event=_picked(st.session_state[key])),
        alt=here.words("Chart of the events in time; the list below says the same in words."),
    )


def _picked(state: Any) -> str | None:
    picked = state["selection"].get("pick") or []
    return str(picked[0]["event_id"]) if picked else None
