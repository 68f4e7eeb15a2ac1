"""Numbers in digits and words, exact and vague, in three languages."""

import pytest

from geo.coding.lexicon import Lexicon
from geo.coding.numbers import numbers_in
from geo.coding.text import tokens_of

#: language, text, and low, best and high of each number in it.
TOLD = [
    ("de", "mehrere Hundert Soldaten", [(200, None, None)]),
    ("de", "zwei Dutzend Verletzte, Dutzende Tote", [(24, 24, 24), (24, None, None)]),
    ("de", "einundzwanzig von zweihundertfünfzig", [(21, 21, 21), (250, 250, 250)]),
    ("de", "dreiunddreißig oder dreiundzwanzigtausend", [(33, 33, 33), (23000, 23000, 23000)]),
    ("de", "zwischen 10 und 15 Tote und 20 bis 30 Verletzte", [(10, None, 15), (20, None, 30)]),
    ("de", "Grund und Hundertschaft", []),
    ("en", "several thousand, a few, a dozen", [(2000, None, None), (2, None, None), (12, 12, 12)]),
    ("en", "tens of thousands, a couple of hundred", [(20000, None, None), (200, None, None)]),
    ("en", "twelve or more, ten to twelve", [(12, None, None), (10, None, 12)]),
    ("en", "three and five", [(3, 3, 3), (5, 5, 5)]),
    ("ru", "от 10 до 15 человек", [(10, None, 15)]),
    ("ru", "по меньшей мере о 73 убитых", [(73, None, None)]),
    ("ru", "несколько сотен, десятки тысяч, о двухстах", [(200, None, None), (20000, None, None), (200, 200, 200)]),
]


@pytest.mark.parametrize(("language", "text", "numbers"), TOLD)
def test_a_number_has_the_codebooks_bounds(
    lexicon: Lexicon, language: str, text: str, numbers: list[tuple[int | None, int | None, int | None]]
) -> None:
    found = numbers_in(tokens_of(text, 0, len(text)), lexicon.numbers[language], skip=())
    assert [(n.low, n.best, n.high) for n in found] == numbers


def test_a_long_word_of_number_words_takes_bounded_time(lexicon: Lexicon) -> None:
    text = "hundert" * 500 + " " + "tausendhundert" * 500
    assert numbers_in(tokens_of(text, 0, len(text)), lexicon.numbers["de"], skip=()) == []
