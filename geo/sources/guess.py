"""A first mapping for a table that nobody has mapped: columns guessed from their names and from what stands in them."""

from collections.abc import Iterable
from typing import Any, Final

import pyarrow as pa

from geo.errors import SourceError
from geo.gazetteer.fold import fold
from geo.model import SubEventType
from geo.sources.countries import from_name
from geo.sources.days import find_order, read_day
from geo.sources.mapping import SUB_OF, Mapping
from geo.sources.parquet import LAT, LON
from geo.sources.sheet import as_text
from geo.sources.wire import ROW, Form

SAMPLE: Final = 500
_MOST: Final = 200
#: field → names that columns of it have, in English, German and Russian, the likeliest first
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "event_id": ("event id", "id", "eventid", "nr", "kennung", "uid", "guid", "номер"),
    "latitude": ("latitude", "lat", "y", "breite", "breitengrad", "geo lat", "широта"),
    "longitude": ("longitude", "lon", "lng", "long", "x", "lange", "langengrad", "laenge", "geo lon", "долгота"),
    "start_date": ("start date", "event date", "date", "datum", "day", "tag", "begin", "beginn", "start", "дата"),
    "end_date": ("end date", "ende", "enddatum", "end", "bis", "until", "дата окончания"),
    "event_type": (
        "sub event type", "event type", "type", "category", "kategorie", "art", "typ", "ereignis", "ereignisart",
        "тип", "тип события", "вид",
    ),
    "country": ("country", "land", "staat", "country code", "iso", "iso2", "iso3", "страна"),
    "admin1": ("admin1", "region", "oblast", "province", "provinz", "bundesland", "state", "adm1", "область", "регион"),
    "place": ("place", "location", "city", "town", "settlement", "ort", "stadt", "ortsname", "место",
        "город"),
    "summary_de": ("beschreibung", "zusammenfassung", "bemerkung", "ereignisbeschreibung"),
    "summary_en": ("summary", "description", "notes", "note", "text", "details", "headline", "title", "описание"),
    "actors": ("actor1", "actor", "actors", "akteur", "akteure", "perpetrator", "side a", "участники"),
    "attribution": ("source", "quelle", "sources", "quellen", "reported by", "источник"),
    "fatalities": ("fatalities", "deaths", "killed", "dead", "tote", "getotete", "todesopfer", "погибшие", "убитые"),
    "injured": ("injured", "wounded", "verletzte", "раненые", "пострадавшие"),
    "arrested": ("arrested", "detained", "arrests", "festnahmen", "festgenommene", "задержанные"),
}  # fmt: skip
_S: Final = SubEventType
#: beginnings of words that name a kind of event, in English, German and Russian; the first that fits counts
_STEMS: Final = (
    (_S.SUICIDE_BOMB, ("suicide bomb", "selbstmordanschlag")),
    (_S.AIR_STRIKE, ("air strike", "airstrike", "drone", "luftangriff", "drohne", "авиауд")),
    (_S.SHELLING, ("shell", "artiller", "missile", "rocket", "beschuss", "rakete", "обстрел")),
    (_S.IED, ("bomb", "explos", "ied", "landmine", "sprengst", "anschlag", "взрыв")),
    (_S.ABDUCTION, ("abduct", "kidnap", "entfuhr", "похищ")),
    (_S.SEXUAL_VIOLENCE, ("sexual", "rape", "vergewalt")),
    (_S.ARRESTS, ("arrest", "detain", "detention", "festnahm", "verhaft", "задерж", "арест")),
    (_S.LOOTING, ("loot", "arson", "propert", "plunder", "brandst", "мародер", "поджог")),
    (_S.VIOLENT_DEMONSTRATION, ("riot", "unrest", "violent demo", "ausschreit", "krawall", "беспоряд")),
    (_S.PEACEFUL_PROTEST, ("protest", "demo", "rally", "march", "strike", "kundgeb", "streik", "митинг", "протест")),
    (_S.ARMED_CLASH, ("clash", "battle", "fight", "combat", "gefecht", "kampf", "столкнов", "бой")),
    (_S.ATTACK, ("attack", "assault", "kill", "murder", "massacre", "angriff", "mord", "нападен", "убийств")),
    (_S.AGREEMENT, ("agreement", "ceasefire", "treaty", "abkommen", "waffenruhe", "перемири")),
    (_S.CHANGE_TO_GROUP, ("deploy", "troop", "verlegung", "truppen")),
)


