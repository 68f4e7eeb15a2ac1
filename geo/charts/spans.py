"""How long an event lasted, as far as the report knows: the days it leaves open and what it names more closely."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from geo.model import DatePrecision, PartOfDay
from geo.store import Store
from geo.view import View

#: part of the day → hours of the local day, from and to; a night runs into the next day
HOURS: Final[dict[PartOfDay, tuple[float, float]]] = {
    PartOfDay.EARLY_MORNING: (4, 8),
    PartOfDay.MORNING: (6, 12),
    PartOfDay.MIDDAY: (11, 14),
    PartOfDay.AFTERNOON: (12, 18),
    PartOfDay.EVENING: (18, 24),
    PartOfDay.NIGHT: (20, 30),
}
#: How finely the room for a label is told, in parts of the chart's width.
ROOMS: Final = 8


@dataclass(frozen=True, slots=True)
class Span:
    """An event within a window, in days from its first midnight: `start` to `end` possible, `low` to `high` shown.

    `close` tells whether the report names low to high closely; else they are start and end. `before` and `after` tell
    whether the event reaches out of the window.
    """

    start: float
    end: float
    low: float
    high: float
    close: bool
    before: bool
    after: bool

    def label(self, days: int) -> tuple[float, bool, int]:
        """Return where a label begins, whether it runs right from there, and its room in `ROOMS` of the width."""
        right = days - self.low >= self.high
        room = max(days - self.low, self.high) / days
        return (self.low if right else self.high), right, int(room * ROOMS)


def span_of(event: Mapping[str, Any], window: tuple[date, date]) -> Span:
    """Return an event's span, cut off at the window's ends."""
    days = (window[1] - window[0]).days + 1
    offset = (event["start_date"] - window[0]).days
    end = (event["end_date"] - window[0]).days + 1
    known = known_span(event["start_date"], event["end_date"], event["part_of_day"], event["date_precision"])
    low, high = (offset + known[0], offset + known[1]) if known else (offset, end)

    def within(position: float) -> float:
        return min(max(position, 0), days)

    return Span(within(offset), within(end), within(low), within(high), known is not None, offset < 0, end > days)


def known_span(start: date, end: date, part: str | None, precision: int) -> tuple[float, float] | None:
    """Return what of an interval the report names closely, in days from the start's midnight; None where it does not.

    >>> known_span(date(2022, 1, 4), date(2022, 1, 5), "night", 2)
    (0.8333333333333334, 1.25)
    """
    days = (end - start).days + 1
    if part is not None and days == (2 if part == PartOfDay.NIGHT else 1):
        low, high = HOURS[PartOfDay(part)]
        return low / 24, high / 24
    return (0, days) if precision == DatePrecision.DAY else None


def told_days(store: Store, view: View) -> frozenset[date]:
    """Return the days of a View's window that its events touch."""
    return frozenset(store.days(view)["day"])
