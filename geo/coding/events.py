"""Readings → candidate events, sentence by sentence: what, where, when, who, who says so, and where the passage is."""

from collections.abc import Mapping, Sequence
from typing import Final

from geo.coding.atlas import Atlas
from geo.coding.bygone import bygone
from geo.coding.cast import actors_of, nations_of
from geo.coding.dating import days_for, usable
from geo.coding.gate import Reason, refuse
from geo.coding.lexicon import Tables
from geo.coding.placing import places_for, speaks_at
from geo.coding.reading import Clause, Match, Reading
from geo.coding.relative import of_noun, of_participle
from geo.coding.roles import Role
from geo.coding.scene import Found, Passage, where_of
from geo.coding.voices import voice_of
from geo.model import DatePrecision, SubEventType


def choose_sub(action: str, reading: Reading, before: Reading | None, clause: Clause, tables: Tables) -> SubEventType:
    """Return the sub-event type of an action by the classes that stand around it (`types` in actions.toml)."""
    for line in tables.lexicon.actions[action]["types"].split(";"):
        condition, _, sub = line.strip().partition(":")
        if condition == "*" or all(_holds(part.strip(), reading, before, clause) for part in condition.split("+")):
            return SubEventType(sub.strip())
    return SubEventType.OTHER


def _holds(part: str, reading: Reading, before: Reading | None, clause: Clause) -> bool:
    if part.startswith("!"):
        return not _holds(part[1:], reading, before, clause)
    if part.startswith("@"):
        return reading.has(part[1:])
    if part.startswith("~"):
        return reading.has(part[1:]) or (before is not None and before.has(part[1:]))
    return reading.has(part, clause)


def candidates(
    index: int,
    readings: Sequence[Reading],
    passage: Passage,
    tables: Tables,
    atlas: Atlas,
    drops: Mapping[str, frozenset[str]],
) -> tuple[list[Found], list[tuple[Match, Reason]]]:
    """Return the events that sentence `index` tells, and what was refused with its reason; moves the passage on.

    `readings` are the sentences up to this one, and the next.
    """
    reading = readings[index]
    out: list[Found] = []
    refused: list[tuple[Match, Reason]] = []
    announced = False
    past = bygone(readings, index, tables.language)
    for clause in reading.clauses:
        kept: list[Match] = []
        for match in clause.matches:
            reason = refuse(reading, clause, match, tables.language)
            if past and reason is None:
                reason = Reason.BACKGROUND
            if reason is Reason.FUTURE and _announced(reading, clause, match):
                reason, announced = None, True
            if reason is Reason.MENTION and _owned_up(reading, clause, match):
                reason, announced = None, True
            if reason:
                refused.append((match, reason))
            else:
                kept.append(match)
        kept = _accusing(kept, reading)
        dropped = {d for m in kept for d in drops.get(m.action, frozenset())}
        kept = [m for m in kept if m.action not in dropped]
        for match in _blown(kept, readings, index, clause, passage.violent):
            if match.action == "kill" and passage.violent and not _agent(reading, clause):
                continue
            if match.action in _RESULTS and (
                _result(reading, clause, match, out) or _caused(reading, clause, match, tables.language)
            ):
                continue
            out += _events(index, match, readings, clause, passage, tables, atlas)
        _move(reading, clause, passage, kept[-1].anchor if kept else None)
    # "The police changed sides: in Sucre …": what is told with its place needs no second event without.
    placed = {f.action for f in out if f.placed}
    if any(not f.placed for f in out) and placed:
        out = [f for f in out if f.placed or f.action not in placed or f.where.basis != "passage"]
    if announced:
        out = [f for f in out if f.action != "statement"]
    if not out:
        _dwell(reading, passage)
    return out, refused


#: What a blow leads to; told behind it, it is no event of its own.
_RESULTS = frozenset({"kill", "clash", "attack"})
_BLOWS = frozenset({"airstrike", "shelling", "ied", "suicide", "grenade", "chemical"})
_FROM_AFAR = frozenset({"airstrike", "shelling"})


def _blown(
    kept: Sequence[Match], readings: Sequence[Reading], index: int, clause: Clause, last: Found | None
) -> list[Match]:
    """Return the actions, what is told destroyed in a paragraph of strikes or shelling as hit by these."""
    reading = readings[index]
    paragraph = readings[last.sentence].sentence.paragraph if last else 0
    near = last is not None and last.action in _FROM_AFAR and paragraph == reading.sentence.paragraph
    if last is None or not near or any(reading.has(name, clause) for name in ("gathering", "rioters", "rebels")):
        return list(kept)
    wrecked = [m for m in kept if m.action in _WRECKS and reading.tokens[m.anchor].low.startswith(_DESTROYED)]
    rest = [m for m in kept if m not in wrecked]
    told = [] if any(m.action == last.action for m in rest) else wrecked[:1]
    return rest + [Match(last.action, m.anchor, m.tokens) for m in told]


