"""The reader of untrusted files: a process of its own that can open nothing, write nothing and not grow.

It is handed the file as its standard input and answers with frames (`geo.sources.wire`) on its standard output:
`python -m geo.sources.child '{"form": {…}, "limits": {…}}'`. Before the first byte is read it gives up every right it
does not need (`geo.sources.confine`). Where the system has no such limits (Windows), the head says so in a note.
"""

import codecs
import json
import os
import sys
from collections.abc import Iterator
from typing import IO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import SourceError
from geo.sources.confine import Forbidden, confine
from geo.sources.delimited import Answer, read_delimited
from geo.sources.json_points import read_json_points
from geo.sources.limits import Limits
from geo.sources.parquet import read_parquet
from geo.sources.wire import ENCODINGS, Form, Head, batch_frame, frame

#: what a file starts with → what it is; none of these is ever unpacked or opened
_REFUSED: Final = (
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet", "the file in it, a spreadsheet saved as CSV"),
    (b"PK\x05\x06", "a ZIP archive", "the file in it"),
    (b"\x1f\x8b", "a gzip archive", "the file in it"),
    (b"BZh", "a bzip2 archive", "the file in it"),
    (b"\xfd7zXZ", "an xz archive", "the file in it"),
    (b"7z\xbc\xaf", "a 7z archive", "the file in it"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "the file in it"),
    (b"Rar!", "a RAR archive", "the file in it"),
    (b"ustar", "a tar archive", "the file in it"),
    (b"SQLite format 3", "a SQLite file or GeoPackage", "CSV, GeoJSON or Parquet"),
    (b"ARROW1", "an Arrow file", "Parquet"),
    (b"FEA1", "a Feather file", "Parquet"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet", "it saved as CSV"),
    (b"%PDF", "a PDF", "CSV, GeoJSON or Parquet"),
    (b"\x00\x00\x27\x0a", "a shapefile", "CSV, GeoJSON or Parquet"),
    (b"fgb\x03", "a FlatGeobuf file", "GeoJSON or GeoParquet"),
)


def answers(source: IO[bytes], form: Form, limits: Limits) -> Iterator[Answer]:
    """Read a file whose kind its first bytes tell: a Head, then batches and refused rows, at last the number of rows.

    Raises SourceError for what is no table of events, or more of one than the limits allow.
    """
    size = source.seek(0, 2)
    source.seek(0)
    start = source.read(512)
    if size > limits.size:
        raise SourceError(f"{size:,} bytes; expected at most {limits.size:,}")
    if not start.strip():
        raise SourceError("an empty file; expected a table of events")
    for mark, what, expected in _REFUSED:
        if start.startswith(mark) or (mark == b"ustar" and start[257:262] == mark):
            raise SourceError(f"{what}; expected {expected}")
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        raise SourceError("XML or HTML; expected CSV, GeoJSON or Parquet")
    if start.startswith((b"PAR1", b"PARE")):
        yield from read_parquet(source, limits)
    elif text.startswith((b"{", b"[")):
        yield from read_json_points(source, limits)
    else:
        yield from read_delimited(source, form, limits)


def warm_up() -> None:
    """Do once what would otherwise open a file later: codecs, and the parts of Arrow that load when first used."""
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    table = pa.table({"a": ["x"], "b": [1.0]})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    list(pq.ParquetFile(pa.py_buffer(sink.getvalue())).iter_batches())


def run(request: str, source: IO[bytes], sink: IO[bytes]) -> int:
    """Read the file as asked and write the answer; return the exit code."""
    asked = json.loads(request)
    limits = Limits(**asked["limits"])
    warm_up()
    notes = confine(limits)
    try:
        for answer in answers(source, Form(**asked["form"]), limits):
            sink.write(_framed(answer, notes))
            sink.flush()
    except SourceError as error:
        return _refused(sink, str(error))
    except MemoryError:
        return _refused(
            sink, f"more than {limits.memory:,} bytes of memory are needed to read it; expected a smaller table"
        )
    except Forbidden as error:
        return _refused(sink, f"reading it would mean {error}; expected a file that stands alone")
    except (pa.ArrowException, OSError, ValueError, OverflowError, RecursionError) as error:
        told = " ".join(str(error).split())[:160]
        return _refused(sink, f"a damaged file ({told}); expected a whole Parquet file, CSV or GeoJSON")
    return 0


def _framed(answer: Answer, notes: list[str]) -> bytes:
    if isinstance(answer, Head):
        head = Head(form=answer.form, columns=answer.columns, rows=answer.rows, notes=(*answer.notes, *notes))
        return frame(b"H", head.to_json().encode())
    if isinstance(answer, pa.RecordBatch):
        return batch_frame(answer)
    return frame(b"Z" if isinstance(answer, int) else b"R", json.dumps(answer).encode())


def _refused(sink: IO[bytes], sentence: str) -> int:
    sink.write(frame(b"E", sentence.encode("utf-8", "replace")))
    sink.flush()
    return 1


if __name__ == "__main__":
    with open(0, "rb", closefd=False) as given, open(1, "wb", closefd=False) as pipe:
        code = run(sys.argv[1], given, pipe)
    os._exit(code)
