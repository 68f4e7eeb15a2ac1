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
    """Whether a participle only tells a lasting state: "are now displaced", "remain closed", "are on high alert"."""
    before = [t.low for t in reading.tokens[max(0, at - 2) : at]]
    if reading.tokens[at].low in ("alert", "on") and _on_alert(
        [t.low for t in reading.tokens[max(0, at - 3) : at + 1]]
    ):
        return True
    return before[-1:] in (["remain"], ["remains"]) or (before[:1] in (["are"], ["is"]) and before[-1] in _NOW)


def _on_alert(low: list[str]) -> bool:
    """Whether words end in a state of readiness that nobody has just ordered: "are on (high) alert"."""
    at = next((i for i, word in enumerate(low) if word == "on"), 0)
    return at > 0 and low[at - 1] in _STAND


_STAND: Final = frozenset({"is", "are", "remain", "remains", "remained", "stay", "stays", "stayed", "kept"})
_NOW: Final = frozenset({"now", "still", "currently"})
