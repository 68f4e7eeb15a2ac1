"""A GeoJSON FeatureCollection of events, column by column; `geo.frame` checks what the values are."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.columns import COLUMNS
from geo.errors import DataSetError
from geo.frame import from_columns
from geo.sources.reading import Fields, show

#: The names by which a GeoJSON of before RFC 7946 says WGS 84, longitude first.
WGS84: Final = frozenset({"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"})
_PAIRS: Final = (("actors", "actors_de"), ("attribution", "attribution_de"))
_SPLIT: Final = frozenset({"attribution", "attribution_de"})
_Rows = list[dict[str, Any]]


def read_features(document: Any, *, file: str) -> gpd.GeoDataFrame:
    """Return the features of a GeoJSON document as an events frame, in their order. Raises DataSetError."""
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise DataSetError(file, "no FeatureCollection", "a GeoJSON FeatureCollection")
    _check_crs(document, file)
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise DataSetError(file, "no features", "at least one event")
    rows = [_properties(feature, file, row) for row, feature in enumerate(features, start=1)]
    columns = {column: _column(rows, column, kind, file) for column, kind in COLUMNS.items()}
    _check_pairs(columns, file)
    columns |= _extras(rows, file)
    return from_columns(columns, _shapes([f.get("geometry") for f in features], file), file=file)


def _check_crs(document: Mapping[str, Any], file: str) -> None:
    if "crs" not in document:
        return
    crs = document["crs"]
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else crs
    if not isinstance(name, str) or name not in WGS84:
        expected = "no crs at all, as in RFC 7946, or WGS 84 (EPSG:4326, longitude and latitude in degrees)"
        raise DataSetError(file, f"the CRS {show(name)}", expected)


def _properties(feature: Any, file: str, row: int) -> dict[str, Any]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise DataSetError(file, show(feature), "a GeoJSON Feature", row=row)
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        raise DataSetError(file, show(properties), "an object", row=row, column="properties")
    return properties


def _column(rows: _Rows, column: str, kind: str, file: str) -> list[Any]:
    """Give the values of a property the form that they have in the frame."""
    try:
        values = [row[column] for row in rows]
    except KeyError:
        number = next(i for i, row in enumerate(rows, start=1) if column not in row)
        expected = "every column of the codebook in every event, null where nothing is known"
        raise DataSetError(file, "it is missing", expected, row=number, column=column) from None
    if kind == "day":
        return _each(rows, values, file, lambda fields: fields.day(column))
    if column in _SPLIT:
        return _each(rows, values, file, lambda fields: _split(fields.text_or_none(column)))
    return [None if value == "" else value for value in values] if kind.endswith("?") else values


def _each(rows: _Rows, values: list[Any], file: str, read: Callable[[Fields], Any]) -> list[Any]:
    """Read every value, those that repeat only once. What is read is not to be changed: equal rows share it."""
    known: dict[Any, Any] = {}
    found = []
    for number, value in enumerate(values, start=1):
        key = value if isinstance(value, str) else None
        if key is None or key not in known:
            known[key] = read(Fields(rows[number - 1], file, number))
        found.append(known[key])
    return found


def _split(text: str | None) -> list[str]:
    return [name for name in (text or "").split("; ") if name]


def _check_pairs(columns: Mapping[str, list[Any]], file: str) -> None:
    """Refuse lists of names whose German half has another length; what is no list, `geo.frame` refuses."""
    for one, other in _PAIRS:
        for row, (names, german) in enumerate(zip(columns[one], columns[other], strict=True), start=1):
            if isinstance(names, list) and isinstance(german, list) and len(german) not in (0, len(names)):
                expected = f"{len(names)}, as many as in {one}, or none"
                raise DataSetError(file, f"{len(german)} names", expected, row=row, column=other)


def _extras(rows: _Rows, file: str) -> dict[str, list[Any]]:
    """Return the properties that are not ours."""
    if all(len(row) == len(COLUMNS) for row in rows):
        return {}
    names = dict.fromkeys(name for row in rows for name in row if name not in COLUMNS)
    for number, row in enumerate(rows, start=1):
        for name, value in row.items():
            if name in names and (name == "geometry" or isinstance(value, dict | list)):
                raise DataSetError(
                    file, show(value), "no such property, or a text, number or null", row=number, column=name
                )
    return {name: [row.get(name, np.nan) for row in rows] for name in names}


def _shapes(geometries: list[Any], file: str) -> Any:
    """Return the geometries as an array of Point, LineString or None."""
    found = np.full(len(geometries), None, dtype=object)
    rows, places = [], []
    for i, geometry in enumerate(geometries):
        if geometry is None:
            continue
        positions = _positions(geometry, file, i + 1)
        if len(positions) == 1:
            rows.append(i)
            places.append(positions[0])
        else:
            found[i] = shapely.LineString(positions)
    if rows:
        found[rows] = shapely.points(np.array(places, np.float64))
    return found


def _positions(geometry: Any, file: str, row: int) -> list[tuple[float, float]]:
    """Return the positions of a Point or LineString: one, or two and more, the last at the place."""
    expected = "a Point, a LineString from origin to place, or null"
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Point", "LineString"):
        raise _wrong(file, row, f"a {kind}" if isinstance(kind, str) else show(geometry), expected)
    numbers = geometry.get("coordinates")
    if kind == "Point":
        return [_position(numbers, file, row)]
    if not isinstance(numbers, list) or not 2 <= len(numbers) <= 1000:
        raise _wrong(file, row, show(numbers), "two positions or more, the last at the place")
    return [_position(n, file, row) for n in numbers]


def _position(numbers: Any, file: str, row: int) -> tuple[float, float]:
    """Return longitude, latitude in degrees; a height is refused."""
    expected = "[longitude, latitude] in degrees"
    if not isinstance(numbers, list) or len(numbers) != 2 or not {type(n) for n in numbers} <= {int, float}:
        raise _wrong(file, row, show(numbers), expected)
    lon, lat = numbers
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        hint = ", the two seem to be swapped" if -180 <= lat <= 180 and -90 <= lon <= 90 else ""
        raise _wrong(file, row, f"longitude {lon}, latitude {lat}{hint}", expected)
    return float(lon), float(lat)


def _wrong(file: str, row: int, found: str, expected: str) -> DataSetError:
    return DataSetError(file, found, expected, row=row, column="geometry")
