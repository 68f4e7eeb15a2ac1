"""Where the reader is: the View in the address bar, the session and the widgets, kept the same.

The link is the truth. A run begins from the address bar when that was changed from outside (a cold link, Back,
Forward, a link between pages), else from the View that a widget or the map has just changed.
"""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final
from urllib.parse import urljoin

import geopandas as gpd
import streamlit as st

from geo.errors import NoDataSet, TooCommon, ViewError
from geo.store import MOST_SENT, Store, datasets, default_name, open_store
from geo.view import LANGUAGES, View
from geo.words import Words, best_language, words

_VIEW = "_view"
_WRITTEN = "_written"
_TOUCHED = "_touched"
#: Addresses that we have replaced and the browser may still hold: a change that comes with one of them is no Back.
_REPLACED = "_replaced"
_PROBLEMS = "_problems"
#: A data set that only this session has.
_OWN = "_own_data_set"

Query = Mapping[str, Sequence[str]]
#: events that a page of text can hold
MOST_LISTED: Final = MOST_SENT


@dataclass(kw_only=True)
class Here:
    """What a page needs of one run: the open data set, the View and the reader's language."""

    store: Store
    view: View
    words: Words
    problems: tuple[ViewError, ...] = ()
    embed: bool = False

    @property
    def lang(self) -> str:
        """The reader's language: the link's, else the browser's."""
        return self.words.lang

    @property
    def private(self) -> bool:
        """Whether the data set is this session's own, which no other reader can open."""
        return self.store is own_store()

    @cached_property
    def events(self) -> gpd.GeoDataFrame:
        """The selected events, in order of time; of very many, the first MOST_LISTED."""
        if self.shown <= MOST_LISTED:
            return self.store.select(self.view)
        return self.store.at(self.store.first(self.view, 0, MOST_LISTED)[1])

    @cached_property
    def shown(self) -> int:
        """How many events are selected."""
        return self.store.count(self.view)

    def link(self, page: str = "", /, **changes: Any) -> str:
        """Write the whole link of this View, with some of its fields changed, to a page (`""` is the map)."""
        view = replace(self.view, **changes)
        address = urljoin(root(), page)
        return f"{address}?{view.query_string()}" if view.to_query() else address

    def opening(self, name: str) -> str:
        """Write the link to all of another data set, in this reader's language and on the same ground."""
        view = View(data=name, lang=self.view.lang, tiles=self.view.tiles)
        return f"{root()}?{view.query_string()}"


_HERE: ContextVar[Here] = ContextVar("here")


def current() -> Here:
    """Return where the reader is in this run."""
    return _HERE.get()


def begin() -> Here:
    """Start a run: settle the View between address bar and widgets, and write it where it is not yet."""
    state = st.session_state
    address: Query = {key: st.query_params.get_all(key) for key in st.query_params}
    touched = state.pop(_TOUCHED, False)
    if _VIEW not in state or (address != state[_WRITTEN] and not (touched and address in state[_REPLACED])):
        state[_VIEW], problems = View.from_query(address)
        state[_PROBLEMS] = (*state.get(_PROBLEMS, ()), *problems)
        state[_REPLACED] = []
    elif address == state[_WRITTEN]:
        state[_REPLACED] = []
    store = _open(state[_VIEW].data)
    view = _honest(state[_VIEW], store)
    lang = view.lang or best_language(st.context.locale, LANGUAGES)
    state[_VIEW] = view
    here = Here(
        store=store,
        view=view,
        words=words(lang),
        problems=tuple(dict.fromkeys(state.get(_PROBLEMS, ()))),
        embed=bool(st.context.is_embedded),
    )
    if View.from_query(address) != (view, ()):
        state[_REPLACED] = [*state[_REPLACED], address]
        address = view.to_query()
        st.query_params.from_dict(address)
    state[_WRITTEN] = address
    _HERE.set(here)
    return here


def turn_to(view: View) -> None:
    """Make `view` the one of the next run; for callbacks of widgets."""
    st.session_state[_VIEW] = view
    st.session_state[_TOUCHED] = True


def touch(**changes: Any) -> None:
    """Change some fields of the View for the next run; for callbacks of widgets."""
    turn_to(replace(st.session_state[_VIEW], **changes))


def merge(change: Mapping[str, Any]) -> None:
    """Change the View by link keys, as the map reports them: a value, a list of values, or None for the default.

    What the map reports is read as a link is: a value that cannot be read is told, and changes nothing.
    """
    query: dict[str, Sequence[str]] = dict(st.session_state[_VIEW].to_query())
    for key, value in change.items():
        query.pop(key, None)
        if value is not None:
            query[key] = [str(v) for v in value] if isinstance(value, list) else [str(value)]
    view, problems = View.from_query(query)
    st.session_state[_PROBLEMS] = (*st.session_state.get(_PROBLEMS, ()), *problems)
    turn_to(view)


def own_store() -> Store | None:
    """Return the data set that only this session has, if there is one."""
    store: Store | None = st.session_state.get(_OWN)
    return store


def keep_own(store: Store | None) -> None:
    """Let this session open a data set of its own, by its name, in place of the one before."""
    st.session_state[_OWN] = store


def forget_problems() -> None:
    """Dismiss what was told of a damaged link."""
    st.session_state[_PROBLEMS] = ()


def _open(name: str | None) -> Store:
    own = own_store()
    if own is not None and own.name == name:
        return own
    try:
        return open_store(name or default_name())
    except NoDataSet:
        if name is None:
            raise
        _tell(ViewError("data", name, "one of {names}", {"names": ", ".join(sorted(datasets()))}))
        st.session_state[_VIEW] = replace(st.session_state[_VIEW], data=None)
        return open_store(default_name())


def _honest(view: View, store: Store) -> View:
    """Take out of the View what this data set does not have, and tell it."""
    first, last = store.window
    days = {"first": first, "last": last}
    if view.event is not None and store.one(view.event) is None:
        _tell(ViewError("event", view.event, "the id of one of the {n} events", {"n": store.total}))
        view = replace(view, event=None)
    if view.first is not None and view.first > last:
        _tell(ViewError("from", str(view.first), "a day from {first} to {last}", days))
        view = replace(view, first=None)
    if view.last is not None and view.last < first:
        _tell(ViewError("to", str(view.last), "a day from {first} to {last}", days))
        view = replace(view, last=None)
    if view.text:
        try:
            store.count(view)
        except TooCommon as error:
            _tell(error)
            view = replace(view, text="")
    if view.data == default_name():
        view = replace(view, data=None)
    return replace(
        view,
        first=None if view.first is not None and view.first <= first else view.first,
        last=None if view.last is not None and view.last >= last else view.last,
    )


def _tell(problem: ViewError) -> None:
    st.session_state[_PROBLEMS] = (*st.session_state.get(_PROBLEMS, ()), problem)


def root() -> str:
    """Return the app's own address: the page's without the page's name."""
    address = st.context.url or "/"
    last = address.rstrip("/").rpartition("/")[2]
    return address.rstrip("/")[: -len(last)] if last in PAGES else address.rstrip("/") + "/"


#: The pages beside the map, by the last part of their address.
PAGES = ("chronology", "figures", "events", "code", "about", "open")
