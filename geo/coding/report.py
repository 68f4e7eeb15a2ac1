"""The chain: a report's text → events, claims, and for every sentence what became of it and why."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from geo.coding.atlas import Atlas
from geo.coding.bygone import without_then
from geo.coding.claims import Counted, attach, from_figures
from geo.coding.coming import coming
from geo.coding.days import Day, TimeTable
from geo.coding.events import candidates
from geo.coding.figures import Figure, figures_in
from geo.coding.gate import Reason
from geo.coding.lexicon import Lexicon, Tables
from geo.coding.mentions import dateline, mentions
from geo.coding.merge import merge
from geo.coding.nations import nations
from geo.coding.persons import mark_persons
from geo.coding.places import Known, Spot
from geo.coding.reading import Match, Reading, clauses_of
from geo.coding.roles import Role
from geo.coding.scene import Found, Passage, Where
from geo.coding.settle import countries, settle
from geo.coding.steps import Progress, counted
from geo.coding.text import Sentence, split_report
from geo.coding.ticker import Entries
from geo.coding.times import compile_times, find_times, scan, window_of
from geo.model import EventType

_NATION = frozenset({"<nation>"})


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence after coding: its finds, its figures, and what was refused."""

    reading: Reading
    found: tuple[Found, ...]
    figures: tuple[Figure, ...]
    refused: tuple[tuple[Match, Reason], ...]


def read_report(
    text: str, published: date, tables: Tables, atlas: Atlas, progress: Progress | None = None
) -> tuple[tuple[Told, ...], Passage]:
    """Read every sentence of a report in order; `progress` is told of each in each of four passes."""
    sentences = split_report(text, abbreviations=tables.abbreviations, ordinals=tables.language == "de")
    words = [tables.read(s.tokens) for s in counted(sentences, progress, turn=0, turns=4)]
    marks = mark_persons(sentences, words, tables.language)
    adjectives = [nations(s.tokens, tables) for s in sentences]
    marks = [
        tuple(m | _NATION if i in a else m for i, m in enumerate(row)) for row, a in zip(marks, adjectives, strict=True)
    ]
    named = [
        (s, mentions(s, m, a, tables, atlas))
        for s, m, a in zip(counted(sentences, progress, turn=1, turns=4), marks, adjectives, strict=True)
    ]
    weights = countries([row for _, row in named], adjectives, [s.head for s in sentences])
    spots = settle(named, weights, atlas)
    main = _main_country(spots, [s.head for s in sentences], weights)
    passage = Passage(published, main, published, published, weights=weights)
    table = time_table(tables.lexicon, tables.language)
    out: list[Told] = []
    entries = Entries(published, sentences)
    # Times need the passage's day, which only the sentences before tell: so one sentence after the other.
    drops = _drops(tables.lexicon)
    marks = [_with_places(m, sp) for m, sp in zip(marks, spots, strict=True)]
    pending = [
        Reading(s, m, a, (), sp, clauses_of(s.tokens, m, tables))
        for s, m, a, sp in zip(counted(sentences, progress, turn=2, turns=4), marks, adjectives, spots, strict=True)
    ]
    scans = [scan(text[s.start : s.end], table) for s in sentences]
    oldest, passage.window = _window(text, sentences, scans, published, table)
    focus = _Focus(pending, weights, main)
    passage.focus = _town_of(pending, main)
    passage.region = _region_of(pending, main)
    for i, blank in enumerate(counted(tuple(pending), progress, turn=3, turns=4)):
        focus.begin(blank.sentence, passage)
        entries.begin(blank.sentence, text, passage, table)
        if blank.sentence.number == 1 and not passage.entry and _labelled(blank.sentence):
            # An item of a list begins anew, at the report's own day.
            passage.first = passage.last = published
            passage.moved = False
        s = blank.sentence
        day = Day(published, passage.first, passage.last, passage.entry, moved=passage.moved, oldest=oldest)
        day = replace(day, dated=passage.dated == s.paragraph)
        times = find_times(text[s.start : s.end], offset=s.start, table=table, day=day, matches=scans[i])
        times = without_then(blank, coming(blank, times, tables.language), pending[i - 1] if i else None)
        # A dateline's date is that of the writing.
        head = s.tokens[line - 1].end if (line := dateline(s)) else s.start
        reading = replace(blank, times=tuple(t for t in times if not entries.is_stamp(t) and t.start >= head))
        pending[i] = reading
        for spot in reading.spots:
            if (s.head and not spot.area) or (spot.role is Role.DATELINE and spot.place.country == main):
                entries.home = passage.town = passage.here = Where(spot.place, spot.text, spot.precision, "head")
                break
        if s.head:
            out.append(Told(reading, (), (), ()))
            continue
        passage.sentence = i
        found, refused = candidates(i, pending, passage, tables, atlas, drops)
        figures = figures_in(reading, tables, passage.counted)
        passage.counted = figures[-1].kind if figures else None
        if not found:
            found = from_figures(i, pending, figures, passage.violent, passage, tables, atlas)
        passage.violent = next((f for f in reversed(found) if _lasting(f)), passage.violent)
        out.append(Told(reading, tuple(found), tuple(figures), tuple(refused)))
    return tuple(out), passage


