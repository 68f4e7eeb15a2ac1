"""Temporal expressions: text → what it means → days, against publication, and the day that the passage is at.

The patterns are data (`times.toml`); this module knows only what their meanings are worth in days. Expressions that
point outside the report's episode come out as background; those after publication as future.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from geo.coding.days import EPISODE_DAYS, STEP_DAYS, Day, Found, TimeTable, When, resolve
from geo.model import DatePrecision, PartOfDay


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
        tuple(table.get("counted", "").split()),
        frozenset(table.get("measures", "").split()),
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
    firsts = [w.first for w in times if w.first and w.last and oldest <= w.last <= published and not _vague(w)]
    return oldest, min(firsts, default=published)


def _vague(when: When) -> bool:
    """Whether a time begins no episode: an "until", or a "since" that names only a month."""
    return when.limit or (when.since and when.meaning == "month")


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


def scan(sentence: str, table: TimeTable) -> tuple[re.Match[str], ...]:
    """Return what looks like a temporal expression in a sentence; what it means depends on the day."""
    return tuple(table.union.finditer(low_of(sentence)))


def find_times(
    sentence: str, *, offset: int, table: TimeTable, day: Day, matches: Sequence[re.Match[str]] | None = None
) -> tuple[When, ...]:
    """Return the temporal expressions of a sentence in order; `offset` is where the sentence begins.

    `day` carries publication and the passage's current day; each expression that sets a day moves it for the next.
    `matches` are those of `scan`, where the sentence has been scanned before.
    """
    low = low_of(sentence)
    out: list[When] = []
    here = day
    after: tuple[int, int] | None = None
    for match in scan(sentence, table) if matches is None else matches:
        row = int((match.lastgroup or "r0")[1:])
        pattern, meaning = table.rows[row]
        exact = pattern.match(low, match.start())
        groups = {k.partition("_")[0]: v for k, v in exact.groupdict().items() if v} if exact else {}
        if meaning == "year" and _counts(sentence, *match.span(), table):
            continue
        found = resolve(meaning, match.group(), groups, table, here)
        if found is None:
            continue
        start, end = match.span()
        owner = found.meaning != "date" and match.group().endswith("'s")
        when = _place(found, offset + start, offset + end, low[:start], sentence[:start], table, here, owner=owner)
        if (when.background or meaning == "month") and table.since.search(match.group().partition(" ")[0] + " "):
            when = replace(when, since=True)  # "since May 1968": the words are of the expression itself
        elif when.future and meaning == "year" and table.until.search(match.group().partition(" ")[0] + " "):
            when = replace(when, limit=True)  # «до 2028 года»: how long it shall last
        if after and (fixed := _dated(out[-1], when, low[after[1] - offset : match.start()])):
            out[-1] = fixed
        elif after and (fixed := _first_after(out, when, low[after[1] - offset : match.start()])):
            out[-1] = fixed
            when = replace(when, limit=True)
        after = (when.start, when.end) if meaning == "weekday" else None
        out.append(when)
        if when.sets_day and when.first and when.last and not when.background and not when.limit and not when.since:
            here = replace(here, first=when.first, last=when.last, inside=True, moved=True)
            here = replace(here, dated=here.dated or when.meaning == "date", said=bool(_SAID.search(low[:start])))
        elif when.since and when.first and when.meaning in ("weekday", "date") and not when.background:
            here = replace(here, first=when.first, last=when.first)  # "held since Monday …, and freed that night"
    return tuple(out)


#: Before a day these make it that of who spoke; "overnight" is then the night before it.
_SAID: Final = re.compile(
    r"\b(?:said|says|announced|reported|added|stated|confirmed|claimed|told \w+)(?: late| early)?(?: on)? $"
    r"|\b(?:sagten?|teilten?|meldeten?|berichteten?|erklärten?) $|\b(?:сообщил|заявил|рассказал|объявил)[аио]? $"
)


def _dated(weekday: When, when: When, between: str) -> When | None:
    """A weekday with its date behind it is that day: "on Tuesday, 1 August"."""
    if when.meaning != "date" or not when.first or not weekday.first or between.strip(" ,(") or weekday.since:
        return None
    days = when.first - weekday.first
    return replace(weekday, first=when.first, last=when.first) if days.days % 7 == 0 else None


def _first_after(out: Sequence[When], when: When, between: str) -> When | None:
    """A weekday "after the vote of 20 October" is the first such day after that date."""
    last = out[-1]
    if when.meaning != "date" or not when.first or not last.first or len(between) > 40 or not _AFTER.search(between):
        return None
    day = when.first + timedelta(days=(last.first.weekday() - when.first.weekday()) % 7 or 7)
    return replace(last, first=day, last=day)


_AFTER: Final = re.compile(r"(?:^|\s)(?:nach|after|после)\s")


def _counts(sentence: str, start: int, end: int, table: TimeTable) -> bool:
    """Whether a bare four-digit number counts something: a German noun follows, or a word of measure stands before."""
    if not sentence[start].isdigit():
        return False
    following = sentence[end : end + 16]
    if following[:1] == " " and following[1:2].isupper():
        # "2000 Soldaten" and "2019 Menschen" are counted, in "2012 Goma erobert" the year is told
        return int(sentence[start : start + 4]) % 50 == 0 or following[1:].lower().startswith(table.counted)
    last = sentence[:start].split()[-1:] or [""]
    return last[0].lower() in table.measures


#: A German noun's own date: "die Wahl vom Sonntag".
_OF_NOUN: Final = re.compile(r"[A-ZÄÖÜ]\w+ vom $")


#: What only says after which event of a date: «после выборов 20 октября».
_AFTER_NOUN: Final = re.compile(r"\bпосле (?:выборов|референдума|голосования|переворота|революции|войны|матча) $")


#: What has lasted since something began on a date: "seit Beginn der Proteste am 1. Oktober".
_SINCE_BEGUN: Final = re.compile(
    r"\b(?:seit|since|с) (?:dem |the |самого )?"
    r"(?:beginn|anfang|ausbruch|start|beginning|outbreak|начала)\b[^,.;:]{0,40}$"
    r"|\bsince (?:the|a|an|his|her|its|their|he|she|it|they) [^,.;:]{1,50}$"
)


def _place(
    found: Found, start: int, end: int, before: str, written: str, table: TimeTable, day: Day, *, owner: bool
) -> When:
    part = PartOfDay(found.part) if found.part else None
    since = bool(table.since.search(before[-24:]) or _SINCE_BEGUN.search(before[-70:]))
    limit = bool(table.until.search(before[-24:])) or bool(_OF_NOUN.search(written[-24:])) or owner
    limit = limit or (found.meaning == "date" and bool(_AFTER_NOUN.search(before[-30:])))
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
