"""What an English sentence says that keeps an act from being done: behind its noun, or as a scene elsewhere."""

from typing import Final

from geo.coding.naming import is_noun
from geo.coding.reading import Clause, Match, Reading

#: What parts a noun from a verb that is not its own.
_PARTED: Final = frozenset({",", ";", ":", "and", "but", "who", "which", "that", "after", "when", "while", "before"})
_BE: Final = frozenset({"is", "are", "was", "were", "been", "be", "being"})
_NOT: Final = frozenset({"not", "never"})
#: Verbs that, with "not", say that what a noun names did not come.
_CAME: Final = frozenset(
    (
        *("take", "taken", "happen", "happened", "occur", "occurred", "materialise", "materialize", "begin", "start"),
        *("follow", "reported", "recur"),
    )
)
#: With a form of "be" these put what a noun names into the future.
_SET: Final = frozenset({"scheduled", "planned", "slated", "due", "expected", "envisaged", "foreseen", "prepared"})
_OFF: Final = (("called", "off"), ("put", "off"))
#: Acts whose being called off is an event of its own, or is told by these words.
_MEASURES: Final = frozenset({"curfew", "emergency", "martial_law", "election", "airport", "border", "shutdown", "ban"})


def not_done(reading: Reading, clause: Clause, match: Match) -> list[int]:
    """Return the words that deny an act from afar: "the internet was not cut", "has no plans to declare a curfew"."""
    at, end = match.anchor, _end(reading, clause, match.anchor)
    low = [t.low for t in reading.tokens[:end]]
    # The verb of the act itself stands behind "not", at most one word between: "was not immediately cut".
    verbs = [i for i in match.tokens if at + 1 < i < end and not _NOT.isdisjoint(low[max(at + 1, i - 2) : i])]
    verbs += _unwilled(reading, clause, at)
    if verbs or not is_noun(reading, at, "en"):
        return verbs
    near = [i for i in range(at + 2, end) if low[i] in _CAME and low[i - 1] in _NOT]
    if match.action not in _MEASURES:
        near += [i for i in range(at + 1, end - 1) if (low[i], low[i + 1]) in _OFF]
    return near


def _unwilled(reading: Reading, clause: Clause, at: int) -> list[int]:
    """The words by which somebody says that he will not: "no plans to", "no intention of", however far before."""
    low = [t.low for t in reading.tokens[clause.first : at]]
    last = max((i for i, word in enumerate(low) if word in (",", ";", "but")), default=-1)
    pairs = [i for i in range(last + 1, len(low) - 2) if low[i] == "no" and low[i + 1] in _WILL]
    return [clause.first + i for i in pairs if low[i + 2] in ("to", "of", "for")]


_WILL: Final = frozenset({"plan", "plans", "intention", "intentions", "wish", "desire", "reason", "need"})


def lies_ahead(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether what a noun names is put in the future behind it: "elections in Beni are scheduled for June"."""
    low = [t.low for t in reading.tokens[at + 1 : min(_end(reading, clause, at), at + 9)]]
    for i, word in enumerate(low):
        if word in _SET and not _BE.isdisjoint(low[max(0, i - 2) : i]) and "had" not in low[:i]:
            return not {"was", "were"} & set(low[:i]) or "for" not in low[i + 1 : i + 2]
    return False


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


def _end(reading: Reading, clause: Clause, at: int) -> int:
    return next((i for i in range(at + 1, clause.last) if reading.tokens[i].low in _PARTED), clause.last)
