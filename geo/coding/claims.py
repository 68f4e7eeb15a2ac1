"""Figures find their events: in the same clause, the same sentence, or the passage; never summed, kept side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.coding.atlas import Atlas
from geo.coding.bygone import bygone
from geo.coding.claimants import claimant, of_all
from geo.coding.dating import days_for
from geo.coding.days import STEP_DAYS
from geo.coding.figures import Figure
from geo.coding.frames import uncounted
from geo.coding.gate import in_past
from geo.coding.lexicon import Tables
from geo.coding.places import Spot
from geo.coding.reading import Clause, Reading
from geo.coding.roles import Role
from geo.coding.scene import Found, Passage, Where
from geo.coding.voices import voice_of
from geo.model import Certainty, ClaimKind, DatePrecision, EventType, SubEventType


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of one event: what it counts, whom, by whom it is claimed, and where it stands."""

    event: int
    kind: ClaimKind
    whom: str | None
    low: int | None
    best: int | None
    high: int | None
    claimed_by: tuple[str, ...]
    certainty: Certainty
    sentence: int
    start: int
    end: int


_VIOLENT: Final = frozenset(set(EventType) - {EventType.STRATEGIC})
_DETAINS: Final = frozenset(
    {SubEventType.ARRESTS, SubEventType.PROTEST_WITH_INTERVENTION, SubEventType.VIOLENT_DEMONSTRATION}
)


def from_figures(
    index: int,
    readings: Sequence[Reading],
    figures: Sequence[Figure],
    last: Found | None,
    passage: Passage,
    tables: Tables,
    atlas: Atlas,
) -> list[Found]:
    """Return events that only a count tells: at another place than the event that it goes on from."""
    counted = [f for f in figures if f.kind is not ClaimKind.TROOPS and not in_past(readings[index], f.clause, f.at)]
    if last is None or not counted or last.sub is SubEventType.PEACEFUL_PROTEST:
        return []
    reading, clause = readings[index], counted[0].clause
    if reading.has("opinion", clause) or reading.has("condition", clause) or uncounted(reading, clause):
        return []
    if bygone(readings, index, tables.language):
        return []
    where = _other_place(reading, clause, last, passage, atlas)
    if where is None or (where.basis == "passage" and any(w.since for w in reading.times_in(clause))):
        return []
    first, end, precision, part, dated = days_for(reading, clause, counted[0].at, passage)
    if precision is DatePrecision.MONTH and dated and (passage.published - end).days > STEP_DAYS // 2:
        return []  # a former month's
    nightly = any(w.meaning.startswith(("night", "shift")) for w in reading.times_in(clause))
    dated = dated and (nightly or not reading.has("speech", clause) or _behind(reading, clause, counted[0].at))
    limit = next((w.first for w in reading.times_in(clause) if w.limit and w.first), None)
    if not dated:
        first, end, precision = last.first, max(last.last, limit or last.last), DatePrecision.WEEK
    if (reading.has("since_start") or reading.has("total", clause)) and passage.window:
        first, end, precision = passage.window, passage.published, DatePrecision.MONTH
    sources, certainty = voice_of(readings, index, clause, frozenset(), tables, own_act=False)
    sub = SubEventType.VIOLENT_DEMONSTRATION if reading.has("riotnoun", clause) else last.sub
    return [
        replace(
            last, sub=sub, where=where, first=first, last=end, date_precision=precision, part=part,
            attribution=sources, certainty=certainty, sentence=index, clause=clause, anchor=counted[0].at,
            action="count", dated=dated, placed=True, evidence=(),
        )
    ]  # fmt: skip


