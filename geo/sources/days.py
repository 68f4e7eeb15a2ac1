"""Days as other people's tables write them, told from their form alone; what could be two days is none.

2022-01-05 · 2022-01-05 13:00:00.000 · 20220105 · 05 January 2022 · 5. Januar 2022 · Jan 5, 2022 · 05.01.2022 · 5/1/2022
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

_MONTHS: Final = (
    ("january", "januar", "jänner", "january", "января", "январь"),
    ("february", "februar", "feber", "февраля", "февраль"),
    ("march", "märz", "maerz", "mrz", "марта", "март"),
    ("april", "апреля", "апрель"),
    ("may", "mai", "мая", "май"),
    ("june", "juni", "июня", "июнь"),
    ("july", "juli", "июля", "июль"),
    ("august", "августа", "август"),
    ("september", "sept", "сентября", "сентябрь"),
    ("october", "oktober", "октября", "октябрь"),
    ("november", "ноября", "ноябрь"),
    ("december", "dezember", "декабря", "декабрь"),
)
_MONTH: Final = {form: n for n, names in enumerate(_MONTHS, start=1) for name in names for form in (name, name[:3])}
_CLOCK: Final = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO: Final = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}")
_PACKED: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_NUMBERS: Final = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_CLOCK}")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\.?[ -]([^\W\d_]{3,12})\.?,?[ -](\d{4})")
_MONTH_FIRST: Final = re.compile(r"([^\W\d_]{3,12})\.? (\d{1,2}),? (\d{4})")


def read_day(text: str, *, order: str | None = None) -> date | None:
    """Return the day that a text names; None where it names none, or, without `order`, could be two.

    `order` is dmy or mdy, for numbers with slashes or hyphens; with dots the day always comes first.

    >>> read_day("01 January 2022"), read_day("5/1/2022"), read_day("5/1/2022", order="dmy"), read_day("25/1/2022")
    (datetime.date(2022, 1, 1), None, datetime.date(2022, 1, 5), datetime.date(2022, 1, 25))
    """
    text = text.strip()
    if len(text) > 40:
        return None
    if found := _ISO.fullmatch(text) or _PACKED.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(text):
        return _of_numbers(int(found[1]), int(found[3]), int(found[4]), "dmy" if found[2] == "." else order)
    if found := _DAY_FIRST.fullmatch(text):
        return _day(int(found[3]), _MONTH.get(found[2].casefold()), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(text):
        return _day(int(found[3]), _MONTH.get(found[1].casefold()), int(found[2]))
    return None


def find_order(texts: Iterable[str]) -> str | None:
    """Return dmy or mdy where a text can only be read so and none only the other way; None where none tells."""
    pairs = [(int(m[1]), int(m[3])) for m in map(_NUMBERS.fullmatch, map(str.strip, texts)) if m and m[2] != "."]
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    return None if day_first == month_first else "dmy" if day_first else "mdy"


def _of_numbers(first: int, second: int, year: int, order: str | None) -> date | None:
    if order == "dmy" or (order is None and (first > 12 or first == second)):
        return _day(year, second, first)
    if order == "mdy" or (order is None and second > 12):
        return _day(year, first, second)
    return None


def _day(year: int, month: int | None, day: int) -> date | None:
    try:
        return date(year, month or 0, day) if year >= 1000 else None
    except ValueError:
        return None
