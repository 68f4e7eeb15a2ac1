"""German participles and negations that belong to a noun, and so tell no act of their own."""

from typing import Final

from geo.coding.reading import Clause, Reading


def attributive(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether a German participle only says who or what a noun is: "der belagerten Stadt"."""
    token = reading.tokens[at]
    following = reading.tokens[at + 1] if at + 1 < clause.last else None
    if following is None or not following.capital or not token.low.endswith(_INFLECTED) or at == clause.first:
        return False
    first = at - 1
    while first > clause.first and not reading.tokens[first].capital and reading.tokens[first].low.endswith(_INFLECTED):
        first -= 1
    if first >= clause.first + 2 and reading.tokens[first].capital and reading.tokens[first - 1].low in _WHERE:
        first -= 2  # "der in Minsk inhaftierten Journalisten": a day beside the place would tell an act
    low = reading.tokens[first].low
    if low.isdigit() or "<count_troops>" in reading.marks[first]:
        return low.isdigit() and not _year(reading, first)
    return low in _DETERMINING and not (low in _RELATIVES and first and reading.tokens[first - 1].text == ",")


_INFLECTED: Final = ("te", "ten", "ter", "tes", "tem", "ene", "enen", "ener", "enes", "enem")
_WHERE: Final = frozenset({"in", "bei", "aus", "nahe"})
_RELATIVES: Final = frozenset({"der", "die", "das", "den", "dem"})
_DETERMINING: Final = _RELATIVES | {
    *("des", "ein", "eine", "einen", "einem", "einer", "eines", "im", "am", "zum", "zur", "vom", "beim", "ins"),
    *("von", "mit", "unter", "bei", "aus", "für", "durch"),
    *("seine", "seiner", "ihre", "ihrer", "ihren", "diese", "dieser", "diesem"),
}


def _year(reading: Reading, at: int) -> bool:
    """Whether a number is a year that stands with its preposition: "erstmals seit 1990 patrouillierten Soldaten"."""
    token = reading.tokens[at]
    return len(token.text) == 4 and at > 0 and reading.tokens[at - 1].low in _SINCE


_SINCE: Final = frozenset({"seit", "in", "nach", "vor"})


def within_phrase(reading: Reading, at: int) -> bool:
    """Whether "nicht" belongs to a noun phrase: "ein nicht öffentlich tagendes Gericht"."""
    return reading.tokens[at].low == "nicht" and at > 0 and reading.tokens[at - 1].low in _DETERMINING
