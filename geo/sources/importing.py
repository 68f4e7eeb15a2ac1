"""Other people's tables become a data set: read in a process of their own, mapped in parts, written whole or not."""

import csv
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from geo.errors import DataSetError, SourceError
from geo.sources.ahead import ahead
from geo.sources.checked import check_table
from geo.sources.folder import DataSetWriter, new_dataset, without
from geo.sources.kinds import Kind
from geo.sources.limits import Limits
from geo.sources.mapping import Mapping
from geo.sources.opened import find_form, find_kind, told
from geo.sources.part import Part
from geo.sources.sheet import mixed_scripts
from geo.sources.timed import Timed
from geo.sources.untrusted import reading
from geo.sources.wire import ROW

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
#: a refused row: file, row from 1, column, found, expected
Refused = tuple[str, int, str, str, str]


@dataclass(slots=True)
class Progress(Timed):
    """How far an import has come; `seconds` since its start."""

    rows: int = 0
    events: int = 0
    claims: int = 0
    refused: list[Refused] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Rows per second."""
        return self.a_second(self.rows)


def import_tables(
    files: Sequence[Path],
    folder: Path,
    *,
    source: str | None = None,
    mapping: Mapping | None = None,
    limits: Limits | None = None,
    title: str | None = None,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Import files of one kind as the data set `folder`, which must not be there yet; the files stay as they are.

    `tell` is called after every part. The rows that were refused, with the reason, also go to a CSV beside the folder,
    `NAME.refused.csv`. Raises SourceError, and leaves no data set, where a file is no table of events or no row of it
    is one.
    """
    if not _NAME.fullmatch(folder.name):
        raise DataSetError(folder.name, "its name", "letters, digits, '.', '_' and '-' only")
    progress = Progress()
    try:
        with new_dataset(folder) as writer:
            run = _Run(writer, progress, folder.name, source, mapping, limits or Limits(), tell)
            for path in files:
                _import_file(path, run)
            if len(run.kinds) > 1:
                raise SourceError(f"files of several kinds ({', '.join(run.kinds)}); expected files of one kind")
            if writer.window is None:
                raise SourceError(_nothing(files, progress.refused))
            writer.finish(_report(run, files, title or files[0].stem, writer.window))
    finally:
        _write_refused(folder.with_name(f"{folder.name}.refused.csv"), progress.refused)
    return progress


@dataclass(frozen=True, slots=True)
class _Run:
    """One import: what was asked, where it goes, and which ids and kinds it has met."""

    writer: DataSetWriter
    progress: Progress
    report_id: str
    source: str | None
    mapping: Mapping | None
    limits: Limits
    tell: Callable[[Progress], None]
    ids: set[str] = field(default_factory=set)
    kinds: dict[str, Kind] = field(default_factory=dict)


def _import_file(path: Path, run: _Run) -> None:
    mapping, progress, before = run.mapping, run.progress, run.progress.rows
    with reading(path, form=mapping.form if mapping else None, limits=run.limits) as table:
        batches = table.batches()
        first = next(batches, None)
        if first is None:
            raise SourceError(f"{path.name}: no row that is a row of a table; expected at least one")
        try:
            kind = find_kind(table.head, first, source=run.source, mapping=mapping, file=path.name)
            form = find_form(table.head.form, first, mapping)
            run.kinds[kind.name] = kind
            progress.notes.update(dict.fromkeys(told(table.head, form, kind)))
            parts = ((kind.read(batch, form), batch[ROW][-1].as_py()) for batch in chain([first], batches))
            with ahead(parts, stop=table.stop) as read:
                for part, last in read:
                    _add(part, run, path.name)
                    progress.rows = before + last
                    run.tell(progress)
        except SourceError as error:
            raise SourceError(f"{path.name}: {str(error).removeprefix(f'{path.name}: ')}") from error
        except pa.ArrowException as error:
            raise SourceError(
                f"{path.name}: values that no column holds ({str(error)[:120]}); expected events"
            ) from error
        progress.refused += [(path.name, *row) for row in table.refused]
        progress.rows = before + table.rows


def _add(part: Part, run: _Run, file: str) -> None:
    """Write a part's events and figures but for events that an earlier part had."""
    events, claims = _fresh(part, run, file)
    check_table(events, file=file)
    at = events.schema.get_field_index("report_id")
    own = pa.repeat(pa.scalar(run.report_id), events.num_rows)
    run.writer.add(events.set_column(at, events.schema.field(at), own), claims)
    run.progress.refused += [(file, *row.values()) for row in part.refused.to_pylist()]
    run.progress.events, run.progress.claims = run.writer.events, run.writer.claims


def _fresh(part: Part, run: _Run, file: str) -> tuple[pa.Table, pa.Table]:
    """Return events and figures without the events that an earlier part had; those rows are refused."""
    own = part.events["event_id"].to_pylist()
    again = np.zeros(len(own), dtype=bool)
    if not run.ids.isdisjoint(own):
        again[:] = [i in run.ids for i in own]
    run.ids.update(own)
    if sum(mixed_scripts(part.events[c].combine_chunks()) for c in ("place", "admin1")):
        run.progress.notes["some names of places mix Latin and Cyrillic letters: they may pass for others"] = None
    if not again.any():
        return part.events, part.claims
    rows = part.rows.to_numpy(zero_copy_only=False)
    for row in np.flatnonzero(again):
        run.progress.refused.append((file, int(rows[row]), "event_id", repr(own[row]), "each id once"))
    return without(part, again)


def _nothing(files: Sequence[Path], refused: list[Refused]) -> str:
    told = "; ".join(f"row {row}, {column or 'the row'}: {found}" for _, row, column, found, _ in refused[:3])
    return f"{files[0].name}: no row is an event ({told}); expected at least one"


def _report(run: _Run, files: Sequence[Path], title: str, window: tuple[date, date]) -> dict[str, Any]:
    digest = hashlib.sha256()
    for path in files:
        _hash(path, digest)
    clean = "".join(c for c in title if c.isprintable()).strip()[:200] or run.report_id
    kind = next(iter(run.kinds.values()))
    return {
        "report_id": run.report_id,
        "title": {"en": clean, "de": clean},
        "outlet": {"en": kind.outlet, "de": kind.outlet},
        "language": "en",
        "published": window[1],
        "sha256": digest.hexdigest(),
        "characters": sum(path.stat().st_size for path in files),
        "paragraphs": max(1, run.progress.rows),
        "first": window[0],
        "last": window[1],
        "coded_by": kind.outlet,
        "codebook": kind.codebook,
    }


def _hash(path: Path, digest: Any) -> None:
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)


def _write_refused(path: Path, refused: list[Refused]) -> None:
    """Write the refused rows as CSV; no text in it starts as a formula does."""
    path.unlink(missing_ok=True)
    if not refused:
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "row", "column", "found", "expected"))
        for name, row, *texts in refused:
            writer.writerow([_harmless(name), row, *map(_harmless, texts)])


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
