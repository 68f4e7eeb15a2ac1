"""Readings → candidate events, sentence by sentence: what, where, when, who, who says so, and where the passage is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from geo.coding.atlas import Atlas
from geo.coding.gate import Reason, refuse
from geo.coding.lexicon import Tables
from geo.coding.places import CITY_STATES, Known, Role, Spot, joined_groups
from geo.coding.reading import Clause, Match, Reading
from geo.coding.times import When
from geo.coding.voices import voice_of
from geo.model import TYPE_OF, Certainty, DatePrecision, EventType, PartOfDay, SubEventType


@dataclass(frozen=True, slots=True)
class Where:
    """The place of an event: the town, region or country, as written, and where it came from."""

    place: Known
    text: str
    precision: int
    basis: str
    origin: Known | None = None

    @property
    def area(self) -> bool:
        """Whether it is a country or region, never a point."""
        return self.precision == 3


@dataclass(frozen=True, slots=True)
class Found:
    """One event as one clause tells it."""

    action: str
    sub: SubEventType
    label: str | None
    where: Where
    first: date
    last: date
    date_precision: DatePrecision
    part: PartOfDay | None
    actors: tuple[str, ...]
    attribution: tuple[str, ...]
    certainty: Certainty
    sentence: int
    clause: Clause
    anchor: int
    evidence: tuple[tuple[int, int], ...] = ()
    alternatives: tuple[SubEventType, ...] = ()
    nations: tuple[str, ...] = ()
    dated: bool = True
    placed: bool = True

    @property
    def event_type(self) -> EventType:
        """The ACLED type above the sub-type."""
        return TYPE_OF[self.sub]


@dataclass
class Passage:
    """What the passage is at: its day and its place. The one thing here that changes from sentence to sentence."""

    published: date
    main: str | None
    first: date
    last: date
    entry: date | None = None
    here: Where | None = None
    town: Where | None = None
    window: date | None = None
    moved: bool = False
    sentence: int = 0
    here_from: int = -1
    dwelt: int = 0
    focus: Where | None = None
    violent: Found | None = None
    weights: Counter[str] = field(default_factory=Counter)


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


def places_for(
    action: str, reading: Reading, clause: Clause, anchor: int, passage: Passage, tables: Tables, atlas: Atlas
) -> list[Where]:
    """Return the place of an action, or several where the clause joins them; empty if none can be told."""
    how = tables.lexicon.actions[action].get("place", "here")
    own = [s for s in reading.spots_in(clause) if s.role is not Role.REFERENCE]
    at = [s for s in own if s.role in (Role.AT, Role.NEAR)]
    to = [s for s in own if s.role is Role.TO]
    origin = next((s.place for s in own if s.role is Role.FROM), None)
    if how == "seat":
        return _seat(reading, clause, at, passage, tables, atlas, asked=action == "request")
    if how == "to":
        chosen = to[-1:] if to and not to[-1].joined else to or at
        if not to and at:
            chosen = [s for s in at if abs(s.first - at[-1].first) < 4] if at[-1].joined else at[-1:]
    else:
        chosen = at or to
    if how == "here" and chosen and all(s.area for s in chosen):
        inside = [s for s in own if s.role is Role.BARE and not s.area and s.place.country == chosen[0].place.country]
        chosen = inside or chosen
    if how == "applies" and not chosen:
        chosen = [s for s in own if s.role is Role.BARE]
    if how == "here" and not chosen and reading.has("report_word", clause):
        chosen = [s for s in own if s.role is Role.FROM]
    if not chosen and (how == "here" or reading.has("withdraw", clause)):
        chosen = [s for s in own if s.role is Role.FROM and not s.area]
    wide = reading.where("nationwide", clause.first, clause.last)
    if (
        wide
        and chosen
        and passage.main
        and wide[0] < chosen[0].first
        and reading.where("including", wide[0], chosen[0].first)
    ):
        return [*_country(passage.main, reading, atlas), *(_where(s, "clause") for s in _group(chosen, anchor))]
    if chosen:
        return [replace(_where(s, "clause"), origin=origin) for s in _group(chosen, anchor)]
    return _without(how, reading, clause, passage, origin, own, atlas)


def _where(spot: Spot, basis: str) -> Where:
    return Where(spot.place, spot.text, spot.precision, basis)


def _group(spots: Sequence[Spot], anchor: int) -> list[Spot]:
    """The joined spots nearest to the anchor; a town goes before the region or country that holds it."""
    groups = joined_groups(spots)
    fine = [g for g in groups if any(not s.area for s in g)]
    best = min(fine or groups, key=lambda g: min(abs(s.first - anchor) for s in g))
    kept: list[Spot] = []
    for spot in best:
        # "Portland, Oregon": an area behind a town of its own says where the town is.
        if not (spot.area and kept and not kept[-1].area and kept[-1].place.country == spot.place.country):
            kept.append(spot)
    return kept


def _without(
    how: str,
    reading: Reading,
    clause: Clause,
    passage: Passage,
    origin: Known | None,
    own: Sequence[Spot],
    atlas: Atlas,
) -> list[Where]:
    """The place where the clause names none: the country, the sentence's place before it, or the passage's."""
    if reading.where("nationwide", clause.first, clause.last) and passage.main:
        return _country(passage.main, reading, atlas)
    if reading.has("same_place", clause) and passage.here:
        return [replace(passage.here, basis="passage", origin=origin)]
    roles = (Role.AT, Role.NEAR) if how != "to" else (Role.TO, Role.AT, Role.NEAR)
    named = [s for s in own if s.role is Role.BARE and not s.area]
    if named and how != "applies":
        return [replace(_where(s, "clause"), origin=origin) for s in _group(named, clause.first)]
    before = [s for s in reading.spots if s.first < clause.first and s.role in roles]
    fine = [s for s in before if not s.area] or before
    later = [
        s
        for c in reading.clauses
        if c.first >= clause.last and not c.matches
        for s in reading.spots_in(c)
        if s.role in roles and not s.area
    ]
    local = reading.has("building", clause) or reading.has("square", clause) or reading.has("city_word", clause)
    told = passage.here if passage.here_from == passage.sentence else None
    if told and not told.area and fine and fine[-1].area:
        return [replace(told, basis="sentence", origin=origin)]
    if fine and not (local and fine[-1].area):
        return [replace(_where(s, "sentence"), origin=origin) for s in _group(fine, clause.first)]
    if later:
        return [replace(_where(s, "sentence"), origin=origin) for s in _group(later, clause.last)]
    bare = [s for s in (*own, *reading.spots) if s.role is Role.BARE and s.place.kind != "country"]
    if bare:
        return [replace(_where(bare[0], "clause"), origin=origin)]
    if reading.has("nationwide") and passage.main and not local:
        return _country(passage.main, reading, atlas)
    ruler = reading.has("official", clause) or reading.has("institution", clause)
    national = (how == "applies" and passage.here_from != passage.sentence) or (how == "to" and ruler)
    if national and not local and passage.main and not _locals(reading, clause):
        return _country(passage.main, reading, atlas)
    if local and passage.town and not _unknown_village(reading, clause):
        return [replace(passage.town, basis="passage", origin=origin)]
    if _unknown_village(reading, clause) and passage.main:
        return _country(passage.main, reading, atlas)
    if local and passage.focus:
        return [replace(passage.focus, origin=origin)]
    if local and passage.main and (seat := atlas.seat(passage.main)):
        return [Where(seat, seat.name, 1, "main country", origin)]
    if passage.here:
        return [replace(passage.here, basis="passage", origin=origin)]
    later = [s for s in reading.spots if s.first >= clause.last and s.role in roles]
    if later:
        return [replace(_where(s, "sentence"), origin=origin) for s in _group(later, clause.last)]
    country = next((s for s in own if s.place.kind == "country"), None)
    if country:
        return [_where(country, "clause")]
    return _country(passage.main, reading, atlas) if passage.main else []


def _unknown_village(reading: Reading, clause: Clause) -> bool:
    """Whether a clause names a village or town that no gazetteer knows: then no point may stand for it."""
    for i in range(clause.first, clause.last - 1):
        if "<village>" in reading.marks[i]:
            after = reading.tokens[i + 1 : i + 3]
            name = after[1] if after[0].low == "of" and len(after) > 1 else after[0]
            if name.capital and not any(s.first <= i + 1 + after.index(name) < s.last for s in reading.spots):
                return True
    return False


def _country(code: str, reading: Reading, atlas: Atlas) -> list[Where]:
    place = atlas.country(code)
    text = next((t.text for t, m in zip(reading.tokens, reading.marks, strict=True) if "<nationwide>" in m), code)
    return [Where(place, text, 1 if code in CITY_STATES else 3, "country")] if place else []


def _seat(
    reading: Reading, clause: Clause, at: Sequence[Spot], passage: Passage, tables: Tables, atlas: Atlas, *, asked: bool
) -> list[Where]:
    """Where an institution acts: the place told, its own seat, its country's capital, the passage's country's."""
    subjects = [s.first for s in reading.spots_in(clause) if s.role is Role.BARE]
    subjects += reading.where("official", clause.first, clause.last)
    for name, row in tables.lexicon.seats.items():
        spots = reading.where(f"seat_{name}", clause.first, clause.last)
        if spots and asked and min(subjects, default=spots[0]) < spots[0] - 1:
            continue
        if spots and (town := atlas.town(row["place"], row["country"])):
            return [Where(town, reading.tokens[spots[0]].text, 1, "institution")]
    towns = [s for s in at if not s.area]
    if towns:
        return [_where(towns[0], "clause")]
    actors = reading.where("institution", clause.first, clause.last) + reading.where(
        "official", clause.first, clause.last
    )
    first = min(actors, default=clause.first)
    if _locals(reading, clause):
        areas = [s for s in reading.spots_in(clause) if s.place.kind == "region"]
        if areas and (town := atlas.center(areas[0].place)):
            return [Where(town, areas[0].text, 1, "seat")]
        if passage.town:
            return [replace(passage.town, basis="passage")]
    code = next(
        (c for i, c in sorted(reading.nations.items()) if clause.first <= i < clause.last and abs(i - first) <= 3), None
    )
    if code is None:
        countries = [s for s in reading.spots_in(clause) if s.place.kind == "country" and abs(s.first - first) <= 4]
        code = countries[0].place.country if countries else None
    if code is None:
        bare = [s for s in reading.spots_in(clause) if s.role is Role.BARE and s.place.kind == "town"]
        if not actors and countries_named(reading, clause):
            code = countries_named(reading, clause)[0]
        elif bare and (seat := atlas.seat(bare[0].place.country or "")) and seat.name == bare[0].place.name:
            code = bare[0].place.country
    code = code or passage.main
    seat = atlas.seat(code) if code else None
    text = reading.tokens[first].text
    return [Where(seat, text, 1, "seat")] if seat else []


