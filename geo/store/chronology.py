"""How many events there are from day to day, counted without a row for each of an event's days."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import numpy as np

from geo.model import EventType

#: a histogram of more of a unit has the next larger one
MOST_STEPS: Final = 800

Ask = Callable[[str, list[Any]], dict[str, Any]]
_TYPES: Final = {t.value: i for i, t in enumerate(EventType)}
#: unit → SQL that numbers the units that days lie in, and the same for one day; weeks begin on Monday, as year 1 did
_UNITS: Final[dict[str, tuple[str, Callable[[date], int]]]] = {
    "day": ("({} - DATE '0001-01-01')", lambda day: day.toordinal() - 1),
    "week": ("(({} - DATE '0001-01-01') // 7)", lambda day: (day.toordinal() - 1) // 7),
    "month": ("(year({0}) * 12 + month({0}))", lambda day: day.year * 12 + day.month),
    "year": ("year({})", lambda day: day.year),
}
UNITS: Final = tuple(_UNITS)


def steps(ask: Ask, condition: tuple[str, list[Any]], window: tuple[date, date], unit: str) -> dict[str, Any]:
    """Return how many events touch each unit of the window, by type (see `Store.steps`); `unit` is one of UNITS."""
    larger = UNITS[UNITS.index(unit) :]
    fits = next((u for u in larger if _length(window, u) <= MOST_STEPS), UNITS[-1])
    return {
        "window": [str(day) for day in window],
        "unit": fits,
        "types": [t.slug for t in EventType],
        **_count(ask, condition, window, fits),
    }


def _length(window: tuple[date, date], unit: str) -> int:
    number = _UNITS[unit][1]
    return number(window[1]) - number(window[0]) + 1


def _count(
    ask: Ask, condition: tuple[str, list[Any]], window: tuple[date, date], unit: str
) -> dict[str, dict[str, Any]]:
    """Return for `places` and `areas` the events of one unit, `sure`, and those of several, `open`: [type][step]."""
    sql, values = condition
    text, number = _UNITS[unit]
    first, last = window
    begin, end = text.format("greatest(start_date, ?)"), text.format("least(end_date, ?)")
    twice = 2 if unit == "month" else 1
    found = ask(
        f"SELECT event_type, geo_precision = 3 AS area, {begin} AS a, {end} AS b, count(*) AS n "
        f"FROM events WHERE {sql} GROUP BY ALL",
        [*[first] * twice, *[last] * twice, *values],
    )
    kinds = np.array([_TYPES[name] for name in found["event_type"]], np.int64)
    area, n = found["area"].astype(bool), found["n"]
    a, b = (found[side].astype(np.int64) - number(first) for side in ("a", "b"))
    length = _length(window, unit)
    counted: dict[str, dict[str, Any]] = {}
    for name, side in (("places", ~area), ("areas", area)):
        change = {
            "sure": np.zeros((len(_TYPES), length), np.int64),
            "open": np.zeros((len(_TYPES), length + 1), np.int64),
        }
        one, several = side & (a == b), side & (a < b)
        np.add.at(change["sure"], (kinds[one], a[one]), n[one])
        np.add.at(change["open"], (kinds[several], a[several]), n[several])
        np.add.at(change["open"], (kinds[several], b[several] + 1), -n[several])
        counted[name] = {"sure": change["sure"].tolist(), "open": change["open"].cumsum(axis=1)[:, :length].tolist()}
    return counted
