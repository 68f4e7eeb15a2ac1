"""Events as a GeoDataFrame with the columns of `geo.columns`, checked where data enters.

to_frame     records → GeoDataFrame with these columns, EPSG:4326, checked
check_frame  the same check on a frame that is already there
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.columns import COLUMNS, CRS
from geo.errors import DataSetError
from geo.model import (
    TYPE_OF,
    Certainty,
    DatePrecision,
    EventType,
    GeoPrecision,
    PartOfDay,
    SubEventType,
)

MAX_ID: Final = 200
#: types whose values are equal only to their own
_TOLD_APART: Final = frozenset({str, type(None), date, int})
_SHAPES: Final = (shapely.GeometryType.POINT, shapely.GeometryType.LINESTRING)


def to_frame(records: Iterable[Mapping[str, Any]], geometry: Iterable[Any], *, file: str) -> gpd.GeoDataFrame:
    """Make a checked events frame of records and their shapely geometries (x = longitude, WGS 84 degrees).

    A geometry is a Point, a LineString from origin to place, or None where the place is an area
    (`geo_precision` 3). Columns that are not ours are kept, after ours. `file` names the data in errors.
    Raises DataSetError for the first row or column that is not as the codebook says.
    """
    frame = gpd.GeoDataFrame(pd.DataFrame(list(records), dtype=object), geometry=list(geometry), crs=CRS)
    return _ordered(frame, file)


def from_columns(columns: Mapping[str, list[Any]], geometry: Any, *, file: str) -> gpd.GeoDataFrame:
    """Make a checked events frame of columns, as `to_frame` does of records."""
    return _ordered(gpd.GeoDataFrame(pd.DataFrame(columns, dtype=object), geometry=geometry, crs=CRS), file)


def _ordered(frame: gpd.GeoDataFrame, file: str) -> gpd.GeoDataFrame:
    check_frame(frame, file=file)
    extra = [c for c in frame.columns if c not in COLUMNS and c != "geometry"]
    return frame[[*COLUMNS, *extra, "geometry"]]


def check_frame(frame: gpd.GeoDataFrame, *, file: str) -> None:
    """Check an events frame against COLUMNS, CRS and the codebook's rules.

    Raises DataSetError naming file, row (from 1) and column, what was found and what was expected.
    """
    absent = [c for c in COLUMNS if c not in frame.columns]
    if absent:
        raise DataSetError(file, f"the column {absent[0]} is missing", f"the columns {', '.join(COLUMNS)}")
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        raise DataSetError(file, f"the CRS {frame.crs}", "EPSG:4326 (WGS 84, longitude and latitude in degrees)")
    for column, kind in COLUMNS.items():
        fits, expected = _KINDS[kind]
        values = frame[column].tolist()
        row = _first_wrong(values, fits)
        if row is not None:
            raise DataSetError(file, _show(values[row]), expected, row=row + 1, column=column)
    _check_ids(frame["event_id"].tolist(), file)
    _check_pairs(frame, file)
    _check_geometry(frame, file)


def _first_wrong(values: list[Any], fits: Callable[[Any], bool]) -> int | None:
    """Return the first row whose value does not fit; each distinct value is looked at once."""
    types = set(map(type, values))
    try:
        if types == {list}:
            distinct: Iterable[Any] = map(list, set(map(tuple, values)))
        elif types <= _TOLD_APART:
            distinct = set(values)
        else:  # True equals 1 and 1.0
            distinct = (value for _, value in set(zip(map(type, values), values, strict=True)))
        if all(map(fits, distinct)):
            return None
    except TypeError:  # a list in a list, looked at one by one
        pass
    return next((row for row, value in enumerate(values) if not fits(value)), None)


def _check_ids(ids: list[str], file: str) -> None:
    seen: set[str] = set()
    for row, event_id in enumerate(ids, start=1):
        if event_id in seen:
            raise DataSetError(file, f"{event_id!r} again", "each event_id once", row=row, column="event_id")
        seen.add(event_id)
        if not event_id.isprintable() or event_id != event_id.strip() or len(event_id) > MAX_ID:
            expected = f"at most {MAX_ID} printable characters with no space at either end, as an id stands in links"
            raise DataSetError(file, _show(event_id), expected, row=row, column="event_id")


def _check_pairs(frame: gpd.GeoDataFrame, file: str) -> None:
    """Check what one column says of another."""
    subs, types = frame["sub_event_type"].tolist(), frame["event_type"].tolist()
    for sub, event_type in set(zip(subs, types, strict=True)):
        parent = TYPE_OF[SubEventType(sub)].value
        if parent != event_type:
            row = list(zip(subs, types, strict=True)).index((sub, event_type)) + 1
            found, expected = f"{sub!r} below {event_type!r}", f"{parent!r} as its event_type"
            raise DataSetError(file, found, expected, row=row, column="sub_event_type")
    for row, (first, last) in enumerate(zip(frame["start_date"], frame["end_date"], strict=True), start=1):
        if last < first:
            found, expected = f"{last} before start_date {first}", "the same day or a later one"
            raise DataSetError(file, found, expected, row=row, column="end_date")


def _check_geometry(frame: gpd.GeoDataFrame, file: str) -> None:
    shapes = frame.geometry.to_numpy()
    area = frame["geo_precision"].to_numpy() == GeoPrecision.AREA
    kinds = shapely.get_type_id(shapes)  # -1 is none
    places, rows = shapely.get_coordinates(shapes, return_index=True)
    outside = np.zeros(len(shapes), bool)
    outside[rows[~((np.abs(places) <= (180, 90)).all(axis=1))]] = True
    nothing = (kinds == -1) | shapely.is_empty(shapes)
    for wrong, found, expected in (
        (area & (kinds == shapely.GeometryType.POINT), "a point", "no geometry, for an area (geo_precision 3)"),
        (~area & nothing, "no geometry", "a Point or a LineString"),
        ((kinds != -1) & ~np.isin(kinds, _SHAPES), "another geometry", "a Point or a LineString"),
        (outside, "coordinates outside the globe", "longitude, latitude in degrees"),
    ):
        if wrong.any():
            row = int(wrong.argmax())
            shown = f"a {shapes[row].geom_type}" if found == "another geometry" else found
            raise DataSetError(file, shown, expected, row=row + 1, column="geometry")


def _show(value: Any) -> str:
    text = "nothing" if _missing(value) else repr(value)
    return text if len(text) <= 80 else text[:77] + "…'"


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value) or value is pd.NaT


def _text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(_text(v) for v in value)


def _whole(value: Any, low: int) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | float) and value == int(value) >= low


def _pairs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(p, list | tuple) and len(p) == 2 and all(_whole(n, 1) for n in p) for p in value
    )


def _country(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()


def _zone(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(ZoneInfo(value))
    except (KeyError, ValueError, OSError):
        return False


def _or_missing(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: _missing(value) or fits(value)


def _member(values: Iterable[Any]) -> tuple[Callable[[Any], bool], str]:
    allowed = [getattr(v, "value", v) for v in values]
    return (lambda value: not _missing(value) and value in allowed), "one of " + ", ".join(map(str, allowed))


_SUBS = _member(SubEventType)
_PART = _member(PartOfDay)
_GEO = _member(GeoPrecision)
_KINDS: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "text": (_text, "a text that is not empty"),
    "text?": (_or_missing(_text), "a text that is not empty, or null"),
    "list": (_texts, "a list of texts that are not empty"),
    "pairs": (_pairs, "a list of [paragraph, sentence] pairs counted from 1"),
    "event_type": _member(EventType),
    "sub_event_type": _SUBS,
    "sub_event_types": (
        lambda value: isinstance(value, list) and all(_SUBS[0](v) for v in value),
        "a list of sub-event types of the codebook",
    ),
    "certainty": _member(Certainty),
    "geo_precision": _GEO,
    "geo_precision?": (_or_missing(_GEO[0]), _GEO[1] + ", or null"),
    "date_precision": _member(DatePrecision),
    "part_of_day?": (_or_missing(_PART[0]), _PART[1] + ", or null"),
    "country": (_country, "an ISO 3166-1 alpha-2 code such as KZ"),
    "country?": (_or_missing(_country), "an ISO 3166-1 alpha-2 code such as KZ, or null"),
    "timezone?": (_or_missing(_zone), "an IANA time zone such as Asia/Almaty, or null"),
    "day": (lambda value: type(value) is date, "a day written YYYY-MM-DD"),
    "count?": (_or_missing(lambda v: _whole(v, 1)), "a whole number from 1, or null"),
    "offset?": (_or_missing(lambda v: _whole(v, 0)), "a whole number from 0, or null"),
}
