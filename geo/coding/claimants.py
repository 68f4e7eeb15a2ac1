"""Who claims a figure where a sentence has several: each number goes to the source of its own stretch."""

from collections.abc import Sequence
from typing import Final

from geo.coding.figures import Figure
from geo.coding.lexicon import Tables
from geo.coding.quoted import SPOKESMAN, by_phrase, labelled, names_at, said_in
from geo.coding.reading import Clause, Reading

_ENDS: Final = frozenset(",;:()–—")
#: Before a number that somebody names whose verb is left out: "residents of 27", «оппозиция — о двухстах».
_OF: Final = frozenset({"of", "von", "о", "об"})
#: Who tells all of a sentence at its end takes no more words.
_CLOSING: Final = 10
#: Sources that vouch for those whom they treat.
_TREATS: Final = frozenset({"hospital", "hospital staff", "doctors", "medics", "Doctors Without Borders"})
#: A source in brackets or before a colon takes no more words.
_SHORT: Final = 5


def claimant(reading: Reading, figure: Figure, figures: Sequence[Figure], tables: Tables) -> tuple[str, ...]:
    """Return who claims a figure by the words beside it; () where only the whole clause can tell."""
    number = figure.number
    first, last = _stretch(reading, number.first, number.last)
    return (
        _bracketed(reading, last, tables)
        or _before_colon(reading, first, tables)
        or _behind_dash(reading, last, tables)
        or _said(reading, figure, first, last, figures, tables)
    )


def _stretch(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """The tokens around [first, last) up to the nearest marks."""
    tokens = reading.tokens
    while first > 0 and tokens[first - 1].text not in _ENDS:
        first -= 1
    while last < len(tokens) and tokens[last].text not in _ENDS:
        last += 1
    return first, last


def _said(
    reading: Reading, figure: Figure, first: int, last: int, figures: Sequence[Figure], tables: Tables
) -> tuple[str, ...]:
    stretch = Clause(first, last, ())
    if reading.has("source_phrase", stretch) or reading.has("speech", stretch):
        counted = range(figure.number.last, min(figure.number.last + 3, last))
        told = [i for i, _ in labelled(reading, first, last, tables) if i not in counted]
        names = said_in(reading, stretch, tables) if told else ()
        return () if names == (SPOKESMAN,) else names
    if reading.has("treats", stretch):
        treats = reading.where("treats", first, last)[0]
        own = [i for i, name in labelled(reading, first, last, tables) if i < treats and name in _TREATS]
        return names_at(reading, own[-1], treats, tables) if own else ()
    if reading.tokens[figure.number.first - 1].low not in _OF or not _spoken_before(reading, first):
        return ()
    named = [i for i, _ in labelled(reading, first, figure.number.first, tables)]
    others = any(f is not figure and f.number.first < first for f in figures)
    return names_at(reading, named[0], last, tables) if named and others else ()


def _spoken_before(reading: Reading, first: int) -> bool:
    return bool(reading.where("speech", 0, first) or reading.where("source_phrase", 0, first))


def _bracketed(reading: Reading, last: int, tables: Tables) -> tuple[str, ...]:
    """The source in brackets at once behind: "12 killed (police)"; an abbreviation behind its own name is none."""
    tokens = reading.tokens
    if not 0 < last < len(tokens) or tokens[last].text != "(":
        return ()
    end = next((i for i in range(last + 1, min(last + 2 + _SHORT, len(tokens))) if tokens[i].text == ")"), None)
    if not end or (end == last + 2 and tokens[last + 1].text.isupper() and tokens[last - 1].capital):
        return ()
    found = labelled(reading, last + 1, end, tables)
    return names_at(reading, found[0][0], end, tables) if found else ()


def _behind_dash(reading: Reading, last: int, tables: Tables) -> tuple[str, ...]:
    """The source that ends a sentence behind a dash: «задержаны 300 человек — ОВД-Инфо»."""
    tokens = reading.tokens
    rest = [i for i in range(last + 1, len(tokens)) if tokens[i].word]
    if last >= len(tokens) or tokens[last].text not in "–—" or not 0 < len(rest) <= 3:
        return ()
    found = [i for i, _ in labelled(reading, rest[0], len(tokens), tables)]
    return names_at(reading, found[0], len(tokens), tables) if found else ()


def of_all(reading: Reading, figure: Figure, tables: Tables) -> tuple[str, ...]:
    """Who tells all of a sentence, by its first words or behind its last comma: "…, a hospital spokesman told AFP"."""
    tokens = reading.tokens
    opened = next((i for i in range(max(0, len(tokens) - _SHORT - 3), len(tokens)) if tokens[i].text == "("), 0)
    if figure.number.first < opened and (names := _bracketed(reading, opened, tables)):
        return names
    phrases = reading.where("source_phrase", 0, 3)
    if phrases and not any(t.text in ";:" for t in tokens[phrases[0] : figure.number.first]):
        return by_phrase(reading, phrases[0], tables)
    start = next((i + 1 for i in range(len(tokens) - 1, 0, -1) if tokens[i].text in ",;:"), 0)
    last = Clause(start, len(tokens), ())
    passed = tokens[figure.number.first : start]
    if figure.number.first >= start or last.last - start > _CLOSING or any(t.text in ";:" for t in passed):
        return ()
    counts = any(m.startswith("<count_") for row in reading.marks[start:] for m in row)
    return () if counts or reading.has("dispute", last) else said_in(reading, last, tables)


def _before_colon(reading: Reading, first: int, tables: Tables) -> tuple[str, ...]:
    """The source before a colon: "Police: 12 killed; organisers: 20"."""
    tokens = reading.tokens
    if first < 2 or tokens[first - 1].text != ":":
        return ()
    start, _ = _stretch(reading, first - 1, first - 1)
    found = [i for i, _ in labelled(reading, start, first - 1, tables) if i == first - 2]
    return names_at(reading, found[0], first - 1, tables) if found and first - 1 - start <= _SHORT else ()
