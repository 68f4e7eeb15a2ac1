"""Where an institution acts: the place told, its own seat, its country's capital, the passage's country's."""

from collections.abc import Sequence
from dataclasses import replace

from geo.coding.atlas import Atlas
from geo.coding.lexicon import Tables
from geo.coding.places import Spot
from geo.coding.reading import Clause, Reading
from geo.coding.roles import Role
from geo.coding.scene import Passage, Where, where_of
from geo.coding.text import Token


def seat_of(
    reading: Reading,
    clause: Clause,
    at: Sequence[Spot],
    passage: Passage,
    tables: Tables,
    atlas: Atlas,
    *,
    asked: int | None,
) -> list[Where]:
    """Return the place of an institution's act; empty if none can be told.

    `asked` is the token by which it asks another one for help, whose country stands behind it.
    """
    subjects = [s.first for s in reading.spots_in(clause) if s.role is Role.BARE]
    subjects += reading.where("official", clause.first, clause.last)
    for name, row in tables.lexicon.seats.items():
        spots = [i for i in reading.where(f"seat_{name}", clause.first, clause.last) if _is_name(reading.tokens[i])]
        spots = [i for i in spots if not _object(reading, clause, i, tables.language)]
        goes_on = clause.first > 0 and reading.tokens[clause.first].low in _AND
        if spots and asked is not None and (goes_on or min(subjects, default=spots[0]) < spots[0] - 1):
            continue
        if spots and (town := atlas.town(row["place"], row["country"])):
            return [Where(town, reading.tokens[spots[0]].text, 1, "institution")]
    towns = [s for s in at if not s.area]
    if towns:
        return [where_of(towns[0], "clause")]
    owned = [s for s in reading.spots_in(clause) if s.role is Role.BARE and s.place.kind in ("town", "region")]
    for spot in owned:
        if tables.language == "ru" and spot.first and reading.marks[spot.first - 1] & _LOCAL_POSTS:
            held = atlas.center(spot.place) if spot.place.kind == "region" else spot.place
            return [Where(held, spot.text, 1, "seat")] if held else []
    actors = reading.where("institution", clause.first, clause.last) + reading.where(
        "official", clause.first, clause.last
    )
    first = min(actors, default=clause.first)
    local, regional = locals_in(reading, clause), _of_region(reading, clause, passage)
    if local or regional:
        areas = [s for s in reading.spots_in(clause) if s.place.kind == "region"]
        region = areas[0].place if areas else passage.region if regional else None
        if region and (town := atlas.center(region)):
            return [Where(town, areas[0].text if areas else region.name, 1, "seat")]
        before = [s for s in reading.spots if s.first < clause.first and s.role in (Role.AT, Role.NEAR) and not s.area]
        if before:
            return [where_of(before[-1], "sentence")]
        if passage.town:
            return [replace(passage.town, basis="passage")]
    subject = [s for s in reading.spots_in(clause) if s.place.kind == "country" and s.role is Role.BARE]
    if subject and not any(
        t.word for t in reading.tokens[clause.first : subject[0].first] if t.low not in ("the", "die")
    ):
        own = atlas.seat(subject[0].place.country or "")
        if own:
            return [Where(own, subject[0].text, 1, "seat")]
    opens = next((s for s in reading.spots_in(clause) if s.first == clause.first and s.role is Role.BARE), None)
    if opens and opens.place == atlas.seat(opens.place.country or ""):
        return [Where(opens.place, opens.text, 1, "seat")]
    end = clause.last if asked is None or asked < first else asked
    behind = next((s for s in subject if s.first == first + 1 and tables.language == "ru"), None)
    code = behind.place.country if behind else None  # «минобороны Армении»
    code = code or next(
        (c for i, c in sorted(reading.nations.items()) if clause.first <= i < end and abs(i - first) <= 3), None
    )
    if code is None:
        countries = [s for s in reading.spots_in(clause) if s.place.kind == "country" and abs(s.first - first) <= 4]
        countries = [s for s in countries if s.first < end and s.role is not Role.TO]
        code = countries[0].place.country if countries else None
    if code is None:
        bare = [s for s in reading.spots_in(clause) if s.role is Role.BARE and s.place.kind == "town"]
        bare = [s for s in bare if not actors or s.first < first]
        if not actors and countries_named(reading, clause):
            code = countries_named(reading, clause)[0]
        elif bare and (seat := atlas.seat(bare[0].place.country or "")) and seat.name == bare[0].place.name:
            code = bare[0].place.country
    code = code or passage.main
    seat = atlas.seat(code) if code else None
    text = reading.tokens[first].text
    return [Where(seat, text, 1, "seat")] if seat else []


def _object(reading: Reading, clause: Clause, at: int, language: str) -> bool:
    """Whether a body is only what an official speaks of: «премьер объявил о переговорах о вступлении в Евросоюз»."""
    if language != "ru" or at <= clause.first or reading.tokens[at - 1].low not in _WITH:
        return False
    return bool(reading.where("official", clause.first, at) and reading.where("speech", clause.first, at))


_WITH = frozenset({"в", "с", "о", "об", "против", "из", "от"})
#: A clause that opens so goes on with the subject of the one before.
_AND = frozenset({"и", "und", "and"})


def _is_name(token: Token) -> bool:
    """Whether a word is written as a name; short ones ("WHO") in capitals."""
    return token.text.isupper() if len(token.text) <= 4 else token.text != token.low


def locals_in(reading: Reading, clause: Clause) -> list[int]:
    """Return the officials in a clause who speak for a town or region alone."""
    return [i for i in range(clause.first, clause.last) if reading.tokens[i].low.startswith(_LOCAL)]


def _of_region(reading: Reading, clause: Clause, passage: Passage) -> bool:
    """Whether an official is one of the report's region, called only so: «глава региона», "the regional government".

    «глава республики» is the country's head where the report's region is no republic.
    """
    named = [reading.tokens[i].low for i in reading.where("regional", clause.first, clause.last)]
    if not named or passage.region is None:
        return False
    own = passage.region.names.get("ru", "").lower()
    return any(w != "республики" for w in named) or not any(sort in own for sort in _NO_REPUBLIC)


#: A Russian name behind these is whose they are: «военком Буйнакска».
_LOCAL_POSTS = frozenset({"<official>", "<institution>", "<police>"})
_NO_REPUBLIC = ("област", "край", "провинц", "штат", "округ", "район")


def countries_named(reading: Reading, clause: Clause) -> list[str]:
    """Return the countries that a clause names without a preposition, in order: its subject and object."""
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
    "präfekt",
    "unterpräfekt",
    "stadtverwaltung",
    "stadtrat",
    "gemeinderat",
    "bezirksverwaltung",
    "kreisverwaltung",
    "prefect",
    "sub-prefect",
    "subprefect",
)
