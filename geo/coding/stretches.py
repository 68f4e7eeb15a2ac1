"""Numbers of days in temporal expressions: "several days later", «за одиннадцать дней»."""

import re
from collections.abc import Mapping
from datetime import date, timedelta


def count_in(text: str, numbers: Mapping[str, int]) -> int:
    """Return the number in an expression, in words or figures; 3 if it has none ("several days later")."""
    return _told(text, numbers) or 3


def stretch_before(today: date, unit_days: int, text: str, numbers: Mapping[str, int]) -> date:
    """Return the first day of a stretch that ends today, «двое суток»; one unit long where no number is told."""
    pair = "двое" in text or "вторые" in text
    return today - (_told(text, numbers) or 1 + pair) * timedelta(days=unit_days)


def _told(text: str, numbers: Mapping[str, int]) -> int | None:
    words = text.split()
    spelt = next((numbers[w] for w in words if w in numbers), None)
    return spelt or next((int(w) for w in words if w.isdigit()), None)


def told_on(latest: date, last: date, published: date) -> date:
    """The day of a weekday in a passage that a date has put at `last`: more than a week back it is the next one."""
    far = (published - last).days > 7
    return last + timedelta(days=(latest - last).days % 7) if far else latest


def third_of(text: str, first: date, last: date) -> tuple[date, date]:
    """The early, middle or late part of a month."""
    if re.search(r"\b(?:anfang|early|start of|beginning of|first (?:week|days) of|начале)\b", text):
        return first, first + timedelta(days=9)
    if re.search(r"\b(?:mitte|mid|mid-|middle of|середине)\b", text):
        return first + timedelta(days=10), first + timedelta(days=19)
    if re.search(r"\b(?:ende|late|end of|last (?:week|days) of|конце)\b", text):
        return first + timedelta(days=20), last
    return first, last
