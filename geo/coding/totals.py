"""Sums of acts and of people that no single day or place has: figures, not events."""

from typing import Final

from geo.coding.reading import Clause, Match, Reading
from geo.coding.roles import Role

#: Whose single acts are counted, however many.
_ACTING: Final = ("police", "army", "crowd", "rioters", "rebels", "unknown", "civilians", "count_fatalities")


def summed(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether a number of acts is told that no single day has: "recorded 340 battles"."""
    if any(f"<{name}>" in reading.marks[at] for name in _ACTING):
        return False
    before = [t.low for t in reading.tokens[max(clause.first, at - 2) : at]]
    return any(word.isdigit() and 20 <= int(word) < 100_000 for word in before if len(word) < 6)


def totals(reading: Reading, clause: Clause, match: Match) -> bool:
    """Whether a clause sums up the dead, hurt or held of a span, and names no town: "Since Monday 60 have died"."""
    counted = any("<count_" in mark for i in match.tokens for mark in reading.marks[i])
    return counted and not any(
        s.role in (Role.AT, Role.NEAR) and s.place.kind != "country" for s in reading.spots_in(clause)
    )


def goes_on(reading: Reading, clause: Clause, language: str) -> bool:
    """Whether what began on a day is told as still done somewhere: "since Monday women have been sitting in …"."""
    been = language != "en" or "been" in [t.low for t in reading.tokens[clause.first : clause.last]]
    return been and any(not s.area for s in reading.spots_in(clause))


def dates_span(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether an act only says since when others have gone on: "have been killed since protests turned violent"."""
    start = reading.tokens[at].start
    spans = any(w.since and w.start > start for w in reading.times_in(clause))
    return spans and any(reading.tokens[i].low in SINCE for i in range(clause.first + 1, at))


SINCE: Final = frozenset({"since", "seit", "со"})
