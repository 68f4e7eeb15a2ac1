"""Where an action is: the place its clause names, its institution's seat, or where the passage is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geo.coding.asides import participle
from geo.coding.atlas import Atlas
from geo.coding.lexicon import Tables
from geo.coding.places import Known, Spot
from geo.coding.reading import Clause, Reading
from geo.coding.roles import Role
from geo.coding.scene import Passage, Where, where_of
from geo.coding.seats import locals_in, seat_of
from geo.coding.settle import CITY_STATES, joined_groups
from geo.coding.unlisted import unknown_village


def places_for(
    action: str, reading: Reading, clause: Clause, anchor: int, passage: Passage, tables: Tables, atlas: Atlas
) -> list[Where]:
    """Return the place of an action, or several where the clause joins them; empty if none can be told."""
    how = tables.lexicon.actions[action].get("place", "here")
    own = [s for s in reading.spots_in(clause) if s.role is not Role.REFERENCE]
    if how == "here":
        # "the road to Puno" is not in Puno.
        own = [s for s in own if s.role is not Role.TO or not reading.where("road", s.first - 2, s.first)]
        own = [s for s in own if not _elsewhere(s, own, reading) and not _told_at(s, reading, anchor)]
    if action == "airport":
        own = [s for s in own if not reading.where("diverted", max(clause.first, s.first - 6), s.first)]
    if tables.language == "ru":
        own = [s for s in own if not _aside(s.first, reading, clause, anchor)]
        own = [s for s in own if s.role is not Role.FROM or not _by_gerund(s.first, reading, clause)]
    own = _without_sources(own, reading, clause) if tables.language == "en" else own
    at = [s for s in own if s.role in (Role.AT, Role.NEAR)]
    if how == "here" and all(s.area for s in at):
        # "20 km from Nyala": the nearest town named is near enough (codebook, section 3).
        at = [replace(s, precision=2) for s in _references(reading, clause)] or at
    to = [s for s in own if s.role is Role.TO]
    origin = next((s.place for s in own if s.role is Role.FROM), None)
    if action == "agreement" and not own and reading.has("announce", clause) and reading.has("official", clause):
        how = "seat"
    if how == "seat":
        if action == "inquiry" and passage.town and _unsaid(reading, clause, passage):
            return [replace(passage.town, basis="passage")]
        if action == "statement" and "<accuse>" in reading.marks[anchor]:
            at = [s for s in at if s.first < anchor]  # what others are accused of is elsewhere
        return seat_of(reading, clause, at, passage, tables, atlas, asked=anchor if action == "request" else None)
    if how == "to":
        chosen = to[-1:] if to and not to[-1].joined else to or at
        if not to and at:
            chosen = [s for s in at if abs(s.first - at[-1].first) < 4] if at[-1].joined else at[-1:]
    else:
        chosen = at or to
    if how == "here" and chosen and all(s.area for s in chosen):
        inside = [s for s in own if s.role is Role.BARE and not s.area and s.place.country == chosen[0].place.country]
        chosen = inside or chosen
    if (how == "applies" or action == "airport") and not chosen:
        chosen = [s for s in own if s.role is Role.BARE and not _next(s, reading, anchor)]
        if code := next((s.place.country for s in chosen if _governs(s, reading, anchor, atlas)), None):
            return _country(passage.main or code, reading, atlas)
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
        return [
            *_country(passage.main, reading, atlas),
            *(where_of(s, "clause") for s in _group(chosen, anchor, reading)),
        ]
    if chosen:
        return [replace(where_of(s, "clause"), origin=origin) for s in _group(chosen, anchor, reading)]
    return _without(how, reading, clause, passage, origin, own, atlas)


def _aside(at: int, reading: Reading, clause: Clause, anchor: int) -> bool:
    """Whether a name stands in a Russian participial phrase that tells something else: «…, приехавших из Оша, …»."""
    comma = next((i for i in range(at - 1, clause.first - 1, -1) if reading.tokens[i].text == ","), -1)
    if comma < 0 or not participle(reading.tokens[comma + 1].low):
        return False
    end = next((i for i in range(at, clause.last) if reading.tokens[i].text == ","), clause.last)
    return not comma < anchor < end


def _unsaid(reading: Reading, clause: Clause, passage: Passage) -> bool:
    """Whether a case is opened without a word of who does so, in a paragraph that is about a town."""
    ruled = any(reading.has(name, clause) for name in ("institution", "official", "police", "country"))
    return not ruled and passage.dwelt == reading.sentence.paragraph and not reading.spots_in(clause)


def _by_gerund(at: int, reading: Reading, clause: Clause) -> bool:
    """Whether a Russian gerund stands between a name and the comma before: «…, узнав о рейсе из Стамбула»."""
    comma = next((i for i in range(at - 1, clause.first - 1, -1) if reading.tokens[i].text == ","), -1)
    return comma >= 0 and reading.tokens[comma + 1].low.endswith(_GERUND)


_GERUND: Final = ("нав", "дав", "чив", "шав", "тив", "лав", "сав", "вав", "вшись", "уя", "вая", "ясь", "ив")
#: Movements that are coded where they go, or else where they began.
_LEFT: Final = frozenset({"displacement", "evacuation"})


_THERE: Final = (Role.AT, Role.NEAR)


def _elsewhere(spot: Spot, own: Sequence[Spot], reading: Reading) -> bool:
    """Whether a name is where another place is likened to, or where somebody speaks of what happened in another."""
    others = [s for s in own if s is not spot]
    if not others or spot.role is not Role.AT:
        return False
    if reading.where("unlike", max(0, spot.first - 3), spot.first):
        return True
    if reading.where("road", max(0, spot.first - 2), spot.first) and any(s.role in _THERE for s in others):
        return True
    told = any(s.first > spot.last for s in others)
    return told and (speaks_at(spot, reading) or bool(reading.where("speech", spot.last, spot.last + 2)))


def _next(spot: Spot, reading: Reading, anchor: int) -> bool:
    """Whether a name behind an act begins what another does: "ordered a curfew, and Virginia sent troopers"."""
    return spot.first > anchor and not spot.joined and reading.tokens[spot.first - 1].low in ("and", "und", "и", "а")


def _governs(spot: Spot, reading: Reading, anchor: int, atlas: Atlas) -> bool:
    """Whether a capital before a verb of announcing stands for its government: "Kyiv declared martial law"."""
    if spot.area or spot.last > anchor or spot.place != atlas.seat(spot.place.country or ""):
        return False
    return bool(reading.where("announce", spot.last, spot.last + 3))


def _told_at(spot: Spot, reading: Reading, anchor: int) -> bool:
    """Whether a name behind an act only says where somebody speaks of it: "…, the minister said in Paris"."""
    comma = max((i for i in range(anchor, spot.first) if reading.tokens[i].text == ","), default=None)
    if comma is None or spot.role is not Role.AT or not reading.where("speech", comma, spot.first):
        return False
    return _THAT.isdisjoint(t.low for t in reading.tokens[comma : spot.first])


#: What opens what is said.
_THAT: Final = frozenset({"that", "dass", "что", "and", "und", "и"})


def _without_sources(own: list[Spot], reading: Reading, clause: Clause) -> list[Spot]:
    """Leave out where a source is: "… was ambushed outside Kyaukme, according to two deserters now in Thailand"."""
    phrases = reading.where("source_phrase", clause.first + 1, clause.last)
    before = [s for s in own if phrases and s.first < phrases[0]]
    return [s for s in own if not phrases or s.first < phrases[0] or not (before or s.area)]


def _references(reading: Reading, clause: Clause) -> list[Spot]:
    return [s for s in reading.spots_in(clause) if s.role is Role.REFERENCE and s.place.kind == "town"]


def _between(group: Sequence[Spot], reading: Reading) -> bool:
    """Whether something lies between two towns, as on the road from one to the other: one place near the first."""
    before = reading.tokens[group[0].first - 1].low if group[0].first else ""
    return before in ("between", "zwischen", "между") and not any(s.area for s in group)


def _group(spots: Sequence[Spot], anchor: int, reading: Reading) -> list[Spot]:
    """The joined spots nearest to the anchor; a town goes before the region or country that holds it."""
    groups = joined_groups(spots)
    fine = [g for g in groups if any(not s.area for s in g)]
    best = min(fine or groups, key=lambda g: min(abs(s.first - anchor) for s in g))
    kept: list[Spot] = []
    for spot in best:
        # "Portland, Oregon": an area behind a town of its own says where the town is.
        held = kept and kept[-1].place.country == spot.place.country and kept[-1].place.kind != "country"
        if not (held and (spot.place.kind == "country" or (spot.area and not kept[-1].area))):
            kept.append(spot)
    return [replace(kept[0], precision=2)] if len(kept) > 1 and _between(kept, reading) else kept


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
    scenes = [s for s in reading.spots if s.first < clause.first and s.role is Role.AT and not s.area]
    if reading.has("same_place", clause) and scenes:
        return [replace(where_of(scenes[-1], "sentence"), origin=origin)]
    if reading.has("same_place", clause) and passage.here:
        return [replace(passage.here, basis="passage", origin=origin)]
    roles = (Role.AT, Role.NEAR) if how != "to" else (Role.TO, Role.AT, Role.NEAR)
    if (code := _several(reading, clause)) and how == "here":
        return _country(code, reading, atlas)
    named = [s for s in own if s.role is Role.BARE and not s.area]
    named = [s for s in named if not reading.where("speech", s.last, s.last + 2)]  # "Phnom Penh maintained that …"
    named = [s for s in named if not reading.where("source_phrase", s.first - 2, s.first)]  # "nach Angaben Eriwans"
    if named and how != "applies":
        return [replace(where_of(s, "clause"), origin=origin) for s in _group(named, clause.first, reading)]
    before = [s for s in reading.spots if s.first < clause.first and s.role in roles and not speaks_at(s, reading)]
    asides = [c for c in reading.clauses if c.sub and c.last <= clause.first]
    scene = [s for s in before if not any(c.first <= s.first < c.last for c in asides)]
    before = scene or before
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
    if told and (local or not told.area) and fine and fine[-1].area:
        return [replace(told, basis="sentence", origin=origin)]
    if fine and not (local and fine[-1].area):
        return [replace(where_of(s, "sentence"), origin=origin) for s in _group(fine, clause.first, reading)]
    if later:
        return [replace(where_of(s, "sentence"), origin=origin) for s in _group(later, clause.last, reading)]
    bare = [s for s in (*own, *reading.spots) if s.role is Role.BARE and s.place.kind != "country"]
    bare = [s for s in bare if not _next(s, reading, clause.first)]
    if bare:
        return [replace(where_of(bare[0], "clause"), origin=origin)]
    if reading.has("nationwide") and passage.main and not local:
        return _country(passage.main, reading, atlas)
    ruler = reading.has("official", clause) or reading.has("institution", clause)
    if how == "applies" and reading.has("in_region", clause) and passage.main:
        region = passage.region
        return [Where(region, None, 3, "passage")] if region else _country(passage.main, reading, atlas)
    national = (how == "applies" and passage.here_from != passage.sentence) or (how == "to" and ruler)
    if national and not local and passage.main and not locals_in(reading, clause):
        return _country(passage.main, reading, atlas)
    houses = reading.where("national_house", clause.first, clause.last)
    state = [i for i in houses if not reading.where("source_phrase", i - 3, i)]
    code = passage.town.place.country if passage.town else passage.main
    if state and code and how == "here" and (seat := atlas.seat(code)):
        return [Where(seat, reading.tokens[state[0]].text, 1, "seat", origin)]
    if local and passage.town and not unknown_village(reading, clause):
        return [replace(passage.town, basis="passage", origin=origin)]
    if unknown_village(reading, clause) and passage.main:
        here = passage.here.place.country if passage.here else None
        return _country(here or passage.main, reading, atlas)
    if local and passage.focus:
        return [replace(passage.focus, origin=origin)]
    if local and passage.main and (seat := atlas.seat(passage.main)):
        return [Where(seat, None, 1, "main country", origin)]
    opens = next((s for s in own if s.place.kind == "country" and s.first == clause.first), None)
    if opens and passage.here and passage.here.place.country not in (None, opens.place.country):
        return [where_of(opens, "clause")]  # "India has put its border guards on alert"
    if passage.here:
        return [replace(passage.here, basis="passage", origin=origin)]
    later = [s for s in reading.spots if s.first >= clause.last and s.role in roles]
    if later:
        return [replace(where_of(s, "sentence"), origin=origin) for s in _group(later, clause.last, reading)]
    country = next((s for s in own if s.place.kind == "country"), None)
    if country:
        return [where_of(country, "clause")]
    return _country(passage.main, reading, atlas) if passage.main else []


def _several(reading: Reading, clause: Clause) -> str | None:
    """The country of which a clause means several regions without a name: "from four Thai provinces"."""
    told = (i for i in sorted(reading.nations) if clause.first < i < clause.last - 1)
    return next((reading.nations[i] for i in told if reading.tokens[i + 1].low in _REGIONS), None)


_REGIONS: Final = frozenset({"provinces", "regions", "districts", "states", "cities", "towns", "prefectures"})


def speaks_at(spot: Spot, reading: Reading) -> bool:
    """Whether a name only says where a speaker has its seat: "the ministry in Moscow said", «заявили в Ереване»."""
    if spot.first > 1 and "<speech>" in reading.marks[spot.first - 2] and spot.role is Role.AT:
        return _PASSIVE.isdisjoint(t.low for t in reading.tokens[max(0, spot.first - 5) : spot.first - 2])
    houses = range(max(0, spot.first - 2), max(0, spot.first - 1))
    verbs = [i for name in ("speech", "demand", "appeal") for i in reading.where(name, spot.last, spot.last + 4)]
    return bool(verbs) and any(not reading.marks[i].isdisjoint(_SPEAKING) for i in houses)


#: "Protests were also reported in Mombasa" tells of Mombasa.
_PASSIVE: Final = frozenset({"was", "were", "been"})
_SPEAKING: Final = frozenset({"<institution>", "<national_house>"})


def _country(code: str, reading: Reading, atlas: Atlas) -> list[Where]:
    place = atlas.country(code)
    text = next((t.text for t, m in zip(reading.tokens, reading.marks, strict=True) if "<nationwide>" in m), None)
    return [Where(place, text, 1 if code in CITY_STATES else 3, "country")] if place else []
