"""Figures: numbers of people in a sentence, what they count, whom, and by whom they are claimed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.coding.lexicon import Tables, fits
from geo.coding.reading import Clause, Reading
from geo.coding.singles import one_person
from geo.coding.text import Token
from geo.model import ClaimKind

#: No count of people is larger than this; longer digits are no count.
_MOST: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Number:
    """A number of tokens [first, last): low, best, high as the codebook has them."""

    first: int
    last: int
    low: int | None
    best: int | None
    high: int | None
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that counts people of one kind; `clause` is where it stands."""

    kind: ClaimKind
    number: Number
    clause: Clause
    whom: str | None
    at: int


def numbers_in(tokens: Sequence[Token], table: Mapping[str, Any], *, skip: Sequence[tuple[int, int]]) -> list[Number]:
    """Return the numbers of a sentence; `skip` are character ranges that are dates."""
    out: list[Number] = []
    i = 0
    while i < len(tokens):
        if any(a <= tokens[i].start < b for a, b in skip):
            i += 1
            continue
        found = _number(i, tokens, table)
        if found:
            out.append(found)
            i = found.last
        else:
            i += 1
    return out


def _number(i: int, tokens: Sequence[Token], table: Mapping[str, Any]) -> Number | None:
    low = tokens[i].low
    vague = table["vague"].get(low)
    value = _digits(low) if low[0].isdigit() else table["words"].get(low)
    if low in _GENITIVES and i and tokens[i - 1].low in _OF_ONE:
        vague, value = None, _GENITIVES[low]
    if value is None and vague is None and "-" in low:
        value = _compound(low, table["words"])
    if value is None and vague is None:
        return None
    last = i + 1
    following = tokens[last].low if last < len(tokens) else ""
    if vague is not None and (value is None or value == 0):
        if following in table["vague"]:
            vague = max(table["vague"][following], vague * 12) if following in _DOZENS else vague
            vague = table["vague"][following] if following in _DOZENS else vague
            last += 1
        elif following in ("of", "von") and last + 1 < len(tokens) and tokens[last + 1].low in table["vague"]:
            vague, last = vague * 1000, last + 2
        return Number(i, last, vague, None, None, True)
    scale = table["scale"].get(following)
    if scale and value and value < scale:
        value, last = value * scale, last + 1
    spelt = tokens[i].word
    while value and spelt and last < len(tokens) and _adds(value, less := table["words"].get(tokens[last].low, 0)):
        value, last = value + less, last + 1
    if value is None or value > _MOST:
        return None
    return _bounded(i, last, value, tokens, table)


_DOZENS: Final = frozenset({"десятков", "сотен", "тысяч", "dozen", "hundred", "dutzend", "hundert", "tausend"})


#: «более сотни» is more than one hundred, «сотни» some hundreds.
_GENITIVES: Final = {"сотни": 100, "тысячи": 1000, "десятка": 10}
_OF_ONE: Final = frozenset({"более", "больше", "около", "свыше", "порядка", "до", "менее", "меньше"})


def _adds(value: int, less: int) -> bool:
    """Whether a number word goes on from one: «сто двадцать три»."""
    return value >= 20 and 0 < less < 1000 and value % 10 ** len(str(less)) == 0


def _compound(low: str, words: Mapping[str, int]) -> int | None:
    parts = low.split("-")
    if len(parts) == 2 and parts[0] in words and parts[1] in words and words[parts[0]] >= 20:
        return words[parts[0]] + words[parts[1]]
    return None


def _digits(text: str) -> int | None:
    plain = text
    for mark in (".", ",", "\u00a0", "\u202f", " "):
        groups = plain.split(mark)
        if len(groups) > 1:
            if all(len(g) == 3 for g in groups[1:]):
                plain = "".join(groups)
            else:
                return None
    return int(plain) if plain.isdigit() and len(plain) <= 9 and plain.isascii() else None


def _bounded(i: int, last: int, value: int, tokens: Sequence[Token], table: Mapping[str, Any]) -> Number:
    before = [t.low for t in tokens[max(0, i - 4) : i]]
    bounds = [
        (phrase, phrase.split("_"), bound)
        for words, bound in (
            (table["least"], (value, None, None)),
            (table["most"], (None, None, value)),
            (table["about"], (value, value, value)),
        )
        for phrase in words.split()
    ]
    # The longest phrase first: "no more than" is not "more than".
    for phrase, parts, (low, best, high) in sorted(bounds, key=lambda b: -len(b[1])):
        near = before[-len(parts) :]
        if len(near) == len(parts) and all(fits(p, w) for p, w in zip(parts, near, strict=True)):
            risen = phrase in _UP_TO and len(before) > 1 and before[-2].startswith(_RISEN)
            return Number(i, last, value, value, value) if risen else Number(i, last, low, best, high)
    return Number(i, last, value, value, value)


#: «выросло до 13» is thirteen, not at most thirteen.
_UP_TO: Final = frozenset({"до"})
_RISEN: Final = ("вырос", "увелич", "возрос", "достиг", "поднял")


