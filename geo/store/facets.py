"""What could be chosen next: for every filter its values, and how many events each would leave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from geo.gazetteer import fold
from geo.model import Certainty, EventType, SubEventType
from geo.store.where import Condition, where
from geo.view import View

_E = TypeVar("_E", bound=StrEnum)
#: runs one query with a condition's parameters and returns its columns
Ask = Callable[[str, Condition], dict[str, Any]]
Counts = npt.NDArray[np.int64]
#: more values of one filter are not offered
MOST_NAMES: Final = 1_000
_ALL: Final = Condition("TRUE", [])


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


@dataclass(frozen=True, slots=True)
class Names:
    """The names behind a column's codes: `owners[i]` is a code that has the name `names[ids[i]]`; names are sorted."""

    names: list[str]
    ids: Counts
    owners: Counts


def read_names(ask: Ask) -> dict[str, Names]:
    """Return the names behind the codes of every filter that is about names; they never change."""
    return {name: _names(ask, table, names) for name, (_, table, names) in _NAMED.items()}


def _names(ask: Ask, table: str, names: str) -> Names:
    found = ask(f"SELECT code, name FROM (SELECT code, {names} AS name FROM {table}) WHERE name IS NOT NULL", _ALL)
    known, ids = np.unique(found["name"].astype(object), return_inverse=True)
    return Names(known.tolist(), ids, found["code"])


def find_names(known: Names, text: str, most: int) -> list[str]:
    """Return at most `most` of the names that hold a text in any case and with any accents, in alphabetical order."""
    wanted = fold(text).strip()
    return list(islice((name for name in known.names if wanted in fold(name)), most)) if wanted else []


def options(ask: Ask, view: View, names: Mapping[str, Names]) -> Options:
    """Count every filter's values with all other filters applied; `names` as `read_names` returns them."""
    coded = _count(ask, view, _CODED | {name: column for name, (column, _, _) in _NAMED.items()})
    named = {name: _named(coded[name], names[name], getattr(view, name)) for name in _NAMED}
    condition = where(view, leaving_out="time")
    days = ask(f"SELECT min(start_date) AS first, max(end_date) AS last FROM events WHERE {condition.sql}", condition)
    return Options(
        types=_in_order(EventType, coded["types"], zeros=True),
        subs=_in_order(SubEventType, coded["subs"], zeros=False),
        certainty=_in_order(Certainty, coded["certainty"], zeros=True),
        **named,
        days=_days(days),
    )


def _count(ask: Ask, view: View, columns: Mapping[str, str]) -> dict[str, dict[int, int]]:
    """Return for each filter how many events have each number of its column; one query where conditions are one."""
    alike: dict[str, tuple[Condition, list[str]]] = {}
    for name in columns:
        condition = where(view, leaving_out=name)
        alike.setdefault(repr(condition), (condition, []))[1].append(name)
    found = {}
    for condition, group in alike.values():
        own = [columns[name] for name in group]
        sets = ", ".join(f"({column})" for column in own)
        told = ask(
            f"SELECT {', '.join(own)}, grouping({', '.join(own)}) AS of, count(*) AS n FROM events "
            f"WHERE {condition.sql} GROUP BY GROUPING SETS ({sets})",
            condition,
        )
        every = (1 << len(own)) - 1
        for i, name in enumerate(group):
            rows = told["of"] == every - (1 << (len(own) - 1 - i))
            codes, counts = told[own[i]][rows], told["n"][rows]
            known = ~np.ma.getmaskarray(codes)
            found[name] = dict(zip(codes[known].tolist(), counts[known].tolist(), strict=True))
    return found


def _named(counts: dict[int, int], known: Names, chosen: frozenset[str]) -> tuple[tuple[str, int], ...]:
    """Return the commonest names with their number of events, commonest first; those that are chosen in any case."""
    each = np.zeros(max(counts, default=0) + 1, np.int64)
    each[list(counts)] = list(counts.values())
    inside = known.owners < len(each)
    events = np.zeros(len(known.names), np.int64)
    np.add.at(events, known.ids[inside], each[known.owners[inside]])
    found = np.flatnonzero(events)
    ordered = found[np.argsort(-events[found], kind="stable")].tolist()
    kept = ordered[:MOST_NAMES] + [i for i in ordered[MOST_NAMES:] if known.names[i] in chosen]
    return tuple((known.names[i], int(events[i])) for i in kept)


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
