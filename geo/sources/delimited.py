"""Delimited text of unknown make: encoding, separator and decimal mark found out, rows handed on as batches of texts.

Runs in the reader process: the text is untrusted, and nothing but the csv module takes it apart.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO, Any, Final, Self, TypeAlias

import pyarrow as pa

from geo.errors import SourceError
from geo.sources.limits import Limits
from geo.sources.names import check_columns
from geo.sources.wire import ROW, Form, Head

BATCH: Final = 16_384
_BATCH_CHARACTERS: Final = 8 * 1024 * 1024
_CHUNK: Final = 1024 * 1024
_SAMPLE: Final = 64 * 1024
_SEPARATORS: Final = ",;\t|"
#: GDELT's files have no header: 61 fields (2.0) or 58 (1.0), the first two a number and a day.
_HEADLESS: Final = (61, 58)
_COMMA: Final = re.compile(r"[+-]?\d{1,9},\d{1,15}")
_POINT: Final = re.compile(r"[+-]?\d{1,9}\.\d{1,15}")

#: a refused row: its number, column, what was found, what was expected
Refused: TypeAlias = tuple[int, str, str, str]
Answer: TypeAlias = Head | pa.RecordBatch | list[Refused] | int


def read_delimited(source: IO[bytes], form: Form, limits: Limits) -> Iterator[Answer]:
    """Read delimited text: a Head, then batches and refused rows, at last the number of rows.

    Raises SourceError for what is no table, or more of one than the limits allow.
    """
    csv.field_size_limit(limits.field)
    encoding = form.encoding or _find_encoding(source)
    try:
        dialect = _find_dialect(_sample(source, encoding), form)
        first = next(_Rows(source, encoding, dialect, limits), [])
        names = [f"column_{i}" for i in range(1, len(first) + 1)] if dialect.headless else first
        columns, notes = check_columns(names, limits)
        decimal = form.decimal or _find_decimal(_sample(source, encoding), dialect)
        found = replace(form, kind="csv", encoding=encoding, separator=dialect.separator, decimal=decimal)
        yield Head(form=replace(found, header=not dialect.headless), columns=columns, notes=tuple(notes))
        rows = _Rows(source, encoding, dialect, limits)
        if not dialect.headless:
            next(rows)
        yield from _batches(rows, columns, limits)
    except csv.Error as error:
        raise SourceError(_told(error, limits)) from error
    except UnicodeDecodeError as error:
        at = f"byte 0x{error.object[error.start]:02x}"
        raise SourceError(f"{at} is no {encoding}; expected one encoding throughout the file") from error


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How rows are written; `skip` lines before the header only name the separator (`sep=;`, as Excel has it)."""

    separator: str
    skip: int
    headless: bool

    @property
    def quoting(self) -> Any:
        """GDELT's fields are never quoted, and may begin with a quotation mark."""
        return csv.QUOTE_NONE if self.headless else csv.QUOTE_MINIMAL


