"""People who are only counted as victims: «двенадцать человек погибли» tells of no crowd."""

from collections.abc import Iterator, Sequence
from typing import Final

from geo.coding.asides import PARTED_BY
from geo.coding.text import Token

_PEOPLE: Final = frozenset({"человек", "человека", "людей", "люди", "сотни", "сотен", "тысячи", "десятки"})
_BEFALLEN: Final = frozenset({"<count_fatalities>", "<count_injured>", "<count_hospitalised>"})
#: How far from the count the word may stand that says what befell them.
_FAR: Final = 4


def victims(tokens: Sequence[Token], marks: Sequence[set[str]]) -> Iterator[int]:
    """Yield the tokens of a Russian sentence that count people who were killed or hurt."""
    for i, token in enumerate(tokens):
        if token.low in _PEOPLE and (_befallen(i, -1, tokens, marks) or _befallen(i, 1, tokens, marks)):
            yield i


def _befallen(at: int, step: int, tokens: Sequence[Token], marks: Sequence[set[str]]) -> bool:
    for i in range(at + step, at + step * (_FAR + 1), step):
        if not 0 <= i < len(tokens) or tokens[i].low in PARTED_BY:
            return False
        if marks[i] & _BEFALLEN:
            return True
    return False
