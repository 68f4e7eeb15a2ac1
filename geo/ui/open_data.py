"""Open somebody else's table: look at it, correct how it is understood, import it where this server keeps data sets.

A server keeps them where QANTAR_IMPORTS names a folder; whoever can open the app can open them. Without it the page
only shows how a file would be read, and the command that imports it.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import streamlit as st

from geo.errors import GeoError
from geo.sources.importing import Progress, import_tables
from geo.sources.mapping import Mapping
from geo.sources.preview import Preview, preview
from geo.sources.wire import Form
from geo.ui.download import download
from geo.ui.open_mapping import chosen_form, draw_form, draw_mapping
from geo.ui.plain import put
from geo.ui.state import Here
from geo.ui.told import at_the_end, so_far, told
from geo.words import Words

TYPES = ("csv", "tsv", "txt", "json", "geojson", "parquet")
_MB = 25
_SEEN = "_open_preview"


def draw_open(here: Here) -> None:
    """Draw the page: a file, what it is taken for, its first rows, the mapping, and the import."""
    t = here.words
    given = st.file_uploader(t("A table of events"), type=TYPES, max_upload_size=_MB, key="open_file")
    if given is None:
        st.session_state.pop(_SEEN, None)
        kinds = t("CSV, GeoJSON points, Parquet or GeoParquet, up to 25 MB, of ACLED, UCDP GED, GDELT or your own.")
        put('<p class="q-aside">{}</p>', kinds)
        return
    name, octets = _safe(given.name), given.getvalue()
    try:
        seen = _look(name, octets, given.file_id, chosen_form(given.file_id))
    except GeoError as error:
        put('<p class="q-problem" role="alert">{}</p>', told(str(error), t))
        return
    draw_form(here, given.file_id, seen)
    for note in seen.notes:
        put('<p class="q-aside">{}</p>', told(note, t))
    st.dataframe(pd.DataFrame(seen.rows, columns=seen.columns), hide_index=True, alt=t("The first rows of the table"))
    if seen.mapping is None and not seen.problem:
        _draw_import(here, name, octets, None)
        return
    mapping = draw_mapping(here, seen, outlet=name.rpartition(".")[0] or name)
    if mapping is not None:
        _draw_import(here, name, octets, mapping)


def _draw_import(here: Here, name: str, octets: bytes, mapping: Mapping | None) -> None:
    t = here.words
    folder = os.environ.get("QANTAR_IMPORTS")
    kept = _set_name(name, octets, mapping)
    if not folder:
        put("<p>{}</p>", t("This server keeps no data sets of others. On your own machine, import the file so:"))
        extra = " --mapping mapping.toml" if mapping else ""
        st.code(f"python -m geo import {name} -o {kept}{extra}", language=None)
        return
    target = Path(folder) / kept
    put("<p>{}</p>", t("Everybody who can open this page can then open the data set."))
    if st.button(t("Import"), key="open_import", type="primary"):
        try:
            done = _import(name, octets, target, mapping, t)
        except GeoError as error:
            # where the server keeps its data sets is no business of the reader's
            put('<p class="q-problem" role="alert">{}</p>', told(str(error).replace(str(target), kept), t))
        else:
            st.text(at_the_end(done, kept, t))
        refused = target.with_name(f"{kept}.refused.csv")
        if refused.is_file():
            rows = refused.read_bytes()
            download(t("Refused rows"), rows, filename="refused.csv", mime="text/csv", key="open_refused", words=t)
        if target.is_dir():
            st.link_button(t("Open it on the map"), here.opening(kept))


def _look(name: str, octets: bytes, file_id: str, form: Form) -> Preview:
    """Return the preview of a file, made once for each way to read it."""
    kept = st.session_state.get(_SEEN)
    if kept is None or kept[0] != (file_id, form):
        with _on_disk(name, octets) as path:
            kept = (file_id, form), preview(path, form=form)
        st.session_state[_SEEN] = kept
    seen: Preview = kept[1]
    return seen


def _import(name: str, octets: bytes, target: Path, mapping: Mapping | None, t: Words) -> Progress:
    line = st.empty()

    def tell(progress: Progress) -> None:
        line.text(so_far(progress, t))

    with _on_disk(name, octets) as path:
        done = import_tables([path], target, mapping=mapping, tell=tell)
    line.empty()
    return done


@contextmanager
def _on_disk(name: str, octets: bytes) -> Iterator[Path]:
    """Lay an upload down as a file that only this process's owner can read, for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="qantar-") as folder:
        path = Path(folder) / name
        path.write_bytes(octets)
        yield path


def _safe(name: str) -> str:
    """Return the last part of a file's name, made of harmless characters."""
    kept = re.sub(r"[^\w.-]+", "_", re.split(r"[/\\]", name)[-1]).lstrip(".-_")
    return kept[-80:] or "table"


def _set_name(name: str, octets: bytes, mapping: Mapping | None) -> str:
    """Return a data set's name: the file's, in ASCII, and eight digits of its content's and its mapping's own."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", name.rpartition(".")[0] or name).strip("-")[:60] or "table"
    how = mapping.to_toml().encode() if mapping else b""
    return f"{stem}-{hashlib.sha256(octets + how).hexdigest()[:8]}"
