import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coding.text import language_of, split_report


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Am 5. Januar kam es zu Protesten. Danach war Ruhe.",
            ["Am 5. Januar kam es zu Protesten.", "Danach war Ruhe."],
        ),
        ("Die Zahl stieg auf 18. Das Institut meldete mehr.", ["Die Zahl stieg auf 18.", "Das Institut meldete mehr."]),
        ("»Wir gehen nicht.« Die Menge blieb.", ["»Wir gehen nicht.«", "Die Menge blieb."]),
        ("Es sprach Dr. Weber. Er ging.", ["Es sprach Dr. Weber.", "Er ging."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    sentences = split_report(text, abbreviations=frozenset({"dr"}), ordinals=True)
    assert [text[s.start : s.end] for s in sentences] == expected


def test_paragraphs_are_the_lines_that_are_not_blank_and_a_first_line_without_a_stop_is_a_headline() -> None:
    sentences = split_report("A headline\n\nFirst. Second.\r\n \nThird.")
    assert [(s.paragraph, s.number, s.head) for s in sentences] == [
        (1, 1, True),
        (2, 1, False),
        (2, 2, False),
        (3, 1, False),
    ]


@given(st.text())
def test_every_span_lies_inside_the_text_and_in_order(text: str) -> None:
    at = 0
    for sentence in split_report(text):
        assert at <= sentence.start < sentence.end <= len(text)
        inner = sentence.start
        for token in sentence.tokens:
            assert inner <= token.start < token.end <= sentence.end
            assert text[token.start : token.end] == token.text
            inner = token.end
        at = sentence.end


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Menge zog durch die Stadt und in den Park.", "de"),
        ("The crowd went to the park in the city.", "en"),
        ("Толпа шла в парк.", "ru"),
        ("", "en"),
    ],
)
def test_the_language_is_told_by_its_commonest_words(text: str, language: str) -> None:
    assert language_of(text) == language
