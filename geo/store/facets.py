"""What could be chosen next: for every filter its values, and how many events each would leave."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from geo.model import Certainty, EventType, SubEventType
from geo.store.where import Condition, where
from geo.view import View

_E = TypeVar("_E", bound=StrEnum)
#: runs one query with a condition's parameters and returns its columns
Ask = Callable[[str, Condition], dict[str, Any]]
#: more values of one filter are not offered
MOST_NAMES: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Per filter its values with the number of events that pass every *other* filter.

    `types` and `certainty` list every member in codebook order, the others only values that occur, commonest first
    and at most MOST_NAMES (`subs` in codebook order). `days` is the first and last day of those events; None where
    there is no event.
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
    coded = {name: _coded(ask, view, name, column) for name, column in _CODED.items()}
    named = {name: _named(ask, view, name, getattr(view, name)) for name in _NAMED}
    condition = where(view, leaving_out="time")
    days = ask(f"SELECT min(start_date) AS first, max(end_date) AS last FROM events WHERE {condition.sql}", condition)
    return Options(
        types=_in_order(EventType, coded["types"], zeros=True),
        subs=_in_order(SubEventType, coded["subs"], zeros=False),
        certainty=_in_order(Certainty, coded["certainty"], zeros=True),
        **named,
        days=_days(days),
    )


def _coded(ask: Ask, view: View, name: str, column: str) -> dict[int, int]:
    """Return how many events have each number of a column."""
    condition = where(view, leaving_out=name)
    found = ask(f"SELECT {column} AS code, count(*) AS n FROM events WHERE {condition.sql} GROUP BY code", condition)
    return dict(zip(found["code"].tolist(), found["n"].tolist(), strict=True))


def _named(ask: Ask, view: View, name: str, chosen: frozenset[str]) -> tuple[tuple[str, int], ...]:
    """Return the commonest names with their number of events, commonest first; those that are chosen in any case."""
    condition = where(view, leaving_out=name)
    column, table, names = _NAMED[name]
    found = ask(
        f"SELECT name, n FROM (SELECT name, sum(n)::BIGINT AS n FROM (SELECT {names} AS name, n FROM (SELECT {column} "
        f"AS code, count(*) AS n FROM events WHERE {condition.sql} GROUP BY code) JOIN {table} USING (code)) "
        "GROUP BY name) "
        "QUALIFY row_number() OVER (ORDER BY n DESC, name) <= ? OR name = ANY(?) ORDER BY n DESC, name",
        condition.before([MOST_NAMES, sorted(chosen)]),
    )
    return tuple(zip(found["name"].tolist(), found["n"].tolist(), strict=True))


def _days(found: dict[str, Any]) -> tuple[date, date] | None:
    first, last = (found[side].astype("datetime64[D]").tolist()[0] for side in ("first", "last"))
    return None if first is None else (first, last)


def _in_order(members: type[_E], counts: dict[int, int], *, zeros: bool) -> tuple[tuple[_E, int], ...]:
    return tuple((m, counts.get(i, 0)) for i, m in enumerate(members) if zeros or i in counts)


#: filter → the column of numbers that it is about
_CODED: Final = {"types": "type", "subs": "sub", "certainty": "certainty"}
#: filter → the column of codes that it is about, the table of their names, and the names in it
_NAMED: Final = {
    "claimants": ("claimants", "claimant_lists", "unnest(names)"),
    "actors": ("actors", "actor_lists", "unnest(names)"),
    "countries": ("country", "countries", "name"),
    "places": ("place", "places", "name"),
}
