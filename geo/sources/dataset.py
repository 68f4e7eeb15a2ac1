"""A data set: one coded report in a folder of three files that people can read, review and diff.

report.toml      the report: title, outlet, dates, SHA-256; never its text
events.geojson   the events, a feature each; their properties are the columns of `geo.frame`
claims.csv       the figures, a row each

A table of somebody else's, imported, has events.parquet and claims.parquet instead (`geo.sources.stored`).
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
from shapely import LineString, Point

from geo.errors import DataSetError, NoDataSet
from geo.frame import COLUMNS, to_frame
from geo.model import Claim, Report
from geo.sources.claims import read_claims
from geo.sources.reading import Fields, read_json, read_text, show
from geo.sources.stored import CLAIMS, EVENTS, read_stored_claims, read_stored_events

FILES: Final = ("report.toml", "events.geojson", "claims.csv")
STORED: Final = ("report.toml", EVENTS, CLAIMS)
#: The names by which a GeoJSON of before RFC 7946 says WGS 84, longitude first.
WGS84: Final = frozenset({"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"})
_REPORT_KEYS: Final = (
    "report_id",
    "title",
    "outlet",
    "language",
    "published",
    "sha256",
    "characters",
    "paragraphs",
    "first",
    "last",
    "url",
    "coded_by",
    "codebook",
    "licence",
    "licence_url",
)
_PAIRS: Final = (("actors", "actors_de"), ("attribution", "attribution_de"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DataSet:
    """One coded report; `events` as `geo.frame` has them, `version` 16 hex digits that change with any file."""

    name: str
    report: Report
    events: gpd.GeoDataFrame
    claims: tuple[Claim, ...]
    version: str


def read_dataset(folder: Path) -> DataSet:
    """Read the data set in `folder`, whose name it takes.

    Raises NoDataSet where there is no such folder, DataSetError for the first thing that is not as
    the codebook says, in one sentence that names file, row, column, what was found and what was expected.
    """
    if not folder.is_dir():
        raise NoDataSet(str(folder), "no such folder", f"a folder with {', '.join(FILES)}")
    name = folder.resolve().name
    names = {file: f"{name}/{file}" for file in (*FILES, *STORED)}
    report = read_report(folder / "report.toml", file=names["report.toml"])
    if (folder / EVENTS).exists():
        return _read_stored(folder, report, names)
    events = read_events(folder / "events.geojson", file=names["events.geojson"])
    _check_locators(events, report, names["events.geojson"])
    claims = read_claims(
        folder / "claims.csv",
        file=names["claims.csv"],
        event_ids=frozenset(events["event_id"]),
    )
    _check_claim_locators(claims, report, names["claims.csv"])
    return DataSet(name=name, report=report, events=events, claims=claims, version=_version(folder, FILES))


def _read_stored(folder: Path, report: Report, names: Mapping[str, str]) -> DataSet:
    events = read_stored_events(folder / EVENTS, file=names[EVENTS])
    if set(events["report_id"]) != {report.report_id}:
        raise DataSetError(names[EVENTS], "another report", repr(report.report_id), column="report_id")
    claims = read_stored_claims(folder / CLAIMS, file=names[CLAIMS], events=events)
    version = _version(folder, STORED)
    return DataSet(name=folder.resolve().name, report=report, events=events, claims=claims, version=version)


def read_report(path: Path, *, file: str) -> Report:
    """Read report.toml. Raises DataSetError."""
    try:
        table = tomllib.loads(read_text(path, file=file))
    except tomllib.TOMLDecodeError as error:
        raise DataSetError(file, f"not TOML ({error})", "keys and values as TOML writes them") from error
    fields = Fields(table, file)
    for key in table:
        if key not in _REPORT_KEYS:
            raise DataSetError(file, f"the key {key!r}", f"only {', '.join(_REPORT_KEYS)}")
    for key in ("coded_by", "codebook"):
        fields.text(key)
    first, last = fields.day("first"), fields.day("last")
    if last < first:
        raise fields.wrong("last", f"{last} before first {first}", "the same day or a later one")
    return Report(
        report_id=fields.text("report_id"),
        title=fields.languages("title"),
        outlet=fields.languages("outlet"),
        language=fields.text("language"),
        published=fields.day("published"),
        sha256=_sha256(fields),
        characters=fields.needed_count("characters"),
        paragraphs=fields.needed_count("paragraphs"),
        first=first,
        last=last,
        url=_url(fields, "url"),
        licence=fields.text("licence") if "licence" in table else None,
        licence_url=_url(fields, "licence_url"),
    )


def _sha256(fields: Fields) -> str:
    digest = fields.text("sha256")
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise fields.wrong("sha256", show(digest), "64 hexadecimal digits in lower case")
    return digest


def _url(fields: Fields, key: str) -> str | None:
    if key not in fields.values:
        return None
    url = fields.text(key)
    if not url.startswith(("https://", "http://")):
        raise fields.wrong(key, show(url), "an address that starts with https:// or http://")
    return url


def read_events(path: Path, *, file: str) -> gpd.GeoDataFrame:
    """Read events.geojson as an events frame, in the order of the file. Raises DataSetError."""
    document = read_json(read_text(path, file=file), file=file)
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise DataSetError(file, "no FeatureCollection", "a GeoJSON FeatureCollection")
    _check_crs(document, file)
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise DataSetError(file, "no features", "at least one event")
    rows = [_feature(feature, file, row) for row, feature in enumerate(features, start=1)]
    return to_frame([record for record, _ in rows], [shape for _, shape in rows], file=file)


def _check_crs(document: Mapping[str, Any], file: str) -> None:
    if "crs" not in document:
        return
    crs = document["crs"]
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else crs
    if not isinstance(name, str) or name not in WGS84:
        expected = "no crs at all, as in RFC 7946, or WGS 84 (EPSG:4326, longitude and latitude in degrees)"
        raise DataSetError(file, f"the CRS {show(name)}", expected)


def _feature(feature: Any, file: str, row: int) -> tuple[dict[str, Any], Point | LineString | None]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise DataSetError(file, show(feature), "a GeoJSON Feature", row=row)
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        raise DataSetError(file, show(properties), "an object", row=row, column="properties")
    fields = Fields(properties, file, row)
    record = {column: _cell(fields, column, kind) for column, kind in COLUMNS.items()}
    _check_pairs(record, fields)
    for column, value in properties.items():
        if column not in COLUMNS:
            if column == "geometry" or isinstance(value, dict | list):
                raise fields.wrong(column, show(value), "no such property, or a text, number or null")
            record[column] = value
    return record, _shape(feature.get("geometry"), fields)


def _check_pairs(record: Mapping[str, Any], fields: Fields) -> None:
    """Refuse lists of names whose German half has another length; what is no list, `geo.frame` refuses."""
    for one, other in _PAIRS:
        names, german = record[one], record[other]
        if isinstance(names, list) and isinstance(german, list) and len(german) not in (0, len(names)):
            raise fields.wrong(other, f"{len(german)} names", f"{len(names)}, as many as in {one}, or none")


def _cell(fields: Fields, column: str, kind: str) -> Any:
    """Give a property the form that it has in the frame; `geo.frame` checks the rest."""
    if kind == "day":
        return fields.day(column)
    if column in ("attribution", "attribution_de"):
        return [name for name in (fields.text_or_none(column) or "").split("; ") if name]
    value = fields.value(column, "every column of the codebook in every event, null where nothing is known")
    return None if value == "" and kind.endswith("?") else value


def _shape(geometry: Any, fields: Fields) -> Point | LineString | None:
    if geometry is None:
        return None
    expected = "a Point, a LineString from origin to place, or null"
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Point", "LineString"):
        raise fields.wrong("geometry", f"a {kind}" if isinstance(kind, str) else show(geometry), expected)
    numbers = geometry.get("coordinates")
    if kind == "Point":
        return Point(_position(numbers, fields))
    if not isinstance(numbers, list) or not 2 <= len(numbers) <= 1000:
        raise fields.wrong("geometry", show(numbers), "two positions or more, the last at the place")
    return LineString([_position(n, fields) for n in numbers])


def _position(numbers: Any, fields: Fields) -> tuple[float, float]:
    """Return longitude, latitude in degrees; a height is refused."""
    expected = "[longitude, latitude] in degrees"
    if (
        not isinstance(numbers, list)
        or len(numbers) != 2
        or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers)
    ):
        raise fields.wrong("geometry", show(numbers), expected)
    lon, lat = numbers
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        hint = ", the two seem to be swapped" if -180 <= lat <= 180 and -90 <= lon <= 90 else ""
        raise fields.wrong("geometry", f"longitude {lon}, latitude {lat}{hint}", expected)
    return float(lon), float(lat)


def _check_locators(events: gpd.GeoDataFrame, report: Report, file: str) -> None:
    for row, event in enumerate(events.to_dict("records"), start=1):
        fields = Fields(event, file, row)
        if event["report_id"] != report.report_id:
            raise fields.wrong("report_id", show(event["report_id"]), repr(report.report_id))
        pairs = [(event["paragraph"], event["sentence"]), *event["evidence"]]
        _check_place(fields, report, [p for p, _ in pairs], event["char_start"], event["char_end"])


def _check_claim_locators(claims: tuple[Claim, ...], report: Report, file: str) -> None:
    for row, claim in enumerate(claims, start=1):
        where = claim.locator
        if where is not None:
            _check_place(Fields({}, file, row), report, [where.paragraph], where.char_start, where.char_end)


def _check_place(fields: Fields, report: Report, paragraphs: list[Any], start: Any, end: Any) -> None:
    """Refuse a locator outside the report; a missing number compares as false."""
    for paragraph in paragraphs:
        if paragraph is not None and paragraph > report.paragraphs:
            found, expected = f"paragraph {paragraph:.0f}", f"1 to {report.paragraphs}, as many as the report has"
            raise fields.wrong("paragraph", found, expected)
    if start is not None and end is not None and end <= start:
        raise fields.wrong("char_end", f"{end:.0f}", f"more than char_start {start:.0f}")
    if end is not None and end > report.characters:
        raise fields.wrong("char_end", f"{end:.0f}", f"at most {report.characters}, the report's length")


def _version(folder: Path, files: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for name in files:
        content = (folder / name).read_bytes()
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]
