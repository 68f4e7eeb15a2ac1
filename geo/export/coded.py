"""Coded reports as text: JSON lines, GeoJSON, CSV, each event with the codebook's keys; the same bytes every time.

An area (`geo_precision` 3) has no geometry in GeoJSON and no coordinates in CSV. GeoJSON and CSV say which reports the
events are from, of what day, and under which licence; JSON lines have the events alone.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.coding import Coding
from geo.coding.record import records
from geo.export.origin import CODEBOOK, CREDITS, LIMITS
from geo.export.sheets import to_csv
from geo.sources.documents import Document

FORMS: Final = ("jsonl", "geojson", "csv")
LICENCE: Final = "not stated: whoever coded the reports has to say"
_AREA: Final = 3
#: The columns of CSV beyond the codebook's keys: of every event, the report that it is from.
_OF_REPORT: Final = ("report_id", "title", "outlet", "language", "published", "sha256", "licence", "credits")
_KEYS: Final = (
    *("event_id", "event_type", "sub_event_type", "label", "summary_en", "place_as_written", "place", "country"),
    *("lat", "lon", "geo_precision", "origin", "start_date", "end_date", "date_precision", "part_of_day", "actors"),
    *("attribution", "certainty", "fatalities", "injured", "arrested", "troops", "paragraph", "sentence", "char_start"),
    *("char_end", "evidence", "coded_by", "rule"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A report that was read and coded; its text is not handed on."""

    report_id: str
    document: Document
    coding: Coding

    def facts(self) -> dict[str, Any]:
        """Return what is to be said of the report; missing is None."""
        return {
            "report_id": self.report_id,
            "title": self.document.title,
            "outlet": self.document.outlet,
            "language": self.coding.language,
            "published": self.coding.published.isoformat(),
            "url": self.document.url,
            "sha256": sha256(self.document.text),
        }


def sha256(text: str) -> str:
    """Return the SHA-256 by which a report's text is known."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def written(coded: Sequence[Coded], *, form: str) -> bytes:
    """Return coded reports as a file of one of FORMS, in UTF-8."""
    if form == "geojson":
        return _geojson(coded)
    if form == "csv":
        return to_csv([*_OF_REPORT, *_KEYS], _rows(coded))
    return b"".join(map(lines, coded))


def lines(coded: Coded) -> bytes:
    """Return one report's events as JSON lines."""
    return "".join(f"{_json(row)}\n" for row in records(coded.coding, report_id=coded.report_id)).encode()


def _geojson(coded: Sequence[Coded]) -> bytes:
    about = {
        "reports": [c.facts() for c in coded],
        "coded_by": "rules",
        "codebook": CODEBOOK,
        "licence": LICENCE,
        "credits": list(CREDITS),
        "limits": list(LIMITS),
    }
    features = ",\n".join(_json(_feature(c, row)) for c in coded for row in records(c.coding, report_id=c.report_id))
    head = _json({"type": "FeatureCollection", "qantar": about})[:-1]
    return f'{head}, "features": [\n{features}\n]}}\n'.encode()


def _feature(coded: Coded, row: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    properties = {k: v for k, v in row.items() if k not in ("lat", "lon")}
    geometry = None if row["geo_precision"] == _AREA else point
    return {"type": "Feature", "geometry": geometry, "properties": {"report_id": coded.report_id, **properties}}


def _rows(coded: Iterable[Coded]) -> Iterator[dict[str, Any]]:
    for one in coded:
        about = one.facts() | {"licence": LICENCE, "credits": "; ".join(CREDITS)}
        for row in records(one.coding, report_id=one.report_id):
            where = {"lat": None, "lon": None} if row["geo_precision"] == _AREA else {}
            yield {k: _cell(v) for k, v in (about | row | where).items()}


def _cell(value: Any) -> Any:
    return _json(value) if isinstance(value, dict | list) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
