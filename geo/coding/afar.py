"""Acts that a clause names where nobody does them: watched from afar, or troops that have long stood there."""

from typing import Final

from geo.coding.frames import dated
from geo.coding.naming import is_noun
from geo.coding.reading import Clause, Match, Reading

#: How many tokens may stand between who watches and what is watched.
_FAR: Final = 7
_FOLLOWS: Final = ("verfolg", "mitverfolg", "след")
_IS: Final = frozenset({"ist", "sind", "sei", "seien", "is", "are"})
_DONE: Final = frozenset({"worden", "wurde", "wurden", "been", "being", "was", "were", "были", "был", "была"})


def watched(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """Whether an act is only what somebody follows: "exiles watched the fighting on television"."""
    at = match.anchor
    if not is_noun(reading, at, language) and reading.tokens[at - 1].low != "the":
        return False
    verbs = reading.where("watching", max(clause.first, at - _FAR), at)
    between = {t.low for i in verbs[-1:] for t in reading.tokens[i + 1 : at]}
    if not verbs or not between.isdisjoint({",", "und", "and", "и"}):
        return False
    # Who only saw it may have been there; who "followed" it was not.
    follows = reading.tokens[verbs[-1]].low.startswith(_FOLLOWS)
    return follows or bool(reading.where("medium", clause.first, clause.last))


def standing(reading: Reading, clause: Clause, match: Match) -> bool:
    """Whether a participle tells without a day where people are kept: "3000 soldiers are stationed in …"."""
    if not any("<standing>" in reading.marks[i] for i in match.tokens):
        return False
    low = {t.low for t in reading.tokens[clause.first : clause.last]}
    return not low.isdisjoint(_IS) and low.isdisjoint(_DONE) and not dated(reading, clause)
