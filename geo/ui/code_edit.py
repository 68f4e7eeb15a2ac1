"""The fields of one event, to be corrected or added; nothing changes before it is applied, as one step."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final, TypeVar

import pandas as pd
import streamlit as st

from geo.coding import Counted, Found
from geo.coding.draft import german_summary
from geo.coding.places import Known
from geo.coding.record import summary
from geo.coding.revision import Entry
from geo.coding.scene import Where
from geo.gazetteer import Kind, Place
from geo.model import SUB_TYPES, Certainty, ClaimKind, DatePrecision, GeoPrecision, PartOfDay, SubEventType
from geo.store.shelf import gazetteer
from geo.store.telling import date_precision, geo_precision
from geo.ui.code_desk import Desk
from geo.ui.code_words import place_line
from geo.ui.plain import put
from geo.ui.state import Here

T = TypeVar("T")
_SUBS: Final = {sub: kind for kind, subs in SUB_TYPES.items() for sub in subs}
_AREAS: Final = (Kind.COUNTRY, Kind.REGION, Kind.SEA)
_MOST_CANDIDATES: Final = 8
_COUNTS: Final = ("low", "best", "high")


def draw_edit(here: Here, desk: Desk, entry: Entry) -> object:
    """Draw the fields of an event that is there; return what they hold, to be compared."""
    t, found = here.words, entry.found
    put('<h3 class="q-kind">{}</h3>', t("Correct this event"))
    fields, where = _fields(here, desk, found), _where(here, desk, found.where)
    automatic = _automatic(here, found)
    said = st.text_area(t("In short"), entry.summary or automatic, key=_key(desk, "summary"), height=80).strip()
    figures = _figures(here, desk, entry)

    def apply() -> None:
        own = None if said in (automatic, "") else said
        desk.step(desk.now.changed(entry.number, summary=own, figures=figures(), where=where, **fields))

    _finish(here, desk, where, fields, t("Apply"), apply)
    return fields, where, said, figures()


def draw_add(here: Here, desk: Desk, sentence: int) -> object:
    """Draw the fields of an event that a sentence tells and the rules did not find; return what they hold."""
    t = here.words
    put('<h3 class="q-kind">{}</h3>', t("Add an event from this sentence"))
    spots = desk.coding.told[sentence].reading.spots
    near = next((e.found.where for e in reversed(desk.now.entries) if e.found.sentence <= sentence), None)
    start = Where(spots[0].place, spots[0].text, spots[0].precision, "clause") if spots else near
    any_place = start or _somewhere(desk)
    blank = desk.now.added(sentence, any_place, SubEventType.PEACEFUL_PROTEST).entries[-1]
    fields, where = _fields(here, desk, blank.found), _where(here, desk, start)

    def apply() -> None:
        if where is None:
            return
        desk.step(desk.now.added(sentence, where, **fields))
        desk.choose(sentence=sentence, event=desk.now.entries[-1].number)

    _finish(here, desk, where, fields, t("Add"), apply)
    return fields, where


def _somewhere(desk: Desk) -> Where:
    """Return a place for an event that has none yet, only to fill the other fields: its place is asked for."""
    countries = gazetteer().countries
    known = countries.get(desk.coding.country or "") or next(iter(countries.values()))
    return Where(known.place, None, 3, "hand")


def _finish(
    here: Here, desk: Desk, where: Where | None, fields: dict[str, Any], label: str, apply: Callable[[], None]
) -> None:
    t = here.words
    problem = None
    if where is None:
        problem = t("An event needs a place: search for one above.")
    elif fields["last"] < fields["first"]:
        problem = t("The last day comes before the first.")
    if problem:
        put('<p class="q-problem" role="alert">{}</p>', problem)
    with st.container(horizontal=True, gap="small"):
        # Applied in this run, not in a callback, which would know the fields as they were before the last of them.
        if st.button(label, key="code_apply", type="primary", disabled=problem is not None):
            apply()
            st.rerun()
        st.button(t("Cancel"), key="code_cancel", on_click=desk.read)


def _fields(here: Here, desk: Desk, found: Found) -> dict[str, Any]:
    """Ask for all but place, summary and figures; return fields of `Found`."""
    t = here.words
    sub = _one_of(
        t("What"), _SUBS, found.sub, say=lambda s: f"{t(_SUBS[s].value)} › {t(s.value)}", key=_key(desk, "sub")
    )
    label = None
    if sub is SubEventType.OTHER:
        label = (
            st.text_input(t("In plain words"), found.label or "", key=_key(desk, "label"), max_chars=80).strip() or None
        )
    left, right = st.columns(2)
    with left:
        first = _day(here, desk, t("First day"), found.first, "first")
    with right:
        last = _day(here, desk, t("Last day"), found.last, "last")
    left, right = st.columns(2)
    with left:
        precision = _one_of(
            t("How exact"),
            DatePrecision,
            found.date_precision,
            say=lambda p: date_precision(int(p), t),
            key=_key(desk, "precision"),
        )
    with right:
        part = _one_of(
            t("Part of day"),
            [None, *PartOfDay],
            found.part,
            say=lambda p: t(p.value) if p else t("not told"),
            key=_key(desk, "part"),
        )
    left, right = st.columns(2)
    with left:
        certainty = _one_of(
            t("How sure"), Certainty, found.certainty, say=lambda c: t(c.value), key=_key(desk, "certainty")
        )
    with right:
        sources = st.text_input(t("Who says so"), "; ".join(found.attribution), key=_key(desk, "says"), max_chars=300)
    actors = st.text_input(
        t("Who (those who act first; parted by “;”)"), "; ".join(found.actors), key=_key(desk, "who"), max_chars=300
    )
    return {
        "sub": sub,
        "label": label,
        "first": first,
        "last": last,
        "date_precision": precision,
        "part": part,
        "actors": _names(actors),
        "attribution": _names(sources),
        "certainty": certainty,
    }


def _where(here: Here, desk: Desk, old: Where | None) -> Where | None:
    """Ask for a place by a name in any language; return the one that is chosen."""
    t = here.words
    name = old.place.names.get(here.lang, old.place.name) if old else ""
    query = st.text_input(
        t("Place (any spelling, German, English or Russian)"), name, key=_key(desk, "place"), max_chars=100
    ).strip()
    same = [old.place] if old and query == name else []
    found: list[Known] = [*same, *_candidates(desk, query, same)]
    if not found:
        if query:
            put(
                '<p class="q-aside">{}</p>',
                t("No place of that name is known. Try another spelling, or the nearest larger place."),
            )
        return None
    chosen = st.selectbox(
        t("Which one"), range(len(found)), format_func=lambda i: _line(found[i], t), key=_key(desk, f"which_{query}")
    )
    place = found[chosen or 0]
    kept = old if old and place is old.place else None
    if place.kind in _AREAS:
        return Where(
            place, kept.text if kept else query, 3, kept.basis if kept else "hand", kept.origin if kept else None
        )
    levels = [GeoPrecision.EXACT, GeoPrecision.NEAR]
    start = levels.index(GeoPrecision(kept.precision)) if kept and kept.precision in levels else 0
    level = st.radio(
        t("How exact is the place"),
        levels,
        index=start,
        format_func=lambda p: geo_precision(p, t),
        key=_key(desk, f"level_{query}"),
        horizontal=True,
    )
    if kept and int(level or 1) == kept.precision:
        return kept
    return Where(place, kept.text if kept else query, int(level or 1), "hand", kept.origin if kept else None)


def _candidates(desk: Desk, query: str, same: Iterable[Known]) -> list[Known]:
    if not query:
        return []
    about = [desk.coding.country] if desk.coding.country else []
    found = gazetteer().find(query, countries=about, language=desk.coding.language, day=desk.published)
    known = {(p.name, p.lat, p.lon) for p in same}
    return [p for p in found[:_MOST_CANDIDATES] if (p.name, p.lat, p.lon) not in known]


def _line(place: Known, t: Any) -> str:
    return place_line(place, gazetteer(), t) if isinstance(place, Place) else place.name


def _figures(here: Here, desk: Desk, entry: Entry) -> Callable[[], list[Counted]]:
    """Ask for the figures as a small table; return a function that gives them as they are left."""
    t = here.words
    rows = [
        {
            "kind": c.kind.value,
            "whom": c.whom or "",
            **{n: getattr(c, n) for n in _COUNTS},
            "by": "; ".join(c.claimed_by),
        }
        for c in entry.figures
    ]
    table: Any = pd.DataFrame(rows, columns=["kind", "whom", *_COUNTS, "by"])
    table[list(_COUNTS)] = table[list(_COUNTS)].astype("Int64")
    column, kinds = st.column_config, [kind.value for kind in ClaimKind]
    # in pixels: together no wider than the right column of a window of 1440
    narrow, wide = 68, 108
    put('<p class="q-label">{}</p>', t("Figures: one row for each source and group, never added up"))
    left: Any = st.data_editor(
        table,
        key=_key(desk, "figures"),
        num_rows="dynamic",
        hide_index=True,
        placeholder="",
        column_config={
            "kind": column.SelectboxColumn(
                t("Figure"), width=wide + 20, options=kinds, format_func=lambda k: t(str(k)), required=True
            ),
            "whom": column.TextColumn(t("Whom"), width=wide, max_chars=100),
            "low": column.NumberColumn(t("low"), width=narrow, min_value=0, step=1),
            "best": column.NumberColumn(t("best"), width=narrow, min_value=0, step=1),
            "high": column.NumberColumn(t("high"), width=narrow, min_value=0, step=1),
            "by": column.TextColumn(t("Source"), width=wide, max_chars=200),
        },
    )
    return lambda: [_counted(desk, entry, i, row) for i, row in enumerate(left.to_dict("records")) if row["kind"]]


def _counted(desk: Desk, entry: Entry, index: int, row: dict[str, Any]) -> Counted:
    """Return a figure as it was left; a new one stands where its event does."""
    old = entry.figures[index] if index < len(entry.figures) else None
    at = desk.coding.sentences[entry.found.sentence]
    low, best, high = (None if pd.isna(row[n]) else int(row[n]) for n in _COUNTS)
    by = _names(row["by"] or "")
    return Counted(
        entry.number - 1 if old is None else old.event,
        ClaimKind(row["kind"]),
        row["whom"] or None,
        low,
        best,
        high,
        by,
        old.certainty if old and old.claimed_by == by else Certainty.ATTRIBUTED if by else Certainty.STATED,
        old.sentence if old else entry.found.sentence,
        old.start if old else at.start,
        old.end if old else at.end,
    )


def _day(here: Here, desk: Desk, label: str, value: date, name: str) -> date:
    form = "YYYY-MM-DD" if here.lang == "en" else "DD.MM.YYYY"
    given = st.date_input(
        label, value, min_value=date(1900, 1, 1), max_value=date(2100, 1, 1), format=form, key=_key(desk, name)
    )
    return given if isinstance(given, date) else value


def _one_of(label: str, values: Iterable[T], value: T, *, say: Callable[[T], str], key: str) -> T:
    """Ask for one of some values, `value` at first."""
    options = list(values)
    return st.selectbox(label, options, index=options.index(value), format_func=say, key=key)


def _automatic(here: Here, found: Found) -> str:
    return german_summary(found, here.words) if here.lang == "de" else summary(found)


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (" ".join(part.split()) for part in text.split(";")))))


def _key(desk: Desk, name: str) -> str:
    """Return a field's key, which belongs to what is chosen now."""
    return f"code_field_{desk.turn}_{name}"
