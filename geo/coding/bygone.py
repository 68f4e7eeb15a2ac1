"""Former times that go on over several sentences: "In 1998 the army besieged the town. It shelled the market."."""

from collections.abc import Sequence
from typing import Final

from geo.coding.days import When
from geo.coding.frames import PARTICIPLE, WHO
from geo.coding.reading import RELATIVE, Clause, Reading


def bygone(readings: Sequence[Reading], index: int, language: str) -> bool:
    """Whether a sentence without a time goes on with what the one before told of a time before this episode."""
    own, at = readings[index], index
    if any(w.meaning not in ("part", "now") for w in own.times) or not own.tokens:
        return False
    if not _PRESENT[language].isdisjoint(t.low for t in own.tokens):
        return False
    while at > max(0, index - 4):
        at -= 1
        before = readings[at]
        if before.sentence.paragraph != own.sentence.paragraph or before.sentence.head:
            return False
        if told := [w for w in before.times if w.meaning not in ("part", "now")]:
            return all(w.background and not w.since and not w.limit for w in told) and not _beside(before, told[-1])
    return False


#: Words of what is so now: they end what was told of former times.
_PRESENT: Final = {
    "en": frozenset({"has", "have", "is", "are", "now", "today", "says", "say"}),
    "de": frozenset({"ist", "sind", "wird", "werden", "gibt", "jetzt", "nun", "heute", "inzwischen"}),
    "ru": frozenset({"сейчас", "теперь", "ныне", "сегодня"}),
}


def _beside(reading: Reading, when: When) -> bool:
    """Whether a time stands in a relative clause or a participle, which only tells more of a noun."""
    at = next((i for i, t in enumerate(reading.tokens) if t.start >= when.start), 0)
    comma = max((i for i in range(at) if reading.tokens[i].text == ","), default=None)
    if comma is None:
        return False
    low = [t.low for t in reading.tokens[comma + 1 : at + 1]]
    return bool(low) and (not WHO.isdisjoint(low[:3]) or low[0].endswith((*PARTICIPLE, "ed")))


def past_aside(reading: Reading, anchor: int) -> bool:
    """Whether an act stands in a relative clause of former times: "die Miliz, die 2012 Goma erobert hatte, …"."""
    commas = [i for i, t in enumerate(reading.tokens) if t.text == ","]
    first = max((i for i in commas if i < anchor), default=None)
    last = min((i for i in commas if i > anchor), default=len(reading.tokens))
    if first is None or WHO.isdisjoint(t.low for t in reading.tokens[first + 1 : first + 3]):
        return False
    within = [w for w in reading.times if reading.tokens[first].start < w.start <= reading.tokens[last - 1].start]
    return bool(within) and all(w.background and not w.since for w in within)


def of_relative(reading: Reading, clause: Clause, anchor: int, when: When) -> bool:
    """Whether a relative clause gives a time of its own: "…, which had swept him into office in March"."""
    at = next((i for i in range(clause.first, clause.last) if reading.tokens[i].start >= when.start), clause.last)
    opens = [i for i in range(clause.first, at) if reading.tokens[i].low in RELATIVE or reading.tokens[i].low == "who"]
    if not opens:
        return False
    return anchor < opens[-1] if at > anchor else when.since
