"""What a text tells of itself before it is coded: its language, and the latest day that it names in full."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from geo.coding.text import language_of

#: Letters that Cyrillic alphabets other than the Russian one have.
_FOREIGN: Final = frozenset("іїєґқғүұөңһәўҷӣӯљњћђјѓќџ")
#: Words without which no text of some length is written in these languages.
_COMMON: Final = {
    "en": frozenset(
        (
            *(
                "the",
                "of",
                "and",
                "to",
                "in",
                "a",
                "that",
                "was",
                "were",
                "on",
                "for",
                "by",
                "with",
                "as",
                "at",
                "from",
            ),
            *("is", "are", "has", "have", "had", "said", "after"),
        )
    ),
    "de": frozenset(
        (
            *("der", "die", "das", "und", "den", "von", "zu", "mit", "ist", "auf", "für", "im", "dem", "nicht", "ein"),
            *("eine", "des", "sich", "hat", "am", "nach"),
        )
    ),
}
_ENOUGH: Final = 12
_LEAST: Final = 0.08
_DISTINCT: Final = 3
_SAMPLE: Final = 20_000
_MONTHS: Final = (
    *("jan", "feb", "mar|mär|мар", "apr|апр", "may|mai|мая|май", "jun|июн", "jul|июл", "aug|авг", "sep|сен"),
    *("oct|okt|окт", "nov|ноя", "dec|dez|дек"),
)
_BY_HEAD: Final = {head: n for n, heads in enumerate(_MONTHS, start=1) for head in heads.split("|")} | {
    "янв": 1,
    "фев": 2,
}
_DAY: Final = re.compile(
    r"\b(?P<iso>\d{4}-\d{2}-\d{2})\b"
    r"|\b(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})\b"
    r"|\b(?P<day>\d{1,2})\.?\s(?P<month>[^\W\d_]{3,9})\.?,?\s(?P<year>\d{4})\b"
    r"|\b(?P<month2>[^\W\d_]{3,9})\.?\s(?P<day2>\d{1,2}),?\s(?P<year2>\d{4})\b"
)


def proposed_language(text: str) -> str | None:
    """Return the language that a text is written in; None where it is none that can be coded, or too short to tell."""
    found = language_of(text)
    sample = text[:_SAMPLE].casefold()
    if found == "ru":
        letters = sum("а" <= c <= "ё" for c in sample)
        return found if letters >= 3 * _ENOUGH and sum(c in _FOREIGN for c in sample) < letters / 100 else None
    words = re.findall(r"[^\W\d_]+", sample)
    common = [word for word in words if word in _COMMON[found]]
    # "des" is French as well as German: a text of ours has several such words.
    clear = len(common) >= _LEAST * len(words) and len(set(common)) >= _DISTINCT
    return found if len(words) >= _ENOUGH and clear else None


def proposed_day(text: str, *, until: date) -> date | None:
    """Return the latest day up to `until` that a text names with its year; None where it names none."""
    return max((day for day in _days(text) if day <= until), default=None)


def _days(text: str) -> Iterator[date]:
    for match in _DAY.finditer(text):
        part = match.groupdict()
        try:
            if part["iso"]:
                yield date.fromisoformat(part["iso"])
            elif part["d"]:
                yield date(int(part["y"]), int(part["m"]), int(part["d"]))
            else:
                name = (part["month"] or part["month2"]).casefold()[:3]
                day, year = part["day"] or part["day2"], part["year"] or part["year2"]
                if month := _BY_HEAD.get(name):
                    yield date(int(year), month, int(day))
        except ValueError:
            continue
