"""The map on a page: st_folium with our constant shell, the View sent to it, and what the reader changed in it."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st
from streamlit_folium import st_folium

from geo.map.shell import See, event_map
from geo.store import Store
from geo.ui.plain import put
from geo.ui.state import current
from geo.view import View

KEY: Final = "map"
_HANDLED: Final = "_map_handled"
_HEIGHT: Final = 640

Change = dict[str, Any]


def draw_map(store: Store, view: View, *, embed: bool, on_change: Callable[[Change], None]) -> None:
    """Draw the map of `view`; `on_change` is called with link keys and their new values, before the page runs again."""
    st.html(f"<style>{_STYLE_EMBED if embed else _STYLE}</style>")
    with st.container(key="map-frame"):
        st_folium(
            event_map(
                dataset=store.name,
                version=store.version,
                total=store.total,
                embed=embed,
                kind=store.report.kind,
            ),
            key=KEY,
            height=_HEIGHT,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=See(
                view.query_string(), handled=st.session_state.get(_HANDLED, 0), lang=current().lang
            ),
            on_change=lambda: _hand_on(on_change),
        )
    if embed:
        _source(store)


def _source(store: Store) -> None:
    """Say in one line whose report this is, with the way to the whole page."""
    here, report = current(), store.report
    put(
        '<p class="q-embedded">{} <a href="{}" target="_blank">{}</a></p>',
        here.words("Source: {title}, {outlet}, {day}.")
        .replace("{title}", report.title.get(here.lang) or report.title["en"])
        .replace("{outlet}", report.outlet.get(here.lang) or report.outlet["en"])
        .replace("{day}", here.words.day(report.published, year=True)),
        here.link(),
        here.words("Open the full page"),
    )


def _hand_on(on_change: Callable[[Change], None]) -> None:
    """Hand each change on once: the map numbers them."""
    value = st.session_state.get(KEY) or {}
    number, change = value.get("n"), value.get("change")
    if not isinstance(number, int) or not isinstance(change, dict):
        return
    if number > st.session_state.get(_HANDLED, 0):
        st.session_state[_HANDLED] = number
        on_change(change)


#: Where there is room for map and panel side by side, the frame fills the window below the header; else it is as high
#: as what is in it, which it says itself.
_STYLE: Final = """
.st-key-map-frame{container-type:inline-size;width:100%}
.st-key-map-frame iframe{display:block;width:100%}
@container (min-width:900px){
.st-key-map-frame iframe{height:max(520px,calc(100dvh - 10rem))!important}
}
"""
_STYLE_EMBED: Final = """
.st-key-map-frame iframe{display:block;width:100%;height:max(20rem,calc(100dvh - 2.75rem))!important}
.q-embedded{margin:0 .75rem .75rem;font-size:.75rem;opacity:.85}
[data-testid=stMainBlockContainer]{padding:0!important}
[data-testid=stMainBlockContainer]>div,[data-testid=stMain] [data-testid=stVerticalBlock]{gap:.5rem}
[data-testid=stHeader]{display:none}
"""
