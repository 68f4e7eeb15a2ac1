"""Former times that go on over several sentences: "In 1998 the army besieged the town. It shelled the market."."""

from collections.abc import Iterator, Sequence
from typing import Final

from geo.coding.days import When
from geo.coding.reading import RELATIVE, Clause, Reading
from geo.coding.relative import by_participle, relative
from geo.coding.roles import Role


def bygone(readings: Sequence[Reading], index: int, language: str) -> bool:
    """Whether a sentence without a time goes on with what the one before told of a time before this episode."""
    own, at = readings[index], index
    if any(w.meaning not in ("part", "now") for w in own.times) or not own.tokens:
        return False
    if not _PRESENT[language].isdisjoint(_low(own)):
        return False
    while at > max(0, index - 4):
        at -= 1
        before = readings[at]
        if before.sentence.paragraph != own.sentence.paragraph or before.sentence.head:
            return False
        if at < index - 1 and (_elsewhere(own) or not _PRESENT[language].isdisjoint(_low(readings[at + 1]))):
            return False
        if told := [w for w in before.times if w.meaning not in ("part", "now")]:
            gone = all(w.background and not w.since and not w.limit for w in told)
            return gone and not (_elsewhere(own) and _recent(told)) and not _beside(before, told[-1], language)
    return False


def without_then(reading: Reading, times: Sequence[When], before: Reading | None) -> tuple[When, ...]:
    """Return the times without a "then" that takes up a day of this episode, told in the sentence before."""
    told = [w for w in before.times if w.meaning not in ("part", "now")] if before else []
    near = before is not None and before.sentence.paragraph == reading.sentence.paragraph
    if not near or not told or any(w.background or w.future for w in told):
        return tuple(times)
    then = {t.start for t in reading.tokens if t.low in _THEN}
    return tuple(w for w in times if w.start not in then)


_THEN: Final = frozenset({"damals", "seinerzeit", "тогда"})


def _low(reading: Reading) -> Iterator[str]:
    return (t.low for t in reading.tokens)


def _recent(told: Sequence[When]) -> bool:
    """Whether former times are told by a month or a season, no year: what is then told of another place is of now."""
    return all(w.meaning in ("month", "season") for w in told)


def _elsewhere(reading: Reading) -> bool:
    """Whether a sentence opens with a place of its own: "In New York people marched …"."""
    return any(s.role is Role.AT and not s.area and s.first <= 2 for s in reading.spots)


#: Words of what is so now: they end what was told of former times.
_PRESENT: Final = {
    "en": frozenset({"has", "have", "is", "are", "now", "today", "says", "say"}),
    "de": frozenset({"ist", "sind", "wird", "werden", "gibt", "jetzt", "nun", "heute", "inzwischen"}),
    "ru": frozenset({"сейчас", "теперь", "ныне", "сегодня"}),
}


def _beside(reading: Reading, when: When, language: str) -> bool:
    """Whether a time stands in a relative clause or a participle, which only tells more of a noun."""
    at = next((i for i, t in enumerate(reading.tokens) if t.start >= when.start), 0)
    return relative(reading, at) is not None or by_participle(reading, at, language)


#: Beginnings of Russian adjectives of what there had been before.
_FORMER: Final = ("предыдущ", "прежн")


def past_aside(reading: Reading, anchor: int) -> bool:
    """Whether an act stands in a relative clause of former times: "die Miliz, die 2012 Goma erobert hatte, …"."""
    if anchor and reading.tokens[anchor - 1].low.startswith(_FORMER):
        return True  # «предыдущее перемирие сорвали через неделю»
    clause = relative(reading, anchor)
    if clause is None:
        return False
    first, last = reading.tokens[clause[0]].start, reading.tokens[clause[1] - 1].end
    within = [w for w in reading.times if first <= w.start < last]
    return bool(within) and all(w.background and not w.since for w in within)


def of_relative(reading: Reading, clause: Clause, anchor: int, when: When) -> bool:
    """Whether a relative clause gives a time of its own: "…, which had swept him into office in March"."""
    at = next((i for i in range(clause.first, clause.last) if reading.tokens[i].start >= when.start), clause.last)
    opens = [i for i in range(clause.first, at) if reading.tokens[i].low in RELATIVE or reading.tokens[i].low == "who"]
    if not opens:
        return False
    return anchor < opens[-1] if at > anchor else when.since
