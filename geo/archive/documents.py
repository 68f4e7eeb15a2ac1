"""A chunk of an input → its reports, one after the other; what is no report comes with the reason."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final

import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator, WarcRecordType
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

from geo.archive.pages import pages
from geo.archive.plan import Chunk, Reading, is_packed
from geo.errors import ReportError
from geo.sources.location import Item, open_file

#: the longest line or page that is read, in bytes
MOST: Final = 32 << 20
_PAGES: Final = WarcRecordType.response | WarcRecordType.resource
_DAY: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report as it was found: where, and what it says; `fault` tells why it is none.

    `number` is the byte or row of `url` at which it begins.
    """

    url: str
    number: int
    name: str | None = None
    text: str = ""
    published: date | None = None
    language: str | None = None
    fault: str | None = None


def documents(chunk: Chunk, reading: Reading) -> Iterator[Document]:
    """Yield the reports of a chunk in their order. Raises OSError where a file cannot be read at all."""
    yield from _READERS[chunk.kind](chunk, reading)


def _from_lines(chunk: Chunk, reading: Reading) -> Iterator[Document]:
    (item,) = chunk.items
    with open_file(item.url, compression="infer") as file:
        whole = is_packed(item.url)
        if chunk.start:
            file.seek(chunk.start - 1)
            _skip_line(file)
        while whole or file.tell() < chunk.end:
            at = file.tell()
            line = file.readline(MOST + 1)
            if not line:
                return
            if len(line) > MOST:
                _skip_line(file)
                yield Document(url=item.url, number=at, fault=f"a line of more than {MOST:,} bytes; expected a report")
            elif line.strip():
                yield _from_line(line, item.url, at, reading)


def _skip_line(file: IO[bytes]) -> None:
    """Go to the beginning of the next line."""
    while (line := file.readline(MOST)) and not line.endswith(b"\n"):
        pass


def _from_line(line: bytes, url: str, at: int, reading: Reading) -> Document:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Document(url=url, number=at, fault=f"no JSON ({str(error)[:120]}); expected an object a line")
    if not isinstance(found, dict):
        return Document(url=url, number=at, fault="no JSON object; expected an object a line")
    return _from_fields(found, url, at, reading)


def _from_fields(found: Mapping[str, Any], url: str, at: int, reading: Reading) -> Document:
    name, language = found.get(reading.name), found.get(reading.tongue)
    own = Document(url=url, number=at, name=None if name is None else str(name)[:500])
    try:
        text = found.get(reading.text)
        if not isinstance(text, str) or not text.strip():
            raise ReportError(f"no text in {reading.text!r}; expected the report's text")
        day = _day(found.get(reading.day), reading)
    except ReportError as error:
        return Document(url=url, number=at, name=own.name, fault=str(error))
    spoken = language if isinstance(language, str) and language else reading.language
    return Document(url=url, number=at, name=own.name, text=text, published=day, language=spoken)


def _day(value: Any, reading: Reading) -> date:
    """Return the day of a date, a time or a text that begins with one. Raises ReportError."""
    if value is None or value == "":
        if reading.published is None:
            raise ReportError(f"no day in {reading.day!r}; expected when it appeared, such as 2022-01-06")
        return reading.published
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        shown = repr(str(value)[:40])
        raise ReportError(f"{shown} in {reading.day!r}; expected when it appeared, such as 2022-01-06") from error


def _from_parquet(chunk: Chunk, reading: Reading) -> Iterator[Document]:
    (item,) = chunk.items
    wanted = (reading.text, reading.day, reading.name, reading.tongue)
    with open_file(item.url) as file:
        table = pq.ParquetFile(file)
        columns = [c for c in wanted if c in table.schema_arrow.names]
        at = sum(table.metadata.row_group(i).num_rows for i in range(chunk.start))
        for batch in table.iter_batches(1000, row_groups=range(chunk.start, chunk.end), columns=columns):
            for row in batch.to_pylist():
                yield _from_fields(row, item.url, at, reading)
                at += 1


def _from_texts(chunk: Chunk, reading: Reading) -> Iterator[Document]:
    for item in chunk.items:
        yield _from_text(item, reading)


def _from_text(item: Item, reading: Reading) -> Document:
    name = item.url.rsplit("/", 1)[-1]
    dated = _DAY.findall(item.url)
    try:
        with open_file(item.url, compression="infer") as file:
            octets = file.read(MOST + 1)
        if len(octets) > MOST:
            raise ReportError(f"more than {MOST:,} bytes; expected a report")
        day = _day("-".join(dated[-1]) if dated else None, reading)
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Document(url=item.url, number=0, name=name, fault=f"byte {error.start + 1} is not UTF-8; expected UTF-8")
    except (ReportError, OSError, EOFError) as error:
        return Document(url=item.url, number=0, name=name, fault=str(error))
    return Document(url=item.url, number=0, name=name, text=text, published=day, language=reading.language)


def _from_warc(chunk: Chunk, reading: Reading) -> Iterator[Document]:
    (item,) = chunk.items
    with open_file(item.url) as file:
        file.seek(chunk.start)
        for record in ArchiveIterator(file, record_types=_PAGES, auto_decode="all"):
            at = record.stream_pos
            if at >= chunk.end:
                return
            kind = (record.http_content_type or record.headers.get("Content-Type") or "").partition(";")[0]
            if kind in ("text/html", "application/xhtml+xml", "text/plain"):
                yield _from_page(record, kind, item.url, at, reading)


def _from_page(record: Any, kind: str, url: str, at: int, reading: Reading) -> Document:
    """Read a page's own text, and the day that it names or, where it names none, the day of the crawl."""
    name = record.headers.get("WARC-Target-URI")
    octets = record.reader.read(MOST)
    day = record.headers.get("WARC-Date")
    if kind == "text/plain":
        text = bytes_to_str(octets, record.http_charset or detect_encoding(octets) or "utf-8")
    else:
        try:
            text, named = pages().read(octets, record.http_charset)
        except ReportError as error:
            return Document(url=url, number=at, name=name, fault=str(error))
        day = named or day
    found = {reading.text: text, reading.day: day, reading.name: name, reading.tongue: reading.language}
    return _from_fields(found, url, at, reading)


_READERS: Final[dict[str, Callable[[Chunk, Reading], Iterator[Document]]]] = {
    "jsonl": _from_lines,
    "parquet": _from_parquet,
    "text": _from_texts,
    "warc": _from_warc,
}
