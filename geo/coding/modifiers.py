"""English words that name an action but tell none: nouns that only describe, participles of a lasting state."""

from typing import Final

from geo.coding.reading import Reading


def only_kind(reading: Reading, at: int) -> bool:
    """Whether the noun at token `at` stands directly before one that it only describes."""
    after = at + 1
    if after >= len(reading.tokens) or reading.tokens[after].start - reading.tokens[at].end != 1:
        return False
    return "<described>" in reading.marks[after]


def lasting(reading: Reading, at: int) -> bool:
    """Whether a participle only tells a lasting state: "are now displaced", "remain closed"."""
    before = [t.low for t in reading.tokens[max(0, at - 2) : at]]
    return before[-1:] in (["remain"], ["remains"]) or (before[:1] in (["are"], ["is"]) and before[-1] in _NOW)


_NOW: Final = frozenset({"now", "still", "currently"})
