"""A report's text cut into pieces by what was found in them: event words, places, times, figures, who says so."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from geo.coding import Coding
from geo.coding.report import Told
from geo.coding.revision import Entry

#: Words that say that somebody speaks, and how many words from them the speaker may stand.
_SAYS: Final = frozenset({"<speech>", "<source_phrase>"})
_NEAR: Final = 6


class Layer(StrEnum):
    """What a stretch of text was read as."""

    EVENT = "event"
    PLACE = "place"
    TIME = "time"
    FIGURE = "figure"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [start, end) of the text, all read as the same layers; `sentence` is None between sentences."""

    start: int
    end: int
    layers: frozenset[Layer]
    sentence: int | None


def pieces(text: str, coding: Coding, entries: Sequence[Entry]) -> Iterator[Piece]:
    """Yield the whole text in order, without a gap or an overlap; the event words are those of `entries`."""
    anchors: dict[int, set[int]] = {}
    for entry in entries:
        if entry.by == "rules" or entry.found.anchor:
            anchors.setdefault(entry.found.sentence, set()).add(entry.found.anchor)
    at = 0
    for number, told in enumerate(coding.told):
        sentence = told.reading.sentence
        if sentence.start > at:
            yield Piece(at, sentence.start, frozenset(), None)
        yield from _cut(max(at, sentence.start), sentence.end, list(_spans(told, anchors.get(number, set()))), number)
        at = max(at, sentence.end)
    if at < len(text):
        yield Piece(at, len(text), frozenset(), None)


def _spans(told: Told, anchors: set[int]) -> Iterator[tuple[int, int, Layer]]:
    """Yield what was found in a sentence, which may overlap."""
    tokens = told.reading.tokens
    for spot in told.reading.spots:
        yield tokens[spot.first].start, tokens[spot.last - 1].end, Layer.PLACE
    for when in told.reading.times:
        yield when.start, when.end, Layer.TIME
    for figure in told.figures:
        yield tokens[figure.number.first].start, tokens[figure.number.last - 1].end, Layer.FIGURE
    matches = (match for clause in told.reading.clauses for match in clause.matches if match.anchor in anchors)
    for match in matches:
        yield from _runs(match.tokens, told, Layer.EVENT)
    yield from _runs(_sources(told), told, Layer.SOURCE)


def _sources(told: Told) -> list[int]:
    """Return the tokens that name a source or say that it speaks, where one does."""
    marks = told.reading.marks
    said = [i for i, m in enumerate(marks) if m & _SAYS]
    named = [i for i, m in enumerate(marks) if any(name.startswith("<source_") for name in m)]
    return sorted({*said, *(i for i in named if any(abs(i - j) <= _NEAR for j in said))}) if named else []


def _runs(tokens: Iterable[int], told: Told, layer: Layer) -> Iterator[tuple[int, int, Layer]]:
    """Yield tokens that follow one another as one span."""
    run: list[int] = []
    for i in sorted(set(tokens)):
        if run and i != run[-1] + 1:
            yield told.reading.tokens[run[0]].start, told.reading.tokens[run[-1]].end, layer
            run = []
        run.append(i)
    if run:
        yield told.reading.tokens[run[0]].start, told.reading.tokens[run[-1]].end, layer


def _cut(start: int, end: int, spans: Sequence[tuple[int, int, Layer]], number: int) -> Iterator[Piece]:
    """Cut [start, end) wherever a span begins or ends."""
    edges = {start, end}
    for first, last, _ in spans:
        edges.update(edge for edge in (first, last) if start < edge < end)
    for a, b in zip(sorted(edges), sorted(edges)[1:], strict=False):
        yield Piece(a, b, frozenset(layer for first, last, layer in spans if first <= a and last >= b), number)
