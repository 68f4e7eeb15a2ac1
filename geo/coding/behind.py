"""What a sentence says behind a noun that tells an act: that it was not, was called off, or lies ahead."""

from typing import Final

from geo.coding.asides import PARTED_BY
from geo.coding.naming import is_noun
from geo.coding.reading import Clause, Match, Reading

#: What parts a noun from a verb that is not its own.
_PARTED: Final = PARTED_BY | frozenset({"and", "but", "who", "which", "that", "after", "when", "while", "before"})
_NOT: Final = frozenset({"not", "never", "не"})
_BE: Final = frozenset({"is", "are", "was", "were", "been", "be", "being"})
#: Acts whose being called off is an event of its own, or is told by these words.
_MEASURES: Final = frozenset({"curfew", "emergency", "martial_law", "election", "airport", "border", "shutdown", "ban"})
#: How many tokens behind a noun such words may stand.
_FAR: Final = 9


def not_done(reading: Reading, clause: Clause, match: Match, language: str) -> list[int]:
    """Return the words behind an act's noun that say that it did not take place, or was called off."""
    at = match.anchor
    if not is_noun(reading, at, language) or (language == "ru" and match.action in _MEASURES):
        return []
    end = reach(reading, clause, at)
    low = [t.low for t in reading.tokens[:end]]
    denied = [i for i in reading.where("came", at + 2, end) if low[i - 1] in _NOT]
    denied += reading.where("never_was", at + 1, end)
    if match.action in _MEASURES:
        return denied
    return denied + reading.where("called_off", at + 1, min(end, at + _FAR))


def lies_ahead(reading: Reading, clause: Clause, at: int, language: str) -> bool:
    """Whether what a noun names is put in the future behind it: "elections in Beni are scheduled for June"."""
    if not is_noun(reading, at, language):
        return False
    said = reading.where("set_for", at + 1, min(reach(reading, clause, at), at + _FAR))
    return any(language != "en" or _is_set(reading, at, i) for i in said)


def _is_set(reading: Reading, at: int, said: int) -> bool:
    """Whether an English participle says what is to come, not what had been: "is planned", not "had been planned"."""
    low = [t.low for t in reading.tokens[at + 1 : said]]
    if _BE.isdisjoint(low[-2:]) or "had" in low:
        return False
    following = [t.low for t in reading.tokens[said + 1 : said + 2]]
    return {"was", "were"}.isdisjoint(low) or following != ["for"]


def reach(reading: Reading, clause: Clause, at: int) -> int:
    """Return where what belongs to the word at `at` ends: the next mark, or word that begins anew."""
    return next((i for i in range(at + 1, clause.last) if reading.tokens[i].low in _PARTED), clause.last)
