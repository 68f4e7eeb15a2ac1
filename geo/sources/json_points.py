"""GeoJSON points, and JSON lists of flat records as ACLED's API sends them, of unknown make, as tables of texts.

Runs in the reader process. Numbers pass as they are written in Python, lists and objects as JSON.
"""

import json
from collections.abc import Iterator
from typing import IO, Any, Final

import pyarrow as pa

from geo.errors import DataSetError, SourceError
from geo.sources.delimited import BATCH, Answer, Refused
from geo.sources.limits import Limits
from geo.sources.names import check_columns
from geo.sources.parquet import LAT, LON
from geo.sources.reading import read_json, show
from geo.sources.wire import ROW, Form, Head

_CRS84: Final = frozenset({"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"})


def read_json_points(source: IO[bytes], limits: Limits) -> Iterator[Answer]:
    """Read a FeatureCollection of points or a list of records: a Head, batches, refused rows, the number of rows.

    Raises SourceError for any other JSON, or more of it than the limits allow.
    """
    document = _document(source)
    features = document.get("features") if isinstance(document, dict) else None
    if isinstance(document, dict) and document.get("type") == "FeatureCollection" and isinstance(features, list):
        _check_crs(document)
        yield from _table(features, limits, points=True)
        return
    records = document.get("data") if isinstance(document, dict) else document
    if not isinstance(records, list):
        kind = document.get("type") if isinstance(document, dict) else None
        raise SourceError(f"JSON with {show(kind)} as its type; expected a GeoJSON FeatureCollection of points")
    yield from _table(records, limits, points=False)


def _document(source: IO[bytes]) -> Any:
    source.seek(0)
    try:
        return read_json(source.read().decode("utf-8-sig"), file="")
    except UnicodeDecodeError as error:
        raise SourceError(f"byte 0x{error.object[error.start]:02x} is not UTF-8; expected JSON in UTF-8") from error
    except DataSetError as error:
        raise SourceError(f"{error.found}; expected {error.expected}") from error


def _check_crs(document: dict[str, Any]) -> None:
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else crs
    if crs is not None and (not isinstance(name, str) or name not in _CRS84):
        raise SourceError(f"the CRS {show(name)}; expected WGS 84, longitude and latitude in degrees")


def _table(items: list[Any], limits: Limits, *, points: bool) -> Iterator[Answer]:
    if not items:
        raise SourceError("no rows; expected at least one")
    if len(items) > limits.rows:
        raise SourceError(f"{len(items):,} rows; expected at most {limits.rows:,}")
    names: dict[str, None] = {}
    for item in items:
        names.update(dict.fromkeys(_properties(item, points=points) or ()))
        if len(names) > limits.columns:
            raise SourceError(f"more than {limits.columns} columns; expected at most that many")
    columns, notes = check_columns(list(names), limits)
    shown = (*columns, LON, LAT) if points else columns
    yield Head(form=Form(kind="json", encoding="utf-8-sig"), columns=shown, rows=len(items), notes=tuple(notes))
    for start in range(0, len(items), BATCH):
        yield from _batch(items[start : start + BATCH], start, list(names), columns, limits, points=points)
    yield len(items)


def _properties(item: Any, *, points: bool) -> dict[str, Any] | None:
    held = item.get("properties") if points and isinstance(item, dict) else item
    return held if isinstance(held, dict) else {} if points and held is None else None


def _batch(
    items: list[Any], start: int, names: list[str], columns: tuple[str, ...], limits: Limits, *, points: bool
) -> Iterator[Answer]:
    rows: list[list[str | None]] = []
    numbers: list[int] = []
    places: list[tuple[float | None, float | None]] = []
    refused: list[Refused] = []
    for number, item in enumerate(items, start=start + 1):
        properties = _properties(item, points=points)
        place = _point(item) if points and properties is not None else (None, None)
        if properties is None or place is None:
            found = show(item.get("geometry") if properties is not None else item)
            refused.append((number, "geometry" if points else "", found, "a Point or null" if points else "an object"))
            continue
        rows.append([_text(properties.get(name), name, limits) for name in names])
        numbers.append(number)
        places.append(place)
    if rows:
        arrays = [pa.array(values, pa.string()) for values in zip(*rows, strict=True)] if names else []
        pairs = [pa.array(v, pa.float64()) for v in zip(*places, strict=True)] if points else []
        shown = [*columns, LON, LAT] if points else list(columns)
        yield pa.record_batch([pa.array(numbers, pa.int64()), *arrays, *pairs], names=[ROW, *shown])
    if refused:
        yield refused


def _point(item: Any) -> tuple[float | None, float | None] | None:
    """Return longitude and latitude, two Nones for no geometry, None for what is no point."""
    geometry = item.get("geometry") if isinstance(item, dict) else None
    if geometry is None:
        return None, None
    at = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if not isinstance(at, list) or not 2 <= len(at) <= 3:
        return None
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in at):
        return None
    return float(at[0]), float(at[1])


def _text(value: Any, name: str, limits: Limits) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(text) > limits.field:
        found = f"column {name[:60]}: a field of {len(text):,} characters"
        raise SourceError(f"{found}; expected at most {limits.field:,}")
    return text
