"""How many events there are from day to day, counted without a row for each of an event's days."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.model import EventType
from geo.store.where import EVENTS, Condition, Source

#: a histogram of more of a unit has the next larger one
MOST_STEPS: Final = 800

Ask = Callable[[str, Condition], dict[str, Any]]
_TYPES: Final = list(EventType)
#: unit → SQL that numbers the units that days lie in, and the same for one day; weeks begin on Monday, as year 1 did
_UNITS: Final[dict[str, tuple[str, Callable[[date], int]]]] = {
    "day": ("({} - DATE '0001-01-01')", lambda day: day.toordinal() - 1),
    "week": ("(({} - DATE '0001-01-01') // 7)", lambda day: (day.toordinal() - 1) // 7),
    "month": ("(year({0}) * 12 + month({0}))", lambda day: day.year * 12 + day.month),
    "year": ("year({})", lambda day: day.year),
}
UNITS: Final = tuple(_UNITS)
#: the numbers of the types in the order of their names
_BY_NAME: Final = sorted(range(len(_TYPES)), key=lambda i: _TYPES[i].value)


def steps(
    ask: Ask, condition: Condition, window: tuple[date, date], unit: str, source: Source = EVENTS
) -> dict[str, Any]:
    """Return how many events touch each unit of the window, by type (see `Store.steps`); `unit` is one of UNITS."""
    larger = UNITS[UNITS.index(unit) :]
    fits = next((u for u in larger if _length(window, u) <= MOST_STEPS), UNITS[-1])
    return {
        "window": [str(day) for day in window],
        "unit": fits,
        "types": [t.slug for t in EventType],
        **_count(ask, condition, window, fits, source),
    }


def _length(window: tuple[date, date], unit: str) -> int:
    number = _UNITS[unit][1]
    return number(window[1]) - number(window[0]) + 1


def _count(
    ask: Ask, condition: Condition, window: tuple[date, date], unit: str, source: Source
) -> dict[str, dict[str, Any]]:
    """Return for `places` and `areas` the events of one unit, `sure`, and those of several, `open`: [type][step]."""
    text, number = _UNITS[unit]
    first, last = window
    begin, end = text.format("greatest(a, ?)"), text.format("least(b, ?)")
    twice = 2 if unit == "month" else 1
    # the days are clipped and put into units after counting: of a million events, few have days of their own
    found = ask(
        f"SELECT type, area, {begin} AS a, {end} AS b, sum(n)::BIGINT AS n FROM "
        "(SELECT type, geo_precision = 3 AS area, "
        f"start_date AS a, end_date AS b, {source.n} AS n FROM {source.table} WHERE {condition.sql} GROUP BY ALL) "
        "GROUP BY ALL",
        condition.after([*[first] * twice, *[last] * twice]),
    )
    kinds = found["type"].astype(np.int64)
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


def days(ask: Ask, condition: Condition, window: tuple[date, date], source: Source = EVENTS) -> pd.DataFrame:
    """Return the days of the window that an event touches: day, event_type, events (see `Store.days`)."""
    columns = ("day", "event_type", "events")
    if window[0] > window[1]:
        return pd.DataFrame([], columns=columns)
    counted = _count(ask, condition, window, "day", source).values()
    sums = np.sum([part[name] for part in counted for name in ("sure", "open")], axis=0)
    rows = zip(*(side.tolist() for side in np.nonzero(sums.T[:, _BY_NAME])), strict=True)
    found = [(window[0] + timedelta(days=day), _BY_NAME[kind]) for day, kind in rows]
    told = [(day, _TYPES[kind].value, int(sums[kind, (day - window[0]).days])) for day, kind in found]
    return pd.DataFrame(told, columns=columns)
