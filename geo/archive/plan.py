"""Inputs → chunks: small enough to lose, large enough to be worth a task, and named the same every time."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator, WarcRecordType

from geo.errors import SourceError
from geo.sources.location import Item, items, open_file

#: the kind of an input by how its name ends
KINDS: Final = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".warc": "warc",
    ".txt": "text",
}
_PACKED: Final = (".gz", ".bz2", ".xz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How reports are read: the names of their fields, and what holds for a report that does not say it."""

    text: str = "text"
    day: str = "published"
    name: str = "id"
    tongue: str = "language"
    published: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of the inputs: bytes [start, end) of JSON lines or WARC, row groups of Parquet, or whole text files."""

    kind: str
    items: tuple[Item, ...]
    start: int
    end: int
    weight: int

    def key(self, version: str, reading: Reading) -> str:
        """Return its name: it changes with the input, with how it is read and with the coder, and with nothing else."""
        told = [version, asdict(reading), self.kind, [(i.url, i.size, i.stamp) for i in self.items]]
        text = json.dumps([*told, self.start, self.end], default=str, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:24]


def find_inputs(urls: Iterable[str]) -> list[Item]:
    """Return the files of all inputs, each once, in the order of their names; of a folder those of a known kind.

    Raises SourceError for an input that is not there, is of no known kind, or holds no file that is.
    """
    found: set[Item] = set()
    for url in urls:
        own = items(url)
        known = [i for i in own if _kind_of(i.url)]
        if not known:
            endings = ", ".join(KINDS)
            raise SourceError(f"{url}: no file of reports; expected names that end in {endings}, packed as .gz or not")
        found.update(known)
    return sorted(found)


def _kind_of(url: str) -> str | None:
    for ending in _PACKED:
        url = url.removesuffix(ending)
    return next((kind for ending, kind in KINDS.items() if url.lower().endswith(ending)), None)


def is_packed(url: str) -> bool:
    """Whether a file is packed as a whole, so that it cannot be entered in the middle."""
    return url.endswith(_PACKED)


def is_quick(item: Item) -> bool:
    """Whether a file's chunks follow from its size alone, without a look into it."""
    return _kind_of(item.url) in ("jsonl", "text")


def texts_in(found: Iterable[Item], size: int) -> list[Chunk]:
    """Return the chunks of all text files, several to a chunk."""
    chunks: list[Chunk] = []
    group: list[Item] = []
    for item in found:
        if _kind_of(item.url) == "text":
            group.append(item)
            if sum(i.size for i in group) >= size:
                chunks.append(_texts(group))
                group = []
    return [*chunks, _texts(group)] if group else chunks


def _texts(group: list[Item]) -> Chunk:
    return Chunk("text", tuple(group), 0, len(group), sum(i.size for i in group))


def chunks_in(item: Item, size: int) -> list[Chunk]:
    """Return the chunks of a file that holds many reports. Raises SourceError where it cannot be read."""
    kind = _kind_of(item.url) or ""
    try:
        spans = list(_SPANS[kind](item, size))
    except (OSError, ValueError) as error:
        told = " ".join(str(error).split())[:200]
        raise SourceError(f"{item.url}: it cannot be read ({told}); expected a whole {kind} file") from error
    return [Chunk(kind, (item,), start, end, weight) for start, end, weight in spans]


def _lines(item: Item, size: int) -> Iterator[tuple[int, int, int]]:
    """Cut a file of lines; a line belongs to the chunk that its first byte is in."""
    if is_packed(item.url):
        yield 0, 0, item.size
        return
    for start in range(0, item.size, size):
        end = min(start + size, item.size)
        yield start, end, end - start


def _row_groups(item: Item, size: int) -> Iterator[tuple[int, int, int]]:
    with open_file(item.url) as file:
        about = pq.ParquetFile(file).metadata
        sizes = [about.row_group(i).total_byte_size for i in range(about.num_row_groups)]
    start = weight = 0
    for number, own in enumerate(sizes):
        weight += own
        if weight >= size:
            yield start, number + 1, weight
            start, weight = number + 1, 0
    if start < len(sizes):
        yield start, len(sizes), weight


def _warc_records(item: Item, size: int) -> Iterator[tuple[int, int, int]]:
    """Cut a WARC at the beginnings of records; a packed one is packed record by record."""
    start = 0
    with open_file(item.url) as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=False):
            if record.stream_pos - start >= size:
                yield start, record.stream_pos, record.stream_pos - start
                start = record.stream_pos
    if start < item.size:
        yield start, item.size, item.size - start


_SPANS: Final = {"jsonl": _lines, "parquet": _row_groups, "warc": _warc_records}
