"""A coding as a data set that is ready to be saved: report, events and figures in the codebook's terms, in our words.

The report's text is not in it, only its SHA-256 and where in it each event stands. `geo.sources.saving` writes it;
what a person corrects before is corrected in these rows.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo.coding import Coding
from geo.coding.claims import Counted
from geo.coding.places import Known
from geo.coding.record import summary
from geo.coding.scene import Found
from geo.errors import ReportError
from geo.model import Claim, ClaimKind, Locator, Report
from geo.words import Words

#: ISO 3166's code for an unknown country: the place is in none, a sea.
NOWHERE: Final = "ZZ"
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
#: Whom a figure counts, where the report does not say it.
_PERSONS: Final = "persons"
_SOLDIERS: Final = "soldiers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A data set that is not yet on the disk.

    `events` are rows with the columns of `geo.columns`, and `lon`, `lat`, `origin_lon`, `origin_lat` in WGS 84
    degrees (None where there is none): a place of `geo_precision` 3 has its point here, and none when it is saved.
    """

    report: Report
    events: tuple[dict[str, Any], ...]
    claims: tuple[Claim, ...]


def draft_of(
    coding: Coding,
    text: str,
    *,
    report_id: str,
    title: str,
    outlet: str,
    german: Words,
    zone_of: Callable[[Known], str | None],
    url: str | None = None,
) -> Draft:
    """Make a data set of a coding of `text`; `zone_of` gives the IANA time zone of a place, if it has one.

    Raises ReportError where nothing was coded, or `report_id` is not made of letters, digits, `.`, `_` and `-`.
    """
    if not _ID.fullmatch(report_id):
        raise ReportError(f"report: the name {report_id[:80]!r}; expected up to 80 of A-Z, a-z, 0-9, '.', '_' and '-'")
    if not coding.events:
        raise ReportError("report: no event was found in it; expected at least one to make a data set of")
    octets = text.encode("utf-8", "surrogatepass")
    report = Report(
        report_id=report_id,
        title={"en": title, "de": title},
        outlet={"en": outlet, "de": outlet},
        language=coding.language,
        published=coding.published,
        sha256=hashlib.sha256(octets).hexdigest(),
        characters=len(text),
        paragraphs=max(s.paragraph for s in coding.sentences),
        first=min(e.first for e in coding.events),
        last=max(e.last for e in coding.events),
        url=url,
    )
    events = tuple(_event(coding, n, report_id, german, zone_of) for n in range(len(coding.events)))
    return Draft(report=report, events=events, claims=tuple(_claims(coding, report_id, german)))


def _event(
    coding: Coding, number: int, report_id: str, german: Words, zone_of: Callable[[Known], str | None]
) -> dict[str, Any]:
    event, at = coding.events[number], coding.sentences[coding.events[number].sentence]
    return {
        "event_id": event_id(report_id, number),
        "report_id": report_id,
        "event_type": event.event_type.value,
        "sub_event_type": event.sub.value,
        "alternative_type": [s.value for s in dict.fromkeys(event.alternatives) if s is not event.sub],
        "label": event.label,
        "summary_en": summary(event),
        "summary_de": german_summary(event, german),
        **_where(event),
        "start_date": event.first,
        "end_date": event.last,
        "date_precision": int(event.date_precision),
        "part_of_day": event.part.value if event.part else None,
        "timezone": _zone(event, zone_of),
        "actors": list(event.actors),
        "actors_de": _german(event.actors, german),
        "attribution": list(event.attribution),
        "attribution_de": _german(event.attribution, german),
        "certainty": event.certainty.value,
        "paragraph": at.paragraph,
        "sentence": at.number,
        "char_start": at.start,
        "char_end": at.end,
        "evidence": evidence(coding, event),
        "note": None,
        "note_de": None,
        "coded_by": "rules",
        "rule": event.action,
    }


def event_id(report_id: str, number: int) -> str:
    """Return the id of a coding's event, whose number counts from 0."""
    return f"{report_id}-{number + 1:02d}"


def evidence(coding: Coding, event: Found) -> list[list[int]]:
    """Return the further sentences that tell an event, as pairs of paragraph and sentence."""
    further = (s for s in dict.fromkeys(s for s, _ in event.evidence) if s != event.sentence)
    return [[coding.sentences[s].paragraph, coding.sentences[s].number] for s in further]


def _where(event: Found) -> Mapping[str, Any]:
    place, origin = event.where.place, event.where.origin
    return {
        "place": place.name,
        "place_as_written": event.where.text,
        "admin1": place.name if place.kind == "region" else None,
        "country": place.country or NOWHERE,
        "geo_precision": event.where.precision,
        "lon": round(place.lon, 5),
        "lat": round(place.lat, 5),
        "origin": origin.name if origin else None,
        "origin_country": origin.country if origin else None,
        "origin_precision": (3 if origin.kind in ("country", "region") else 1) if origin else None,
        "origin_lon": round(origin.lon, 5) if origin else None,
        "origin_lat": round(origin.lat, 5) if origin else None,
    }


def _zone(event: Found, zone_of: Callable[[Known], str | None]) -> str | None:
    """Return the time zone of the place; of a whole country, which may have several, only where a time is told."""
    if event.where.place.kind == "country" and event.part is None:
        return None
    return zone_of(event.where.place)


def german_summary(event: Found, german: Words) -> str:
    """Say an event in our own words in German, as `summary` does in English; what has no German name is left out."""
    what = german(event.label or event.sub.value)
    where = event.where.place.names.get("de", event.where.place.name)
    who = _german(event.actors[:3], german)
    names = f" ({', '.join(who)})" if who else ""
    return f"{what[0].upper()}{what[1:]}, {where}, {german.span(event.first, event.last, year=True)}{names}"


def _german(names: tuple[str, ...], german: Words) -> list[str]:
    """Return names in German, in the same order, proper names as they are; none at all where one has no German name."""
    found = [german(name) for name in names]
    same = (name for name, other in zip(names, found, strict=True) if name == other)
    return [] if any(word[0].islower() for name in same for word in name.split()) else found


def _claims(coding: Coding, report_id: str, german: Words) -> Iterator[Claim]:
    for number, claim in enumerate(coding.claims, start=1):
        at = coding.sentences[claim.sentence]
        whom = claim.whom or (_SOLDIERS if claim.kind is ClaimKind.TROOPS else _PERSONS)
        yield Claim(
            claim_id=f"{report_id}-c{number:02d}",
            event_id=event_id(report_id, claim.event),
            kind=claim.kind,
            whom={"en": whom, "de": german(whom)},
            low=claim.low,
            best=claim.best,
            high=claim.high,
            claimed_by=_claimants(claim, german),
            certainty=claim.certainty,
            locator=Locator(paragraph=at.paragraph, sentence=at.number, char_start=at.start, char_end=at.end),
        )


def _claimants(claim: Counted, german: Words) -> dict[str, str] | None:
    if not claim.claimed_by:
        return None
    return {"en": "; ".join(claim.claimed_by), "de": "; ".join(map(german, claim.claimed_by))}
