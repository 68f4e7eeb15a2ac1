"""One chunk, coded by one worker: its three tables, each whole or not there, the reports' last, which says "done"."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from geo.archive.coded import CODED_SCHEMA, REPORT_SCHEMA, code_all, coder
from geo.archive.documents import documents
from geo.archive.plan import Chunk, Reading
from geo.archive.version import coder_version
from geo.errors import SourceError
from geo.sources.location import write_whole
from geo.sources.part import CLAIM_SCHEMA

#: the tables of a chunk, in the order in which they are written
TABLES: Final[dict[str, pa.Schema]] = {"events": CODED_SCHEMA, "claims": CLAIM_SCHEMA, "reports": REPORT_SCHEMA}
LAST: Final = "reports"


@dataclass(frozen=True, slots=True)
class Job:
    """What all chunks of a run share: where their tables go, the coder's version, and how reports are read."""

    work: str
    version: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a chunk; `failed` counts its reports that have an error."""

    key: str
    reports: int
    events: int
    failed: int
    seconds: float


def file_name(key: str, table: str) -> str:
    """Return the name of a chunk's table."""
    return f"{key}.{table}.parquet"


def code_chunk(chunk: Chunk, job: Job) -> Done:
    """Code a chunk and write its tables. The same bytes every time, so that whoever is last does no harm.

    Raises SourceError where this machine's coder is another version, or the input cannot be read; OSError.
    """
    if coder_version() != job.version:
        expected = f"{job.version}, as where the run was started: the same sources, lexicon and gazetteer everywhere"
        raise SourceError(f"a worker's coder is of version {coder_version()}; expected {expected}")
    started, key = time.monotonic(), chunk.key(job.version, job.reading)
    coded = code_all(documents(chunk, job.reading), coder())
    for name in TABLES:
        write_whole(f"{job.work}/{file_name(key, name)}", _writer(getattr(coded, name)))
    failed = len(coded.reports) - coded.reports["error"].null_count
    return Done(key, len(coded.reports), len(coded.events), failed, time.monotonic() - started)


def _writer(table: pa.Table) -> Callable[[IO[bytes]], Any]:
    return lambda file: pq.write_table(table, file, compression="zstd")
