"""How somebody else's table is understood, corrected by hand: which column tells what, and what its words mean."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.errors import GeoError
from geo.model import TYPE_OF, SubEventType
from geo.sources.mapping import FIELDS, SUB_OF, Mapping, parse_mapping
from geo.sources.preview import Preview
from geo.sources.wire import ENCODINGS, PLAIN, Form
from geo.ui.download import download
from geo.ui.plain import put
from geo.ui.state import Here
from geo.ui.told import told
from geo.words import Words

#: the fields that are always shown; the first two no table can do without
MAIN: Final = (
    "start_date", "event_type", "place", "country", "latitude", "longitude", "end_date", "actors", "attribution",
    "summary_en", "summary_de", "fatalities",
)  # fmt: skip
_NEEDED: Final = MAIN[:2]
#: as many of a column's own words as are asked for one by one; the rest can stand in a mapping's file
_ASKED: Final = 40
_SEPARATORS: Final = (",", ";", "\t", "|")


def chosen_form(file_id: str) -> Form:
    """Return how the reader says the file is written; what they leave open is found out."""
    return Form(**{key: st.session_state.get(_key("form", key, file_id)) for key in ("encoding", "separator")})


def draw_form(here: Here, file_id: str, seen: Preview) -> None:
    """Draw encoding and separator of a CSV file, to be corrected where they were found out wrongly."""
    t = here.words
    if seen.form.kind != "csv":
        return
    names = {",": t("comma"), ";": t("semicolon"), "\t": t("tab"), "|": t("bar")}
    found, mark = t("found: {what}"), str(seen.form.separator)
    with st.expander(t("How the file is written")):
        left, right = st.columns(2)
        left.selectbox(
            t("Encoding"),
            (None, *ENCODINGS),
            format_func=lambda e: e or found.replace("{what}", str(seen.form.encoding)),
            key=_key("form", "encoding", file_id),
        )
        right.selectbox(
            t("Separator"),
            (None, *_SEPARATORS),
            format_func=lambda s: names[s] if s else found.replace("{what}", names.get(mark, mark)),
            key=_key("form", "separator", file_id),
        )


def draw_mapping(here: Here, seen: Preview, *, outlet: str) -> Mapping | None:
    """Draw the mapping; None until it tells day and type of an event, or where a saved one is not understood."""
    t = here.words
    _head(
        t("Which column tells what"),
        t("Guessed from the names of the columns and from what stands in them; correct what is wrong."),
    )
    try:
        start = _saved(here) or seen.mapping or Mapping(outlet=outlet, columns={}, form=seen.form)
    except GeoError as error:
        put('<p class="q-problem" role="alert">{}</p>', told(str(error), t))
        return None
    which = hashlib.sha256(repr((seen.columns, start.to_toml())).encode()).hexdigest()[:12]
    columns = _columns(t, seen, start, which)
    lacking = [name for name in _NEEDED if name not in columns]
    if lacking:
        fields = ", ".join(_label(name, t) for name in lacking)
        text = t("Needed before the table can be imported: {fields}.").replace("{fields}", fields)
        put('<p class="q-problem" role="alert">{}</p>', text)
        return None
    mapping = replace(start, columns=columns, form=_days(t, seen, start, which))
    mapping = replace(mapping, values={**start.values, "event_type": _meanings(t, seen, mapping, which)})
    toml = mapping.to_toml().encode()
    download(t("Save this mapping"), toml, filename="mapping.toml", mime="application/toml", key="open_toml", words=t)
    return mapping


def _saved(here: Here) -> Mapping | None:
    """Return a mapping that the reader gives as a file. Raises SourceError where it is none."""
    given = st.file_uploader(here.words("A saved mapping, if there is one"), type="toml", key="open_saved")
    if given is None:
        return None
    return parse_mapping(given.getvalue().decode("utf-8", errors="replace"), file="mapping.toml")


def _columns(t: Words, seen: Preview, start: Mapping, which: str) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for cell, name in _cells(MAIN):
        with cell:
            _ask(t, seen, start, name, which, found)
    with st.expander(t("More fields")):
        for cell, name in _cells([name for name in FIELDS if name not in MAIN]):
            with cell:
                _ask(t, seen, start, name, which, found)
    return found


def _cells(items: Sequence[str]) -> Iterator[tuple[DeltaGenerator, str]]:
    """Return a place for each item, three in a row; a phone shows them in the same order."""
    for n in range(0, len(items), 3):
        yield from zip(st.columns(3), items[n : n + 3], strict=False)


def _ask(t: Words, seen: Preview, start: Mapping, name: str, which: str, found: dict[str, str | list[str]]) -> None:
    """Ask for the column that tells a field; actors can stand in several."""
    known, label = [c for c in start.theirs(name) if c in seen.columns], _label(name, t)
    if name == "actors":
        several = st.multiselect(label, seen.columns, known, key=_key("map", name, which), placeholder=t("none"))
        if several:
            found[name] = several
        return
    one = st.selectbox(
        label,
        (None, *seen.columns),
        index=seen.columns.index(known[0]) + 1 if known else 0,
        format_func=lambda c: t("no column") if c is None else c,
        key=_key("map", name, which),
    )
    if one is not None:
        found[name] = one


def _days(t: Words, seen: Preview, start: Mapping, which: str) -> Form:
    """Ask in which order day and month stand, where the dates alone do not tell."""
    orders = {"dmy": t("day, month, year"), "mdy": t("month, day, year")}
    known = start.form if start.form != PLAIN else seen.form
    days = st.radio(
        t("Dates such as 03/04/2022 are written"),
        list(orders),
        index=list(orders).index(known.days) if known.days else None,
        format_func=orders.__getitem__,
        key=_key("map", "days", which),
        horizontal=True,
    )
    return replace(known, days=days)


def _meanings(t: Words, seen: Preview, mapping: Mapping, which: str) -> dict[str, str]:
    """Ask what a table's own words for kinds of events mean; a word that means nothing here has its rows refused."""
    meant = dict(mapping.values.get("event_type", {}))
    words = [w for w in seen.words.get(mapping.theirs("event_type")[0], ()) if w.casefold() not in SUB_OF]
    if not words:
        return meant
    _head(
        t("What its words for events mean"),
        t("Rows whose word means none of these are refused and listed, never dropped in silence."),
    )
    subs = [s.value for s in SubEventType]
    for cell, word in _cells(words[:_ASKED]):
        known = SUB_OF.get(meant.get(word, "").casefold())
        ours = cell.selectbox(
            _shown(word),
            (None, *subs),
            index=subs.index(known) + 1 if known else 0,
            format_func=lambda s: f"{t(TYPE_OF[SubEventType(s)].value)} › {t(s)}" if s else t("refuse these rows"),
            key=_key("mean", word, which),
        )
        meant.pop(word, None)
        if ours:
            meant[word] = ours
    if len(words) > _ASKED:
        text = t("{n} more words can be told in a saved mapping.").replace("{n}", t.number(len(words) - _ASKED))
        put('<p class="q-aside">{}</p>', text)
    return meant


