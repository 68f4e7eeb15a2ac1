"""What is seen of somebody else's table before it is imported: how it is written, whose it is, its first rows."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from geo.errors import SourceError
from geo.sources.guess import check_guess, guess_columns
from geo.sources.kinds import kind_of
from geo.sources.limits import Limits
from geo.sources.mapping import Mapping
from geo.sources.opened import find_form, find_kind, told
from geo.sources.points import OURS
from geo.sources.sheet import as_text
from geo.sources.untrusted import reading
from geo.sources.wire import PLAIN, ROW, Form

_ROWS = 10
#: rows that are looked through for words, and how many words of a column are listed at most
_SAMPLE = 5_000
_WORDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A table's first rows as texts, how it is understood, and the mapping that was guessed for it.

    `mapping` is None where the table is of a known kind; `problem` says what is lacking in it, if anything. `words`
    lists the different texts of each column that has few enough of them, in the order of the rows.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    mapping: Mapping | None
    problem: str | None = None
    form: Form = PLAIN
    words: Table[str, tuple[str, ...]] = field(default_factory=dict)


def preview(path: Path, *, form: Form | None = None, limits: Limits | None = None) -> Preview:
    """Look at an untrusted file, in the reader's process; what `form` leaves open is found out.

    Raises SourceError where it is no table at all.
    """
    with reading(path, form=form, limits=limits) as table:
        first = next(table.batches(), None)
        if first is None:
            raise SourceError(f"{path.name}: no row; expected at least one")
        columns = tuple(c for c in first.column_names if c != ROW)
        texts = (as_text(first[c].slice(0, _ROWS).combine_chunks()).to_pylist() for c in columns)
        rows = tuple(tuple(cell or "" for cell in row) for row in zip(*texts, strict=True))
        mapping, problem, notes = None, None, list(table.head.notes)
        try:
            if kind_of(table.head.columns) is None and not set(table.head.columns) >= OURS:
                mapping = guess_columns(first, table.head.form, outlet=path.stem)
            kind = find_kind(table.head, first, source=None, mapping=mapping, file=path.name)
            notes = told(table.head, find_form(table.head.form, first, mapping), kind)
            if mapping is not None:
                check_guess(mapping, first)
        except SourceError as error:
            problem = f"{path.name}: {error}"
        words = {c: found for c in columns if (found := _words(first[c]))}
    return Preview(
        columns=columns,
        rows=rows,
        notes=tuple(notes),
        mapping=mapping,
        problem=problem,
        form=table.head.form,
        words=words,
    )


def _words(values: pa.ChunkedArray) -> tuple[str, ...]:
    texts = as_text(values.slice(0, _SAMPLE).combine_chunks()).to_pylist()
    found = dict.fromkeys(t.strip() for t in texts if t and t.strip())
    return tuple(found) if len(found) <= _WORDS else ()
