"""Acts that somebody only demands: in a noun, a clause with "that", a slogan behind a colon."""

from typing import Final

from geo.coding.naming import is_noun
from geo.coding.reading import Clause, Match, Reading

#: What is done by calling for something.
CALLS: Final = frozenset({"protest", "request", "statement", "riot", "storm", "block_by_police"})
#: What one may ask somebody to do with an act, and what opens what is asked for.
_ENDING: Final = frozenset({"stop", "end", "halt", "cease", "avoid", "prevent"})
_THAT: Final = frozenset({"dass", "чтобы"})


def demanded(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """Whether an act, or its end, is what somebody demands; what is done by calling for something is done."""
    if match.action in CALLS:
        return _voiced(reading, clause, match)
    if _named(reading, clause, match, language) or _slogan(reading, clause):
        return True
    content = reading.tokens[clause.first].low in _THAT or (language == "de" and _to_do(reading, clause))
    return content and (bool(reading.where("demand", 0, clause.first)) or _called_on(reading, clause.first))


def _voiced(reading: Reading, clause: Clause, match: Match) -> bool:
    """Whether a crowd only wants something, with neither day nor place: "The protesters demand new elections"."""
    if match.action != "protest" or reading.times or reading.spots_in(clause):
        return False
    wants = reading.where("demand", clause.first, clause.last)
    rest = set(match.tokens).difference(wants)
    return bool(wants) and all("<crowd>" in reading.marks[i] for i in rest)


def _named(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """Whether a clause demands an act by its name, or with a verb behind "that" or "stop"."""
    at = match.anchor
    calls = reading.where("demand", clause.first, at)
    that = any(reading.tokens[i + 1].low == "that" for i in calls)
    ended = reading.tokens[at - 1].low in _ENDING
    return bool(calls) and (that or ended or is_noun(reading, at, language))


def _slogan(reading: Reading, clause: Clause) -> bool:
    """Whether a clause only spells out what is demanded: "The crowd's demand: the resignation of the president"."""
    opened = clause.first > 1 and reading.tokens[clause.first - 1].text in (":", "–", "—")
    return opened and bool(reading.where("demand", clause.first - 5, clause.first))


def _to_do(reading: Reading, clause: Clause) -> bool:
    """Whether a German clause is an infinitive one with "zu" inside its verb: "den Beschuss einzustellen"."""
    low = [t for t in reading.tokens[clause.first : clause.last] if t.word and not t.capital]
    return bool(low) and "zu" in low[-1].low[2:-3] and low[-1].low.endswith("en")


def _called_on(reading: Reading, at: int) -> bool:
    """Whether the German clause before calls upon somebody: "rief beide Seiten auf, …"."""
    low = [t.low for t in reading.tokens[max(0, at - 12) : at]]
    return low[-2:-1] == ["auf"] and not {"rief", "riefen", "ruft", "rufen"}.isdisjoint(low)
