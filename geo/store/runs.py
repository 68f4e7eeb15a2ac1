"""Which units of time are added up for a window of days, so that few of them tell it to the day.

Events that touch days `first` to `last` are those that began until `last` less those that ended before `first`. Either
is a sum of whole months and of the days of one month. Months are counted from the first one on, from 1, and summed up
in runs: run i has as many months as the lowest bit of i that is set, and month i is its last (a Fenwick tree). So the
months 1 to k are as many runs as k has bits, whatever the number of years; what both sums have in common is read once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Unit = Literal["all", "run", "day"]
#: what is counted in some units: what begins in them, what ends in them, or the one less the other
Side = Literal["begun", "ended", "both"]
_EPOCH: Final = date(1970, 1, 1).toordinal()


def month_of(day: date) -> int:
    """Return the number of a day's month."""
    return day.year * 12 + day.month - 1


def days_since(day: date) -> int:
    """Return the days since 1970."""
    return day.toordinal() - _EPOCH


def runs_until(month: int) -> tuple[int, ...]:
    """Return the runs of months that are the months 1 to `month` together, the last one first; none below 1."""
    found = []
    while month > 0:
        found.append(month)
        month &= month - 1
    return tuple(found)


def run_after(run: int) -> int:
    """Return the smallest longer run that a run of months is part of."""
    return run + (run & -run)


@dataclass(frozen=True, slots=True)
class Span:
    """Units, each from a first to a last one: what begins in them is added, what ends in them is taken away."""

    unit: Unit
    ranges: tuple[tuple[int, int], ...]
    side: Side
    month: int = 0


def spans_of(first: date | None, last: date | None, months: tuple[int, int]) -> Iterator[Span]:
    """Yield what is to be added and taken away for the events that touch days `first` to `last`.

    `months` are the first and the last month in which any event begins or ends.
    """
    begun = set() if last is None else _runs(month_of(last) - 1, months)
    ended = set() if first is None else _runs(month_of(first) - 1, months)
    sides: dict[Side, set[int]] = {"both": begun & ended, "begun": begun - ended, "ended": ended - begun}
    for side, runs in sides.items():
        if runs:
            yield Span("run", tuple((run, run) for run in sorted(runs)), side)
    if last is None:
        yield Span("all", ((0, 0),), "begun")
    else:
        yield Span("day", ((_first_of(last), days_since(last)),), "begun", month_of(last))
    if first is not None and first.day > 1:
        yield Span("day", ((_first_of(first), days_since(first) - 1),), "ended", month_of(first))


def _runs(month: int, months: tuple[int, int]) -> set[int]:
    return set(runs_until(min(month, months[1]) - months[0] + 1))


def _first_of(day: date) -> int:
    return days_since(day.replace(day=1))
