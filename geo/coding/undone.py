"""What an English sentence says that keeps an act from being done: a denied verb, no will to it, a scene elsewhere."""

from typing import Final

from geo.coding.behind import reach
from geo.coding.reading import Clause, Match, Reading

_NOT: Final = frozenset({"not", "never"})
#: What ends the reach of "no plans to".
_STOPS: Final = frozenset({",", ";", "but"})


def undone(reading: Reading, clause: Clause, match: Match) -> list[int]:
    """Return the words that deny an act's verb from afar: "the internet was not cut", "has no plans to declare"."""
    at, end = match.anchor, reach(reading, clause, match.anchor)
    low = [t.low for t in reading.tokens[:end]]
    # The verb of the act itself stands behind "not", at most one word between: "was not immediately cut".
    verbs = [i for i in match.tokens if at + 1 < i < end and not _NOT.isdisjoint(low[max(at + 1, i - 2) : i])]
    return verbs + _unwilled(reading, clause, at)


def _unwilled(reading: Reading, clause: Clause, at: int) -> list[int]:
    """The words by which somebody says that he will not: "no plans to", "no intention of", however far before."""
    low = [t.low for t in reading.tokens]
    last = max((i for i in range(clause.first, at) if low[i] in _STOPS), default=clause.first - 1)
    willed = reading.where("unwilled", last + 1, at)
    return [i for i in willed if low[i + 1 : i + 2] in (["to"], ["of"], ["for"])]


def likened(reading: Reading, clause: Clause) -> bool:
    """Whether a clause tells of a place only likened to the scene: "As in Sudan, where the army opened fire, …"."""
    first = reading.tokens[: clause.first]
    opened = [t.low for t in first[:2]]
    if not clause.sub or len(first) > _ASIDE or not (opened[:1] in (["unlike"], ["like"]) or opened == ["as", "in"]):
        return False
    return reading.tokens[clause.first].low in ("where", "when", "whose", "who")


#: How many tokens "As in the neighbouring Central African Republic," may have.
_ASIDE: Final = 8


def backdrop(reading: Reading, clause: Clause) -> bool:
    """Whether a "when" only says what went on while somebody had been elsewhere: "who had been abroad when …"."""
    if reading.tokens[clause.first].low not in ("when", "while", "as"):
        return False
    before = [t.low for t in reading.tokens[max(0, clause.first - 12) : clause.first]]
    if not before or before[-1] == ",":
        return False
    who = max((i for i, word in enumerate(before) if word in ("who", "which")), default=None)
    return who is not None and before[who + 1 : who + 3] == ["had", "been"]
