"""Negation: whether a clause says that its act was not done, and how far such a word reaches."""

from typing import Final

from geo.coding.behind import not_done
from geo.coding.naming import is_noun
from geo.coding.participles import within_phrase
from geo.coding.reading import Clause, Match, Reading
from geo.coding.undone import undone

#: How many tokens before an English verb its negation may stand.
_NEAR: Final = 5
#: Acts that "without a fight" tells more of.
_GIVEN_UP: Final = frozenset({"handover", "seize", "retake", "troops"})


def negated(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """Return whether an act is told as not done."""
    if any(name.startswith(("не_", "нет_", "nicht_", "not_")) for i in match.tokens for name in reading.marks[i]):
        return False
    near = {"ru": _russian, "de": _german}.get(language, _english)(reading, clause, match)
    # "No" on a banner says nothing of the march; what a quotation tells, it may deny.
    allowed = set() if match.anchor in reading.quoted else set(reading.quoted)
    allowed |= {i for i in match.tokens if "<negation>" in reading.marks[i]}
    allowed |= {i - 1 for i in reading.where("not_only", 1, len(reading.marks))}
    if match.action in _GIVEN_UP:
        allowed |= {k for i in reading.where("unopposed", 1, len(reading.marks)) for k in (i - 1, i - 2)}
    return any(
        i not in allowed and i >= clause.first and not _elsewhere(reading, clause, match, i, language) for i in near
    )


def _russian(reading: Reading, clause: Clause, match: Match) -> list[int]:
    at = match.anchor
    near = reading.where("negation", at - 3, at)
    near = [i for i in near if i >= at - 1 or reading.tokens[i].low != "не"]
    near += [i - 1 for i in reading.where("future", at, clause.last) if reading.tokens[i - 1].low == "не"]
    verbs = [i for i in match.tokens if i > clause.first and not is_noun(reading, i, "ru")]
    near += [i - 1 for i in verbs if reading.tokens[i - 1].low == "не"]
    near += not_done(reading, clause, match, "ru")
    if is_noun(reading, at, "ru"):
        after = range(at + 1, clause.last)
        near += [i for i in after if reading.tokens[i].low.startswith(("избеж", "предотврат"))]
        # «до столкновений дело не дошло», «о задержании не сообщали»
        near += [i for i in range(at + 1, min(at + 3, clause.last)) if reading.tokens[i].low == "не"]
        low = [t.low for t in reading.tokens[clause.first : at]]
        if low[:1] == ["ни"] and "не" in low:  # «ни один из депутатов не подал в отставку»
            near.append(clause.first)
    return near


def _german(reading: Reading, clause: Clause, match: Match) -> list[int]:
    first, last = piece(reading, clause, match.anchor)
    near = [i for i in reading.where("negation", first, last) if not within_phrase(reading, i)]
    near = [i for i in near if not _took_place(reading, first, i)]
    ends = {t.low for t in reading.tokens[max(first, last - 2) : last]}
    if "aus" in ends:
        # "schloss die Entsendung von Soldaten aus"
        near += [i for i in range(first, match.anchor + 1) if reading.tokens[i].low in _RULED_OUT]
    if "ab" in ends:
        # "sagten die Veranstalter die Kundgebung ab"
        near += [i for i in range(first, match.anchor) if reading.tokens[i].low in _CALLED_OFF]
    return near


def _took_place(reading: Reading, first: int, at: int) -> bool:
    """Whether "statt" is the second part of a verb: "fand eine Kundgebung statt"."""
    found = any(t.low in _FOUND for t in reading.tokens[first:at])
    return found and reading.tokens[at].low == "statt"


_FOUND: Final = frozenset({"fand", "fanden", "findet", "finden", "fände", "fänden"})
_RULED_OUT: Final = frozenset({"schloss", "schlossen", "schließt", "schließen"})
_CALLED_OFF: Final = frozenset({"sagte", "sagten", "sagt", "sagen", "blies", "bliesen", "wendete", "wandte"})


def _english(reading: Reading, clause: Clause, match: Match) -> list[int]:
    near = reading.where("negation", max(clause.first, match.anchor - _NEAR), match.anchor)
    if match.action in _CALLED_OFF_TOO:
        off = range(max(clause.first, match.anchor - 4), min(clause.last, match.anchor + 6))
        near += [i for i in off if reading.tokens[i].low in ("cancelled", "canceled", "scrapped")]
    return near + undone(reading, clause, match) + not_done(reading, clause, match, "en")


_CALLED_OFF_TOO: Final = frozenset({"protest", "riot", "troops", "attack", "storm"})


def _elsewhere(reading: Reading, clause: Clause, match: Match, at: int, language: str) -> bool:
    """Whether a negation is another word's: "without warning", or that of a subordinate clause before the comma."""
    low = reading.tokens[at].low
    between = [t.text for t in reading.tokens[at + 1 : match.anchor]]
    if low in ("ohne", "без", "without") and not (language == "de" and "zu" in between):
        verb = not is_noun(reading, match.anchor, language) and reading.tokens[match.anchor - 1].low != low
        return verb or len(between) > 1 + (language == "en")
    return "," in between and reading.tokens[clause.first].low in _BECAUSE and at < match.anchor


_BECAUSE: Final = frozenset(
    (
        *("when", "because", "although", "after", "since", "as", "weil", "da", "nachdem", "obwohl", "когда"),
        *("поскольку", "хотя"),
    )
)


def piece(reading: Reading, clause: Clause, anchor: int) -> tuple[int, int]:
    """Return the stretch between commas and coordinating words around a token."""
    first, last = anchor, anchor + 1
    while first > clause.first and not _cut(reading, first - 1):
        first -= 1
    while last < clause.last and not _cut(reading, last):
        last += 1
    return first, last


def _cut(reading: Reading, at: int) -> bool:
    return reading.tokens[at].text in (",", ";", ":") or reading.tokens[at].low in ("und", "sondern", "aber")
