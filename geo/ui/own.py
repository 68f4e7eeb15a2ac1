"""Components of our own: made of the files beside their module, and sent what is large only once."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

#: the version of what each component was last sent, by its key
_SENT: Final = "_sent"


@cache
def own_component(source: Path, html: str) -> ComponentRenderer:
    """Return the component whose style and script stand beside its module `source`."""
    return component(
        f"qantar_{source.stem}",
        html=html,
        css=source.with_suffix(".css").read_text(encoding="utf-8"),
        js=source.with_suffix(".js").read_text(encoding="utf-8"),
    )


def once(key: str, version: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what a component is to be sent of this version; nothing where it has been sent it.

    A component that does not hold the version, as its page was left or its run cut short, says so: see `send_again`.
    """
    sent: dict[str, str] = st.session_state.setdefault(_SENT, {})
    if sent.get(key) == version:
        return {}
    sent[key] = version
    return make()


def send_again(key: str) -> None:
    """Let a component be sent everything in the next run; for its callback."""
    st.session_state.get(_SENT, {}).pop(key, None)