class _Unclosed(io.RawIOBase):
    """A source that stays open when the text laid over it is dropped."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Rows:
    """The rows of a file from its start; counts characters, so that no more is decoded than allowed."""

    def __init__(self, source: IO[bytes], encoding: str, dialect: _Dialect, limits: Limits) -> None:
        source.seek(0)
        self.characters = 0
        self._left = limits.decoded
        unclosed: Any = _Unclosed(source)
        text = io.TextIOWrapper(unclosed, encoding=encoding, errors="strict", newline="")
        lines = islice(self._lines(text), dialect.skip, None)
        self._rows = csv.reader(lines, delimiter=dialect.separator, quoting=dialect.quoting, strict=True)

    def _lines(self, text: Iterable[str]) -> Iterator[str]:
        for line in text:
            self.characters += len(line)
            if self.characters > self._left:
                raise SourceError(f"more than {self._left:,} characters; expected at most that many")
            yield line

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> list[str]:
        return next(self._rows)


def _told(error: csv.Error, limits: Limits) -> str:
    if "field limit" in str(error):
        return f"a field of more than {limits.field:,} characters; expected shorter ones (is a quotation mark open?)"
    return f"not a table ({error}); expected rows of separated fields, quotation marks in pairs"


def _batches(reader: _Rows, columns: tuple[str, ...], limits: Limits) -> Iterator[Answer]:
    rows: list[list[str]] = []
    numbers: list[int] = []
    refused: list[Refused] = []
    width, number, cut = len(columns), 0, 0
    for values in reader:
        if not values:
            continue
        number += 1
        if number > limits.rows:
            raise SourceError(f"more than {limits.rows:,} rows; expected at most that many")
        if len(values) != width:
            refused.append((number, "", f"{len(values)} fields", f"{width}, as in the header"))
            continue
        rows.append(values)
        numbers.append(number)
        if len(rows) == BATCH or reader.characters - cut > _BATCH_CHARACTERS:
            yield _batch(rows, numbers, columns)
            rows, numbers, cut = [], [], reader.characters
        if len(refused) == BATCH:
            yield refused
            refused = []
    if rows:
        yield _batch(rows, numbers, columns)
    if refused:
        yield refused
    yield number


def _batch(rows: list[list[str]], numbers: list[int], columns: tuple[str, ...]) -> pa.RecordBatch:
    arrays = [pa.array(values, pa.string()) for values in zip(*rows, strict=True)]
    return pa.record_batch([pa.array(numbers, pa.int64()), *arrays], names=[ROW, *columns])


def _find_encoding(source: IO[bytes]) -> str:
    """Return the file's encoding: what its byte order mark says, else UTF-8, else a Windows code page."""
    source.seek(0)
    start = source.read(4)
    for mark, name in ((codecs.BOM_UTF32_LE, ""), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if start.startswith(mark):
            if not name:
                raise SourceError("text in UTF-32; expected UTF-8")
            return name
    decoder = codecs.getincrementaldecoder("utf-8")()
    source.seek(0)
    odd = b""
    while chunk := source.read(_CHUNK):
        if b"\0" in chunk:
            raise SourceError("a NUL byte; expected a table as text or Parquet")
        try:
            if not odd:
                decoder.decode(chunk)
        except UnicodeDecodeError:
            odd = chunk
    try:
        if not odd:
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise SourceError("the text ends in the midst of a character; expected the whole file") from None
    return _code_page(odd) if odd else "utf-8-sig"


def _code_page(octets: bytes) -> str:
    """Tell Cyrillic from Latin: only in Cyrillic do most letters beyond ASCII stand next to each other."""
    runs = re.findall(rb"[\x80-\xff]+", octets[:_CHUNK])
    long = sum(len(run) for run in runs if len(run) >= 3)
    name = "cp1251" if long > sum(map(len, runs)) / 2 else "cp1252"
    try:
        octets.decode(name)
    except UnicodeDecodeError:
        raise SourceError("text in an unknown encoding; expected UTF-8") from None
    return name


def _find_dialect(lines: list[str], form: Form) -> _Dialect:
    named = re.fullmatch(r"sep=(.)\r?\n", lines[0]) if lines else None
    skip = 1 if named else 0
    separator = form.separator or (named[1] if named else None)
    if separator is None:
        separator = max(_SEPARATORS, key=lambda s: _fit(lines, s))
        if _fit(lines, separator)[1] < 2:
            raise SourceError("no columns; expected a header and rows separated by comma, semicolon, tab or |")
    headless = _is_headless(lines[skip:], separator) if form.header is None else not form.header
    return _Dialect(separator, skip, headless)


def _fit(lines: list[str], separator: str) -> tuple[float, int]:
    """Return how many of the rows are as wide as the first, and that width; (0, 1) for a single column."""
    rows = []
    try:
        for row in csv.reader(
            lines, delimiter=separator, quoting=csv.QUOTE_NONE if _is_headless(lines, separator) else csv.QUOTE_MINIMAL
        ):
            rows.append(row)
    except csv.Error:  # the rows before it tell enough; what is wrong is told when they are read
        pass
    widths = [len(row) for row in rows if row][:200]
    if not widths or widths[0] < 2:
        return 0.0, 1
    return round(widths.count(widths[0]) / len(widths), 1), widths[0]


def _sample(source: IO[bytes], encoding: str) -> list[str]:
    """Return the first whole lines; the last one, which may be cut, only where it is the only one."""
    source.seek(0)
    octets = source.read(_SAMPLE)
    text = codecs.getincrementaldecoder(encoding)().decode(octets)
    lines = text.splitlines(keepends=True)
    return lines[:-1] if len(lines) > 1 and len(octets) == _SAMPLE else lines


def _is_headless(lines: list[str], separator: str) -> bool:
    first = lines[0].split("\t") if lines and separator == "\t" else []
    return len(first) in _HEADLESS and first[0].isdigit() and first[1].isdigit()


def _sampled(lines: list[str], dialect: _Dialect) -> Iterator[list[str]]:
    return csv.reader(lines[dialect.skip :], delimiter=dialect.separator, quoting=dialect.quoting)


def _find_decimal(lines: list[str], dialect: _Dialect) -> str:
    """Return the decimal mark: a comma only where more numbers in the first rows have it than a point."""
    if dialect.separator == ",":
        return "."
    commas = points = 0
    for row in _sampled(lines, dialect):
        commas += sum(map(bool, map(_COMMA.fullmatch, row)))
        points += sum(map(bool, map(_POINT.fullmatch, row)))
    return "," if commas > points else "."
