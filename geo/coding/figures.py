"""Figures: numbers of people in a sentence, what they count, whom, and by whom they are claimed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geo.coding.articles import AGED, ARTICLES, counts_one, of_another, tells_age
from geo.coding.lexicon import Tables
from geo.coding.numbers import Number, numbers_in
from geo.coding.reading import Clause, Reading
from geo.coding.singles import one_person
from geo.model import ClaimKind


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that counts people of one kind; `clause` is where it stands."""

    kind: ClaimKind
    number: Number
    clause: Clause
    whom: str | None
    at: int


def figures_in(reading: Reading, tables: Tables, last: ClaimKind | None = None) -> list[Figure]:
    """Return the figures of a sentence: each number with the nearest word, in its clause, that says what it counts."""
    table = tables.lexicon.numbers[tables.language]
    skip = [(w.start, w.end) for w in reading.times]
    out: list[Figure] = []
    alone: list[tuple[Number, Clause]] = []
    numbers = numbers_in(reading.tokens, table, skip=skip)
    for number in numbers:
        clause = next((c for c in reading.clauses if c.first <= number.first < c.last), None)
        if clause is None or _no_count(number, reading) or of_another(number, numbers, reading):
            continue
        toll = _toll(number, clause, reading, out, last)
        figure = toll if toll and _barren(number, reading) else _figure(number, clause, reading) or toll
        if figure := figure or _resumed(number, clause, reading) or _same_again(number, clause, reading, out, last):
            out.append(figure)
        else:
            alone.append((number, clause))
    out = [f for f in out if not _acting(f, out, reading)]
    joined = _joined([*alone, *((f.number, f.clause) for f in out if f.kind is ClaimKind.TROOPS)], out, reading)
    taken = {f.number for f in joined}
    out = sorted([*(f for f in out if f.number not in taken), *joined], key=lambda f: f.number.first)
    return [*out, *_ones(reading, out, tables.language)]


def _acting(figure: Figure, told: Sequence[Figure], reading: Reading) -> bool:
    """Whether an article stands before who acts, whose verb counts others: "a bomber killed 25"."""
    article = reading.tokens[figure.number.first].low in ARTICLES and figure.number.first < figure.at
    return article and any(f.at == figure.at and f.number.first > f.at for f in told)


def _barren(number: Number, reading: Reading) -> bool:
    """Whether nothing that could be counted stands behind a number: a mark follows, or the sentence ends."""
    return number.last >= len(reading.tokens) or not reading.tokens[number.last].word


def _people(number: Number, reading: Reading) -> int | None:
    """The token that names the people whom a number counts, up to three words behind it."""
    for at in range(number.last, min(number.last + 4, len(reading.marks))):
        if "<people_noun>" in reading.marks[at]:
            return at
        if not reading.tokens[at].word:
            return None
    return None


def _resumed(number: Number, clause: Clause, reading: Reading) -> Figure | None:
    """People whose verb stands behind an aside, or who are taken up by a pronoun: "four men, who fled, were shot"."""
    people = _people(number, reading)
    if people is None or any(m.action in _MOVES for m in clause.matches):
        return None
    if (verb := _before_aside(number, reading)) is not None:
        kind = next(k for k in _BODILY if f"<count_{k.value}>" in reading.marks[verb])
        return Figure(kind, number, clause, _whom(number, reading), verb)
    aside = people + 1 < len(reading.tokens) and reading.tokens[people + 1].text == ","
    at = reading.clauses.index(clause)
    for later in reading.clauses[at + 1 : at + 3]:
        for kind in _BODILY:
            for told in reading.where(f"count_{kind.value}", later.first, later.last):
                near = {t.low for t in reading.tokens[max(later.first, told - 3) : told + 3]}
                numbered = any(t.text[:1].isdigit() for t in reading.tokens[later.first : told])
                if not numbered and ((aside and not clause.matches) or near & _THEM):
                    return Figure(kind, number, clause, _whom(number, reading), told)
    return None


def _before_aside(number: Number, reading: Reading) -> int | None:
    """The verb before an aside that only says who says so: "police arrested, as officials said, 142 people"."""
    tokens = reading.tokens
    if number.first < 2 or tokens[number.first - 1].text != ",":
        return None
    start = next((i for i in range(number.first - 2, 0, -1) if tokens[i].text == ","), 0)
    if not start or tokens[start + 1].low not in _AS:
        return None
    told = [i for k in _BODILY for i in reading.where(f"count_{k.value}", 0, start)]
    free = told and not any(t.text[:1].isdigit() for t in tokens[max(told) : start])
    return max(told) if free else None


_AS: Final = frozenset({"как", "wie", "so", "as"})
_BODILY: Final = (ClaimKind.FATALITIES, ClaimKind.ARRESTED, ClaimKind.INJURED)
_THEM: Final = frozenset({"sie", "them", "их"})


def _same_again(
    number: Number, clause: Clause, reading: Reading, before: Sequence[Figure], last: ClaimKind | None
) -> Figure | None:
    """A number alone behind another's, told by somebody else: "the army spoke of 13 killed, residents of 27"."""
    if not _barren(number, reading) or number.first < 1:
        return None
    told = bool(reading.where("speech", number.first - 3, number.first))
    if not before:
        return Figure(last, number, clause, None, number.first) if last and told else None
    led = reading.tokens[number.first - 1].low in _OF
    said = reading.has("speech") or reading.has("source_phrase")
    between = reading.tokens[before[-1].number.last : number.first]
    if not (told or (led and said)) or not any(t.text in ",;" for t in between):
        return None
    return Figure(before[-1].kind, number, clause, None, number.first)


