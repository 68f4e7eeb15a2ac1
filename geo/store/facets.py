"""What could be chosen next: for every filter its values, and how many events each would leave."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from geo.model import Certainty, EventType, SubEventType
from geo.store.where import where
from geo.view import View

_E = TypeVar("_E", bound=StrEnum)
#: runs one query with bound parameters and returns its rows
Ask = Callable[[str, list[Any]], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Per filter its values with the number of events that pass every *other* filter.

    `types` and `certainty` list every member in codebook order, the others only values that occur, commonest first
    (`subs` in codebook order). `days` is the first and last day of those events; None where there is no event.
    """

    types: tuple[tuple[EventType, int], ...]
    subs: tuple[tuple[SubEventType, int], ...]
    certainty: tuple[tuple[Certainty, int], ...]
    claimants: tuple[tuple[str, int], ...]
    actors: tuple[tuple[str, int], ...]
    countries: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]
    days: tuple[date, date] | None


def options(ask: Ask, view: View) -> Options:
    """Count every filter's values with all other filters applied."""
    counted = _count(ask, view)
    sql, values = where(view, leaving_out="time")
    ((first, last),) = ask(f"SELECT min(start_date), max(end_date) FROM events WHERE {sql}", values)
    return Options(
        types=_in_order(EventType, counted["types"], zeros=True),
        subs=_in_order(SubEventType, counted["subs"], zeros=False),
        certainty=_in_order(Certainty, counted["certainty"], zeros=True),
        claimants=tuple(counted["claimants"].items()),
        actors=tuple(counted["actors"].items()),
        countries=tuple(counted["countries"].items()),
        places=tuple(counted["places"].items()),
        days=None if first is None else (first, last),
    )


def _count(ask: Ask, view: View) -> dict[str, dict[str, int]]:
    """Return, for each filter, its values with their number of events, commonest first, in one query."""
    parts: list[str] = []
    bound: list[Any] = []
    for name, source in _SOURCES.items():
        sql, values = where(view, leaving_out=name)
        rows = f"SELECT {source} AS value FROM events WHERE {sql}"
        parts.append(f"SELECT '{name}' AS filter, value, count(*) AS n FROM ({rows}) GROUP BY value")
        bound += values
    counted: dict[str, dict[str, int]] = {name: {} for name in _SOURCES}
    for name, value, n in ask(" UNION ALL ".join(parts) + " ORDER BY n DESC, value", bound):
        counted[name][value] = n
    return counted


def _in_order(members: type[_E], counts: dict[str, int], *, zeros: bool) -> tuple[tuple[_E, int], ...]:
    return tuple((m, counts.get(m.value, 0)) for m in members if zeros or m.value in counts)


#: filter → the SQL expression that gives its values, a row for each
_SOURCES: Final = {
    "types": "event_type",
    "subs": "sub_event_type",
    "certainty": "certainty",
    "claimants": "unnest(claimants)",
    "actors": "unnest(actors)",
    "countries": "country",
    "places": "place",
}