def _locals(reading: Reading, clause: Clause) -> list[int]:
    """The officials in a clause who speak for a town or region alone."""
    return [i for i in range(clause.first, clause.last) if reading.tokens[i].low.startswith(_LOCAL)]


def countries_named(reading: Reading, clause: Clause) -> list[str]:
    """The countries that a clause names without a preposition, in order: its subject and object."""
    spots = [s for s in reading.spots_in(clause) if s.place.kind == "country" and s.role is Role.BARE]
    return [s.place.country for s in spots if s.place.country]


_LOCAL = (
    "bürgermeister",
    "oberbürgermeister",
    "mayor",
    "governor",
    "gouverneur",
    "мэр",
    "губернатор",
    "аким",
    "landrat",
)


def days_for(
    reading: Reading, clause: Clause, anchor: int, passage: Passage
) -> tuple[date, date, DatePrecision, PartOfDay | None, bool]:
    """Return the days of an action: its clause's, its sentence's, else those that the passage is at."""
    own = _usable(reading.times_in(clause), passage)
    start = reading.tokens[clause.first].start
    earlier = [w for w in reading.times if w.start < start]
    if reading.tokens[clause.first].low not in ("after", "nachdem"):
        earlier = [w for w in earlier if w.meaning != "after_event"]
    before = _usable(earlier, passage)
    after = _usable([w for w in reading.times if w.start > start], passage)
    at = reading.tokens[anchor].start
    chosen = min(own, key=lambda w: (not w.sets_day, abs(w.start - at))) if own else None
    chosen = chosen or (before[-1] if before else None)
    if chosen is None and after and _reporting_free(reading, after[0]):
        chosen = after[0]
    if chosen and chosen.first and chosen.last:
        last = min(chosen.last, passage.published)
        return min(chosen.first, last), last, chosen.precision, chosen.part, True
    if passage.window and not passage.moved and not passage.entry:
        wide = (passage.published - passage.window).days
        precision = DatePrecision.DAY if not wide else DatePrecision.WEEK if wide <= 7 else DatePrecision.MONTH
        return passage.window, passage.published, precision, None, False
    return passage.first, passage.last, DatePrecision.DAY, None, False


