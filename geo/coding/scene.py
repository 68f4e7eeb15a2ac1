"""Where an action is: the place its clause names, its institution's seat, or where the passage is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from geo.coding.atlas import Atlas
from geo.coding.lexicon import Tables
from geo.coding.places import Known, Spot
from geo.coding.reading import Clause, Reading
from geo.coding.roles import Role
from geo.coding.settle import CITY_STATES, joined_groups
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


def places_for(
    action: str, reading: Reading, clause: Clause, anchor: int, passage: Passage, tables: Tables, atlas: Atlas
) -> list[Where]:
    """Return the place of an action, or several where the clause joins them; empty if none can be told."""
    how = tables.lexicon.actions[action].get("place", "here")
    own = [s for s in reading.spots_in(clause) if s.role is not Role.REFERENCE]
    at = [s for s in own if s.role in (Role.AT, Role.NEAR)]
    if how == "here" and all(s.area for s in at):
        # "20 km from Nyala": the nearest town named is near enough (codebook, section 3).
        at = [replace(s, precision=2) for s in _references(reading, clause)] or at
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
    if not chosen and (how == "here" or action in _LEFT or reading.has("withdraw", clause)):
        chosen = [s for s in own if s.role is Role.FROM and not s.area]
    wide = reading.where("nationwide", clause.first, clause.last)
    if (
        wide
        and chosen
        and passage.main
        and wide[0] < chosen[0].first
        and reading.where("including", wide[0], chosen[0].first)
    ):
        return [*_country(passage.main, reading, atlas), *(where_of(s, "clause") for s in _group(chosen, anchor))]
    if chosen:
        return [replace(where_of(s, "clause"), origin=origin) for s in _group(chosen, anchor)]
    return _without(how, reading, clause, passage, origin, own, atlas)


#: Movements that are coded where they go, or else where they began.
_LEFT: Final = frozenset({"displacement", "evacuation"})


def _references(reading: Reading, clause: Clause) -> list[Spot]:
    return [s for s in reading.spots_in(clause) if s.role is Role.REFERENCE and s.place.kind == "town"]


def where_of(spot: Spot, basis: str) -> Where:
    """Return a settled name as an event's place."""
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
        return [replace(where_of(s, "clause"), origin=origin) for s in _group(named, clause.first)]
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
        return [replace(where_of(s, "sentence"), origin=origin) for s in _group(fine, clause.first)]
    if later:
        return [replace(where_of(s, "sentence"), origin=origin) for s in _group(later, clause.last)]
    bare = [s for s in (*own, *reading.spots) if s.role is Role.BARE and s.place.kind != "country"]
    if bare:
        return [replace(where_of(bare[0], "clause"), origin=origin)]
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
        return [replace(where_of(s, "sentence"), origin=origin) for s in _group(later, clause.last)]
    country = next((s for s in own if s.place.kind == "country"), None)
    if country:
        return [where_of(country, "clause")]
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
        return [where_of(towns[0], "clause")]
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
