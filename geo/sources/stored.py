"""What reads a large data set: events.parquet (GeoParquet, points in WKB) and claims.parquet.

The schema of the events is `geo.sources.part.EVENT_SCHEMA`, extra columns after it. Geometry is taken apart by hand
(`geo.sources.wkb`), never by a geometry library.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from geo.columns import COLUMNS, CRS
from geo.errors import DataSetError
from geo.model import Certainty, Claim, ClaimKind, Locator
from geo.sources.checked import check_table
from geo.sources.inner import INNER
from geo.sources.layout import CLAIMS, EVENTS
from geo.sources.part import CLAIM_SCHEMA
from geo.sources.wkb import read_points

#: columns of ours that only the file needs
_ONLY_FILED: Final = frozenset({"lon", "lat", "geometry", *INNER})
#: A character that no name has.
_BETWEEN: Final = "\x1f"


def read_table(path: Path, *, file: str) -> pa.Table:
    """Read events.parquet as a checked table. Raises DataSetError."""
    table = _read(path, file)
    check_table(table, file=file)
    if not table.num_rows:
        raise DataSetError(file, "no rows", "at least one event")
    return table


def read_stored_events(path: Path, *, file: str) -> gpd.GeoDataFrame:
    """Read events.parquet as an events frame (`geo.frame`), checked. Raises DataSetError.

    Values that repeat are one object each, so a million rows stay small; extra columns stay Arrow's.
    """
    table = read_table(path, file=file).combine_chunks()
    x, y, odd = read_points(table["geometry"].combine_chunks())
    if odd.any() or (np.abs(x) > 180).any() or (np.abs(y) > 90).any():
        row = int(np.flatnonzero(odd | (np.abs(x) > 180) | (np.abs(y) > 90))[0]) + 1
        raise DataSetError(file, "no point on the globe", "a point in WKB, longitude first", row=row, column="geometry")
    return _frame(table, COLUMNS, x, y)


def frame_of(table: pa.Table, columns: Iterable[str] = COLUMNS) -> gpd.GeoDataFrame:
    """Return rows of events.parquet as an events frame, with the points that `lon` and `lat` tell; not checked again.

    `columns` are those of ours that the table has; extra ones follow.
    """
    x, y = (pc.fill_null(table[axis], np.nan).to_numpy() for axis in ("lon", "lat"))
    return _frame(table, columns, x, y)


def _frame(table: pa.Table, columns: Iterable[str], x: Any, y: Any) -> gpd.GeoDataFrame:
    points = np.full(len(x), None, dtype=object)
    there = ~np.isnan(x)
    points[there] = shapely.points(x[there], y[there])
    ours = {name: objects(table[name]) for name in columns}
    extra = [c for c in table.column_names if c not in COLUMNS and c not in _ONLY_FILED]
    theirs = table.select(extra).to_pandas(types_mapper=pd.ArrowDtype)
    frame = pd.concat([pd.DataFrame(ours, dtype=object), theirs], axis=1)
    return gpd.GeoDataFrame(frame, geometry=points, crs=CRS)


def objects(values: pa.ChunkedArray) -> Any:
    """Return a column as an array of Python objects, None where missing, equal ones the same object."""
    whole = values.combine_chunks()
    if pa.types.is_list(whole.type):
        return _lists(whole)
    coded = whole.dictionary_encode()
    distinct = np.array([*coded.dictionary.to_pylist(), None], dtype=object)
    return distinct[coded.indices.fill_null(len(distinct) - 1).to_numpy()]


def _lists(values: pa.Array) -> Any:
    """Return lists as objects; lists of texts are told apart as one text each, which is ten times as quick."""
    inner = values.flatten()
    if pa.types.is_string(inner.type) and not pc.any(pc.match_substring(inner, _BETWEEN), min_count=0).as_py():
        coded = pc.binary_join(values, _BETWEEN).dictionary_encode()
        held = [text.split(_BETWEEN) if text else [] for text in coded.dictionary.to_pylist()]
        rows = coded.indices.to_numpy()
    else:
        held, rows = values.to_pylist(), np.arange(len(values))
    distinct = np.empty(len(held), dtype=object)
    for i, value in enumerate(held):  # to assign them at once would make a table of lists of one length
        distinct[i] = value
    return distinct[rows]


def read_stored_claims(path: Path, *, file: str, events: gpd.GeoDataFrame) -> tuple[Claim, ...]:
    """Read claims.parquet: the figures about these events. Raises DataSetError."""
    table = _read(path, file)
    if table.schema != CLAIM_SCHEMA:
        raise DataSetError(file, "other columns", f"the columns {', '.join(CLAIM_SCHEMA.names)}")
    strangers = set(table["event_id"].to_pylist()) - set(events["event_id"])
    if strangers:
        raise DataSetError(file, repr(min(strangers, key=str)), "the event_id of an event of this data set")
    claims = tuple(map(claim_of, table.to_pylist()))
    if len({c.claim_id for c in claims}) < len(claims):
        raise DataSetError(file, "a claim_id twice", "each claim_id once", column="claim_id")
    return claims


def claim_of(row: Mapping[str, Any]) -> Claim:
    """Return a row of claims.parquet as a claim."""
    at = row["paragraph"], row["sentence"]
    return Claim(
        claim_id=row["claim_id"],
        event_id=row["event_id"],
        kind=ClaimKind(row["kind"]),
        whom={"en": row["whom_en"], "de": row["whom_de"]},
        low=row["low"],
        best=row["best"],
        high=row["high"],
        claimed_by={"en": row["claimed_by_en"], "de": row["claimed_by_de"]} if row["claimed_by_en"] else None,
        certainty=Certainty(row["certainty"]),
        locator=Locator(paragraph=at[0], sentence=at[1]) if None not in at else None,
        part_of=row["part_of"],
        as_written=row["as_written"],
        note={"en": row["note_en"], "de": row["note_de"]} if row["note_en"] else None,
    )


def _read(path: Path, file: str) -> pa.Table:
    try:
        return pq.read_table(path, partitioning=None)
    except FileNotFoundError:
        raise DataSetError(file, "no such file", f"a data set with {EVENTS} and {CLAIMS}") from None
    except (pa.ArrowException, OSError) as error:
        told = " ".join(str(error).split())[:120]
        raise DataSetError(file, f"it cannot be read ({told})", "a whole Parquet file") from error