def _reporting_free(reading: Reading, when: When) -> bool:
    clause = next(
        (c for c in reading.clauses if reading.tokens[c.first].start <= when.start < reading.tokens[c.last - 1].end),
        None,
    )
    return clause is not None and not (reading.has("speech", clause) and not clause.matches)


def _clause_at(reading: Reading, at: int) -> Clause | None:
    ends = [(c, reading.tokens[c.first].start, reading.tokens[c.last - 1].end) for c in reading.clauses]
    return next((c for c, start, end in ends if start <= at < end), None)


def _usable(times: Sequence[When], passage: Passage) -> list[When]:
    return [
        w
        for w in times
        if w.first and w.last and not w.background and not w.future and not w.limit and w.first <= passage.published
    ]


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
    for clause in reading.clauses:
        kept: list[Match] = []
        for match in clause.matches:
            reason = refuse(reading, clause, match, tables.language)
            if reason is Reason.FUTURE and _announced(reading, clause, match):
                reason, announced = None, True
            if reason:
                refused.append((match, reason))
            else:
                kept.append(match)
        kept = _accusing(kept, reading)
        dropped = {d for m in kept for d in drops.get(m.action, frozenset())}
        kept = [m for m in kept if m.action not in dropped]
        for match in kept:
            if match.action == "kill" and passage.violent and not _agent(reading, clause):
                continue
            out += _events(index, match, readings, clause, passage, tables, atlas)
        _move(reading, clause, passage, bool(kept))
    if announced:
        out = [f for f in out if f.action != "statement"]
    if not out:
        _dwell(reading, passage)
    return out, refused


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
    return bool(said and by) and not reading.has("condition", clause) and not reading.has("unverified")


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
        passage.here = _where(areas[0], "passage") if len(areas) == 1 else passage.here
    fit = [s for s, _ in towns if s.role is not Role.BARE]
    fit = fit or [s for s, c in towns if not reading.has("speech", c)]
    if len(fit) == 1:
        passage.here = passage.town = _where(fit[0], "passage")
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
    voices = voice_of(readings, index, clause, frozenset(match.tokens), tables, own_act=how in ("seat", "applies"))
    sub = choose_sub(match.action, reading, before, clause, tables)
    first, last, precision, part, dated = days_for(reading, clause, match.anchor, passage)
    label = tables.lexicon.actions[match.action].get("label")
    out = []
    for where in places_for(match.action, reading, clause, match.anchor, passage, tables, atlas):
        out.append(
            Found(
                match.action, sub, label if sub is SubEventType.OTHER else None, where, first, last, precision, part,
                actors_of(reading, clause, tables), voices[0], voices[1], index, clause, match.anchor,
                nations=nations_of(reading, clause), dated=dated, placed=where.basis in ("clause", "sentence"),
            )
        )  # fmt: skip
        if where.basis not in ("seat", "institution", "country") and match.action not in _AWAY:
            passage.here, passage.here_from = where, index
            if where.precision != 3:
                passage.town = where
    return out