def _behind(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether a time behind a count dates it, not who said so: "said 12 people had been killed in Beni on Monday"."""
    if reading.where("speech", at, clause.last):
        return False
    ends = {t.end + 1 for t in reading.tokens[at : clause.last] if t.low in ("by", "bis", "к")}
    own = [w for w in reading.times_in(clause) if w.first and not (w.background or w.limit or w.since)]
    return any(w.start > reading.tokens[at].start and w.start not in ends for w in own)


def _other_place(reading: Reading, clause: Clause, last: Found, passage: Passage, atlas: Atlas) -> Where | None:
    total = reading.has("total", clause) and not reading.has("city_word", clause)
    if (total or reading.has("nationwide", clause)) and passage.main:
        place = atlas.country(passage.main)
        same = last.where.precision == 3 and place is not None and last.where.place.name == place.name
        return None if same or place is None else Where(place, None, 3, "country")
    here = passage.here
    dwelt = here and here.basis == "passage" and passage.dwelt == reading.sentence.paragraph and not here.area
    if dwelt and here and here.place.name != last.where.place.name and not reading.spots_in(clause):
        return here
    spots = [s for s in reading.spots_in(clause) if s.role is Role.AT]
    spots = [s for s in spots if not reading.where("source_phrase", s.first - 4, s.first)]
    spots = [s for s in spots if not reading.where("hospital", s.first - 3, s.first)]
    spots = _told_of(spots, reading, clause, atlas)
    if reading.has("same_place", clause):
        spots = [s for s in reading.spots if s.first < clause.first and s.role is Role.AT][-1:] or spots
    if not spots or (spots[0].area and spots[0].place.kind == "country"):
        return None
    spot = spots[0]
    if spot.place.name == last.where.place.name and spot.precision == last.where.precision:
        return None
    return Where(spot.place, spot.text, spot.precision, "clause")


def _told_of(spots: list[Spot], reading: Reading, clause: Clause, atlas: Atlas) -> list[Spot]:
    """Leave out where the source sits: "The ministry in Kinshasa said 12 people had been killed in Beni"."""
    said = reading.where("speech", clause.first, clause.last)[:1]
    before = [s for s in spots if said and s.first < said[0]]
    if len(before) < len(spots):
        return [s for s in spots if s not in before]
    if not any(reading.where(name, clause.first, said[0]) for name in ("official", "institution") for _ in said):
        return spots
    capitals = {seat.name for s in before if (seat := atlas.seat(s.place.country or ""))}
    return [s for s in spots if s not in before or s.place.name not in capitals]


def attach(
    told: Sequence[tuple[Sequence[Reading], int, Sequence[Figure]]], events: Sequence[Found], tables: Tables
) -> list[Counted]:
    """Give every figure of the report to its event; a figure with none is left out."""
    out: list[Counted] = []
    by_sentence: dict[int, list[int]] = {}
    for i, event in enumerate(events):
        for sentence in {event.sentence, *(s for s, _ in event.evidence)}:
            by_sentence.setdefault(sentence, []).append(i)
    paragraphs = [readings[index].sentence.paragraph for readings, index, _ in told]
    for readings, index, figures in told:
        reading = readings[index]
        for figure in figures:
            if in_past(reading, figure.clause):
                continue
            at = _owner(figure, index, events, by_sentence, paragraphs)
            if at is None:
                continue
            sources, certainty = voice_of(readings, index, figure.clause, frozenset(), tables, own_act=False)
            own = claimant(reading, figure, figures, tables)
            if own := own or (of_all(reading, figure, tables) if not sources else ()):
                sources, certainty = own, Certainty.ATTRIBUTED if certainty is Certainty.STATED else certainty
            n, tokens = figure.number, reading.tokens
            out.append(
                Counted(
                    at, figure.kind, figure.whom, n.low, n.best, n.high, sources, certainty, index,
                    tokens[n.first].start, tokens[n.last - 1].end,
                )
            )  # fmt: skip
    return _once(out)


def _once(counted: Sequence[Counted]) -> list[Counted]:
    seen: dict[tuple[object, ...], Counted] = {}
    for c in counted:
        seen.setdefault((c.event, c.kind, c.low, c.best, c.high, c.whom), c)
    return list(seen.values())


#: How many sentences a figure may stand from its event.
_NEAR: Final = 6


def _owner(
    figure: Figure,
    index: int,
    events: Sequence[Found],
    by_sentence: Mapping[int, Sequence[int]],
    paragraphs: Sequence[int],
) -> int | None:
    """The event that a figure belongs to: of its own clause or sentence, else told before it, else soon after."""
    around = {i for s in range(index - _NEAR, index + _NEAR + 1) for i in by_sentence.get(s, ())}
    fits = [i for i in sorted(around) if _carries(figure.kind, events[i])]
    here = [i for i in fits if any(s == index for s, _ in events[i].evidence)]
    own = [i for i in here if events[i].sentence == index and events[i].clause == figure.clause]
    if own or here:
        return (own or here)[-1]
    if figure.kind is ClaimKind.TROOPS:
        return None
    # A count told elsewhere is of no march that stayed peaceful, and of what follows only in its own paragraph.
    fits = [i for i in fits if events[i].sub is not SubEventType.PEACEFUL_PROTEST]
    told = [(max((s for s, _ in events[i].evidence if s < index), default=-1), i) for i in fits]
    near = [b for b in told if b[0] >= 0 and index - b[0] <= _NEAR]
    if near:
        return max(near)[1]
    after = [
        i
        for i in fits
        if 0 < events[i].sentence - index <= _NEAR and paragraphs[events[i].sentence] == paragraphs[index]
    ]
    return min(after, key=lambda i: events[i].sentence) if after else None


def _carries(kind: ClaimKind, event: Found) -> bool:
    if kind is ClaimKind.TROOPS:
        return (
            event.sub in (SubEventType.CHANGE_TO_GROUP, SubEventType.AGREEMENT, SubEventType.ARMED_CLASH)
            or event.label == "request for military assistance"
        )
    if kind is ClaimKind.ARRESTED:
        return event.sub in _DETAINS or event.event_type in (EventType.PROTESTS, EventType.RIOTS)
    return event.event_type in _VIOLENT
