"""The days, types and places of events as numbers in a database on the disk, from Parquet files, batch by batch."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.model import EventType, GeoPrecision
from geo.sources.location import Item, open_file
from geo.store.grid import to_grid

_COLUMNS: Final = ("start_date", "end_date", "event_type", "geo_precision", "lon", "lat", "country", "admin1", "place")
_BATCH: Final = 262_144


def load_numbers(
    database: Any, files: Sequence[Item], tell: Callable[[int, int], None]
) -> tuple[list[tuple[str, str]], list[int]]:
    """Fill the table `numbers`; return country and name of each area, by its number, and how many each file has."""
    areas: dict[tuple[str, str], int] = {}
    counts = []
    columns = "a DATE, b DATE, type UTINYINT, x INTEGER, y INTEGER, area INTEGER"
    database.execute(f"CREATE TABLE numbers ({columns})")
    for done, item in enumerate(files):
        tell(done, 2 * len(files))
        with open_file(item.url) as file:
            table = pq.ParquetFile(file)
            counts.append(table.metadata.num_rows)
            for batch in table.iter_batches(_BATCH, columns=list(_COLUMNS)):
                incoming = _numbers(batch, areas)
                database.register("incoming", incoming)
                database.execute("INSERT INTO numbers SELECT * FROM incoming")
                database.unregister("incoming")
    return list(areas), counts


def _numbers(batch: pa.RecordBatch, areas: dict[tuple[str, str], int]) -> pa.Table:
    kinds = pa.array([t.value for t in EventType])
    is_area = pc.equal(batch["geo_precision"], GeoPrecision.AREA.value)
    x, y = to_grid(*(pc.fill_null(batch[axis], np.nan).to_numpy(zero_copy_only=False) for axis in ("lon", "lat")))
    none = pa.scalar(None, pa.int32())
    return pa.table(
        {
            "a": batch["start_date"],
            "b": batch["end_date"],
            "type": pc.index_in(batch["event_type"], value_set=kinds).cast(pa.uint8()),
            "x": pc.if_else(is_area, none, pa.array(x)),
            "y": pc.if_else(is_area, none, pa.array(y)),
            "area": _area_codes(batch, is_area, areas),
        }
    )


def _area_codes(batch: pa.RecordBatch, is_area: Any, areas: dict[tuple[str, str], int]) -> pa.Array:
    name = pc.coalesce(batch["admin1"], batch["place"])
    key = pc.if_else(is_area, pc.binary_join_element_wise(batch["country"], name, "\x1f"), None).dictionary_encode()
    codes = [areas.setdefault(tuple(text.split("\x1f", 1)), len(areas)) for text in key.dictionary.to_pylist()]
    return pa.array([*codes, None], pa.int32()).take(pc.fill_null(key.indices, len(codes)))
