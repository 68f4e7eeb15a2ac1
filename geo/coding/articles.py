"""Whether "a" or „ein“ counts one person, or is only the article of a thing, an age, or of who acts."""

from collections.abc import Sequence
from typing import Final

from geo.coding.numbers import Number
from geo.coding.reading import Reading
from geo.model import ClaimKind


def counts_one(number: Number, best: tuple[float, ClaimKind, int], reading: Reading) -> bool:
    """Whether an article counts one person, close to the verb or its object: "tötete am Dienstag einen Soldaten"."""
    object_of = reading.tokens[number.first].low == "einen" and not reading.tokens[best[2]].low.startswith("ge")
    aged = any(tells_age(at, reading) for at in range(number.last, min(number.last + 2, len(reading.tokens))))
    if reading.tokens[number.first].low == "both" and not reading.marks[number.last] & _PERSONS:
        return False  # "both tallies"
    near = best[0] <= (22 if object_of else 12 if aged else 4)
    return near and _person_next(number, best[2], reading)


ARTICLES: Final = frozenset(["a", "an", "ein", "eine", "einen", "einem", "einer", "eines", "one", "both"])
_PERSONS: Final = frozenset(
    f"<{c}>"
    for c in (
        *("people_noun", "civilians", "police", "army", "journalist", "politician", "official", "rebels", "crowd"),
        *("rioters", "taking_part"),
    )
)


def _person_next(number: Number, counted: int, reading: Reading) -> bool:
    """Whether an article stands before a person who is counted, not before a spokesman, a house or a shell."""
    for at in range(number.last, min(number.last + 4, len(reading.marks))):
        if "<source_press secretary>" in reading.marks[at]:
            return at == counted
        if reading.marks[at] & _PERSONS or (at == counted and reading.tokens[number.first].low == "one"):
            return True
        if at == counted:
            return not reading.tokens[at].capital  # „ein Wachmann verletzt“, but „einer Schussverletzung“
        if reading.tokens[at].low in ("of", "von"):
            return False  # "a wave of arrests"
        if tells_age(at, reading):
            if at + 1 == counted or at + 1 >= len(reading.tokens) or not reading.tokens[at + 1].word:
                return True  # "a 19-year-old"
            continue
        if not reading.tokens[at].word:
            return False
    return False


def tells_age(at: int, reading: Reading) -> bool:
    """Whether a token tells an age: "26-year-old", "22-jähriger", or a part of "22 Jahre alter"."""
    if at >= len(reading.tokens):
        return False
    low = reading.tokens[at].low
    if low.endswith(AGED):
        return True
    near = [t.low for t in reading.tokens[at : at + 3]]
    return any(
        near[k : k + 1] in (["jahre"], ["years"]) and near[k + 1 : k + 2] and near[k + 1].startswith(("alt", "old"))
        for k in (0, 1)
    ) or low.startswith("alte")


AGED: Final = ("-jährige", "-jähriger", "-jährigen", "-jähriges", "-year-old", "-летний", "-летнего", "-летняя")


def of_another(number: Number, numbers: Sequence[Number], reading: Reading) -> bool:
    """Whether an article is that of a thing before the people counted: „bei der Explosion einer Mine fünf Kinder“."""
    if number.best != 1 or reading.tokens[number.first].low not in ARTICLES or tells_age(number.last, reading):
        return False
    return any(number.last < n.first <= number.last + 2 for n in numbers)
