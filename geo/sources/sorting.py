"""A file of events put in order of time, however large: sorted outside of memory, beside the file."""

from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import DataSetError

#: what events are in the order of
ORDER: Final = ("start_date", "end_date", "event_id")
#: rows of a row group: small enough to skip, large enough to pack
GROUP: Final = 32_768
_MEMORY: Final = "1GB"


def sort_events(path: Path) -> None:
    """Put the rows of a Parquet file in order of start, end and id. Raises DataSetError where the disk is full."""
    room, done = path.with_name("sorting"), path.with_name("sorted.parquet")
    schema = pq.read_schema(path)
    room.mkdir()
    try:
        with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": _MEMORY}) as database:
            database.execute("SET temp_directory = ?", [str(room)])
            database.execute("SET preserve_insertion_order = false")
            found = database.sql(f"FROM read_parquet(?) ORDER BY {', '.join(ORDER)}", params=[str(path)])
            _write(found.to_arrow_reader(GROUP), done, schema)
    except duckdb.Error as error:
        told = " ".join(str(error).split())[:120]
        raise DataSetError(path.name, f"it cannot be put in order ({told})", "room on the disk") from error
    for left in room.iterdir():
        left.unlink()
    room.rmdir()
    done.replace(path)


def _write(batches: pa.RecordBatchReader, path: Path, schema: pa.Schema) -> None:
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            table = pa.Table.from_batches([batch]).select(schema.names).cast(schema)
            writer.write_table(table, row_group_size=GROUP)
