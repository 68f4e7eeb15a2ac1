"""The one way in which a file leaves the app.

Streamlit tells large files apart by a sample of their bytes, their type and their name: two readers' files that differ
elsewhere would share one address, and one reader would be served the other's. So the name carries the SHA-256 of the
content.
"""

import hashlib
from pathlib import PurePath

import streamlit as st

_DIGITS = 12


def download(label: str, data: bytes, *, filename: str, mime: str, key: str) -> None:
    """Draw a button that hands over a file; its name gets the first 12 hex digits of its SHA-256."""
    st.download_button(
        label,
        data,
        file_name=unmistakable(filename, data),
        mime=mime,
        key=key,
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )


def unmistakable(filename: str, data: bytes) -> str:
    """Return a name that belongs to this content alone.

    >>> unmistakable("events.csv.zip", b"")
    'events-e3b0c44298fc.csv.zip'
    """
    stem, dot, ending = PurePath(filename).name.partition(".")
    return f"{stem}-{hashlib.sha256(data).hexdigest()[:_DIGITS]}{dot}{ending}"
