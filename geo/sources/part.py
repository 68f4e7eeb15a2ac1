"""What an importer gives: a part of a table as events, figures and refused rows, column by column.

Part      events (all columns of `geo.columns`, `lon`, `lat`, `geometry` in WKB, then extra ones), figures, refused rows
finish    columns → Part: fills in what no row tells, leaves out bad rows, keeps what has no equivalent
Figure    one column of counts, by whom, about whom
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.columns import COLUMNS
from geo.model import Certainty, GeoPrecision
from geo.sources.claims import CLAIM_COLUMNS
from geo.sources.inner import INNER
from geo.sources.parquet import LAT, LON
from geo.sources.sheet import Sheet, blank_is_missing
from geo.sources.wire import ROW
from geo.sources.wkb import write_points

_COUNTS: Final = frozenset({"low", "best", "high", "paragraph", "sentence", "char_start", "char_end"})
_LISTS: Final = pa.list_(pa.string())
_KINDS: Final[dict[str, Any]] = {
    "day": pa.date32(),
    "list": _LISTS,
    "sub_event_types": _LISTS,
    "pairs": pa.list_(pa.list_(pa.int32())),
    "geo_precision": pa.int8(),
    "geo_precision?": pa.int8(),
    "date_precision": pa.int8(),
    "count?": pa.int32(),
    "offset?": pa.int32(),
}
#: Our columns as Arrow has them; `lon` and `lat` are the point's, for what cannot read WKB.
EVENT_SCHEMA: Final = pa.schema(
    [(name, _KINDS.get(kind, pa.string())) for name, kind in COLUMNS.items()]
    + [("lon", pa.float64()), ("lat", pa.float64()), ("geometry", pa.binary())]
)
CLAIM_SCHEMA: Final = pa.schema([(c, pa.int64() if c in _COUNTS else pa.string()) for c in CLAIM_COLUMNS])
REFUSED_SCHEMA: Final = pa.schema(
    [("row", pa.int64()), ("column", pa.string()), ("found", pa.string()), ("expected", pa.string())]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Events with the numbers of their rows, the figures about them, and the rows that are none, with the reason."""

    rows: pa.Array
    events: pa.Table
    claims: pa.Table
    refused: pa.Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A column of counts of persons, 0 or missing where there is no figure; `whom` is a text or a column.

    `name` makes its claims' ids, `part_of` names the figure that includes it.
    """

    name: str
    kind: str
    whom_en: Any
    whom_de: Any
    low: Any
    best: Any
    high: Any
    by: str | None
    part_of: str | None = None


def finish(
    sheet: Sheet, columns: Mapping[str, Any], *, figures: Iterable[Figure] = (), used: Iterable[str] = (), prefix: str
) -> Part:
    """Make a Part of the columns read from a sheet: an array each, or one value for all rows.

    `columns` has `lon` and `lat` in degrees; a place of `geo_precision` 3 has no point, its coordinates are kept as
    extra columns. `used` names the columns of the sheet that are told in full by ours; all others are kept, with
    `prefix` before a name that is ours. Rows without a place, or outside the globe, are refused.
    """
    n, faults = sheet.rows, sheet.faults
    whole = {name: _column(columns.get(name), name, n) for name in EVENT_SCHEMA.names if name != "geometry"}
    _check_places(sheet, whole)
    _check_days(sheet, whole)
    _check_ids(sheet, whole["event_id"])
    area = pc.equal(whole["geo_precision"], GeoPrecision.AREA.value)
    extras = _extras(sheet, frozenset(used), prefix) | _area_coordinates(whole, area, prefix)
    for axis in ("lon", "lat"):
        whole[axis] = pc.if_else(area, None, whole[axis])
    points = (pc.fill_null(whole[axis], np.nan).to_numpy(zero_copy_only=False) for axis in ("lon", "lat"))
    whole["geometry"] = write_points(*points)
    good = pa.array(~faults.bad)
    events = pa.table({**{name: whole[name] for name in EVENT_SCHEMA.names}, **extras}).filter(good)
    claims = [_claims(figure, whole["event_id"], good) for figure in figures]
    return Part(
        rows=sheet.numbers_of_rows().filter(good),
        events=events,
        claims=_kept_wholes(pa.concat_tables([_NO_CLAIMS, *claims])),
        refused=_refused(sheet),
    )


_NO_CLAIMS: Final = CLAIM_SCHEMA.empty_table()


def _column(value: Any, name: str, n: int) -> Any:
    kind = EVENT_SCHEMA.field(name).type
    if isinstance(value, pa.Array | pa.ChunkedArray):
        return value.cast(kind)
    if value is None and pa.types.is_list(kind):
        return pa.ListArray.from_arrays(pa.array(np.zeros(n + 1, np.int32)), pa.array([], kind.value_type))
    return pa.repeat(pa.scalar(value, kind), n)


def _check_places(sheet: Sheet, columns: dict[str, Any]) -> None:
    """Refuse rows outside the globe, and those that are to have a point and have none; name places without a name."""
    lon, lat, faults = columns["lon"], columns["lat"], sheet.faults
    inside = pc.and_(pc.less_equal(pc.abs(lon), 180), pc.less_equal(pc.abs(lat), 90))
    if not pc.all(inside).as_py():
        expected = "degrees, longitude up to 180, latitude up to 90"
        faults.add(pc.invert(inside), "longitude, latitude", at(lon, lat), expected)
    point = pc.less(columns["geo_precision"], GeoPrecision.AREA.value)
    faults.add(pc.and_(point, pc.is_null(inside)), "longitude, latitude", "nothing", "coordinates of the place")
    if columns["place"].null_count:
        columns["place"] = pc.coalesce(columns["place"], at(lon, lat))
    faults.add(pc.is_null(columns["place"]), "place", "nothing", "a place's name or its coordinates")
    faults.add(pc.is_null(columns["event_id"]), "event_id", "nothing", "an id")


def at(lon: Any, lat: Any) -> Any:
    """Return coordinates as a text, latitude first, as people write them."""
    return pc.binary_join_element_wise(*map(_degrees, (lat, lon)), ", ")


def _degrees(axis: Any) -> Any:
    """Return degrees as a text; `?` for what is too large to be rounded."""
    near = pc.if_else(pc.less_equal(pc.abs(axis), 1e9), axis, None)
    return pc.if_else(pc.is_null(axis), None, pc.coalesce(pc.round(near, 4).cast(pa.string()), pa.scalar("?")))


def _check_days(sheet: Sheet, columns: dict[str, Any]) -> None:
    turned = pc.less(columns["end_date"], columns["start_date"])
    sheet.faults.add(turned, "end_date", columns["end_date"].cast(pa.string()), "the first day or a later one")


def _check_ids(sheet: Sheet, ids: Any) -> None:
    """Refuse a second row with the same id."""
    good = np.flatnonzero(~sheet.faults.bad)
    codes = ids.dictionary_encode().indices.to_numpy(zero_copy_only=False)[good]
    again = np.ones(len(good), dtype=bool)
    again[np.unique(codes, return_index=True)[1]] = False
    mask = np.zeros(sheet.rows, dtype=bool)
    mask[good[again]] = True
    sheet.faults.add(mask, "event_id", ids, "each id once")


def _extras(sheet: Sheet, used: frozenset[str], prefix: str) -> dict[str, Any]:
    found = {}
    for name in sheet.table.schema.names:
        if name in used or name in (ROW, LON, LAT):
            continue
        values = sheet.raw(name)
        ours = name in EVENT_SCHEMA.names or name in INNER
        found[f"{prefix}_{name}" if ours else name] = blank_is_missing(values)
    return found


def _area_coordinates(columns: dict[str, Any], area: Any, prefix: str) -> dict[str, Any]:
    """Keep the coordinates of areas, which are not drawn: where the source put its own mark."""
    names = {"lon": f"{prefix}_area_lon", "lat": f"{prefix}_area_lat"}
    return {name: pc.if_else(area, columns[axis], None) for axis, name in names.items()}


def _claims(figure: Figure, ids: Any, good: Any) -> pa.Table:
    """Return one figure's claims: of good rows, where it counts anybody."""
    n = len(ids)
    told = [
        pc.max_element_wise(getattr(figure, c), 0) for c in ("low", "best", "high") if getattr(figure, c) is not None
    ]
    rows = pc.and_(good, pc.greater(pc.max_element_wise(*told), 0))
    claim_id = pc.binary_join_element_wise(ids, figure.name, "-")
    columns = {
        "claim_id": claim_id,
        "event_id": ids,
        "kind": figure.kind,
        "whom_en": figure.whom_en,
        "whom_de": figure.whom_de,
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
        "claimed_by_en": figure.by,
        "claimed_by_de": figure.by,
        "certainty": (Certainty.ATTRIBUTED if figure.by else Certainty.STATED).value,
        "part_of": pc.binary_join_element_wise(ids, figure.part_of, "-") if figure.part_of else None,
    }
    full = {name: _claim_column(columns.get(name), name, n) for name in CLAIM_COLUMNS}
    return pa.table(full, schema=CLAIM_SCHEMA).filter(rows)


def _claim_column(value: Any, name: str, n: int) -> Any:
    kind = CLAIM_SCHEMA.field(name).type
    return value.cast(kind) if isinstance(value, pa.Array) else pa.repeat(pa.scalar(value, kind), n)


def _kept_wholes(claims: pa.Table) -> pa.Table:
    """Take `part_of` away from a claim whose whole counts nobody and so is no claim."""
    there = pc.is_in(claims["part_of"], value_set=claims["claim_id"].combine_chunks())
    part_of = pc.if_else(there, claims["part_of"], None)
    return claims.set_column(claims.schema.get_field_index("part_of"), "part_of", part_of)


def _refused(sheet: Sheet) -> pa.Table:
    told = sorted(sheet.faults.told)
    numbers = sheet.numbers_of_rows().take(pa.array([i for i, *_ in told], pa.int64()))
    rest = list(zip(*(t[1:] for t in told), strict=True)) or [(), (), ()]
    return pa.table([numbers, *(pa.array(c, pa.string()) for c in rest)], schema=REFUSED_SCHEMA)