#: What stands before a number that somebody names: "spoke of 13", „von 13“, «говорит о 13».
_OF: Final = frozenset({"of", "at", "von", "auf", "о", "об", "в"})


def _joined(alone: Sequence[tuple[Number, Clause]], told: Sequence[Figure], reading: Reading) -> list[Figure]:
    """People without a verb of their own, joined to some that have one: "two officers and three men were killed"."""
    out = []
    for number, clause in alone:
        people = _people(number, reading)
        follow = next((f for f in told if people is not None and 0 < f.number.first - people <= 3), None)
        between = reading.tokens[people + 1 : follow.number.first] if people is not None and follow else ()
        if follow and any(t.low in _AND for t in between) and follow.kind in _BODILY:
            out.append(Figure(follow.kind, number, clause, _whom(number, reading), follow.at))
    return out


_AND: Final = frozenset({"and", "und", "и", "sowie"})


def _ones(reading: Reading, counted: Sequence[Figure], language: str) -> Iterator[Figure]:
    """One person told without a number, in the singular: "was arrested", «арестовали журналиста»."""
    for clause in reading.clauses:
        for kind in (ClaimKind.FATALITIES, ClaimKind.INJURED, ClaimKind.ARRESTED):
            if any(f.kind is kind and f.clause == clause for f in counted):
                continue
            at = one_person(reading, clause, kind.value, language)
            if at is not None and not reading.where("negation", at - 2, at):
                one = Number(at, at + 1, 1, 1, 1)
                yield Figure(kind, one, clause, _class_of(at, reading), at)


def _toll(
    number: Number, clause: Clause, reading: Reading, before: Sequence[Figure], last: ClaimKind | None
) -> Figure | None:
    """A number alone behind "put the number at": it counts what the figure before it counted."""
    said = reading.where("toll", clause.first, number.first)
    if before:
        said += reading.where("including", max(clause.first, number.first - 2), number.first)
    if not said or number.first - said[-1] > 4:
        return None
    dead = ClaimKind.FATALITIES if reading.tokens[said[-1]].low.startswith(_OF_THE_DEAD) else None
    kind = before[-1].kind if before else last or dead
    return Figure(kind, number, clause, None, said[-1]) if kind else None


#: Words for a count that is always of the dead.
_OF_THE_DEAD: Final = ("opfer", "toll", "bilanz")


def _no_count(number: Number, reading: Reading) -> bool:
    """Whether the number counts something else: money, distance, age, an article, a percentage."""
    after = reading.tokens[number.last : number.last + 3]
    before = reading.tokens[number.first - 1] if number.first else None
    if before and before.word and before.end == reading.tokens[number.first].start:
        return True  # "M23"
    if [t.low for t in after] in (["a", ".", "m"], ["p", ".", "m"]):
        return True
    if _age(number, reading):
        return True
    units = any("<unit>" in m for m in reading.marks[number.last : number.last + 2])
    one = number.best == 1 and reading.tokens[number.first].low in ARTICLES
    if len(after) > 1 and after[0].low == "до" and any("<unit>" in m for m in reading.marks[number.last + 2 :][:2]):
        return True  # «от трех до десяти суток»
    if one and after and tells_age(number.last, reading):
        units = False  # "ein 22 Jahre alter Soldat"
    if units or (not one and any(t.low.endswith(AGED) for t in after[:1])):
        return True
    return any("<numbered>" in m for m in reading.marks[max(0, number.first - 1) : number.first])


def _age(number: Number, reading: Reading) -> bool:
    """Whether a number between commas is how old somebody is: "Amini, 22, died"."""
    first, last = number.first, number.last
    if not 1 < first <= last < len(reading.tokens) or not reading.tokens[first].text.isdigit():
        return False
    apart = reading.tokens[first - 1].text == "," and reading.tokens[last].text == ","
    return apart and reading.tokens[first - 2].capital and (number.best or 0) < _OLDEST


_OLDEST: Final = 120


def _figure(number: Number, clause: Clause, reading: Reading) -> Figure | None:
    best: tuple[float, ClaimKind, int] | None = None
    peopled = _people(number, reading) is not None
    for kind in ClaimKind:
        if kind is ClaimKind.TROOPS:
            continue
        for at in reading.where(f"count_{kind.value}", clause.first, clause.last):
            if at in range(number.first, number.last) or "<mourned>" in reading.marks[at]:
                continue
            gap = at - number.last if at >= number.last else number.first - at + 1.5
            crossed = _crossed(at, number, reading)
            score = gap + (6 if crossed else 0)
            if (score <= 18 or (peopled and score <= 30)) and (best is None or score < best[0]):
                best = (score, kind, at)
    if best is None:
        return _troops(number, clause, reading)
    first = reading.tokens[number.first].low
    article = first in ARTICLES and (number.best == 1 or first == "both")
    if article and not counts_one(number, best, reading):
        return None
    return Figure(best[1], number, clause, _whom(number, reading), best[2])


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
    return next((name for at in span if (name := _class_of(at, reading))), None)


def _class_of(at: int, reading: Reading) -> str | None:
    """The kind of people that a word names."""
    return next((name for name in _COUNTED if f"<{name}>" in reading.marks[at]), None)


_COUNTED: Final = ("police", "army", "rebels", "journalist", "crowd", "civilians")