_WRECKS = frozenset({"burn", "riot", "loot"})
_DESTROYED = ("destroy", "damage", "wreck", "flatten", "zerstör", "beschädig", "разруш", "поврежд", "уничтож")
_FIGHTS = frozenset({"shoot_crowd", "shoot", "clash", "riot", "storm", "raid", "block_by_police"})


def _result(reading: Reading, clause: Clause, match: Match, told: Sequence[Found]) -> bool:
    """Whether a clause goes on from a blow with whom it hit: "… and killed a number of fighters"."""
    opens = [i for i in range(clause.first, min(clause.first + 2, clause.last)) if i in match.tokens]
    if opens and told and reading.tokens[match.anchor].low in ("killing", "wounding", "injuring"):
        return True  # "…, killing twelve soldiers" goes on with the act before
    blow = any(f.action in _BLOWS and f.sentence == told[-1].sentence for f in told)
    return bool(opens) and blow and any("<count_" in m for i in opens for m in reading.marks[i])


def _caused(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """Whether the next clause tells the blow or fight that killed: "Five people were killed when a mine went off"."""
    number = reading.clauses.index(clause) + 1
    if number == len(reading.clauses) or not any("<count_" in m for i in match.tokens for m in reading.marks[i]):
        return False
    following = reading.clauses[number]
    if reading.tokens[following.first].low not in ("when", "as", "after", "als", "nachdem", "когда"):
        return False
    acts = [m for m in following.matches if m.action in _BLOWS or (m.action in _FIGHTS and not _agent(reading, clause))]
    return any(refuse(reading, following, m, language) is None for m in acts)


def _agent(reading: Reading, clause: Clause) -> bool:
    """Whether a clause names who kills; else the dead belong to the event that the passage is about."""
    return any(reading.has(name, clause) for name in ("rebels", "police", "army", "unknown", "rioters"))


#: Acts that a government's announcement makes an event even before they are carried out.
_ANNOUNCED = frozenset({"troops", "sanctions", "emergency", "martial_law", "curfew", "inquiry", "mourning"})


def _announced(reading: Reading, clause: Clause, match: Match) -> bool:
    if match.action not in _ANNOUNCED:
        return False
    said = reading.where("announce", 0, match.anchor)
    by = reading.where("official", 0, match.anchor) + reading.where("institution", 0, match.anchor)
    weighed = reading.where("weighed", 0, match.anchor)
    return bool(said and by) and not (weighed or reading.has("condition", clause) or reading.has("unverified"))


def _owned_up(reading: Reading, clause: Clause, match: Match) -> bool:
    """Whether somebody claims an act told with its place: "claimed responsibility for a raid on Diffa"."""
    owned = [i for i in reading.where("owned_up", clause.first, match.anchor) if i not in match.tokens]
    near = [t.low for t in reading.tokens[owned[-1] + 1 : match.anchor]] if owned else []
    return not _A.isdisjoint(near) and any(s.role is Role.AT and s.first > owned[-1] for s in reading.spots_in(clause))


#: What opens an act that the report has not told before; Russian has no articles.
_A: Final = frozenset({"a", "an", "einem", "einer", "einen", "за"})


def _ordered(reading: Reading, clause: Clause, match: Match) -> bool:
    """Whether an act is told as announced by those who order it: the announcing is then the act."""
    return _announced(reading, clause, match) and not reading.has("source_phrase", clause)


def _accusing(kept: list[Match], reading: Reading) -> list[Match]:
    """What somebody is accused of is not told: "accused Ukraine of shelling the plant"."""
    said = [m.anchor for m in kept if m.action == "statement" and "<accuse>" in reading.marks[m.anchor]]
    return [m for m in kept if m.action == "statement" or not said or m.anchor < said[0]]


def _dwell(reading: Reading, passage: Passage) -> None:
    """A sentence that tells no event may still say which place the passage is about."""
    towns = [
        (s, c)
        for s in reading.spots
        for c in reading.clauses
        if c.first <= s.first < c.last and not s.area and s.role in (Role.AT, Role.NEAR, Role.BARE)
    ]
    if any(w.background for w in reading.times):
        return
    if not towns and len(reading.tokens) <= 8:
        areas = [s for s in reading.spots if s.place.kind == "region"]
        passage.here = where_of(areas[0], "passage") if len(areas) == 1 else passage.here
    fit = [s for s, _ in towns if s.role is not Role.BARE and not speaks_at(s, reading)]
    fit = fit or [s for s, c in towns if not reading.has("speech", c) and not speaks_at(s, reading)]
    asking = [i for name in ("appeal", "demand") for i in reading.where(name, 0, len(reading.marks))]
    fit = [s for s in fit if s.role is not Role.BARE or not any(0 <= i - s.last < 2 for i in asking)]
    if len(fit) == 1:
        passage.here = passage.town = where_of(fit[0], "passage")
        passage.dwelt = reading.sentence.paragraph


def _events(
    index: int,
    match: Match,
    readings: Sequence[Reading],
    clause: Clause,
    passage: Passage,
    tables: Tables,
    atlas: Atlas,
) -> list[Found]:
    reading = readings[index]
    before = readings[index - 1] if index else None
    how = tables.lexicon.actions[match.action].get("place", "here")
    voices = voice_of(
        readings,
        index,
        clause,
        frozenset(match.tokens),
        tables,
        own_act=how in ("seat", "applies") or _ordered(reading, clause, match),
    )
    sub = choose_sub(match.action, reading, before, clause, tables)
    first, last, precision, part, dated = days_for(reading, clause, match.anchor, passage)
    label = tables.lexicon.actions[match.action].get("label")
    there = reading.has("same_place", clause)
    out = []
    for where in places_for(match.action, reading, clause, match.anchor, passage, tables, atlas):
        out.append(
            Found(
                match.action, sub, label if sub is SubEventType.OTHER else None, where, first, last, precision, part,
                actors_of(reading, clause, tables), voices[0], voices[1], index, clause, match.anchor,
                nations=nations_of(reading, clause), dated=dated, placed=where.basis in ("clause", "sentence") or there,
            )
        )  # fmt: skip
        if where.basis not in ("seat", "institution", "country") and match.action not in _AWAY:
            passage.here, passage.here_from = where, index
            if where.precision != 3:
                passage.town = where
    return out


#: Actions elsewhere, after which a passage goes on where it was.
_AWAY = frozenset({"departure", "talks", "sanctions", "statement"})


def _move(reading: Reading, clause: Clause, passage: Passage, anchor: int | None) -> None:
    """Let a clause's own date move the passage on, unless it only dates what was said."""
    told = anchor is not None
    said = reading.has("speech", clause) or reading.has("future", clause) or reading.has("hearsay", clause)
    if not told and said and not _of_noun(reading, clause):
        _reported(reading, clause, passage)
        return
    own = [w for w in usable(reading.times_in(clause), passage) if w.sets_day and not w.since]
    if told and own and own[-1].aside and own[-1].first and own[-1].last and reading.spots:
        passage.aside = passage.sentence, own[-1].first, own[-1].last
    own = [w for w in own if not w.aside]
    own = [w for w in own if told or (w.precision is not DatePrecision.MONTH and not of_noun(reading, w))]
    own = [w for w in own if anchor is None or not of_participle(reading, w, anchor)]
    if own and own[-1].first and own[-1].last:
        passage.first, passage.last = own[-1].first, min(own[-1].last, passage.published)
        passage.moved = True
        if own[-1].meaning == "date":
            passage.dated = reading.sentence.paragraph


def _reported(reading: Reading, clause: Clause, passage: Passage) -> None:
    """Before any day is told, that of the first report stands for it: "… , the army said on Monday."."""
    own = [w for w in usable(reading.times_in(clause), passage) if w.sets_day and not w.since and not w.aside]
    if own and not passage.moved and not passage.entry and own[-1].meaning in ("weekday", "date") and own[-1].first:
        passage.first = passage.last = own[-1].first


def _of_noun(reading: Reading, clause: Clause) -> bool:
    """Whether a Russian participle gives the day of what is talked of: «о спецоперации, проведенной в субботу, …»."""
    starts = {w.start for w in reading.times_in(clause) if w.sets_day}
    low = [t.low for t in reading.tokens[clause.first : clause.last]]
    at = [i - clause.first for i in range(clause.first, clause.last) if reading.tokens[i].start in starts]
    return any(word.endswith(_DONE) for i in at for word in low[max(0, i - 1) : i])


_DONE = ("енной", "анной", "енном", "анном", "енных", "анных", "енного", "анного", "вшей", "вшем", "вшейся", "вшемся")
