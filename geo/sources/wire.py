"""What passes between the reader of untrusted files and the process that asked it: frames through a pipe.

A frame is one letter, a length of eight bytes (big-endian) and so many bytes:
H  head: JSON, how the file was read and which columns it has, before any row
B  batch: an Arrow IPC stream of one record batch, whose first column `#` holds the row numbers
R  refused: JSON, a list of [row, column, found, expected]
E  error: JSON, one sentence; the file is refused, nothing follows
Z  end: JSON, how many rows there were
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import IO, Any, Final

import pyarrow as pa

from geo.errors import SourceError

HEAD: Final = struct.Struct(">cQ")
MAX_FRAME: Final = 256 * 1024 * 1024
#: The name of the column with the row numbers, counted from 1 after the header.
ROW: Final = "#"

#: The encodings a text may be in; the reader knows no others.
ENCODINGS: Final = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "cp1251", "cp1252", "cp1254", "cp1256", "cp866",
    "koi8-r", "latin-1", "iso8859-2", "iso8859-9", "iso8859-15", "mac-roman", "gb18030", "shift-jis", "euc-jp", "ascii",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a file is written. In a request None means: find out.

    `kind` is csv, json or parquet; `days` the order of day and month where a date does not tell (dmy or mdy).
    """

    kind: str | None = None
    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    days: str | None = None
    header: bool | None = None


PLAIN: Final = Form()


def check_form(form: Form, *, file: str) -> None:
    """Refuse a form that a person wrote down wrongly. Raises SourceError naming the key."""
    rules: dict[str, tuple[tuple[object, ...], str]] = {
        "kind": ((None, "csv", "json", "parquet"), "csv, json or parquet"),
        "encoding": ((None, *ENCODINGS), ", ".join(ENCODINGS)),
        "decimal": ((None, ".", ","), '"." or ","'),
        "days": ((None, "dmy", "mdy"), "dmy or mdy"),
        "header": ((None, True, False), "true or false"),
    }
    for key, (allowed, expected) in rules.items():
        if getattr(form, key) not in allowed:
            raise SourceError(f"{file}: {key} = {getattr(form, key)!r} in [form]; expected {expected}")
    mark = form.separator
    if mark is not None and (not isinstance(mark, str) or len(mark) != 1 or mark in '"\r\n' or ord(mark) > 127):
        raise SourceError(f"{file}: separator = {mark!r} in [form]; expected one character")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is known of a file before its first row; `rows` where the file says it, `notes` a sentence each."""

    form: Form
    columns: tuple[str, ...]
    rows: int | None = None
    notes: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Write the head for the pipe."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: bytes) -> "Head":
        """Read what `to_json` wrote."""
        raw = json.loads(text)
        return cls(form=Form(**raw["form"]), columns=tuple(raw["columns"]), rows=raw["rows"], notes=tuple(raw["notes"]))


def frame(kind: bytes, payload: bytes) -> bytes:
    """Return one frame as it goes through the pipe."""
    return HEAD.pack(kind, len(payload)) + payload


def batch_frame(batch: pa.RecordBatch) -> bytes:
    """Return a record batch as a frame."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return frame(b"B", sink.getvalue().to_pybytes())


def frames(pipe: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Read frames until the pipe ends. Raises SourceError for a frame that is cut off or too long."""
    while head := pipe.read(HEAD.size):
        if len(head) < HEAD.size:
            raise SourceError("the reader of the file ended in the midst of an answer")
        kind, length = HEAD.unpack(head)
        if length > MAX_FRAME:
            raise SourceError("the reader of the file gave an answer that is too long")
        payload = pipe.read(length)
        if len(payload) < length:
            raise SourceError("the reader of the file ended in the midst of an answer")
        yield kind, payload


def read_batch(payload: bytes) -> pa.Table:
    """Return a batch's table, every offset and text in it checked: its writer has read an untrusted file."""
    with pa.ipc.open_stream(pa.py_buffer(payload)) as reader:
        table: Any = reader.read_all()
    table.validate(full=True)
    return table