#: Actions elsewhere, after which a passage goes on where it was.
_AWAY = frozenset({"departure", "talks", "sanctions", "statement"})


def _move(reading: Reading, clause: Clause, passage: Passage, told: bool) -> None:
    """Let a clause's own date move the passage on, unless it only dates what was said."""
    if not told and reading.has("speech", clause):
        return
    own = [w for w in _usable(reading.times_in(clause), passage) if w.sets_day and not w.since and not w.aside]
    own = [w for w in own if told or w.precision is not DatePrecision.MONTH]
    if own and own[-1].first and own[-1].last:
        passage.first, passage.last = own[-1].first, min(own[-1].last, passage.published)
        passage.moved = True


def nations_of(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """Return the countries whose people act in a clause: as adjectives, subjects or origins."""
    own = {c for i, c in reading.nations.items() if clause.first <= i < clause.last}
    own |= {
        s.place.country
        for s in reading.spots_in(clause)
        if s.place.kind == "country" and s.role in (Role.BARE, Role.FROM) and s.place.country
    }
    return tuple(sorted(own))


def actors_of(reading: Reading, clause: Clause, tables: Tables) -> tuple[str, ...]:
    """Return who acts and who is acted upon, as English noun phrases, in the order of the clause."""
    found: dict[str, None] = {}
    for i in range(clause.first, clause.last):
        for name in _ACTORS:
            if f"<{name}>" in reading.marks[i]:
                label = tables.lexicon.words[name].get("label", name)
                found[label] = None
                break
    return tuple(found)


_ACTORS = (
    *("rioters", "rebels", "police", "army", "journalist", "politician"),
    *("official", "institution", "crowd", "unknown", "civilians"),
)
