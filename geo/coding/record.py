"""A coding as records: one dictionary an event, with the codebook's keys, ready for JSON lines or a data set."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from geo.coding import Coding, Counted, Found
from geo.model import ClaimKind

_KINDS: Final = (ClaimKind.FATALITIES, ClaimKind.INJURED, ClaimKind.ARRESTED, ClaimKind.TROOPS)


def records(coding: Coding, *, report_id: str = "report") -> Iterator[dict[str, Any]]:
    """Yield one record an event, in the order of the text; days as ISO strings, missing texts "", counts or null."""
    for number, event in enumerate(coding.events, start=1):
        sentence = coding.sentences[event.sentence]
        claims = [c for c in coding.claims if c.event == number - 1]
        yield {
            "event_id": f"{report_id}-{number:02d}",
            "event_type": event.event_type.value,
            "sub_event_type": event.sub.value,
            "label": event.label or "",
            "summary_en": summary(event),
            "place_as_written": event.where.text or "",
            "place": event.where.place.name,
            "country": event.where.place.country,
            "lat": round(event.where.place.lat, 5),
            "lon": round(event.where.place.lon, 5),
            "geo_precision": event.where.precision,
            "origin": event.where.origin.name if event.where.origin else "",
            "start_date": event.first.isoformat(),
            "end_date": event.last.isoformat(),
            "date_precision": int(event.date_precision),
            "part_of_day": event.part.value if event.part else "",
            "actors": list(event.actors),
            "attribution": "; ".join(event.attribution),
            "certainty": event.certainty.value,
            **{kind.value: _figure(kind, claims) for kind in _KINDS},
            "paragraph": sentence.paragraph,
            "sentence": sentence.number,
            "char_start": sentence.start,
            "char_end": sentence.end,
            "evidence": [
                [coding.sentences[s].paragraph, coding.sentences[s].number]
                for s in dict.fromkeys(s for s, _ in event.evidence)
                if s != event.sentence
            ],
            "coded_by": "rules",
            "rule": event.action,
        }


def _figure(kind: ClaimKind, claims: list[Counted]) -> Any:
    own = [
        {"low": c.low, "best": c.best, "high": c.high, "by": "; ".join(c.claimed_by), "whom": c.whom or ""}
        for c in claims
        if c.kind is kind or (kind is ClaimKind.INJURED and c.kind is ClaimKind.HOSPITALISED)
    ]
    return None if not own else own[0] if len(own) == 1 else own


def summary(event: Found) -> str:
    """Say an event in our own words: what, where and when."""
    what = event.label or event.sub.value
    days = _day(event.first) if event.first == event.last else f"{_day(event.first)} to {_day(event.last)}"
    who = f" ({', '.join(event.actors[:3])})" if event.actors else ""
    return f"{what[0].upper()}{what[1:]}, {event.where.place.name}, {days}{who}"


def _day(day: date) -> str:
    """Write a day; strftime's names of months are the locale's, these are not."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
