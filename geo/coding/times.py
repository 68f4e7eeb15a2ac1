"""Temporal expressions: text → what it means → days, against publication, and the day that the passage is at.

The patterns are data (`times.toml`); this module knows only what their meanings are worth in days. Expressions that
point outside the report's episode come out as background; those after publication as future.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

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
    numbers: Mapping[str, int] = field(default_factory=dict)


def compile_times(times: Mapping[str, Any], numbers: Mapping[str, int], language: str) -> TimeTable:
    """Compile the rows of one language; placeholders become groups named as they are."""
    table = times[language]
    wd = "|".join(sorted(map(re.escape, table["wd"]), key=len, reverse=True))
    month = "|".join(sorted(map(re.escape, table["month"]), key=len, reverse=True))
    parts = {
        "wd": f"(?:{wd})",
        "month": f"(?:{month})",
        "season": f"(?:{table['season']})",
        "part": f"(?:{table['part']})",
        "n": f"(?:{table['n']})",
        "d": r"(?:0?[1-9]|[12]\d|3[01])",
        "m": r"(?:0?[1-9]|1[0-2])",
        "y": r"(?:1[5-9]\d\d|20\d\d)",
    }
    rows: list[tuple[re.Pattern[str], str]] = []
    bare: list[str] = []
    for pattern, meaning in table["rows"]:
        named, plain = _fill(pattern, parts, table["wd_end"])
        rows.append((re.compile(rf"(?:{named})(?!\w)"), meaning))
        bare.append(f"(?:{plain})(?!\\w)")
    by_part = [(w, name) for name, words in times["parts"].items() for w in words]
    return TimeTable(
        tuple(rows),
        re.compile(r"(?<![\w.,:])(?:" + "|".join(f"(?P<r{i}>{b})" for i, b in enumerate(bare)) + ")"),
        table["wd"],
        table["month"],
        tuple(sorted(by_part, key=lambda p: -len(p[0]))),
        _before(times["since"][language]),
        _before(times["until"][language]),
        numbers,
    )


def _fill(pattern: str, parts: Mapping[str, str], wd_end: str) -> tuple[str, str]:
    used: list[str] = []

    def named(match: re.Match[str]) -> str:
        name = match.group(1)
        used.append(name)
        tail = wd_end if name.startswith("wd") else ""
        return f"(?P<{name}_{len(used)}>{parts[name.rstrip('2')]}){tail}"

    def plain(match: re.Match[str]) -> str:
        base = match.group(1).rstrip("2")
        return parts[base] + (wd_end if base == "wd" else "")

    place = re.compile(r"\{([a-z]+2?)\}")
    with_end = re.sub(r"\{wd\}\{part\}", lambda _: f"(?P<wd_0>{parts['wd']})(?P<part_0>{parts['part']})", pattern)
    bare = re.sub(r"\{wd\}\{part\}", lambda _: f"{parts['wd']}{parts['part']}", pattern)
    return place.sub(named, with_end), place.sub(plain, bare)


def _before(words: list[str]) -> re.Pattern[str]:
    joined = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"(?:^|[\s(])(?:{joined})\s+(?:de[mnr]|the|early|late|frühen|zum|last)?\s*$")


def window_of(times: Sequence[When], published: date) -> tuple[date, date]:
    """Return the oldest day that still belongs to the report's episode, and its oldest event day that was dated.

    `times` are resolved against publication alone; months count by their last day.
    """
    days = sorted({w.last for w in times if w.last and w.first and not w.future and w.last <= published}, reverse=True)
    at = published
    for day in days:
        if (at - day).days > (EPISODE_DAYS if at == published else STEP_DAYS):
            break
        at = day
    oldest = min(at, published - timedelta(days=STEP_DAYS))
    firsts = [w.first for w in times if w.first and w.last and oldest <= w.last <= published and not w.limit]
    return oldest, min(firsts, default=published)


def low_of(text: str) -> str:
    """Lower-case a text without moving any character; ё becomes е, any space a plain one."""
    low = text.lower()
    if len(low) == len(text):
        return low.translate(_PLAIN)
    return "".join(_low(c) for c in text)


_PLAIN: Final = {**dict.fromkeys(map(ord, "\u00a0\u202f\u2009\t\n\r\x0b\x0c"), " "), ord("ё"): "е"}


def _low(char: str) -> str:
    if char.isspace():
        return " "
    low = char.lower()
    return "е" if low == "ё" else low if len(low) == 1 else char


def find_times(sentence: str, *, offset: int, table: TimeTable, day: "Day") -> tuple[When, ...]:
    """Return the temporal expressions of a sentence in order; `offset` is where the sentence begins.

    `day` carries publication and the passage's current day; each expression that sets a day moves it for the next.
    """
    low = low_of(sentence)
    out: list[When] = []
    here = day
    after: tuple[int, int] | None = None
    for match in table.union.finditer(low):
        row = int((match.lastgroup or "r0")[1:])
        pattern, meaning = table.rows[row]
        exact = pattern.match(low, match.start())
        groups = {k.partition("_")[0]: v for k, v in exact.groupdict().items() if v} if exact else {}
        if meaning == "year" and _counts(
            sentence[: match.start()], sentence[match.end() : match.end() + 2], match.group()
        ):
            continue
        found = _resolve(meaning, match.group(), groups, table, here)
        if found is None:
            continue
        start, end = match.span()
        owner = found.meaning != "date" and match.group().endswith("'s")
        when = _place(found, offset + start, offset + end, low[:start], sentence[:start], table, here, owner=owner)
        if after and (fixed := _first_after(out, when, low[after[1] - offset : match.start()])):
            out[-1] = fixed
            when = replace(when, limit=True)
        after = (when.start, when.end) if meaning == "weekday" else None
        out.append(when)
        if when.sets_day and when.first and when.last and not when.background and not when.limit and not when.since:
            here = replace(here, first=when.first, last=when.last, inside=True, moved=True)
    return tuple(out)


def _first_after(out: Sequence[When], when: When, between: str) -> When | None:
    """A weekday "after the vote of 20 October" is the first such day after that date."""
    last = out[-1]
    if when.meaning != "date" or not when.first or not last.first or len(between) > 40 or not _AFTER.search(between):
        return None
    day = when.first + timedelta(days=(last.first.weekday() - when.first.weekday()) % 7 or 7)
    return replace(last, first=day, last=day)


_AFTER: Final = re.compile(r"(?:^|\s)(?:nach|after|после)\s")


def _counts(before: str, following: str, text: str) -> bool:
    """Whether a bare four-digit number counts something: a German noun follows, or a word of measure stands before."""
    if not text[:1].isdigit():
        return False
    if len(following) == 2 and following[0] == " " and following[1].isupper():
        return True
    last = before.split()[-1:] or [""]
    return last[0].lower() in _MEASURES


_MEASURES: Final = frozenset(["gut", "rund", "etwa", "über", "ca", "circa", "knapp", "fast", "als", "mindestens"])


@dataclass(frozen=True, slots=True)
class Day:
    """Where a passage is in time: publication, its current interval, and the date of a ticker's entry."""

    published: date
    first: date
    last: date
    entry: date | None = None
    inside: bool = False
    moved: bool = False
    oldest: date | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    first: date | None
    last: date | None
    precision: DatePrecision = DatePrecision.DAY
    background: bool = False
    future: bool = False
    sets_day: bool = True
    part: str | None = None
    meaning: str = ""
    aside: bool = False


