"""What is seen of somebody else's table before it is imported: how it is written, whose it is, its first rows."""

from dataclasses import dataclass
from pathlib import Path

from geo.errors import SourceError
from geo.sources.guess import guess_mapping
from geo.sources.kinds import kind_of
from geo.sources.limits import Limits
from geo.sources.mapping import Mapping
from geo.sources.opened import find_form, find_kind, told
from geo.sources.points import OURS
from geo.sources.sheet import as_text
from geo.sources.untrusted import reading
from geo.sources.wire import ROW

_ROWS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A table's first rows as texts, how it is understood, and the mapping that was guessed for it.

    `mapping` is None where the table is of a known kind, and where none could be guessed: `problem` says why.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    mapping: Mapping | None
    problem: str | None = None


def preview(path: Path, *, limits: Limits | None = None) -> Preview:
    """Look at an untrusted file, in the reader's process. Raises SourceError where it is no table at all."""
    with reading(path, limits=limits) as table:
        first = next(table.batches(), None)
        if first is None:
            raise SourceError(f"{path.name}: no row; expected at least one")
        columns = tuple(c for c in first.column_names if c != ROW)
        texts = (as_text(first[c].slice(0, _ROWS).combine_chunks()).to_pylist() for c in columns)
        rows = tuple(tuple(cell or "" for cell in row) for row in zip(*texts, strict=True))
        mapping, problem, notes = None, None, list(table.head.notes)
        try:
            if kind_of(table.head.columns) is None and not set(table.head.columns) >= OURS:
                mapping = guess_mapping(first, table.head.form, outlet=path.stem)
            kind = find_kind(table.head, first, source=None, mapping=mapping, file=path.name)
            notes = told(table.head, find_form(table.head.form, first, mapping), kind)
        except SourceError as error:
            problem = f"{path.name}: {error}"
    return Preview(columns=columns, rows=rows, notes=tuple(notes), mapping=mapping, problem=problem)
