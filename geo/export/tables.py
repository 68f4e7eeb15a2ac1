"""Events and claims as plain rows and as Arrow tables, whose types depend on the schema alone, never on the rows."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from geo.frame import COLUMNS
from geo.model import Claim
from geo.sources.claims import CLAIM_COLUMNS

_COUNTS: Final = frozenset({"low", "best", "high", "paragraph", "sentence", "char_start", "char_end"})
_LISTS: Final = {"list": pa.list_(pa.string()), "sub_event_types": pa.list_(pa.string())}
_NUMBERS: Final = frozenset({"count?", "offset?", "geo_precision", "geo_precision?", "date_precision"})


def event_rows(events: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return each event as plain Python values, None where a value is missing; columns that are not ours stay."""
    names = [c for c in events.columns if c != events.geometry.name]
    columns = {name: [_plain(v, COLUMNS.get(name, "")) for v in events[name]] for name in names}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def claim_rows(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Return each claim as a row with the columns of a data set's claims.csv."""
    return [{column: _of_claim(claim, column) for column in CLAIM_COLUMNS} for claim in claims]


def event_table(events: gpd.GeoDataFrame, *, lists: bool) -> pa.Table:
    """Return the events as an Arrow table with `geometry` in WKB.

    Where `lists` is False, they become texts, and the character NUL, at which GDAL would cut a text off, is replaced.
    """
    rows = [row if lists else {k: _whole(joined(v)) for k, v in row.items()} for row in event_rows(events)]
    extra = [c for c in events.columns if c not in COLUMNS and c != events.geometry.name]
    columns = {name: pa.array([r[name] for r in rows], _type(kind, lists)) for name, kind in COLUMNS.items()}
    columns |= {name: _guessed([r[name] for r in rows]) for name in extra}
    columns["geometry"] = pa.array(list(events.geometry.to_wkb()), pa.binary(), from_pandas=True)
    return pa.table(columns)


def claim_table(claims: Iterable[Claim]) -> pa.Table:
    """Return the claims as an Arrow table, NUL replaced."""
    rows = [{name: _whole(value) for name, value in row.items()} for row in claim_rows(claims)]
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


def _guessed(values: list[Any]) -> pa.Array:
    try:
        found = pa.array(values)
    except pa.ArrowException:
        found = pa.array([None if v is None else str(v) for v in values], pa.string())
    return found.cast(pa.string()) if pa.types.is_null(found.type) else found


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
