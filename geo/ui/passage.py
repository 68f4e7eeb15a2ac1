"""The passage of the report behind the selected event, where the reader has the report's text.

The text is known by its SHA-256: a file in `QANTAR_REPORT_DIR` or one that the reader drops into the page. It stays in
this session's memory; it is never stored, sent or logged.
"""

import hashlib
import os
from pathlib import Path

import streamlit as st

from geo.model import Report
from geo.ui.plain import put
from geo.ui.state import Here

MAX_BYTES = 5_000_000
_TEXT = "_report_text"


def draw_passage(here: Here) -> None:
    """Draw the selected event's passage in its context; ask for the text where it is not at hand."""
    t, report = here.words, here.store.report
    event = here.store.one(here.view.event) if here.view.event else None
    if event is None or event["char_start"] is None:
        return
    with st.container(key="passage"):
        put('<h2 class="q-section">{}</h2>', t("The passage in the report"))
        text = _at_hand(report)
        if text is None:
            text = _ask(here)
        if text is None:
            return
        before, passage, after = cut(text, int(event["char_start"]), int(event["char_end"]))
        put(
            '<blockquote class="q-passage" lang="{}">{}<mark>{}</mark>{}</blockquote>',
            report.language,
            before,
            passage,
            after,
        )
        put(
            '<p class="q-under">{}</p>',
            t("From your own copy of the report; it is not part of this data set, and it is not stored."),
        )


def keep_text(sha256: str, text: str) -> None:
    """Have a report's text at hand in this session, on all pages."""
    st.session_state[_TEXT] = (sha256, text)


def forget_text() -> None:
    """Let go of the text that was at hand."""
    st.session_state.pop(_TEXT, None)


def cut(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Cut out of a report characters [start, end) and what stands around them in their paragraphs."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return text[first:start], text[start:end], text[end:] if last < 0 else text[end:last]


def _at_hand(report: Report) -> str | None:
    held = st.session_state.get(_TEXT)
    if held is not None and held[0] == report.sha256:
        return str(held[1])
    folder = os.environ.get("QANTAR_REPORT_DIR")
    return _from_folder(folder, report.sha256) if folder else None


@st.cache_data(max_entries=4, ttl=3600, show_spinner=False)
def _from_folder(folder: str, sha256: str) -> str | None:
    for path in sorted(Path(folder).glob("*.txt")):
        if path.stat().st_size <= MAX_BYTES and (found := read_report(path.read_bytes(), sha256)) is not None:
            return found
    return None


def read_report(data: bytes, sha256: str) -> str | None:
    """Read a report's text from the bytes of a file; None where it is not the text with that SHA-256."""
    if hashlib.sha256(data).hexdigest() != sha256:
        return None
    return data.decode("utf-8")


def _ask(here: Here) -> str | None:
    t = here.words
    with st.expander(t("Have the report? Drop its text here to see the passage highlighted")):
        put("<p>{}</p>", t("It is compared by its SHA-256, kept in this session only, and never stored or sent on."))
        dropped = st.file_uploader(
            t("The report as a plain text file"), type=["txt"], max_upload_size=5, key="report_file"
        )
    if dropped is None:
        return None
    text = read_report(dropped.getvalue(), here.store.report.sha256)
    if text is None:
        put(
            '<p role="alert">{}</p>',
            t("This file is not the text that was coded: its SHA-256 is another one. Expected: {sha256}").replace(
                "{sha256}", here.store.report.sha256
            ),
        )
        return None
    keep_text(here.store.report.sha256, text)
    return text
