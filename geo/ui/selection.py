"""Widgets that show the selected event: what they hold and the View never differ."""

from collections.abc import Callable
from typing import Any

import streamlit as st


def steady_key(name: str, holds: Callable[[Any], Any], wanted: Any) -> str:
    """Return the key of a widget whose selection can only be set when it is new: another one where it must be.

    `holds` reads the widget's state: what it has selected, None where that says nothing. If this is not `wanted`
    (the reader went Back, or closed the details), a new widget takes the old one's place.
    """
    count = f"_new_{name}"
    key = f"{name}-{st.session_state.get(count, 0)}"
    held = holds(st.session_state[key]) if key in st.session_state else None
    if held is None or held == wanted:
        return key
    st.session_state[count] = st.session_state.get(count, 0) + 1
    return f"{name}-{st.session_state[count]}"