#: A German noun's own date: "die Wahl vom Sonntag".
_OF_NOUN: Final = re.compile(r"[A-ZÄÖÜ]\w+ vom $")


def _place(
    found: _Found, start: int, end: int, before: str, written: str, table: TimeTable, day: Day, *, owner: bool
) -> When:
    part = PartOfDay(found.part) if found.part else None
    since = bool(table.since.search(before[-24:]))
    limit = bool(table.until.search(before[-24:])) or bool(_OF_NOUN.search(written[-24:])) or owner
    first, last, precision, background = found.first, found.last, found.precision, found.background
    if since and first and not background:
        last, precision = max(day.entry or day.published, first), DatePrecision.WEEK
    oldest = day.oldest or day.published - timedelta(days=EPISODE_DAYS)
    if not background and last and last < oldest:
        background = True
    if first and last and found.meaning in ("anchor", "nights", "shift"):
        first, last = min(first, day.published), min(last, day.published)
    future = found.future or (first is not None and first > day.published)
    return When(
        start,
        end,
        first,
        last,
        precision,
        part,
        background,
        future,
        found.sets_day,
        limit,
        since,
        found.meaning,
        found.aside,
    )


def _resolve(meaning: str, text: str, g: Mapping[str, str], table: TimeTable, day: Day) -> _Found | None:
    name, _, value = meaning.partition(":")
    part = _part(text, table)
    published = day.published
    today = day.entry or published
    week, sole = DatePrecision.WEEK, DatePrecision.DAY
    match name:
        case "offset":
            at = today + int(value) * _DAY
            return _Found(at, at, part=part, meaning=name)
        case "eve":
            at = (day.first if day.inside else published) - _DAY
            return _Found(at, at, part=part, aside=True, meaning=name)
        case "anchor" | "same":
            step = int(value or 0)
            at = (day.last if step >= 0 and not (step and day.last != day.first) else day.first) + step * _DAY
            if step > 0 and day.last != day.first:
                at = day.first + step * _DAY
            if name == "same" or step == 0:
                return _Found(day.first, day.last, part=part, sets_day=False, meaning=name)
            return _Found(at, at, part=part, aside=step < 0, meaning=name)
        case "after_event":
            return _Found(day.first - _DAY, day.first - _DAY, sets_day=False, meaning=name)
        case "shift":
            days = int(value) * _DAY
            return _Found(day.first + days, day.last + days, week, aside=True, meaning=name)
        case "weekday_last":
            at = _weekday(g.get("wd"), table, _back_to(0, today) - _DAY)
            return _Found(at, at, part=part, meaning="weekday")
        case "weekday":
            at = _weekday(g.get("wd"), table, today)
            if at == today and _LAST.search(text):
                at -= 7 * _DAY
            night = part == "night"
            return _Found(at, at + _DAY if night else at, week if night else sole, part=part, meaning=name)
        case "night_to":
            at = _weekday(g.get("wd"), table, today)
            return _Found(at - _DAY, at, week, part="night", meaning=name)
        case "night_from":
            at = _weekday(g.get("wd"), table, today)
            return _Found(at, min(at + _DAY, published), week, part="night", meaning=name)
        case "night_to2" | "span":
            last = _weekday(g.get("wd2"), table, today)
            first = _weekday(g.get("wd"), table, last)
            return _Found(first, last, week, part="night" if name == "night_to2" else None, meaning=name)
        case "nights":
            return _Found(day.last, min(day.last + _DAY, published), week, part="night", meaning=name)
        case "night" | "nightly" | "last_night":
            start = day.last if (day.inside or (day.moved and not day.entry)) and name == "night" else today - _DAY
            return _Found(start, start + _DAY, week, part="night", sets_day=name != "nightly", meaning=name)
        case "date" | "night_date":
            return _date(g, table, published, night=name == "night_date", part=part)
        case "dates":
            return _dates(g, table, published)
        case "month":
            return _month(text, g, table, published)
        case "month_day":
            return _month_day(text, g, table, published)
        case "season" | "past":
            return _Found(None, None, DatePrecision.MONTH, background=True, meaning=name)
        case "future":
            return _Found(None, None, future=True, sets_day=False, meaning=name)
        case "year":
            year = int(g.get("y", 0))
            if year == published.year:
                return None
            return _Found(date(max(year, 1), 1, 1), date(max(year, 1), 12, 31), DatePrecision.MONTH, background=True)
        case "fixed":
            return _fixed(value, published)
        case "weekend":
            sunday = _back_to(6, today)
            return _Found(sunday - _DAY, min(sunday, today), week, meaning=name)
        case "week":
            return _week(int(value), today)
        case "ago":
            return _ago(value, text, table, today)
        case "now":
            return _Found(today, today, week, sets_day=False, meaning=name)
        case "part":
            return _Found(day.first, day.last, part=part, sets_day=False, meaning=name)
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


