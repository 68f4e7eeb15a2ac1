import hashlib

from hypothesis import given
from hypothesis import strategies as st

from geo.ui.passage import cut, read_report

TEXT = "Head line\n\nOne sentence. The passage meant. Another one.\n\nLast paragraph."


def test_a_passage_is_cut_out_of_its_paragraph() -> None:
    start = TEXT.index("The passage")
    assert cut(TEXT, start, start + len("The passage meant.")) == (
        "One sentence. ",
        "The passage meant.",
        " Another one.",
    )


def test_a_passage_at_the_very_end() -> None:
    assert cut(TEXT, len(TEXT) - 10, len(TEXT)) == ("Last ", "paragraph.", "")


@given(st.text(max_size=80), st.data())
def test_nothing_is_lost_or_doubled(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, passage, after = cut(text, start, end)
    assert passage == text[start:end]
    assert before + passage + after in text


def test_only_the_text_that_was_coded_is_taken() -> None:
    data = "Grüße".encode()
    assert read_report(data, hashlib.sha256(data).hexdigest()) == "Grüße"
    assert read_report(data + b" ", hashlib.sha256(data).hexdigest()) is None
