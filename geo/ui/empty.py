"""An empty selection says why it is empty and offers the ways back."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from geo.errors import GeoError
from geo.store import datasets
from geo.ui.plain import put
from geo.ui.state import Here, turn_to
from geo.view import LANGUAGES, View
from geo.words import best_language, words

MAX_OTHERS: Final = 20
#: link keys of a filter → the View fields it sets
_FIELDS: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("from", "to"): ("first", "last"),
    ("type",): ("types",),
    ("sub",): ("subs",),
    ("certainty",): ("certainty",),
    ("who",): ("claimants",),
    ("actor",): ("actors",),
    ("country",): ("countries",),
    ("place",): ("places",),
    ("q",): ("text",),
}


def draw_ways_out(error: GeoError, view: View | None = None) -> None:
    """Say why a data set, or `view` of it, cannot be shown, and lead on: to it without filters, to the others."""
    lang = view.lang if view else None
    t = words(lang or best_language(st.context.locale, LANGUAGES))
    st.header(t("This data set cannot be opened") if view is None else t("This cannot be shown"))
    st.text(str(error))
    if view is not None and view.filters:
        put('<p><a href="?{}" target="_self">{}</a></p>', view.unfiltered().query_string(), t("All events, no filter"))
    asked = st.query_params.get("data")
    others = [name for name in sorted(datasets()) if name != asked]
    if others:
        put("<p>{}</p>", t("Another data set:"))
    for name in others[:MAX_OTHERS]:
        put('<p><a href="?{}" target="_self">{}</a></p>', View(data=name, lang=lang).query_string(), name)


def draw_empty(here: Here) -> bool:
    """Say that nothing is selected, and why, if that is so; return whether it is."""
    if here.shown:
        return False
    t, names = here.words, _names(here)
    chosen = [names[keys] for keys in _FIELDS if here.view.filters.intersection(keys)]
    if here.view.text:
        chosen[-1] = t("the search “{text}”").replace("{text}", here.view.text)
    put(
        '<div class="q-empty" role="status" lang="{}"><h3>{}</h3><p>{}</p></div>',
        t.lang,
        t("No event is shown"),
        t("None of the events matches all of these together: {filters}.").replace("{filters}", ", ".join(chosen))
        if chosen
        else t("This data set has no events."),
    )
    with st.container(horizontal=True, gap="small"):
        for keys, view, n in _ways_back(here):
            label = t.plural("Without {filter}: {n} event", "Without {filter}: {n} events", n)
            st.button(
                label.replace("{filter}", names[keys]),
                key=f"without_{keys[0]}",
                on_click=lambda view=view: turn_to(view),
            )
        if chosen:
            st.button(t("Clear filters"), key="clear_here", on_click=lambda: turn_to(here.view.unfiltered()))
    return True


def _ways_back(here: Here) -> Iterator[tuple[tuple[str, ...], View, int]]:
    """Find the filters without which something would be shown."""
    plain = View()
    for keys, fields in _FIELDS.items():
        if here.view.filters.intersection(keys):
            changes: dict[str, Any] = {field: getattr(plain, field) for field in fields}
            view = replace(here.view, **changes)
            if n := here.store.count(view):
                yield keys, view, n


def _names(here: Here) -> dict[tuple[str, ...], str]:
    t = here.words
    return dict(
        zip(
            _FIELDS,
            [
                t("the dates"),
                t("the event types"),
                t("the sub-types"),
                t("how sure"),
                t("who says so"),
                t("the actors"),
                t("the countries"),
                t("the places"),
                t("the search"),
            ],
            strict=True,
        )
    )
