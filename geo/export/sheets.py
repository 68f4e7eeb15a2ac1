"""A selection as spreadsheets: a zip of events.csv, claims.csv, README.txt and datapackage.json."""

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

import geopandas as gpd

from geo.columns import COLUMNS
from geo.export.origin import CREDITS, LIMITS, Origin, citation
from geo.export.selection import Selection
from geo.export.tables import CLAIM_SCHEMA, claim_row, event_rows, joined
from geo.model import GeoPrecision, Report
from geo.words import words

#: Spreadsheets split at these where the reader's separator is not the comma: what follows begins a cell, too.
_BREAKS: Final = re.compile(r"([;\t\r\n])")
_STARTERS: Final = frozenset("=+-@")
#: rows of a file in the zip that surely stays below 4 GB, so that the zip can do without its later extension
_MOST_SMALL: Final = 100_000
_PLACE: Final = ("longitude", "latitude", "origin_longitude", "origin_latitude")


def sheets(selection: Selection, origin: Origin, path: Path) -> None:
    """Write the zip; texts that a spreadsheet would run as formulas have an apostrophe before them."""
    counts = {"events": selection.events, "claims": selection.claims}
    header = [*COLUMNS, *selection.extra, *_PLACE]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:

        def member(name: str, rows: int = 0) -> IO[bytes]:
            about = zipfile.ZipInfo(name, (origin.on.year, origin.on.month, origin.on.day, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            return archive.open(about, "w", force_zip64=rows > _MOST_SMALL)

        with member("README.txt") as file:
            file.write(_readme(origin, **counts).encode("utf-8"))
        with member("events.csv", selection.events) as file:
            write_csv(file, header, (row for part in selection.parts() for row in _rows(part)))
        with member("claims.csv", selection.claims) as file:
            write_csv(file, CLAIM_SCHEMA.names, (claim_row(claim) for claim in selection.figures()))
        with member("datapackage.json") as file:
            file.write(_package(origin, header, **counts))


def _rows(events: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    for row, shape in zip(event_rows(events), events.geometry, strict=True):
        told = {name: joined(value) for name, value in row.items()}
        yield told | dict(zip(_PLACE, _ends(shape, row["origin_precision"]), strict=True))


def to_csv(header: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    """Return rows as CSV, as `write_csv` writes them."""
    file = io.BytesIO()
    write_csv(file, header, rows)
    return file.getvalue()


def write_csv(file: IO[bytes], header: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows as CSV (RFC 4180) in UTF-8 with a byte order mark, without which Excel garbles names."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(name) for name in header])
    writer.writerows([harmless(row[name]) for name in header] for row in rows)
    text.detach()


def harmless(value: Any) -> Any:
    """Return a text with an apostrophe before each piece that a spreadsheet could run as a formula; others as is.

    >>> harmless("=1+1"), harmless("a;@b"), harmless(-5)
    ("'=1+1", "a;'@b", -5)
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return value.isoformat() if isinstance(value, date) else value
    parts = _BREAKS.split(value)
    guarded = "".join(f"'{part}" if _starts_formula(part) else part for part in parts)
    return f"'{guarded}" if value[0:1] in ("\t", "\r", "\n") else guarded


def _starts_formula(part: str) -> bool:
    """Tell whether the first visible character, in its plain form (`＝` is `=`), begins a formula."""
    for character in part:
        if unicodedata.category(character)[0] not in "ZC":
            return unicodedata.normalize("NFKC", character)[0] in _STARTERS
    return False


def _ends(shape: Any, origin_precision: int | None) -> tuple[float | None, ...]:
    """Return longitude and latitude of the place, then of a movement's origin, which a whole country has none of."""
    if shape is None:
        return None, None, None, None
    known = shape.geom_type == "LineString" and origin_precision != GeoPrecision.AREA
    start = shape.coords[0] if known else (None, None)
    return *shape.coords[-1][:2], *start[:2]


def _package(origin: Origin, header: Sequence[str], *, events: int, claims: int) -> bytes:
    """Describe the files for machines, after the Frictionless Data Package."""
    facts = origin.facts(events=events, claims=claims)
    package = {
        "profile": "tabular-data-package",
        "name": f"qantar-{origin.data_set}".lower(),
        "version": origin.version,
        **_licenses(origin.report),
        "resources": [_resource("events", header), _resource("claims", CLAIM_SCHEMA.names)],
        "qantar": facts,
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _licenses(report: Report) -> dict[str, Any]:
    if report.licence is None:
        return {}
    path = {"path": report.licence_url} if report.licence_url else {}
    return {"licenses": [{"name": report.licence, **path}]}


def _resource(name: str, header: Sequence[str]) -> dict[str, Any]:
    fields = [{"name": column} for column in header]
    return {"name": name, "path": f"{name}.csv", "encoding": "utf-8", "schema": {"fields": fields}}


def _readme(origin: Origin, *, events: int, claims: int) -> str:
    report = origin.report
    limits = [f"{key}: {', '.join(values)}" for key, values in origin.filters().items()]
    lines = [
        report.title["en"],
        "=" * len(report.title["en"]),
        "",
        f"{events} of the {origin.total} events, and the {claims} figures that belong to them, as coded from one "
        "report.",
        f"Report: {report.title['en']}. {report.outlet['en']}, {report.published.isoformat()}.",
        *([f"        {report.url}"] if report.url else []),
        f"        SHA-256 of its text: {report.sha256}",
        f"Data set: {origin.data_set}, version {origin.version}, exported on {origin.on.isoformat()}",
        f"Selection: {'; '.join(limits) if limits else 'the whole data set'}",
        *([f"        {origin.link}"] if origin.link else []),
        "",
        "Files",
        "  events.csv        an event a row; a movement has the longitude and latitude of its origin, too, unless that",
        "                    is a country (origin_precision 3);",
        "                    geo_precision 3 is an area: it has no longitude and latitude, on purpose",
        "  claims.csv        a figure a row, with who claims it; event_id says of which event",
        "  datapackage.json  all of this for machines",
        "",
        "UTF-8 with a byte order mark, commas, days as YYYY-MM-DD, WGS 84 degrees; lists are joined by '; '.",
        "An apostrophe stands before a text that a spreadsheet would otherwise run as a formula (it begins, also",
        "after a semicolon, tab or line break, with = + - or @). Numbers are untouched.",
        "",
        "What this cannot show",
        *(f"  {limit}" for limit in LIMITS),
        "",
        f"Licence: {origin.licence}",
        *CREDITS,
        f"Cite as: {citation(origin, words('en'))}",
        "",
    ]
    return "\r\n".join(lines)
