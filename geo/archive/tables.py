"""The files of a pyramid while they grow: a row group is written when it is full, a finished file put in place."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from geo.sources.location import write_whole

#: rows of a group
GROUP: Final = 16_384


@dataclass(slots=True)
class Tables:
    """The files of a pyramid while they grow, in a folder of their own; a row group is written when it is full."""

    room: Path
    writers: dict[str, pq.ParquetWriter] = field(default_factory=dict)
    waiting: dict[str, list[pa.Table]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, table: pa.Table) -> None:
        """Add rows to a file."""
        if not table.num_rows:
            return
        self.rows[name] = self.rows.get(name, 0) + table.num_rows
        waiting = self.waiting.setdefault(name, [])
        waiting.append(table)
        if sum(t.num_rows for t in waiting) >= GROUP:
            self._write(name)

    def close(self, name: str) -> Path:
        """Write what is left of a file; return where it is."""
        self._write(name)
        self.waiting.pop(name)
        self.writers.pop(name).close()
        return self.room / name

    def _write(self, name: str) -> None:
        if not self.waiting[name]:
            return
        table = pa.concat_tables(self.waiting[name])
        self.waiting[name] = []
        if name not in self.writers:
            (self.room / name).parent.mkdir(parents=True, exist_ok=True)
            self.writers[name] = pq.ParquetWriter(self.room / name, table.schema, compression="zstd")
        self.writers[name].write_table(table, row_group_size=GROUP)


def put(path: Path, url: str) -> int:
    """Write a finished file where it belongs, and drop it here; return its bytes."""

    def copy(file: IO[bytes]) -> None:
        with path.open("rb") as own:
            shutil.copyfileobj(own, file, 1 << 20)

    write_whole(url, copy)
    size = path.stat().st_size
    path.unlink()
    return size
