"""Which of the places of one name is meant: what speaks for each, in numbers and in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from math import log10
from typing import Any, Final

from geo.gazetteer.fold import fold
from geo.gazetteer.places import Candidate, Kind, OldName, Place

#: What a place without a population is worth: the decimal logarithm of one.
_WEIGHT: Final = {
    Kind.COUNTRY: 8.0,
    Kind.SEA: 6.0,
    Kind.REGION: 5.3,
    Kind.INSTITUTION: 5.0,
    Kind.SITE: 5.0,
    Kind.AIRPORT: 4.0,
    Kind.TOWN: 2.5,
}
_LANGUAGES: Final = {"en": "English", "de": "German", "ru": "Russian"}
_IN_LANGUAGE, _MAIN_NAME, _ALIAS, _RIGHT_COUNTRY, _WRONG_DAY = 2.0, 1.5, 1.2, 6.0, 3.0
#: Distance counts up to this many kilometres, and a place that far away loses this much.
_FAR_KM, _FAR = 2000.0, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is known of the place that is looked for; `name` folded."""

    name: str
    countries: frozenset[str] = frozenset()
    near: tuple[float, float] | None = None
    language: str | None = None
    day: date | None = None


def rank(places: Iterable[Place], wanted: Wanted, where: Callable[[Place], str]) -> tuple[Candidate, ...]:
    """Return the places as candidates, the likeliest first; `where` says in words where a place lies."""
    weighed = []
    for place in places:
        score, reasons = _weigh(place, wanted)
        reason = "; ".join(filter(None, (reasons[0], _size(place), where(place), *reasons[1:])))
        weighed.append((-score, place.id, Candidate(**_values(place), reason=reason)))
    return tuple(candidate for *_, candidate in sorted(weighed, key=lambda w: w[:2]))


def _values(place: Place) -> dict[str, Any]:
    return {f.name: getattr(place, f.name) for f in fields(Place)}


def _weigh(place: Place, wanted: Wanted) -> tuple[float, list[str]]:
    score = log10(place.population + 1) if place.population else _WEIGHT[place.kind]
    worth, reason = _by_name(place, wanted)
    score, reasons = score + worth, [reason]
    if place.country in wanted.countries:
        score += _RIGHT_COUNTRY
        reasons.append("the text is about that country")
    if wanted.near:
        km = place.metres_to(*wanted.near) / 1000
        score -= _FAR * min(km, _FAR_KM) / _FAR_KM
        reasons.append(f"{km:,.0f} km from the point given")
    return score, reasons


def _by_name(place: Place, wanted: Wanted) -> tuple[float, str]:
    tongues = [lang for lang, name in place.names.items() if fold(name) == wanted.name]
    old = [h for h in place.history if fold(h.name) == wanted.name]
    if old and wanted.day and not tongues:
        right = any(h.on(wanted.day) for h in old)
        return (_MAIN_NAME if right else -_WRONG_DAY), f"its name {_span(old)}" + ("" if right else ", not on that day")
    if wanted.language in tongues:
        return _IN_LANGUAGE, f"its name in {_LANGUAGES[wanted.language]}"
    if tongues:
        spoken = "its name" if "en" in tongues else f"its name in {_LANGUAGES[tongues[0]]}"
        return _MAIN_NAME, spoken
    if old:
        return 0.0, f"its name {_span(old)}"
    if wanted.name in map(fold, place.aliases):
        return _ALIAS, "another of its usual names"
    return 0.0, "another of its names"


def _span(old: list[OldName]) -> str:
    return " and ".join(
        " ".join(filter(None, (f"from {h.first}" if h.first else "", f"to {h.last}" if h.last else ""))) or "at times"
        for h in old
    )


def _size(place: Place) -> str:
    people = f" of {place.population:,} people" if place.population else ""
    return f"{place.kind.value}{people}"
