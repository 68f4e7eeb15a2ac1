"""Events and claims as plain rows and as Arrow tables, whose types depend on the schema alone, never on the rows."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from geo.columns import COLUMNS
from geo.model import Claim
from geo.sources.claims import CLAIM_COLUMNS

_COUNTS: Final = frozenset({"low", "best", "high", "paragraph", "sentence", "char_start", "char_end"})
_LISTS: Final = {"list": pa.list_(pa.string()), "sub_event_types": pa.list_(pa.string())}
_NUMBERS: Final = frozenset({"count?", "offset?", "geo_precision", "geo_precision?", "date_precision"})


def event_rows(events: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return each event as plain Python values, None where a value is missing; columns that are not ours stay."""
    columns = plain_columns(events)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def plain_columns(events: gpd.GeoDataFrame) -> dict[str, list[Any]]:
    """Return each column but the geometry as plain Python values, None where a value is missing."""
    names = [c for c in events.columns if c != events.geometry.name]
    return {name: [_plain(v, COLUMNS.get(name, "")) for v in events[name]] for name in names}


def claim_row(claim: Claim) -> dict[str, Any]:
    """Return a claim as a row with the columns of a data set's claims.csv."""
    return {column: _of_claim(claim, column) for column in CLAIM_COLUMNS}


def event_schema(extra: Mapping[str, pa.DataType], *, lists: bool) -> pa.Schema:
    """Return the columns of `event_table`; `extra` are those that are not ours, as `extra_types` tells them."""
    ours = {name: _type(kind, lists) for name, kind in COLUMNS.items()}
    theirs = {name: kind if lists or not pa.types.is_nested(kind) else pa.string() for name, kind in extra.items()}
    return pa.schema({**ours, **theirs, "geometry": pa.binary()})


def extra_types(events: gpd.GeoDataFrame) -> dict[str, pa.DataType]:
    """Return the Arrow types of the columns that are not ours; where a column does not have one, its values tell."""
    extra = [c for c in events.columns if c not in COLUMNS and c != events.geometry.name]
    return {name: _kind(events[name]) for name in extra}


def event_table(events: gpd.GeoDataFrame, schema: pa.Schema, *, lists: bool) -> pa.Table:
    """Return the events as an Arrow table of `event_schema`, with `geometry` in WKB.

    Where `lists` is False, they become texts, and the character NUL, at which GDAL would cut a text off, is replaced.
    """
    columns = plain_columns(events)
    if not lists:
        columns = {name: [_whole(joined(v)) for v in values] for name, values in columns.items()}
    held = {f.name: _array(columns[f.name], f.type) for f in schema if f.name != "geometry"}
    held["geometry"] = pa.array(list(events.geometry.to_wkb()), pa.binary(), from_pandas=True)
    return pa.table(held, schema=schema)


def claim_table(claims: Iterable[Claim]) -> pa.Table:
    """Return the claims as an Arrow table, NUL replaced."""
    rows = [{name: _whole(value) for name, value in claim_row(claim).items()} for claim in claims]
    return pa.Table.from_pylist(rows, schema=CLAIM_SCHEMA)


def joined(value: Any) -> Any:
    """Return a list of texts as one text, any other list as JSON, all else as it is."""
    if not isinstance(value, list):
        return value
    return "; ".join(value) if all(isinstance(v, str) for v in value) else json.dumps(value)


def _whole(value: Any) -> Any:
    return value.replace("\x00", "\N{REPLACEMENT CHARACTER}") if isinstance(value, str) else value


CLAIM_SCHEMA: Final = pa.schema([(c, pa.int64() if c in _COUNTS else pa.string()) for c in CLAIM_COLUMNS])


def _type(kind: str, lists: bool) -> pa.DataType:
    if kind in _NUMBERS:
        return pa.int32()
    if kind == "day":
        return pa.date32()
    if not lists:
        return pa.string()
    return _LISTS.get(kind, pa.list_(pa.list_(pa.int32())) if kind == "pairs" else pa.string())


def _kind(values: pd.Series) -> pa.DataType:
    if isinstance(values.dtype, pd.ArrowDtype):
        found = values.dtype.pyarrow_dtype
    else:
        try:
            found = pa.array([_plain(v, "") for v in values]).type
        except pa.ArrowException:
            found = pa.string()
    return pa.string() if pa.types.is_null(found) else found


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    if kind == pa.string():
        values = [v if v is None or isinstance(v, str) else str(v) for v in values]
    return pa.array(values, kind)


def _plain(value: Any, kind: str) -> Any:
    if isinstance(value, list | tuple):
        return [list(v) if isinstance(v, tuple) else v for v in value]
    if pd.isna(value):
        return None
    if kind in _NUMBERS:
        return int(value)
    if kind == "day" or not hasattr(value, "item"):
        return str(value) if isinstance(value, str) else value
    return value.item()


def _of_claim(claim: Claim, column: str) -> Any:
    if find := _PARTS.get(column):
        return find(claim)
    if column.endswith(("_en", "_de")):
        texts: Mapping[str, str] | None = getattr(claim, column[:-3])
        return texts.get(column[-2:]) if texts else None
    value = getattr(claim, column)
    return str(value) if isinstance(value, str) else value


_PARTS: Final[dict[str, Callable[[Claim], int | None]]] = {
    "paragraph": lambda claim: claim.locator.paragraph if claim.locator else None,
    "sentence": lambda claim: claim.locator.sentence if claim.locator else None,
    "char_start": lambda claim: claim.locator.char_start if claim.locator else None,
    "char_end": lambda claim: claim.locator.char_end if claim.locator else None,
}
