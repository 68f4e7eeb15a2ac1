"""The way out of the page: a data set to download, to look at on all pages in this session, or to keep on this server.

A server keeps what readers code only where QANTAR_IMPORTS names a folder, as it keeps imported tables.
"""

import io
import os
import zipfile
from pathlib import Path
from typing import Final

import streamlit as st

from geo.errors import GeoError
from geo.sources.saving import NAME, files_of, save_coding
from geo.store import datasets
from geo.ui.code_desk import Desk, clear_desk, free_name
from geo.ui.download import download
from geo.ui.passage import forget_text, keep_text
from geo.ui.plain import put
from geo.ui.state import Here, keep_own, turn_to
from geo.ui.told import told
from geo.view import View

_SAID: Final = "code_saved"
#: the day of every file in a zip, so that equal contents are equal files
_DAY: Final = (1980, 1, 1, 0, 0, 0)


def draw_save(here: Here, desk: Desk) -> None:
    """Draw what the data set is called, and the three ways to take it."""
    t = here.words
    desk.title = (
        st.text_input(t("Title of the report"), desk.title, key="code_title", max_chars=200).strip() or desk.title
    )
    desk.outlet = st.text_input(t("Who published it"), desk.outlet, key="code_outlet", max_chars=200).strip()
    if desk.kept == desk.name and desk.changed:
        desk.name = free_name(desk.name)  # what others may have open already stays as it is
    key = f"code_name_{desk.kept or ''}_{desk.name == desk.kept}"
    name = st.text_input(t("Name of the data set (stands in links)"), desk.name, key=key, max_chars=80).strip()
    if not NAME.fullmatch(name) or (name in datasets() and name != desk.kept):
        put(
            '<p class="q-problem" role="alert">{}</p>',
            t(
                "This name cannot be used: it takes letters, digits, “.”, “_”, “-”, and no data set may have it "
                "already."
            ),
        )
        return
    desk.name = name
    if not desk.now.kept:
        nothing = t("All events are rejected: there is nothing to save.")
        put(
            '<p class="q-problem" role="alert">{}</p>',
            nothing if desk.now.entries else t("There is no event yet: there is nothing to save."),
        )
        return
    download(
        t("Download as a zip"),
        zipped(desk),
        filename=f"{desk.name}.zip",
        mime="application/zip",
        key="code_download",
        words=t,
        taken=lambda: _done(desk),
    )
    put(
        '<p class="q-aside">{}</p>',
        t("A folder of three files, without the report's text. QANTAR_DATA or python -m geo opens it."),
    )
    st.button(t("Look at it on all pages"), key="code_open", on_click=lambda: _open(here, desk), width="stretch")
    if os.environ.get("QANTAR_IMPORTS") and desk.name != desk.kept:
        st.button(t("Keep it on this server"), key="code_keep", on_click=lambda: _keep(here, desk), width="stretch")
        put('<p class="q-aside">{}</p>', t("Everybody who can open this page can then open the data set."))


def draw_saved(here: Here, desk: Desk) -> None:
    """Say what became of the data set: where it is open, where it is kept, or why it is not."""
    t, said = here.words, st.session_state.get(_SAID)
    if here.private and desk.name == here.store.name:
        put(
            '<p class="q-said" role="status">{}</p>',
            t("This data set is open on all pages now, in this session only. The links above lead there."),
        )
    if not said:
        return
    name, problem = said
    if problem:
        put('<p class="q-problem" role="alert">{}</p>', problem)
    elif name in datasets():
        put(
            '<p class="q-said" role="status">{} <a href="{}">{}</a></p>',
            t("Kept on this server as {name}.").replace("{name}", name),
            here.opening(name),
            t("Open it on the map"),
        )
    else:
        put('<p class="q-said" role="status">{}</p>', t("Kept on this server as {name}.").replace("{name}", name))


def zipped(desk: Desk) -> bytes:
    """Return the data set's folder as a zip; the same bytes for the same events."""
    draft, out = desk.draft(), io.BytesIO()
    files = files_of(desk.name, draft.report, draft.events, draft.claims, coded_by=desk.coded_by)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"{desk.name}/{file}", _DAY), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _open(here: Here, desk: Desk) -> None:
    store = desk.store()
    if store is not None:
        keep_own(store)
        keep_text(store.report.sha256, desk.text)
        turn_to(View(data=desk.name, lang=here.view.lang))


def leave(here: Here) -> None:
    """Take the report off the desk, and whatever of it is open on the other pages out of this session."""
    if here.private:
        turn_to(View(lang=here.view.lang))
    keep_own(None)
    forget_text()
    clear_desk()


def _keep(here: Here, desk: Desk) -> None:
    draft, folder = desk.draft(), Path(os.environ["QANTAR_IMPORTS"])
    try:
        save_coding(folder / desk.name, draft.report, draft.events, draft.claims, coded_by=desk.coded_by)
    except GeoError as error:
        st.session_state[_SAID] = desk.name, told(str(error), here.words)
        return
    st.session_state[_SAID] = desk.name, None
    desk.kept = desk.name
    _done(desk)


def _done(desk: Desk) -> None:
    desk.saved = desk.now
