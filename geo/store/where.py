"""View → SQL conditions. Every value is a bound parameter; the SQL text is made of constants only.

A filter is known by the name of its View field, except `time`, which is `first` and `last` together. The condition is
one on a row of `events` (`geo.store.load`), whose types, sub-types and certainties are numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from geo.gazetteer import fold
from geo.model import Certainty, EventType, SubEventType
from geo.view import View

MAX_WORDS: Final = 20


class Condition(NamedTuple):
    """What a row of `events` fulfils, the parameters, and the words: word i's rows are the table `found_i`."""

    sql: str
    values: list[Any]
    words: tuple[str, ...] = ()

    def also(self, sql: str, values: Sequence[Any]) -> "Condition":
        """Return the condition with another one, which comes after it."""
        return Condition(f"{self.sql} AND ({sql})", [*self.values, *values], self.words)

    def before(self, values: Sequence[Any]) -> "Condition":
        """Return the condition in a query with other parameters after its own."""
        return Condition(self.sql, [*self.values, *values], self.words)

    def after(self, values: Sequence[Any]) -> "Condition":
        """Return the condition in a query with other parameters before its own."""
        return Condition(self.sql, [*values, *self.values], self.words)


class Source(NamedTuple):
    """What is counted: a table with the events' type, geo_precision and days, and how many a group of its rows is."""

    table: str
    n: str


EVENTS: Final = Source("events", "count(*)")
#: a row for all events of one type, of the same days, with a point or without: see `geo.store.load`, `pyramid`
SPANS: Final = Source("spans", "sum(n)::BIGINT")

#: a row for all events of one type at one point: see `geo.store.load`
SPOTS: Final = Source("spots", "sum(n)::BIGINT")

#: one SQL condition and its parameters; None where the filter is not set
_Part = tuple[str, list[Any]] | None


def where(view: View, *, leaving_out: str | None = None) -> Condition:
    """Return the condition that a row fulfils if it passes all filters, or all but one."""
    found = [condition(view) for name, condition in _CONDITIONS.items() if name != leaving_out]
    set_ones = [c for c in found if c is not None]
    sql = " AND ".join(f"({text})" for text, _ in set_ones) or "TRUE"
    return Condition(sql, [value for _, values in set_ones for value in values], words_of(view))


def words_of(view: View) -> tuple[str, ...]:
    """Return the words that a View searches for, as texts are folded for search."""
    return tuple(dict.fromkeys(fold(view.text).split()))[:MAX_WORDS]


def _time(view: View) -> _Part:
    """Keep intervals that overlap the window; both have their ends included."""
    parts: list[str] = []
    values: list[Any] = []
    if view.first is not None:
        parts.append("end_date >= ?")
        values.append(view.first)
    if view.last is not None:
        parts.append("start_date <= ?")
        values.append(view.last)
    return (" AND ".join(parts), values) if parts else None


def _types(view: View) -> _Part:
    return None if view.types is None else ("type = ANY(?)", [_codes(EventType, view.types)])


def _text(view: View) -> _Part:
    """Every word occurs in the event's own texts or in a name of its place."""
    words = words_of(view)
    one = "rowid IN (SELECT row FROM found_{}) OR place IN (SELECT code FROM spellings WHERE contains(names, ?))"
    sql = " AND ".join(f"({one.format(i)})" for i in range(len(words)))
    return (sql, list(words)) if words else None


def _one_of(column: str, field: str, members: Iterable[Any]) -> Callable[[View], _Part]:
    def condition(view: View) -> _Part:
        chosen = getattr(view, field)
        return (f"{column} = ANY(?)", [_codes(members, chosen)]) if chosen else None

    return condition


def _named(column: str, field: str, condition: str) -> Callable[[View], _Part]:
    """Keep rows whose code is one of those that a table of names has for the chosen ones."""

    def kept(view: View) -> _Part:
        chosen = getattr(view, field)
        return (f"{column} IN (SELECT code FROM {condition})", [sorted(chosen)]) if chosen else None

    return kept


def _codes(members: Iterable[Any], chosen: Any) -> list[int]:
    return [i for i, member in enumerate(members) if member in chosen]


_CONDITIONS: Final[dict[str, Callable[[View], _Part]]] = {
    "time": _time,
    "types": _types,
    "subs": _one_of("sub", "subs", SubEventType),
    "certainty": _one_of("certainty", "certainty", Certainty),
    "claimants": _named("claimants", "claimants", "claimant_lists WHERE list_has_any(names, ?)"),
    "actors": _named("actors", "actors", "actor_lists WHERE list_has_any(names, ?)"),
    "countries": _named("country", "countries", "countries WHERE name = ANY(?)"),
    "places": _named("place", "places", "places WHERE name = ANY(?)"),
    "text": _text,
}
