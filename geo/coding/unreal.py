"""Acts that words name but nobody tells: staged, shown, tried, remembered, recurring, lasting, figures of speech."""

from typing import Final

from geo.coding.naming import is_noun
from geo.coding.reading import Clause, Match, Reading

#: Acts that no exercise, film or figure of speech stages.
_REAL: Final = frozenset(
    {"protest", "troops", "verdict", "talks", "statement", "agreement", "mourning", "inquiry", "ban"}
)
#: Acts by force, which words like "fire" and "attack" also tell of prices and critics.
FORCE: Final = frozenset(
    {"ied", "shelling", "airstrike", "storm", "attack", "clash", "gunfire", "shoot", "burn", "seize", "riot", "grenade"}
)
#: Who does such acts in earnest: "protesters angry over prices stormed the city hall".
_FIGHTERS: Final = ("crowd", "rioters", "rebels", "police", "army", "unknown")
#: States that last: who is in prison or missing has not been taken there now.
_STATES: Final = frozenset({"arrest", "abduct", "displacement", "troops"})


def unreal(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """Whether the words of a match name an act that nobody tells as done."""
    at = match.anchor
    if match.action in _STATES and reading.where("remaining", clause.first, clause.last):
        return not reading.where("happening", clause.first, at) or match.action == "arrest"
    if reading.where("since_start", clause.first, clause.last) and reading.where(
        "times_over", clause.first, clause.last
    ):
        return True
    if match.action in _REAL:
        return False
    if _staged(reading, clause) or reading.where("yearly", clause.first, clause.last):
        return True
    if match.action in (*FORCE, "kill") and reading.where("accident", clause.first, clause.last):
        return not reading.where("explosive", clause.first, clause.last)
    fought = any(reading.has(name, clause) for name in _FIGHTERS)
    wrought = reading.where("figurative", at - 3, at + 4) or reading.where("rivalry", at - 4, at + 7)
    if match.action in (*FORCE, "kill") and not fought and wrought:
        return True
    if match.action in FORCE and reading.where("figurative", at - 2, at + 3):
        return not any(reading.where(name, clause.first, at) for name in _FIGHTERS)
    noun = is_noun(reading, at, language) or (at > 0 and reading.tokens[at - 1].low == "the")
    struck = any(i in match.tokens for i in reading.where("shown", clause.first, clause.last))  # a burnt museum
    return (not struck and _governed("shown", reading, clause, at)) or (
        noun and (_governed("tried", reading, clause, at) or _remembered(reading, clause, at))
    )


def _staged(reading: Reading, clause: Clause) -> bool:
    """Whether a clause tells of a drill; what comes "after an exercise" is none."""
    for i in reading.where("staged", clause.first, clause.last):
        if {t.low for t in reading.tokens[max(clause.first, i - 3) : i]}.isdisjoint(("after", "nach", "после")):
            return True
    return False


def _remembered(reading: Reading, clause: Clause, at: int) -> bool:
    return bool(reading.where("remembered", clause.first, at))


def _governed(name: str, reading: Reading, clause: Clause, at: int) -> bool:
    """Whether a word of class `name` stands before a token, and at most eight before, with what it is about between."""
    return any(
        reading.tokens[k].low in _OF
        for i in reading.where(name, max(clause.first, at - 8), at)
        for k in range(i + 1, at)
    )


_OF: Final = frozenset(
    (
        *("of", "about", "on", "over", "into", "for", "in", "von", "vom", "über", "um", "wegen", "zum", "zur", "mit"),
        *("о", "об", "по", "про", "за"),
    )
)