def guess_mapping(table: pa.Table, form: Form, *, outlet: str) -> Mapping:
    """Guess how a table is to be read from its first rows; the mapping can be shown and corrected.

    Raises SourceError where no column tells the day or the event type.
    """
    mapping = guess_columns(table, form, outlet=outlet)
    check_guess(mapping, table)
    return mapping


def check_guess(mapping: Mapping, table: pa.Table) -> None:
    """Raise SourceError where a mapping does not tell both day and type of an event."""
    shown = ", ".join([c for c in table.column_names if c not in (ROW, LON, LAT)][:40])
    for field, what in (("start_date", "the day"), ("event_type", "the event type")):
        if field not in mapping.columns:
            raise SourceError(
                f"no column tells {what} of an event; expected a mapping that says so, the table has {shown}"
            )


def guess_columns(table: pa.Table, form: Form, *, outlet: str) -> Mapping:
    """Guess as much of a mapping as the first rows tell, for a person to complete."""
    samples = {c: _sample(table[c]) for c in table.column_names if c not in (ROW, LON, LAT)}
    found: dict[str, str | list[str]] = {}
    for field, names in NAMES.items():
        taken = {c for held in found.values() for c in ([held] if isinstance(held, str) else held)}
        best = _best(field, names, {c: v for c, v in samples.items() if c not in taken})
        if best is not None:
            found[field] = best
    second = next((c for c in samples if fold(c) in ("actor2", "side b", "target")), None)
    if second and isinstance(found.get("actors"), str):
        found["actors"] = [str(found["actors"]), second]
    values = _words(samples[str(found["event_type"])]) if "event_type" in found else {}
    order = find_order(samples[str(found["start_date"])]) if "start_date" in found else None
    return Mapping(
        outlet=outlet, columns=found, form=_with(form, order), values={"event_type": values} if values else {}
    )


def _sample(values: Any) -> list[str]:
    texts = as_text(values.slice(0, SAMPLE).combine_chunks()).to_pylist()
    return [t.strip() for t in texts if t and t.strip()]


def _best(field: str, names: tuple[str, ...], samples: dict[str, list[str]]) -> str | None:
    """Return the column whose name fits best among those whose contents fit."""
    scored = [(_name_score(fold(c), names), c) for c, values in samples.items() if _fits(field, values)]
    score, column = max(scored, default=(0, ""), key=lambda s: s[0])
    return column if score else None


def _name_score(name: str, names: tuple[str, ...]) -> int:
    """Return how well a folded name fits: higher for an earlier name, much higher for the whole name."""
    for rank, known in enumerate(map(fold, names)):
        if name == known:
            return 1000 - rank
    words = name.split()
    for rank, known in enumerate(map(fold, names)):
        if len(known) > 2 and (known in words or (len(known) > 4 and known in name)):
            return 100 - rank
    return 0


def _fits(field: str, values: list[str]) -> bool:
    """Say whether nine in ten of the values can be what the field needs; an empty column tells nothing."""
    if not values:
        return False
    if field in ("latitude", "longitude"):
        most = 90 if field == "latitude" else 180
        return _share(values, lambda v: (n := _number(v)) is not None and abs(n) <= most)
    if field in ("start_date", "end_date"):
        return _share(values, lambda v: any(read_day(v, order=order) for order in ("dmy", "mdy")))
    if field in ("fatalities", "injured", "arrested"):
        return _share(values, lambda v: (n := _number(v)) is not None and n >= 0)
    if field == "country":
        return _share(values, lambda v: from_name(v) is not None)
    if field == "event_id":
        return len(set(values)) == len(values)
    if field == "event_type":
        return len(set(values)) <= max(_MOST, 1) and not _share(values, lambda v: _number(v) is not None)
    return True


def _share(values: list[str], fits: Any) -> bool:
    return sum(map(bool, map(fits, values))) >= 0.9 * len(values)


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ".")) if len(text) <= 24 else None
    except ValueError:
        return None


def _words(values: Iterable[str]) -> dict[str, str]:
    """Return the words for kinds of events that the codebook does not have, with what they seem to mean."""
    unknown = dict.fromkeys(v for v in values if v.casefold() not in SUB_OF)
    return {v: sub.value for v in unknown if (sub := _meant(fold(v))) is not None}


def _meant(word: str) -> SubEventType | None:
    return next((sub for sub, stems in _STEMS if any(fold(stem) in word for stem in stems)), None)


def _with(form: Form, order: str | None) -> Form:
    return Form(
        kind=form.kind,
        encoding=form.encoding,
        separator=form.separator,
        decimal=form.decimal,
        days=order,
        header=form.header,
    )
