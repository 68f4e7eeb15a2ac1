"""The way to take events along: choose how much and as what, and get one file that says where it comes from."""

import shlex
from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from geo.export import Form, Origin, export
from geo.store.store import seen
from geo.ui.download import download
from geo.ui.plain import put
from geo.ui.state import MOST_LISTED, Here
from geo.view import View


def draw_take(here: Here, *, page: str) -> None:
    """Draw the download box; a file is made only once the box is open, and only the one that is chosen."""
    t = here.words
    box = st.expander(t("Download"), icon=":material/download:", key="take", on_change="rerun", width=520)
    if not box.open:
        return
    names = {
        Form.CSV: t("CSV for spreadsheets (zip with a read-me)"),
        Form.GEOJSON: t("GeoJSON"),
        Form.GEOPACKAGE: t("GeoPackage for QGIS and other GIS"),
        Form.GEOPARQUET: t("GeoParquet for programs"),
    }
    with box:
        view = here.view if _chosen(here) else here.view.unfiltered()
        if here.store.count(view) > MOST_LISTED:
            text = t("More than {n} events are written by the command line: {command}")
            told = {"{n}": t.number(MOST_LISTED), "{command}": _command(here, view)}
            for gap, value in told.items():
                text = text.replace(gap, value)
            put("<p>{}</p>", text)
            return
        form = st.radio(t("As"), list(names), format_func=names.__getitem__, key="take_as") or Form.CSV
        link = replace(here, view=view).link(page)
        origin = Origin.of(here.store, view, on=datetime.now(UTC).date(), link=link)
        file = export(here.store.select(view), here.store.claims(view), origin, form=form)
        download(t("Save the file"), file.data, filename=file.filename, mime=file.mime, key="take_file", words=t)
        put(
            '<p class="q-aside">{}</p>',
            t("The file names the report, the licence, the day and the filters; figures are in it, too."),
        )
        if form is Form.CSV:
            put(
                '<p class="q-aside">{}</p>',
                t("Texts that a spreadsheet would run as a formula (= + - @) have an apostrophe before them."),
            )


def _command(here: Here, view: View) -> str:
    """Return the command that writes a selection, for a shell."""
    name, query = here.store.name, seen(view).query_string()
    chosen = f" --view {shlex.quote(query)}" if query else ""
    return f"python -m geo export {name} -o {name}.parquet{chosen}"


def _chosen(here: Here) -> bool:
    """Ask how much: the selection or the whole, where these differ."""
    t = here.words
    if not here.view.filters:
        return True
    labels = {
        "selection": t.plural("The {n} event shown", "The {n} events shown", here.shown),
        "whole": t.plural("The whole data set, {n} event", "The whole data set, {n} events", here.store.total),
    }
    return bool(st.radio(t("What"), list(labels), format_func=labels.__getitem__, key="take_what") == "selection")
