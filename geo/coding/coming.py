"""Weekdays that lie ahead: "will step down on Wednesday" is not told of the Wednesday past."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from geo.coding.days import When
from geo.coding.reading import Reading

#: Words that put what they govern ahead.
_AHEAD: Final = {
    "en": frozenset({"will", "would", "due", "scheduled", "slated", "planned", "shall"}),
    "de": frozenset({"soll", "sollen", "will", "wollen", "plant", "planen", "geplant", "geplante"}),
    "ru": frozenset({"будет", "будут", "состоится", "состоятся", "пройдет", "пройдут", "намерен", "начнется"}),
}
#: What another statement begins with; a weekday on its far side is not governed.
_APART: Final = frozenset(
    (
        *("after", "before", "when", "while", "who", "which", "that", "since", "as", "and", "but", "said", "told"),
        *("was", "were", "had", "has", "have", "nachdem", "weil", "und", "aber", "sagte", "hatte", "war", "wurde"),
        *("haben", "sein", "worden", "после", "что", "и", "но", "когда", "заявил", "сообщил", ",", ";", ":", "–", "—"),
    )
)
#: How many tokens may part a weekday from such a word.
_FAR: Final = 9


def coming(reading: Reading, times: Sequence[When], language: str) -> tuple[When, ...]:
    """Return the times of a sentence, its weekdays that lie ahead without days of their own."""
    return tuple(
        replace(w, first=None, last=None, future=True, sets_day=False) if _lies_ahead(reading, w, language) else w
        for w in times
    )


def _lies_ahead(reading: Reading, when: When, language: str) -> bool:
    """Whether a weekday's own verb tells what will be; German "soll … haben" is hearsay of what has been."""
    if when.meaning != "weekday" or when.since or when.limit or when.background:
        return False
    words = [t.low for t in reading.tokens]
    first = next((i for i, t in enumerate(reading.tokens) if t.start >= when.start), len(words))
    last = next((i for i, t in enumerate(reading.tokens) if t.start >= when.end), len(words))
    near = [*_until(reversed(words[max(0, first - _FAR) : first])), *_until(words[last : last + _FAR])]
    if language == "de" and not {"haben", "sein", "worden"}.isdisjoint(words[last:]):
        return False
    return not _AHEAD[language].isdisjoint(near)


def _until(words: Iterator[str] | Sequence[str]) -> Iterator[str]:
    """The words up to where another statement begins, or a verb in the past."""
    for word in words:
        if word in _APART or (word.endswith("ed") and word not in _AHEAD["en"]):
            return
        yield word


__all__ = ["coming"]
