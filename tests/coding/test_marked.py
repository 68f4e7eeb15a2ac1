"""The text cut into what was found in it: whole, in order, with nothing outside its sentence."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coding.marked import Layer, pieces
from geo.coding.revision import Revision
from tests.coding.conftest import Code

CORPUS = Path(__file__).parents[1] / "fixtures" / "corpus"
NAMES = sorted(path.name for path in CORPUS.iterdir() if path.name[2:3] == "-")


def marked(code: Code, text: str, language: str | None = None) -> tuple[Revision, list[tuple[str, set[str]]]]:
    revision = Revision.of(text, code(text, date(2024, 5, 16), language))
    cut = list(pieces(text, revision.coding, revision.kept))
    assert "".join(text[p.start : p.end] for p in cut) == text
    assert all(p.start < p.end for p in cut)
    for piece in cut:
        if piece.sentence is not None:
            sentence = revision.coding.sentences[piece.sentence]
            assert sentence.start <= piece.start < piece.end <= sentence.end
    return revision, [(text[p.start : p.end], {str(layer) for layer in p.layers}) for p in cut]


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_whole_and_every_layer_is_in_it(code: Code, name: str) -> None:
    text = (CORPUS / name / "report.txt").read_text(encoding="utf-8")
    _, cut = marked(code, text)
    found = set().union(*(layers for _, layers in cut))
    assert {Layer.EVENT.value, Layer.PLACE.value, Layer.TIME.value} <= found


def test_words_of_each_kind_are_marked(code: Code) -> None:
    text = "On Monday protesters stormed the town hall in Osh. Police said that 12 people were killed there."
    _, cut = marked(code, text)
    by_layer = {layer.value: [text for text, layers in cut if layer.value in layers] for layer in Layer}
    assert by_layer["place"] == ["Osh"]
    assert by_layer["time"] == ["Monday"]
    assert "stormed" in " ".join(by_layer["event"])
    assert by_layer["figure"] == ["12"]
    assert "said" in " ".join(by_layer["source"])


def test_a_rejected_event_is_no_longer_marked(code: Code) -> None:
    text = "On Monday protesters stormed the town hall in Osh."
    revision, _ = marked(code, text)
    none = revision
    for entry in revision.entries:
        none = none.rejected(entry.number)
    assert not any(Layer.EVENT in p.layers for p in pieces(text, none.coding, none.kept))


@given(st.text(max_size=300), st.sampled_from(["de", "en", "ru"]))
def test_any_text_is_whole(code: Code, text: str, language: str) -> None:
    marked(code, text, language)