def _date(g: Mapping[str, str], table: TimeTable, published: date, *, night: bool, part: str | None) -> _Found:
    month = table.months[g.get("month", "")] if g.get("month") else int(g.get("m", 0))
    at = _nearest(g.get("y"), month, int(g.get("d", 0)), published)
    if at is None:
        return _Found(None, None, background=True, meaning="date")
    if night:
        return _Found(at - _DAY, at, DatePrecision.WEEK, part="night")
    return _Found(at, at, part=part, meaning="date")


def _dates(g: Mapping[str, str], table: TimeTable, published: date) -> _Found:
    month = table.months[g.get("month", "")]
    last = _nearest(g.get("y"), month, int(g.get("d2", 0)), published)
    first = _nearest(g.get("y"), month, int(g.get("d", 0)), published)
    if last is None or first is None or first > last:
        return _Found(None, None, background=True)
    return _Found(first, last, DatePrecision.WEEK)


def _month(text: str, g: Mapping[str, str], table: TimeTable, published: date) -> _Found:
    month = table.months[g.get("month", "")]
    year = int(g["y"]) if g.get("y") else published.year - (month > published.month)
    if "last year" in text or "прошлого" in text:
        year = published.year - 1
    first = date(max(year, 1), month, 1)
    last = date(first.year + (month == 12), month % 12 + 1, 1) - _DAY
    first, last = _third(text, first, last)
    if first > published:
        return _Found(first, last, DatePrecision.MONTH, future=True, meaning="month")
    return _Found(first, min(last, published), DatePrecision.MONTH, meaning="month")


