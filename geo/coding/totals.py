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
    """Whether a clause sums up the dead, hurt or held of a span, and names no place: "Since Monday 60 have died"."""
    counted = any("<count_" in mark for i in match.tokens for mark in reading.marks[i])
    return counted and not any(s.role in (Role.AT, Role.NEAR) for s in reading.spots_in(clause))