def _lasting(event: Found) -> bool:
    """Whether later counts go on from this event: violence or unrest, but no killing told in passing."""
    return event.event_type is not EventType.STRATEGIC and (event.action not in ("kill", "attack") or event.placed)


def _window(
    text: str,
    sentences: Sequence[Sentence],
    scans: Sequence[Sequence[re.Match[str]]],
    published: date,
    table: TimeTable,
) -> tuple[date, date]:
    """The report's window by its own dates, each taken against publication alone."""
    day = Day(published, published, published, oldest=date.min)
    dated = ("date", "dates", "month", "weekday", "night_to", "night_date", "night_from", "weekend", "offset")
    found = [
        w
        for s, matches in zip(sentences, scans, strict=True)
        for w in find_times(text[s.start : s.end], offset=s.start, table=table, day=day, matches=matches)
        if w.meaning in dated and not w.background
    ]
    return window_of(found, published)


def _with_places(marks: tuple[frozenset[str], ...], spots: Sequence[Spot]) -> tuple[frozenset[str], ...]:
    """Mark every name of a town or region as territory that can be taken, held or hit, and as nothing built."""
    named = {s.last - 1 for s in spots if s.place.kind in ("town", "region", "site", "airport")}
    towns = {s.first for s in spots if s.place.kind == "town" and s.last - s.first == 1}
    states = {s.last - 1 for s in spots if s.place.kind == "country" and s.role is Role.BARE}
    marks = tuple(m - _BUILT if i in towns else m for i, m in enumerate(marks))
    return tuple(m | _TERRITORY if i in named else m | _COUNTRY if i in states else m for i, m in enumerate(marks))


#: What the name of a town may sound like: "Mannheim" ends as a home does.
_BUILT = frozenset({"<building>", "<square>", "<road>", "<street>", "<vehicle>"})
_TERRITORY = frozenset({"<territory>"})
_COUNTRY = frozenset({"<country>"})


class _Focus:
    """Which country a paragraph is about: the report's, or its own where a report goes through several."""

    def __init__(self, readings: Sequence[Reading], weights: Counter[str], main: str | None) -> None:
        self._main, self._paragraph = main, 0
        own: dict[int, Counter[str]] = {}
        for r in readings:
            count = own.setdefault(r.sentence.paragraph, Counter())
            count.update(s.place.country for s in r.spots if s.place.country and _located(s, r))
        total = sum(weights.values())
        self._many = bool(main) and weights[main or ""] < 0.4 * total
        self._own = {p: _first_most(c) for p, c in own.items() if c}
        self._homes: dict[str, Where] = {}

    def begin(self, sentence: Sentence, passage: Passage) -> None:
        """Take up a paragraph: its country, and a place in it if the passage was elsewhere."""
        if sentence.paragraph == self._paragraph:
            return
        self._paragraph = sentence.paragraph
        for at in (passage.here, passage.town):
            if at is not None and at.place.country and at.precision != 3:
                self._homes[at.place.country] = at
        if self._many:
            passage.main = self._own.get(sentence.paragraph, self._main)
        back = self._own.get(sentence.paragraph) == passage.main
        if back and passage.here and passage.main and passage.here.place.country != passage.main:
            passage.here = passage.town = self._homes.get(passage.main)