def figures_in(reading: Reading, tables: Tables, last: ClaimKind | None = None) -> list[Figure]:
    """Return the figures of a sentence: each number with the nearest word, in its clause, that says what it counts."""
    table = tables.lexicon.numbers[tables.language]
    skip = [(w.start, w.end) for w in reading.times]
    out: list[Figure] = []
    for number in numbers_in(reading.tokens, table, skip=skip):
        clause = next((c for c in reading.clauses if c.first <= number.first < c.last), None)
        if clause is None or _no_count(number, reading):
            continue
        if figure := _figure(number, clause, reading) or _toll(number, clause, reading, out, last):
            out.append(figure)
    return [*out, *_ones(reading, out, tables.language)]


def _ones(reading: Reading, counted: Sequence[Figure], language: str) -> Iterator[Figure]:
    """One person told without a number, in the singular: "was arrested", «арестовали журналиста»."""
    for clause in reading.clauses:
        for kind in (ClaimKind.FATALITIES, ClaimKind.INJURED, ClaimKind.ARRESTED):
            if any(f.kind is kind and f.clause == clause for f in counted):
                continue
            at = one_person(reading, clause, kind.value, language)
            if at is not None and not reading.where("negation", at - 2, at):
                one = Number(at, at + 1, 1, 1, 1)
                yield Figure(kind, one, clause, _whom(one, reading), at)


def _toll(
    number: Number, clause: Clause, reading: Reading, before: Sequence[Figure], last: ClaimKind | None
) -> Figure | None:
    """A number alone behind "put the number at": it counts what the figure before it counted."""
    said = reading.where("toll", clause.first, number.first)
    if before:
        said += reading.where("including", max(clause.first, number.first - 2), number.first)
    if not said or number.first - said[-1] > 4:
        return None
    return Figure(before[-1].kind if before else last or ClaimKind.FATALITIES, number, clause, None, said[-1])


def _no_count(number: Number, reading: Reading) -> bool:
    """Whether the number counts something else: money, distance, age, an article, a percentage."""
    after = reading.tokens[number.last : number.last + 3]
    aged = ("-jährige", "-jähriger", "-jährigen", "-year-old", "-летний", "-летнего")
    units = any("<unit>" in m for m in reading.marks[number.last : number.last + 2])
    one = number.best == 1 and reading.tokens[number.first].low in _ARTICLE_ONES
    if len(after) > 1 and after[0].low == "до" and any("<unit>" in m for m in reading.marks[number.last + 2 :][:2]):
        return True  # «от трех до десяти суток»
    if units or (not one and any(t.low.endswith(aged) for t in after[:1])):
        return True
    return any("<numbered>" in m for m in reading.marks[max(0, number.first - 1) : number.first])


def _figure(number: Number, clause: Clause, reading: Reading) -> Figure | None:
    best: tuple[float, ClaimKind, int] | None = None
    for kind in ClaimKind:
        if kind is ClaimKind.TROOPS:
            continue
        for at in reading.where(f"count_{kind.value}", clause.first, clause.last):
            if at in range(number.first, number.last):
                continue
            gap = at - number.last if at >= number.last else number.first - at + 1.5
            crossed = _crossed(at, number, reading)
            score = gap + (6 if crossed else 0)
            if score <= 18 and (best is None or score < best[0]):
                best = (score, kind, at)
    if best is None:
        return _troops(number, clause, reading)
    article = reading.tokens[number.first].low in _ARTICLE_ONES
    if article and (best[0] > 4 or not _person_next(number, best[2], reading)):
        return None
    return Figure(best[1], number, clause, _whom(number, reading), best[2])


_ARTICLE_ONES: Final = frozenset(["a", "an", "ein", "eine", "einen", "einem", "einer", "eines", "one", "both"])
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
        if at == counted or reading.marks[at] & _PERSONS:
            return True
        if not reading.tokens[at].word:
            return False
    return False


def _crossed(at: int, number: Number, reading: Reading) -> bool:
    low, high = (number.last, at) if at >= number.last else (at + 1, number.first)
    return any(t.text in ",;" or t.low in ("and", "und", "и") or t.text[:1].isdigit() for t in reading.tokens[low:high])


_MOVES: Final = frozenset({"troops", "request", "agreement", "base", "clash"})


def _troops(number: Number, clause: Clause, reading: Reading) -> Figure | None:
    after = reading.where("count_troops", number.last, min(number.last + 3, clause.last))
    moved = any(m.action in _MOVES for m in clause.matches)
    if not after or not moved or (number.best or number.low or 0) < 2:
        return None
    return Figure(ClaimKind.TROOPS, number, clause, _whom(number, reading), after[0])


def _whom(number: Number, reading: Reading) -> str | None:
    span = range(number.last, min(number.last + 4, len(reading.marks)))
    for at in span:
        for name in ("police", "army", "rebels", "journalist", "crowd", "civilians"):
            if f"<{name}>" in reading.marks[at]:
                return name
    return None
