"""Tables larger than memory, in order: DuckDB sorts them on the disk, and they come back batch by batch.

DuckDB opens no file by itself here: Arrow hands it the rows, from a disk or from object storage.
"""

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from geo.sources.location import open_file

MEMORY: Final = "1GB"
#: rows of a batch, and so of a row group: one is a few milliseconds' reading
ROWS: Final = 32_768
_BITS: Final = ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555))


@contextmanager
def large_database(memory: str = MEMORY) -> Iterator[Any]:
    """Give a database in memory that spills what does not fit to a folder, which goes when it is closed."""
    with tempfile.TemporaryDirectory(prefix="qantar-") as folder:
        database = duckdb.connect(":memory:", config={"memory_limit": memory, "temp_directory": folder})
        try:
            database.execute("SET preserve_insertion_order = false")
            yield database
        finally:
            database.close()


def in_order(
    urls: Sequence[str], schema: pa.Schema, order: str, *, where: str = "TRUE", memory: str = MEMORY
) -> Iterator[pa.Table]:
    """Yield the rows of Parquet files that fulfil `where`, sorted by `order`, both SQL over their columns."""
    with large_database(memory) as database:
        database.register("incoming", pa.RecordBatchReader.from_batches(schema, _batches(urls, schema)))
        found = database.sql(f"SELECT * FROM incoming WHERE {where} ORDER BY {order}")
        for batch in found.to_arrow_reader(ROWS):
            yield pa.Table.from_batches([batch]).cast(schema)


def _batches(urls: Iterable[str], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for url in urls:
        with open_file(url) as file:
            yield from pq.ParquetFile(file).read().cast(schema).to_batches()


class _Summed(io.RawIOBase):
    """A file whose bytes also go, in their order, into a checksum."""

    def __init__(self, file: IO[bytes], digest: Any) -> None:
        self._file, self._digest = file, digest

    def writable(self) -> bool:
        """Tell that it is there to be written."""
        return True

    def write(self, data: Any) -> int:
        """Write bytes and return how many."""
        self._digest.update(data)
        return self._file.write(data)


def write_tables(file: IO[bytes], tables: Iterable[pa.Table], schema: pa.Schema, digest: Any) -> None:
    """Write tables as one Parquet file, a row group each; `digest`, as hashlib has it, takes in its bytes."""
    with pq.ParquetWriter(_Summed(file, digest), schema, compression="zstd") as writer:
        for table in tables:
            writer.write_table(table.replace_schema_metadata(schema.metadata))


def curve(lon: str = "lon", lat: str = "lat") -> str:
    """Return SQL for where a point lies on a curve that keeps neighbours together, from its degrees."""
    return along_curve(f"floor(({lon} + 180) / 360 * 65535)::BIGINT", f"floor(({lat} + 90) / 180 * 65535)::BIGINT")


def along_curve(x: str, y: str) -> str:
    """Return SQL for where two numbers of 16 bits lie on Morton's curve."""
    return f"({_spread(x)} | ({_spread(y)} << 1))"


def _spread(sql: str) -> str:
    """Return SQL that puts a zero before every bit of a number of 16 bits."""
    for shift, mask in _BITS:
        sql = f"(({sql} | ({sql} << {shift})) & {mask})"
    return sql