def _main_country(spots: Sequence[Sequence[Spot]], heads: Sequence[bool], weights: Counter[str]) -> str | None:
    """The country where most of a report's scenes are; adjectives, which tell actors, decide where there are none."""
    scenes: Counter[str] = Counter()
    for row, head in zip(spots, heads, strict=True):
        for spot in row:
            if spot.place.country and (head or spot.role in (Role.AT, Role.NEAR, Role.TO, Role.DATELINE)):
                scenes[spot.place.country] += 2 if head or spot.role is Role.DATELINE else 1
    count = scenes or weights
    return min(count, key=lambda c: (-count[c], -weights[c], c)) if count else None


def _town_of(readings: Sequence[Reading], main: str | None) -> Where | None:
    """The town of the main country that a report names most as a scene, if it names one twice."""
    count: Counter[str] = Counter()
    first: dict[str, Spot] = {}
    for reading in readings:
        for spot in reading.spots:
            if spot.place.kind == "town" and spot.place.country == main and spot.role in (Role.AT, Role.NEAR, Role.TO):
                count[spot.place.name] += 1
                first.setdefault(spot.place.name, spot)
    if not count:
        return None
    name = min(count, key=lambda n: (-count[n], list(first).index(n)))
    spot = first[name]
    return Where(spot.place, spot.text, 2, "focus") if count[name] > 1 else None


def _region_of(readings: Sequence[Reading], main: str | None) -> Known | None:
    """The first-level region that a report is about: told in its headline, or more often than once."""
    count: Counter[str] = Counter()
    first: dict[str, Known] = {}
    for reading in readings:
        for spot in reading.spots:
            if spot.place.kind == "region" and spot.place.country == main:
                count[spot.place.name] += 3 if reading.sentence.head else 1
                first.setdefault(spot.place.name, spot.place)
    name = min(count, key=lambda n: (-count[n], list(first).index(n)), default=None)
    return first[name] if name and count[name] > 1 else None


def _labelled(sentence: Sentence) -> bool:
    """Whether a paragraph is headed by a name in capitals: "NIGERIA: …", "SRI LANKA – …"."""
    head = next((i for i, t in enumerate(sentence.tokens[:5]) if t.text in (":", "–", "—")), 0)
    return head > 0 and all(t.text.isupper() and len(t.text) > 2 for t in sentence.tokens[:head])


def _located(spot: Spot, reading: Reading) -> bool:
    """Whether a place says where a paragraph is: a label at its head, or a place with its preposition."""
    label = spot.first == 0 and reading.sentence.number == 1
    return label or spot.role in (Role.AT, Role.NEAR, Role.TO, Role.DATELINE)


def _first_most(count: Counter[str]) -> str:
    """The commonest country of a paragraph, of equals the first told."""
    names = list(count)
    return min(names, key=lambda name: (-count[name], names.index(name)))


@lru_cache(maxsize=16)
def _cached_times(key: int, language: str) -> TimeTable:
    lexicon = _LEXICA[key]
    return compile_times(lexicon.times, lexicon.numbers[language]["words"], language)


_LEXICA: dict[int, Lexicon] = {}


def time_table(lexicon: Lexicon, language: str) -> TimeTable:
    """Return the compiled temporal patterns of a lexicon's language."""
    _LEXICA[id(lexicon)] = lexicon
    return _cached_times(id(lexicon), language)


def _drops(lexicon: Lexicon) -> Mapping[str, frozenset[str]]:
    return {action: frozenset(words.split()) for action, words in lexicon.precedence.items()}


def events_of(told: Sequence[Told]) -> list[Found]:
    """Return the merged events of a report."""
    return [e for e in merge([f for t in told for f in t.found]) if not _idle(e)]


def _idle(event: Found) -> bool:
    """A killing that neither its own place nor its own day sets apart is a figure, no event of its own."""
    return event.action == "kill" and not event.placed and (not event.dated or event.where.precision == 3)


def claims_of(told: Sequence[Told], events: Sequence[Found], tables: Tables) -> list[Counted]:
    """Return the figures of a report, each with its event's number."""
    readings = [t.reading for t in told]
    return attach([(readings, i, t.figures) for i, t in enumerate(told)], events, tables)


__all__ = ["Told", "claims_of", "events_of", "read_report"]