def _third(text: str, first: date, last: date) -> tuple[date, date]:
    """The early, middle or late part of a month."""
    if re.search(r"\b(?:anfang|early|начале)\b", text):
        return first, first + 9 * _DAY
    if re.search(r"\b(?:mitte|mid|mid-|середине)\b", text):
        return first + 10 * _DAY, first + 19 * _DAY
    if re.search(r"\b(?:ende|late|конце)\b", text):
        return first + 20 * _DAY, last
    return first, last


def _month_day(text: str, g: Mapping[str, str], table: TimeTable, published: date) -> _Found:
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
    return _Found(at, at)


def _fixed(value: str, published: date) -> _Found:
    """A feast: the latest one not after publication; "12-31+1" goes on for a day."""
    day, _, more = value.partition("+")
    month, number = (int(part) for part in day.split("-"))
    at = date(published.year, month, number)
    at = at if at <= published else date(published.year - 1, month, number)
    return _Found(at, min(at + int(more or 0) * _DAY, published), meaning="date")


def _week(step: int, today: date) -> _Found:
    monday = _back_to(0, today) + 7 * step * _DAY
    if step == 0:
        return _Found(max(monday, today - 6 * _DAY), today, DatePrecision.WEEK, sets_day=False)
    return _Found(monday, monday + 6 * _DAY, DatePrecision.WEEK)


def _ago(unit: str, text: str, table: TimeTable, today: date) -> _Found:
    words = text.split()
    count = next((table.numbers[w] for w in words if w in table.numbers), None)
    count = count or next((int(w) for w in words if w.isdigit()), None) or 3
    days = count * {"days": 1, "weeks": 7, "months": 30, "years": 365}[unit]
    if unit in ("months", "years") or days > EPISODE_DAYS:
        return _Found(None, None, DatePrecision.MONTH, background=True)
    at = today - days * _DAY
    if unit == "weeks":
        return _Found(at - 3 * _DAY, at + 3 * _DAY, DatePrecision.WEEK)
    return _Found(at, at)
