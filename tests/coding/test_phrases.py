"""Patterns of several words: where they stand, and which of two that share words is meant."""

from geo.coding.phrases import Phrase, without_shorter


def test_a_phrase_stands_where_all_its_words_do() -> None:
    phrase = Phrase(("union", "official*"), ("<source_union>",))
    assert phrase.opens("union")
    assert not phrase.opens("unions")
    assert phrase.goes_on(["a", "union", "official"], 1)
    assert not phrase.goes_on(["a", "union"], 1)


def test_the_longest_source_keeps_its_words() -> None:
    found = [{"<source_union>", "<crowd>"}, {"<source_authorities>"}]
    quoted = [(0, 2, frozenset({"<source_union official>"})), (0, 1, frozenset({"<source_union>"}))]
    assert dict(without_shorter(quoted, found)) == {0: {"<crowd>"}, 1: {"<source_union official>"}}


def test_a_phrase_that_only_announces_a_source_names_none() -> None:
    assert Phrase(("nach", "angaben"), ("<source_phrase>",)).sources == frozenset()
