"""Our own columns, back from an export: GeoJSON points, GeoParquet or CSV with every column of `geo.columns`."""

import json
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.columns import COLUMNS
from geo.model import TYPE_OF, Certainty, EventType, PartOfDay, SubEventType
from geo.sources.parquet import LAT, LON
from geo.sources.part import Part, finish
from geo.sources.sheet import Sheet, as_text, each, require, split
from geo.sources.wire import PLAIN, Form

#: what makes a table one of ours; all others of our columns may be missing
OURS: Final = frozenset(
    {"event_id", "event_type", "sub_event_type", "place", "country", "geo_precision", "start_date", "end_date"}
    | {"date_precision", "certainty", "actors", "coded_by"}
)
_COORDINATES: Final = (("lon", (LON, "lon", "longitude")), ("lat", (LAT, "lat", "latitude")))
_NUMBERS: Final = {n: int(n) for n in "123"}
_MEMBERS: Final[dict[str, Any]] = {
    "event_type": EventType,
    "sub_event_type": SubEventType,
    "certainty": Certainty,
    "part_of_day": PartOfDay,
}


def from_ours(table: pa.Table, form: Form = PLAIN) -> Part:
    """Read a part of an export of our own as events; figures are another file and not read.

    Lists stand as lists, as JSON or as texts with a semicolon between them. Raises SourceError listing absent columns.
    """
    require(table.column_names, OURS, "Qantar")
    sheet = Sheet.of(table, form)
    columns = {name: _column(sheet, name, kind) for name, kind in COLUMNS.items() if sheet.has(name)}
    for axis, names in _COORDINATES:
        columns[axis] = point_axis(sheet, names)
    below = pc.not_equal(columns["event_type"], each(columns["sub_event_type"], _parent, pa.string()))
    sheet.faults.add(below, "sub_event_type", columns["sub_event_type"], "a sub-type of its event_type")
    used = {*COLUMNS, *(name for _, names in _COORDINATES for name in names)}
    return finish(sheet, columns, used=used, prefix="given")


def point_axis(sheet: Sheet, names: tuple[str | None, ...]) -> Any:
    """Return the first of these columns of degrees that the sheet has, all missing where it has none."""
    there = next((n for n in names if sheet.has(n)), None)
    return sheet.number(there) if there else pa.nulls(sheet.rows, pa.float64())


def _column(sheet: Sheet, name: str, kind: str) -> Any:
    bare = kind.removesuffix("?")
    if bare == "day":
        return sheet.day(name)
    if bare in _MEMBERS:
        return _member(sheet, name, [m.value for m in _MEMBERS[bare]], needed=bare == kind)
    if bare in ("geo_precision", "date_precision"):
        return sheet.code(name, _NUMBERS, pa.int8(), "1, 2 or 3") if bare == kind else None
    if bare in ("count", "offset"):
        return pc.if_else(pc.greater_equal(sheet.count(name), 1 if bare == "count" else 0), sheet.count(name), None)
    if bare in ("list", "sub_event_types"):
        return _lists(sheet, name)
    if bare == "pairs":
        return None
    return sheet.text(name)


def _member(sheet: Sheet, name: str, allowed: list[str], *, needed: bool) -> Any:
    values = sheet.name(name)
    known = pc.is_in(values, value_set=pa.array(allowed))
    wrong = pc.invert(known) if needed else pc.and_(pc.is_valid(values), pc.invert(known))
    sheet.faults.add(wrong, name, values, "one of " + ", ".join(allowed))
    return pc.if_else(known, values, None)


def _parent(sub: str) -> str:
    return TYPE_OF[SubEventType(sub)].value


def _lists(sheet: Sheet, name: str) -> Any:
    values = sheet.raw(name)
    if pa.types.is_list(values.type):
        values = pc.binary_join(values, "\x1f")
        return split(values, "\x1f")
    texts = as_text(values)
    joined = each(texts, _from_json, pa.string())
    return split(joined, "\x1f")


def _from_json(text: str) -> str | None:
    """Return the texts of a JSON list, or of a text with semicolons, with a separator that no text has."""
    try:
        held = json.loads(text) if text.startswith("[") else text.split(";")
    except (ValueError, RecursionError):
        return text
    return "\x1f".join(str(item) for item in held) if isinstance(held, list) else text
