"""Untrusted files, read by a process of its own (`geo.sources.child`) and handed on as checked tables of plain columns.

This process opens the file only to hand it over: not one byte of it is taken apart here.
"""

import json
import os
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import pyarrow as pa

from geo.errors import SourceError
from geo.sources.apart import start_apart
from geo.sources.limits import Limits
from geo.sources.wire import Form, Head, frames, read_batch

#: An answer may take this long, in seconds of the clock: the processor's time, which others cannot use up, has a limit
#: of its own, and the reader has nothing to wait for.
PATIENCE: Final = 120.0
#: So many rows may be cut off, too long or no points before the file as a whole is none.
MAX_REFUSED: Final = 100_000
#: starts a reader for a request, with the file as its standard input and a pipe as its standard output
Start = Callable[[str, IO[bytes]], "subprocess.Popen[bytes]"]


@dataclass(slots=True)
class Reading:
    """A file that is being read: its head, then its batches, once; `refused` and `rows` are whole after the last."""

    file: str
    head: Head
    _frames: Iterator[tuple[bytes, bytes]]
    #: ends the reader, also while another thread waits for its next batch
    stop: Callable[[], None]
    refused: list[tuple[int, str, str, str]] = field(default_factory=list)
    rows: int = 0

    def batches(self) -> Iterator[pa.Table]:
        """Give the rows batch by batch; the column `#` holds their numbers. Raises SourceError."""
        for kind, payload in self._frames:
            if kind == b"B":
                yield _batch(payload, self.head, self.file)
            elif kind == b"R":
                self.refused.extend((int(n), str(c), str(f), str(e)) for n, c, f, e in json.loads(payload))
                if len(self.refused) > MAX_REFUSED:
                    raise SourceError(
                        f"{self.file}: more than {MAX_REFUSED:,} rows are none of the table's; expected rows"
                    )
            else:
                self.rows = int(payload)


def start_child(request: str, source: IO[bytes]) -> "subprocess.Popen[bytes]":
    """Start the reader: on one thread, with the system's allocator."""
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return start_apart("geo.sources.child", request, source, ARROW_DEFAULT_MEMORY_POOL="system", **one)


@contextmanager
def reading(
    path: Path, *, form: Form | None = None, limits: Limits | None = None, start: Start = start_child
) -> Iterator[Reading]:
    """Open an untrusted file for reading, once; the reader is stopped at the end.

    Raises SourceError, which names the file, for a file that cannot be read as a table within the limits.
    """
    most, file = limits or Limits(), path.name
    request = json.dumps({"form": asdict(form or Form()), "limits": asdict(most)})
    with _opened(path, most) as source, start(request, source) as process:
        try:
            told = _answers(process, file, most)
            kind, payload = next(told, (b"", b""))
            if kind != b"H":
                raise SourceError(f"{file}: the reader of the file gave no answer")
            yield Reading(file, _head(payload), told, process.kill)
        finally:
            process.kill()


@contextmanager
def _opened(path: Path, limits: Limits) -> Iterator[IO[bytes]]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # to open a pipe would wait for its other end
            raise SourceError(f"{path.name}: no regular file; expected CSV, GeoJSON or Parquet")
        source = path.open("rb")
    except OSError as error:
        raise SourceError(f"{path.name}: it cannot be opened ({error.strerror}); expected a readable file") from error
    with source:
        size = os.fstat(source.fileno()).st_size
        if size > limits.size:
            raise SourceError(f"{path.name}: {size:,} bytes; expected at most {limits.size:,}")
        yield source


def _answers(process: "subprocess.Popen[bytes]", file: str, limits: Limits) -> Iterator[tuple[bytes, bytes]]:
    """Give the reader's frames; raise what it refuses, and what becomes of it."""
    pipe = process.stdout
    if pipe is None:
        raise SourceError(f"{file}: the reader of the file could not be started")
    incoming = frames(pipe)
    while True:
        late = threading.Timer(PATIENCE, process.kill)
        late.start()
        try:
            kind, payload = next(incoming, (b"", b""))
        finally:
            late.cancel()
        if kind == b"E":
            raise SourceError(f"{file}: {payload.decode('utf-8', 'replace')}")
        if kind == b"":
            raise SourceError(f"{file}: {_end(process.wait(), limits)}")
        yield kind, payload
        if kind == b"Z":
            return


def _end(code: int, limits: Limits) -> str:
    """Say why a reader ended without a word: -24 is SIGXCPU, -9 what the system, out of memory, or we kill with."""
    if code == -24:
        return f"more than {limits.seconds} s of work to read it; expected a smaller or simpler file"
    if code == -9:
        return (
            f"the reader was stopped, as after {PATIENCE:.0f} s without an answer; expected a smaller or simpler file"
        )
    return f"reading it brought the reader down ({code}); expected a whole CSV, GeoJSON or Parquet file"


def _head(payload: bytes) -> Head:
    return Head.from_json(payload)


def _batch(payload: bytes, head: Head, file: str) -> pa.Table:
    try:
        table: Any = read_batch(payload)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"{file}: the reader of the file gave a broken answer") from error
    if tuple(table.column_names[1:]) != head.columns:
        raise SourceError(f"{file}: the reader of the file gave other columns than it had named")
    return table