def _head(title: str, lead: str) -> None:
    put('<div class="q-lead"><h3>{}</h3><p>{}</p></div>', title, lead)


def _shown(word: str) -> str:
    """Return a table's word as a label: no Markdown of a stranger's is obeyed."""
    plain = "".join(f"\\{c}" if c in r"\`*_{}[]()<>#+-.!|~:$^" else c for c in word if c.isprintable())
    return plain[:80] or "–"


def _key(*parts: str) -> str:
    return "open_" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _label(name: str, t: Words) -> str:
    return {
        "event_id": t("Id"),
        "event_type": t("Event type"),
        "label": t("Label"),
        "summary_en": t("Summary, English"),
        "summary_de": t("Summary, German"),
        "place": t("Place"),
        "admin1": t("Region"),
        "country": t("Country"),
        "geo_precision": t("How precise the place is (1–3)"),
        "start_date": t("First day"),
        "end_date": t("Last day"),
        "date_precision": t("How precise the day is (1–3)"),
        "actors": t("Who (one column or several)"),
        "attribution": t("Who says so"),
        "certainty": t("How sure"),
        "note": t("Note"),
        "latitude": t("Latitude"),
        "longitude": t("Longitude"),
        "fatalities": t("Killed"),
        "injured": t("Injured"),
        "hospitalised": t("In hospital"),
        "arrested": t("Arrested"),
        "troops": t("Troops"),
    }[name]
