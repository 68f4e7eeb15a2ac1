"""What a temporal expression is worth in days, against publication and the day that the passage is at."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from geo.coding.stretches import count_in, stretch_before, third_of, told_on
from geo.model import DatePrecision, PartOfDay

#: A dated reference older than this before publication is background, unless the report's own dates lead back to it
#: in steps no longer than STEP_DAYS (codebook, section 1, "the window").
EPISODE_DAYS: Final = 45
STEP_DAYS: Final = 35
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class When:
    """Days of an expression, both included. `background` and `future` ones have no use as an event's date."""

    start: int
    end: int
    first: date | None
    last: date | None
    precision: DatePrecision = DatePrecision.DAY
    part: PartOfDay | None = None
    background: bool = False
    future: bool = False
    sets_day: bool = True
    limit: bool = False
    since: bool = False
    meaning: str = ""
    aside: bool = False


@dataclass(frozen=True)
class TimeTable:
    """The temporal patterns of one language, compiled."""

    rows: tuple[tuple[re.Pattern[str], str], ...]
    union: re.Pattern[str]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    parts: tuple[tuple[str, str], ...]
    since: re.Pattern[str]
    until: re.Pattern[str]
    #: Beginnings of nouns that are counted by thousands, and words before a count: four digits there are no year.
    counted: tuple[str, ...] = ()
    measures: frozenset[str] = frozenset()
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """Where a passage is in time: publication, its current interval, and the date of a ticker's entry.

    `said`: the current day is only that on which somebody spoke.
    """

    published: date
    first: date
    last: date
    entry: date | None = None
    inside: bool = False
    moved: bool = False
    oldest: date | None = None
    dated: bool = False
    said: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What an expression comes to, before its place in the sentence is known."""

    first: date | None
    last: date | None
    precision: DatePrecision = DatePrecision.DAY
    background: bool = False
    future: bool = False
    sets_day: bool = True
    part: str | None = None
    meaning: str = ""
    aside: bool = False


def resolve(meaning: str, text: str, g: Mapping[str, str], table: TimeTable, day: Day) -> Found | None:
    """Return the days of an expression with this meaning and these groups; None if it is no time."""
    name, _, value = meaning.partition(":")
    part = _part(text, table)
    published = day.published
    today = day.entry or published
    week, sole = DatePrecision.WEEK, DatePrecision.DAY
    match name:
        case "offset":
            at = today + int(value) * _DAY
            return Found(at, at, part=part, meaning=name)
        case "eve":
            at = (day.first if day.inside else published) - _DAY
            return Found(at, at, part=part, aside=True, meaning=name)
        case "anchor" | "same":
            step = int(value or 0)
            at = (day.last if step >= 0 and not (step and day.last != day.first) else day.first) + step * _DAY
            if step > 0 and day.last != day.first:
                at = day.first + step * _DAY
            if name == "same" or step == 0:
                return Found(day.first, day.last, part=part, sets_day=False, meaning=name)
            return Found(at, at, part=part, aside=step < 0, meaning=name)
        case "after_event":
            return Found(day.first - _DAY, day.first - _DAY, sets_day=False, meaning=name)
        case "shift":
            days = int(value) * _DAY
            return Found(day.first + days, day.last + days, week, aside=True, meaning=name)
        case "weekday_last":
            at = _weekday(g.get("wd"), table, _back_to(0, today) - _DAY)
            return Found(at, at, part=part, meaning="weekday")
        case "weekday_there" | "weekday_next":
            # "on the Friday" is the one of the days that the passage tells of, "the following Friday" the one after.
            there = day.last if day.moved or day.inside else today
            at = _weekday(g.get("wd"), table, min(there + (7 if name == "weekday_next" else 6) * _DAY, published))
            return Found(at, at, part=part, meaning="weekday")
        case "weekday":
            at = _weekday(g.get("wd"), table, today)
            at = told_on(at, day.last, published) if day.dated and not _LAST.search(text) else at
            if at == today and _LAST.search(text):
                at -= 7 * _DAY
            night = part == "night"
            return Found(at, at + _DAY if night else at, week if night else sole, part=part, meaning=name)
        case "weekday_of":
            at = _back_to(int(value), today)
            return Found(at, at, part=part, meaning=name)
        case "night_to":
            at = _weekday(g.get("wd"), table, today)
            return Found(at - _DAY, at, week, part="night", meaning=name)
        case "night_from":
            at = _weekday(g.get("wd"), table, today)
            return Found(at, min(at + _DAY, published), week, part="night", meaning=name)
        case "night_to2" | "span":
            last = _weekday(g.get("wd2"), table, today)
            first = _weekday(g.get("wd"), table, last)
            return Found(first, last, week, part="night" if name == "night_to2" else None, meaning=name)
        case "nights":
            return Found(day.last, min(day.last + _DAY, published), week, part="night", meaning=name)
        case "night" | "nightly" | "last_night":
            if day.said and name == "night":
                return Found(day.last - _DAY, day.last, week, part="night", meaning=name)
            start = day.last if (day.inside or (day.moved and not day.entry)) and name == "night" else today - _DAY
            return Found(start, start + _DAY, week, part="night", sets_day=name != "nightly", meaning=name)
        case "date" | "night_date":
            return _date(g, table, published, night=name == "night_date", part=part)
        case "dates":
            return _dates(g, table, published)
        case "month":
            return _month(text, g, table, published)
        case "month_day":
            return _month_day(text, g, table, published)
        case "season" | "past":
            return Found(None, None, DatePrecision.MONTH, background=True, meaning=name)
        case "future":
            return Found(None, None, future=True, sets_day=False, meaning=name)
        case "year":
            year = int(g.get("y", 0))
            if year == published.year:
                return None
            first, last, ahead = date(max(year, 1), 1, 1), date(max(year, 1), 12, 31), year > published.year
            return Found(first, last, DatePrecision.MONTH, background=not ahead, future=ahead)
        case "fixed":
            return _fixed(value, published)
        case "weekend":
            sunday = _back_to(6, today)
            return Found(sunday - _DAY, min(sunday, today), week, meaning=name)
        case "week":
            return _week(int(value), today)
        case "past_days":
            return Found(today - int(value) * _DAY, today, week, sets_day=False, meaning=name)
        case "following":
            count = next((table.numbers[w] for w in text.split() if w in table.numbers), 3)
            return Found(day.last + _DAY, min(day.last + count * _DAY, published), week, meaning=name)
        case "month_now":
            return Found(today.replace(day=1), today, DatePrecision.MONTH, sets_day=False, meaning=name)
        case "ago":
            return _ago(value, text, table, today)
        case "later":
            at = day.last + count_in(text, table.numbers) * int(value) * _DAY
            return Found(at, at, part=part, meaning="anchor") if at <= published else None
        case "during":
            first = stretch_before(today, int(value), text, table.numbers)
            if (today - first).days <= 2 and day.moved:
                return Found(day.last - (today - first), day.last, week, sets_day=False, meaning=name)
            return Found(first, today, week, sets_day=False, meaning=name)
        case "now":
            return Found(today, today, week, sets_day=False, meaning=name)
        case "part":
            return Found(day.first, day.last, part=part, sets_day=False, meaning=name)
    return None


_LAST: Final = re.compile(r"\b(?:last|vergangene|letzte|vorige|прошл|минувш)")


def _back_to(weekday: int, day: date) -> date:
    return day - ((day.weekday() - weekday) % 7) * _DAY


def _weekday(name: str | None, table: TimeTable, day: date) -> date:
    return _back_to(table.weekdays[name or ""], day)


def _part(text: str, table: TimeTable) -> str | None:
    return next((name for word, name in table.parts if word in text), None)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(year: str | None, month: int, day: int, published: date) -> date | None:
    """The date that is meant: with no year, the latest one that is not more than a month after publication."""
    if year:
        return _safe(int(year), month, day)
    at = _safe(published.year, month, day)
    if at and (at - published).days > 180:
        return _safe(published.year - 1, month, day)
    if at and (published - at).days > 330:
        return _safe(published.year + 1, month, day)
    return at


def _date(g: Mapping[str, str], table: TimeTable, published: date, *, night: bool, part: str | None) -> Found:
    month = table.months[g.get("month", "")] if g.get("month") else int(g.get("m", 0))
    at = _nearest(g.get("y"), month, int(g.get("d", 0)), published)
    if at is None:
        return Found(None, None, background=True, meaning="date")
    if night:
        return Found(at - _DAY, at, DatePrecision.WEEK, part="night")
    return Found(at, at, part=part, meaning="date")


def _dates(g: Mapping[str, str], table: TimeTable, published: date) -> Found:
    month = table.months[g.get("month", "")]
    last = _nearest(g.get("y"), month, int(g.get("d2", 0)), published)
    first = _nearest(g.get("y"), month, int(g.get("d", 0)), published)
    if last is None or first is None or first > last:
        return Found(None, None, background=True)
    return Found(first, last, DatePrecision.WEEK)


def _month(text: str, g: Mapping[str, str], table: TimeTable, published: date) -> Found:
    month = table.months[g.get("month", "")]
    year = int(g["y"]) if g.get("y") else published.year - (month > published.month)
    if "last year" in text or "прошлого" in text:
        year = published.year - 1
    first = date(max(year, 1), month, 1)
    last = date(first.year + (month == 12), month % 12 + 1, 1) - _DAY
    first, last = third_of(text, first, last)
    if first > published:
        return Found(first, last, DatePrecision.MONTH, future=True, meaning="month")
    return Found(first, min(last, published), DatePrecision.MONTH, meaning="month")


def _month_day(text: str, g: Mapping[str, str], table: TimeTable, published: date) -> Found:
    month = table.months[g.get("month", "")]
    year = published.year - (month > published.month)
    last = date(year + (month == 12), month % 12 + 1, 1) - _DAY
    ordinals = {"erst": 1, "zweit": 2, "dritt": 3}
    if "vorletzt" in text:
        at = last - _DAY
    elif "letzt" in text:
        at = last
    else:
        at = date(year, month, next((n for word, n in ordinals.items() if text.startswith(word)), 1))
    return Found(at, at)


def _fixed(value: str, published: date) -> Found:
    """A feast: the latest one not after publication; "12-31+1" goes on for a day."""
    day, _, more = value.partition("+")
    month, number = (int(part) for part in day.split("-"))
    at = date(published.year, month, number)
    at = at if at <= published else date(published.year - 1, month, number)
    return Found(at, min(at + int(more or 0) * _DAY, published), meaning="date")


def _week(step: int, today: date) -> Found:
    monday = _back_to(0, today) + 7 * step * _DAY
    if step == 0:
        return Found(max(monday, today - 6 * _DAY), today, DatePrecision.WEEK, sets_day=False)
    return Found(monday, monday + 6 * _DAY, DatePrecision.WEEK)


def _ago(unit: str, text: str, table: TimeTable, today: date) -> Found:
    days = count_in(text, table.numbers) * {"days": 1, "weeks": 7, "months": 30, "years": 365}[unit]
    if unit in ("months", "years") or days > EPISODE_DAYS:
        return Found(None, None, DatePrecision.MONTH, background=True)
    at = today - days * _DAY
    if unit == "weeks":
        return Found(at - 3 * _DAY, at + 3 * _DAY, DatePrecision.WEEK)
    return Found(at, at)
