"""Events put in order of time, however many: runs that are in order, in memory or on the disk, become one.

Every run is known by the key of each STEP-th row. Between two neighbours of all these keys lie few rows of each run, so
the runs can be put together piece by piece, whatever their rows.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc as ipc

#: what events are in the order of
ORDER: Final = ("start_date", "end_date", "event_id")
#: rows of a row group: small enough to skip, large enough to pack
GROUP: Final = 32_768
#: rows that are put in order, and together, at once
BATCH: Final = 4 * GROUP
#: bytes of runs that stay in memory
HELD: Final = 512 * 1024 * 1024
STEP: Final = 2_048
_KEYS: Final = [(name, "ascending") for name in ORDER]
Key = tuple[Any, ...]


@dataclass(slots=True)
class _Run:
    """Rows in order, in steps that `load` gives; `last` holds the key of each step's last row."""

    load: Callable[[int], pa.Table]
    last: list[Key]
    at: int = 0
    rest: pa.Table | None = None

    def until(self, key: Key) -> Iterator[pa.Table]:
        """Give, once, the rows not given yet whose key is at most `key`."""
        while self.at < len(self.last):
            table = self.load(self.at) if self.rest is None else self.rest
            if self.last[self.at] > key:
                n = bisect_right(range(table.num_rows), key, key=lambda row: _key(table, row))
                self.rest = table.slice(n)
                yield table.slice(0, n)
                return
            self.at, self.rest = self.at + 1, None
            yield table


@dataclass(slots=True)
class Runs:
    """Tables of events in no order, kept until all are there; those beyond HELD bytes lie in `folder`."""

    folder: Path
    held: int = HELD
    _bytes: int = 0
    _runs: list[_Run] = field(default_factory=list)
    _open: list[Any] = field(default_factory=list)

    def add(self, table: pa.Table) -> None:
        """Keep a table. Raises OSError."""
        batch = _sorted(table)
        n = batch.num_rows
        last = [_key(batch, min(first + STEP, n) - 1) for first in range(0, n, STEP)]
        if self._bytes + batch.nbytes <= self.held:
            self._bytes += batch.nbytes
            self._runs.append(_Run(lambda i: batch.slice(i * STEP, STEP), last))
        else:
            self._runs.append(_Run(self._filed(batch), last))

    def in_order(self) -> Iterator[pa.Table]:
        """Give all rows, once, in order; tables of about BATCH rows."""
        keys = sorted(key for run in self._runs for key in run.last)
        ends = [*keys[BATCH // STEP - 1 : -1 : BATCH // STEP], *keys[-1:]]
        for end in ends:
            pieces = [piece for run in self._runs for piece in run.until(end)]
            yield _sorted(pa.concat_tables(pieces))

    def close(self) -> None:
        """Let go of the rows, and remove their files."""
        self._runs.clear()
        for file in self._open:
            file.close()
        self._open.clear()
        if self.folder.exists():
            for path in self.folder.iterdir():
                path.unlink()
            self.folder.rmdir()

    def _filed(self, table: pa.Table) -> Callable[[int], pa.Table]:
        """Write a run to the disk, lightly packed; return what reads a step of it."""
        self.folder.mkdir(exist_ok=True)
        path = self.folder / f"{len(self._runs)}.arrow"
        options = ipc.IpcWriteOptions(compression="lz4")
        with pa.OSFile(str(path), "wb") as sink, ipc.new_file(sink, table.schema, options=options) as writer:
            writer.write_table(table, max_chunksize=STEP)
        file = pa.OSFile(str(path), "rb")
        self._open.append(file)
        reader = ipc.open_file(file)
        return lambda i: pa.Table.from_batches([reader.get_batch(i)])


def _sorted(table: pa.Table) -> pa.Table:
    """Return the rows in order, in one chunk: only what the order hangs on is put together before."""
    keys = table.select(ORDER).combine_chunks()
    return table.take(pc.sort_indices(keys, sort_keys=_KEYS)).combine_chunks()


def _key(table: pa.Table, row: int) -> Key:
    return tuple(table[name][row].as_py() for name in ORDER)
