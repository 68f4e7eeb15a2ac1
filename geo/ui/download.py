"""The one way in which a file leaves the app.

Streamlit tells large files apart by a sample of their bytes, their type and their name: two readers' files that differ
elsewhere would share one address, and one reader would be served the other's. So the name carries the SHA-256 of the
content.
"""

import hashlib
from collections.abc import Callable
from pathlib import PurePath

import streamlit as st

from geo.ui.plain import put
from geo.words import Words

_DIGITS = 12


def download(
    label: str,
    data: bytes,
    *,
    filename: str,
    mime: str,
    key: str,
    words: Words,
    taken: Callable[[], None] | None = None,
) -> None:
    """Draw a button that hands over a file, and its name, which gets the first 12 hex digits of its SHA-256.

    `taken` is called when the file is, and the page runs again; without it, nothing runs.
    """
    name = unmistakable(filename, data)
    st.download_button(
        label,
        data,
        file_name=name,
        mime=mime,
        key=key,
        on_click=taken or "ignore",
        type="primary",
        icon=":material/download:",
    )
    put('<p class="q-aside q-file">{} · {} kB</p>', name, words.number(-(-len(data) // 1000)))


def unmistakable(filename: str, data: bytes) -> str:
    """Return a name that belongs to this content alone.

    >>> unmistakable("events.csv.zip", b"")
    'events-e3b0c44298fc.csv.zip'
    """
    stem, dot, ending = PurePath(filename).name.partition(".")
    return f"{stem}-{hashlib.sha256(data).hexdigest()[:_DIGITS]}{dot}{ending}"
