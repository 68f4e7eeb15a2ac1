"""The tables of all chunks → a data set's folder: sorted and partitioned out of core, whole or not there.

report.toml                                     written last, with the checksums of the events' files and the figures'
events/year=2022/country=KZ/part-0.parquet      GeoParquet; neighbours on the map are neighbours in the file
claims.parquet                                  the figures, in the order of their events' ids
reports.parquet                                 a row each report of the archive, coded or not
errors.parquet                                  those of them that were not coded, each with its error
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.archive.coded import CODED_SCHEMA, REPORT_SCHEMA
from geo.archive.sorted import curve, in_order, write_tables
from geo.archive.task import Job, file_name
from geo.errors import ArchiveError, DataSetError
from geo.sources.folder import sync, toml_value, waiting_folder
from geo.sources.layout import CLAIMS, geo_schema
from geo.sources.location import is_local, names, write_whole
from geo.sources.part import CLAIM_SCHEMA

PARTS: Final = "events"
REPORTS: Final = "reports.parquet"
ERRORS: Final = "errors.parquet"
#: (year, country) and the rows of a partition that stand in one batch
Piece = tuple[tuple[int, str], pa.Table]


@dataclass(slots=True)
class Assembled:
    """What a data set was made of; `failed` counts the reports with an error, `files` are checksums by path."""

    reports: int = 0
    events: int = 0
    claims: int = 0
    failed: int = 0
    characters: int = 0
    language: str = "en"
    published: date | None = None
    first: date | None = None
    last: date | None = None
    files: dict[str, str] = field(default_factory=dict)


def assemble(keys: Sequence[str], job: Job, out: str, *, title: str | None = None) -> Assembled:
    """Write the data set `out` of the chunks with these keys.

    Raises ArchiveError where no report tells an event, DataSetError where it cannot be written.
    """
    made = Assembled()
    files = {name: [f"{job.work}/{file_name(key, name)}" for key in keys] for name in ("events", "claims", "reports")}
    try:
        with _folder(out) as folder:
            _write_reports(files["reports"], folder, made)
            _write_events(files["events"], folder, made)
            if made.first is None:
                raise ArchiveError(f"{out}: {made.reports:,} reports and no event in them; expected at least one")
            _write_claims(files["claims"], folder, made)
            _write_about(made, keys, out.rsplit("/", 1)[-1], title, folder)
    except OSError as error:
        why = error.strerror or " ".join(str(error).split())[:200]
        raise DataSetError(out, f"it cannot be written ({why})", "room, and leave to write") from error
    return made


@contextmanager
def _folder(out: str) -> Iterator[str]:
    """Give the address to write to: on a disk a folder beside `out` that takes its place at the end.

    Object storage cannot rename, so there `out` must be new; it is a data set from its report.toml on.
    """
    if not is_local(out):
        if "report.toml" in names(out):
            raise DataSetError(out, "it is there already", "a new name, as object storage cannot replace a folder")
        yield out
        return
    folder = Path(out)
    with waiting_folder(folder) as waiting:
        old = waiting.with_name(f"{waiting.name}.old")
        try:
            yield str(waiting)
            for path in sorted(p for p in waiting.rglob("*") if p.is_dir()):
                sync(path)
            if folder.exists():
                folder.rename(old)
            waiting.rename(folder)
            sync(folder.parent)
        finally:
            shutil.rmtree(old, ignore_errors=True)


def _write_events(urls: Sequence[str], folder: str, made: Assembled) -> None:
    tables = in_order(urls, CODED_SCHEMA, f"year(start_date), country, {curve()}, start_date, event_id")
    for (year, country), pieces in groupby(_pieces(tables), key=lambda piece: piece[0]):
        own = f"{PARTS}/year={year}/country={country}/part-0.parquet"
        counted = (_counted(table, made) for _, table in pieces)
        made.files[own] = _write(f"{folder}/{own}", counted, geo_schema(CODED_SCHEMA))


def _write(url: str, tables: Iterable[pa.Table], schema: pa.Schema) -> str:
    """Write a Parquet file and return the SHA-256 of the bytes that were to be written."""
    digest = hashlib.sha256()
    write_whole(url, lambda file: write_tables(file, tables, schema, digest))
    return digest.hexdigest()


def _pieces(tables: Iterable[pa.Table]) -> Iterator[Piece]:
    """Cut sorted tables where the year or the country changes."""
    for table in tables:
        years = pc.year(table["start_date"]).to_numpy()
        countries = table["country"].combine_chunks()
        codes = countries.dictionary_encode().indices.to_numpy()
        cuts = np.flatnonzero((np.diff(years) != 0) | (np.diff(codes) != 0)) + 1
        ends = [0, *cuts.tolist(), table.num_rows]
        for start, end in pairwise(ends):
            yield (int(years[start]), countries[start].as_py()), table.slice(start, end - start)


def _counted(events: pa.Table, made: Assembled) -> pa.Table:
    first, last = pc.min(events["start_date"]).as_py(), pc.max(events["end_date"]).as_py()
    made.events += events.num_rows
    made.first, made.last = min(first, made.first or first), max(last, made.last or last)
    return events


def _write_claims(urls: Sequence[str], folder: str, made: Assembled) -> None:
    def tables() -> Iterator[pa.Table]:
        for table in in_order(urls, CLAIM_SCHEMA, "event_id, claim_id"):
            made.claims += table.num_rows
            yield table

    made.files[CLAIMS] = _write(f"{folder}/{CLAIMS}", tables(), CLAIM_SCHEMA)


def _write_reports(urls: Sequence[str], folder: str, made: Assembled) -> None:
    spoken: dict[str, int] = {}

    def tables() -> Iterator[pa.Table]:
        for table in in_order(urls, REPORT_SCHEMA, "input, number"):
            made.reports += table.num_rows
            made.failed += table.num_rows - table["error"].null_count
            made.characters += pc.sum(table["characters"]).as_py() or 0
            days = [d for d in (made.published, pc.max(table["published"]).as_py()) if d]
            made.published = max(days, default=None)
            for row in table["language"].value_counts().to_pylist():
                if row["values"]:
                    spoken[row["values"]] = spoken.get(row["values"], 0) + row["counts"]
            yield table

    _write(f"{folder}/{REPORTS}", tables(), REPORT_SCHEMA)
    made.language = max(sorted(spoken), key=lambda language: spoken[language], default="en")
    errors = in_order(urls, REPORT_SCHEMA, "input, number", where="error IS NOT NULL")
    _write(f"{folder}/{ERRORS}", errors, REPORT_SCHEMA)


def _write_about(made: Assembled, keys: Sequence[str], name: str, title: str | None, folder: str) -> None:
    """Write report.toml: the archive as one report, known by its chunks' names."""
    shown = title or name
    about: dict[str, Any] = {
        "kind": "table",
        "report_id": name,
        "title": {"en": shown, "de": shown},
        "outlet": {"en": f"{made.reports:,} reports", "de": f"{made.reports:,} Berichte".replace(",", ".")},
        "language": made.language,
        "published": made.published or made.last,
        "sha256": hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest(),
        "characters": made.characters,
        "paragraphs": made.reports,
        "first": made.first,
        "last": made.last,
        "coded_by": "rules",
        "codebook": "Qantar codebook 1",
        "files": made.files,
    }
    text = "".join(f"{key} = {toml_value(value)}\n" for key, value in about.items()).encode()
    write_whole(f"{folder}/report.toml", lambda file: _put(file, text))


def _put(file: Any, text: bytes) -> None:
    file.write(text)
