"""The filters of every page, in the sidebar: each is a part of the View, with how many events it would leave.

A count is of the events that pass every other filter, so that it says what ticking the value brings.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from geo.model import EventType
from geo.store import Options, datasets, facets
from geo.ui.plain import put
from geo.ui.state import Here, own_store, touch, turn_to
from geo.view import View

#: the filters whose values are names, of which there can be any number
_NAMED: Final = frozenset({"claimants", "actors", "places"})
#: so many names are found at a time
_MOST_RARE: Final = 50
#: Streamlit names months in English only, so other languages get numbers.
_FORMATS = {"en": "D MMM", "de": "DD.MM."}
_SHAPES = {
    EventType.PROTESTS: "●",
    EventType.RIOTS: "▲",
    EventType.BATTLES: "◆",
    EventType.EXPLOSIONS: "★",
    EventType.CIVILIANS: "▼",
    EventType.STRATEGIC: "■",
}


def draw_filters(here: Here) -> None:
    """Draw the filters in the sidebar."""
    options = here.store.options(here.view)
    with st.sidebar:
        _data_sets(here)
        _search(here)
        _types(here, options)
        _days(here)
        _certainty(here, options)
        _more(here, options)
        st.button(
            here.words("Clear filters"),
            key="clear",
            on_click=lambda: turn_to(here.view.unfiltered()),
            disabled=not here.view.filters,
            width="stretch",
        )


def _data_sets(here: Here) -> None:
    own = own_store()
    names = sorted({*datasets(), *([own.name] if own else [])})
    if len(names) > 1:
        _show("w_data", here.store.name)
        st.selectbox(
            here.words("Data set"),
            names,
            index=names.index(here.store.name),
            key="w_data",
            on_change=lambda: turn_to(View(data=st.session_state["w_data"], lang=here.view.lang)),
        )


def _search(here: Here) -> None:
    _show("w_text", here.view.text)
    st.text_input(
        here.words("Search"),
        here.view.text,
        key="w_text",
        max_chars=200,
        placeholder=here.words("Words, places in any spelling"),
        on_change=lambda: touch(text=st.session_state["w_text"].strip()),
    )


def _types(here: Here, options: Options) -> None:
    t = here.words
    counts = dict(options.types)
    chosen = set(EventType) if here.view.types is None else here.view.types
    st.markdown(f"**{t('Event type')}**")
    with st.container(key="types", gap=None):
        for event_type in EventType:
            key = type_key(event_type)
            _show(key, event_type in chosen)
            label = f"{_SHAPES[event_type]} {t(event_type.value)}\u00a0·\u00a0{t.number(counts.get(event_type, 0))}"
            st.checkbox(label, event_type in chosen, key=key, on_change=_take_types)


def type_key(event_type: EventType) -> str:
    """Return the key of an event type's checkbox; its CSS class is `st-key-` and this."""
    return f"w_type_{event_type.slug}"


def _take_types() -> None:
    chosen = frozenset(e for e in EventType if st.session_state[type_key(e)])
    touch(types=None if len(chosen) == len(EventType) else chosen)


def _days(here: Here) -> None:
    first, last = here.store.window
    if first == last:
        return
    shown = (here.view.first or first, here.view.last or last)
    _show("w_days", shown)
    st.slider(
        here.words("Dates"),
        first,
        last,
        shown,
        key="w_days",
        format=_FORMATS[here.lang] + (" YYYY" if (last - first).days >= 360 else ""),
        on_change=lambda: _take_days(first, last),
    )


def _take_days(first: date, last: date) -> None:
    low, high = st.session_state["w_days"]
    touch(first=None if low <= first else low, last=None if high >= last else high)


def _certainty(here: Here, options: Options) -> None:
    counts = dict(options.certainty)
    _choose(
        st.pills,
        here.words("How sure"),
        "certainty",
        list(counts),
        _counted(here, lambda certainty: here.words(certainty.value), counts),
        here.view.certainty,
        help=here.words(
            "Stated: the report tells it as fact. Attributed: it passes on what a named source says. "
            "Unconfirmed: it says that this cannot be checked. Disputed: it gives another version."
        ),
    )


def _more(here: Here, options: Options) -> None:
    t, view = here.words, here.view
    rows: list[tuple[str, str, Sequence[tuple[Any, int]], Callable[[Any], str], frozenset[Any]]] = [
        (t("Sub-type"), "subs", options.subs, lambda s: t(s.value), view.subs),
        (t("Who says so"), "claimants", options.claimants, here.store.in_words(here.lang), view.claimants),
        (t("Actor"), "actors", options.actors, here.store.in_words(here.lang), view.actors),
        (t("Country"), "countries", options.countries, t.country, view.countries),
        (t("Place"), "places", options.places, here.store.in_words(here.lang), view.places),
    ]
    with st.expander(t("More filters"), expanded=any(chosen for *_, chosen in rows)):
        for label, name, values, say, chosen in rows:
            # what is chosen has its number among the values, unless that is none
            counts = {**dict(values), **dict.fromkeys(sorted(chosen - set(dict(values))), 0)}
            rare = _rare(here, label, name) if name in _NAMED and len(values) >= facets.MOST_NAMES else []
            _choose(
                st.multiselect,
                label,
                name,
                [*(n for n in rare if n not in counts), *counts],
                _counted(here, say, counts),
                chosen,
                placeholder=t("All"),
            )


def _rare(here: Here, label: str, name: str) -> list[str]:
    """Ask for a part of a name that is too rare to be offered; return the names with it."""
    t = here.words
    text = st.text_input(
        t("{filter}: find one by a part of its name").replace("{filter}", label),
        key=f"w_find_{name}",
        max_chars=100,
        help=t("The list below offers the {n} most frequent.").replace("{n}", t.number(facets.MOST_NAMES)),
    )
    found = here.store.names_like(name, text or "", _MOST_RARE)
    if text and not found:
        put('<p class="q-aside">{}</p>', t("None has “{text}” in its name.").replace("{text}", text))
    elif text:
        said = t("Found: {n}, at the head of the list below.")
        put('<p class="q-aside">{}</p>', said.replace("{n}", t.number(len(found))))
    return found


def _counted(here: Here, say: Callable[[Any], str], counts: Mapping[Any, int]) -> Callable[[Any], str]:
    return lambda value: (
        f"{say(value)}\u00a0·\u00a0{here.words.number(counts[value])}" if value in counts else say(value)
    )


def _choose(
    widget: Callable[..., Any],
    label: str,
    name: str,
    values: Sequence[Any],
    say: Callable[[Any], str],
    chosen: frozenset[Any],
    **extra: Any,
) -> None:
    key = f"w_{name}"
    shown = [v for v in values if v in chosen]
    _show(key, shown)
    if widget is st.pills:
        extra["selection_mode"] = "multi"
    widget(
        label,
        values,
        default=shown,
        key=key,
        format_func=say,
        on_change=lambda: touch(**{name: frozenset(st.session_state[key])}),
        **extra,
    )


def _show(key: str, value: Any) -> None:
    """Let a widget show the View; left alone where it does, so that nothing is sent to the browser again.

    The widget gets the same value as its default, too: a reader who clicks while the first run is still being drawn
    makes the browser forget what only the session state had said, and an empty filter would come back as a choice.
    """
    if st.session_state.get(key) != value:
        st.session_state[key] = value
