"""The map of events that only this session has: the same map app, given its events as data and not by a route.

The frame has an opaque origin as the other map's has; what it shows reaches it through a port of the page around, and
its texts the DOM as texts alone.
"""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import streamlit as st

from geo.map.assets import address, edition
from geo.store import Store
from geo.store.telling import cards, tell
from geo.ui.own import once, own_component, send_again
from geo.ui.state import Here, current, root
from geo.view import View

_SOURCE: Final = Path(__file__)
#: the number of the last change of a map's that Python has seen, by the map's key
_HANDLED: Final = "_session_map_handled"

Change = dict[str, Any]


def draw_session_map(store: Store, view: View, *, key: str, embed: bool, on_change: Callable[[Change], None]) -> None:
    """Draw the map of `view`, without its list of events if `embed`; `on_change` gets link keys and new values."""
    here = current()
    handled = st.session_state.setdefault(_HANDLED, {})
    bulk = f"{store.version} {here.lang}"
    own_component(_SOURCE, '<div class="host"></div>')(
        key=key,
        data={
            "src": urljoin(root(), address("frame.html")),
            "title": here.words("Map"),
            "edition": edition(),
            "version": store.version,
            "embed": embed,
            "lang": here.lang,
            "query": view.query_string(),
            "handled": handled.get(key, 0),
            "bulk": bulk,
            "events": once(key, bulk, lambda: _events(here, store)),
            "told": {view.event: tell(store, view.event, here.words)} if view.event and not embed else {},
            "mask": base64.b64encode(store.mask(view.without_time())).decode("ascii"),
        },
        on_change_change=lambda: _hand_on(key, on_change),
        on_lacking_change=lambda: send_again(key),
    )


def _events(here: Here, store: Store) -> dict[str, Any]:
    """Return all events as the map draws and lists them, whatever is selected of them."""
    everything = View(lang=here.lang)
    return {"columns": store.columns(), "cards": cards(store, everything, here.words, 0, store.total)}


def _hand_on(key: str, on_change: Callable[[Change], None]) -> None:
    """Hand each change on once: the map numbers them."""
    value = getattr(st.session_state.get(key), "change", None) or {}
    number, change = value.get("n"), value.get("change")
    handled = st.session_state[_HANDLED]
    if isinstance(number, int) and isinstance(change, dict) and number > handled.get(key, 0):
        handled[key] = number
        on_change(change)
