"""Tickers: a paragraph that begins with a clock time is an entry, dated by the last date told so."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from geo.coding.days import Day, TimeTable, When
from geo.coding.scene import Passage, Where
from geo.coding.text import Sentence
from geo.coding.times import find_times


class Entries:
    """A ticker's entries: a paragraph that begins with a clock time is dated by the last date told so."""

    def __init__(self, published: date, sentences: Sequence[Sentence]) -> None:
        """Read the clocks of all entries, to tell where a midnight lies between them."""
        self._published = published
        self._nights = _midnights(sentences)
        self.home: Where | None = None
        self._block = False
        self._entry: date | None = None
        self._paragraph = 0
        self._stamp = (0, 0)

    def begin(self, sentence: Sentence, text: str, passage: Passage, table: TimeTable) -> None:
        """Take up a paragraph's time stamp; a new entry sets the passage to its date."""
        if sentence.paragraph == self._paragraph:
            return
        self._paragraph = sentence.paragraph
        self._stamp = (0, 0)
        stamp = _stamp(sentence)
        if stamp is None:
            passage.entry = passage.entry if self._block else None
            return
        self._block = stamp >= sentence.end
        day = Day(self._published, self._published, self._published)
        told = find_times(text[sentence.start : stamp], offset=sentence.start, table=table, day=day)
        dated = [w for w in told if w.first and not w.background and w.meaning not in ("part", "now")]
        if dated:
            self._entry = dated[-1].first
        at = self._entry or self._undated(sentence)
        passage.entry, passage.first, passage.last = at, at, at
        passage.here = passage.town = self.home
        self._stamp = (sentence.start, stamp)

    def _undated(self, sentence: Sentence) -> date:
        """The date of an entry in a ticker without dates: its clock going the wrong way is a midnight."""
        return self._published - timedelta(days=self._nights.get(sentence.paragraph, 0))

    def is_stamp(self, when: When) -> bool:
        """Whether an expression belongs to the entry's stamp and dates no event by itself."""
        return self._stamp[0] <= when.start < self._stamp[1]


def _midnights(sentences: Sequence[Sentence]) -> dict[int, int]:
    """For paragraphs with a clock stamp how many midnights lie between them and the newest entry."""
    clocks = [(s.paragraph, c) for s in sentences if s.number == 1 and (c := _clock(s)) is not None]
    steps = [b - a for (_, a), (_, b) in pairwise(clocks)]
    reverse = sum(step < 0 for step in steps) >= sum(step > 0 for step in steps)
    passed, nights = 0, []
    for i, (paragraph, _) in enumerate(clocks):
        if i and abs(steps[i - 1]) > 6 * 60 and (steps[i - 1] > 0) == reverse:
            passed += 1
        nights.append((paragraph, passed))
    return {p: n if reverse else passed - n for p, n in nights}


def _clock(sentence: Sentence) -> int | None:
    """The minute of the day that a stamp tells, or None without one."""
    if _stamp(sentence) is None:
        return None
    for i, token in enumerate(sentence.tokens[:12]):
        if _is_clock(token.text):
            hour, minute = int(token.text[:-3]), int(token.text[-2:])
            later = i + 1 < len(sentence.tokens) and sentence.tokens[i + 1].low in ("pm", "p") and hour < 12
            return (hour + 12 * later) * 60 + minute
    return None


def _is_clock(text: str) -> bool:
    return (
        text[:1].isdigit() and len(text) in (4, 5) and text[-3] in ".:" and text[:-3].isdigit() and text[-2:].isdigit()
    )


def _stamp(sentence: Sentence) -> int | None:
    """Where a ticker's stamp ("17.30 Uhr:", "14:05 —", "Tuesday, 10:30:") ends in the text, or None.

    A clock that a paragraph begins with needs no mark behind it: "4:00 a.m. Fighters enter the town".
    """
    clock = False
    for i, token in enumerate(sentence.tokens[:12]):
        if _is_clock(token.text):
            clock = True
        elif clock and token.text in (":", "—", "–", "-", "|", "]", ")"):
            return token.end
        elif clock and token.low not in _BY_CLOCK:
            return token.start if i <= 5 and _is_clock(sentence.tokens[0].text) else None
    return sentence.end if clock and len(sentence.tokens) <= 8 else None


#: What may stand behind the clock of a stamp.
_BY_CLOCK: Final = frozenset(
    ["uhr", "msk", "мск", "utc", "gmt", "p", "m", "pm", "am", "a", "local", "time", "ortszeit", ".", "h", "cet", "est"]
)
