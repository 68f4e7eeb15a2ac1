import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer import fold
from geo.sources.inner import folded

TEXTS = st.text(st.characters(codec="ascii"), max_size=8) | st.text("aB 9'`-_\t", max_size=8)


@given(st.lists(st.none() | TEXTS | st.text(max_size=8)), st.integers(0, 3))
def test_columns_are_folded_as_each_text_is(texts: list[str | None], first: int) -> None:
    found = folded(pa.array(texts, pa.string()).slice(first))
    found.validate(full=True)
    assert found.to_pylist() == [None if text is None else fold(text) for text in texts[first:]]


@given(st.lists(st.none() | TEXTS))
def test_ascii_is_folded_as_each_text_is(texts: list[str | None]) -> None:
    assert folded(pa.array(texts, pa.string())).to_pylist() == [None if t is None else fold(t) for t in texts]
