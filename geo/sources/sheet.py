"""A table of somebody else's as typed columns: texts cleaned, numbers and days read, bad rows known with the reason.

Every function works on whole columns; what is slow to read (days, countries) is read once for each distinct value.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import SourceError
from geo.sources.days import read_day
from geo.sources.wire import PLAIN, ROW, Form

#: control and format characters, but for the two joiners that scripts need; line ends; private and unassigned ones
_UNSEEN: Final = r"[\p{Cc}\p{Co}\x{00AD}\x{061C}\x{200B}\x{200E}\x{200F}\x{2028}-\x{202E}\x{2060}-\x{206F}\x{FEFF}]+"
_CONTROL: Final = r"[\x00-\x1f\x7f]+"
_NUMBER: Final = r"^[+-]?\d{1,15}(\.\d{0,20})?([eE][+-]?\d{1,3})?$"
_MIXED: Final = r"\p{Latin}\p{Cyrillic}|\p{Cyrillic}\p{Latin}"
MAX_SHOWN: Final = 80


@dataclass(slots=True)
class Faults:
    """What is wrong with which rows; the first fault of a row counts."""

    n: int
    bad: Any = field(init=False)
    told: list[tuple[int, str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bad = np.zeros(self.n, dtype=bool)

    def add(self, mask: Any, column: str, values: Any, expected: str) -> None:
        """Refuse the rows of `mask` (true or false, missing is false) for what `values`, or a text, says."""
        if not isinstance(mask, np.ndarray):
            mask = pc.fill_null(mask, False).to_numpy(zero_copy_only=False)
        fresh = np.flatnonzero(mask & ~self.bad)
        if len(fresh):
            shown = (
                [values] * len(fresh) if isinstance(values, str) else [_show(v) for v in values.take(fresh).to_pylist()]
            )
            self.told.extend((int(i), column, found, expected) for i, found in zip(fresh, shown, strict=True))
            self.bad |= mask


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a table in one piece, read by name; a column that is not there is all missing."""

    table: pa.RecordBatch
    faults: Faults
    form: Form = PLAIN

    @classmethod
    def of(cls, table: pa.Table | pa.RecordBatch, form: Form = PLAIN) -> "Sheet":
        """Lay out a table, its chunks joined."""
        whole = table if isinstance(table, pa.RecordBatch) else _whole(table)
        return cls(whole, Faults(whole.num_rows), form)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.table.num_rows)

    def numbers_of_rows(self) -> Any:
        """Return the rows' numbers in the file, from 1."""
        if ROW in self.table.schema.names:
            return self.table.column(ROW)
        return pa.array(np.arange(1, self.rows + 1))

    def has(self, name: str | None) -> bool:
        """Say whether there is such a column."""
        return name is not None and name in self.table.schema.names

    def raw(self, name: str | None) -> Any:
        """Return a column as it is."""
        return self.table.column(name) if self.has(name) else pa.nulls(self.rows, pa.string())

    def text(self, name: str | None) -> Any:
        """Return a column of texts: NFC, without characters that cannot be seen, trimmed; missing where empty."""
        values = self.raw(name)
        if pa.types.is_list(values.type):
            values = pc.binary_join(values, "; ")
        return clean(as_text(values))

    def name(self, name: str | None) -> Any:
        """Return a column of texts that repeat: the same as `text`, each distinct one cleaned once."""
        values = as_text(self.raw(name)).dictionary_encode()
        return clean(values.dictionary).take(values.indices)

    def number(self, name: str | None) -> Any:
        """Return a column of numbers; a row whose text is none is refused."""
        values = self.raw(name)
        if not pa.types.is_string(values.type):
            found = values.cast(pa.float64())
            odd = pc.invert(pc.is_finite(found))
            self.faults.add(odd, str(name), "NaN or infinity", "a number")
            return pc.if_else(pc.fill_null(odd, False), None, found)
        values = trimmed(values)
        digits = pc.replace_substring(values, ",", ".") if self.form.decimal == "," else values
        fits = pc.match_substring_regex(digits, _NUMBER)
        self.faults.add(pc.invert(fits), str(name), values, "a number")
        return pc.if_else(fits, digits, None).cast(pa.float64())

    def count(self, name: str | None) -> Any:
        """Return a column of whole numbers from 0; a row whose text is none is refused."""
        values = self.number(name)
        fits = pc.and_(pc.and_(pc.greater_equal(values, 0), pc.less(values, 2**53)), pc.equal(pc.floor(values), values))
        self.faults.add(pc.invert(fits), str(name), values, "a whole number from 0")
        return pc.if_else(fits, values, None).cast(pa.int64())

    def day(self, name: str | None) -> Any:
        """Return a column of days; a row without one, or with one that could be two, is refused."""
        values = self.raw(name)
        if pa.types.is_date(values.type) or pa.types.is_timestamp(values.type):
            if pa.types.is_timestamp(values.type):
                values = values.view(pa.timestamp(values.type.unit))  # in UTC; the name of a zone is not looked up
            found = values.cast(pa.date32(), safe=False)
        else:
            values = trimmed(as_text(values))
            found = each(values, lambda text: read_day(text, order=self.form.days), pa.date32())
        low, high = (pa.scalar(date(y, 1, 1), pa.date32()) for y in (1000, 9999))
        found = pc.if_else(pc.and_(pc.greater_equal(found, low), pc.less(found, high)), found, None)
        self.faults.add(pc.is_null(found), str(name), values, "a day")
        return found

    def code(self, name: str, meaning: dict[str, Any], kind: Any, expected: str) -> Any:
        """Return what a column's codes mean; a row with a code that `meaning` does not have is refused."""
        values = trimmed(as_text(self.raw(name)))
        found = each(values, meaning.get, kind)
        self.faults.add(pc.is_null(found), name, values, expected)
        return found


def in_lower_case(table: pa.Table) -> pa.Table:
    """Return a table whose column names are in lower case, as older exports do not have them."""
    names = [name.lower() for name in table.column_names]
    return table.rename_columns(names) if len(set(names)) == len(names) else table


def require(columns: Iterable[str], needed: frozenset[str], what: str) -> None:
    """Raise SourceError if a table lacks a column that it needs, naming all that are absent."""
    held = list(columns)
    if absent := needed - set(held):
        shown = ", ".join(held[:40])
        raise SourceError(f"the {what} table lacks {', '.join(sorted(absent))}; it has {shown}")


def _whole(table: pa.Table) -> pa.RecordBatch:
    batches = table.combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema)


def as_text(values: Any) -> Any:
    """Return a column as texts; whole numbers that came as floats lose their point."""
    if pa.types.is_string(values.type):
        return values
    if pa.types.is_floating(values.type):
        whole = values.cast(pa.float64())
        near = pc.and_(pc.equal(pc.floor(whole), whole), pc.less(pc.abs(whole), 2**53))
        if pc.all(near, min_count=0).as_py():
            values = whole.cast(pa.int64())
    if pa.types.is_list(values.type):
        return pc.binary_join(values, "; ")
    if pa.types.is_timestamp(values.type):
        values = values.view(pa.timestamp(values.type.unit))  # in UTC; the name of a zone is not looked up
    return values.cast(pa.string())


def trimmed(values: Any) -> Any:
    """Return texts without space around them; missing where nothing is left."""
    return blank_is_missing(pc.utf8_trim_whitespace(values))


def blank_is_missing(values: Any) -> Any:
    """Return a column as it is, but for empty texts, which become missing."""
    return pc.if_else(pc.equal(values, ""), None, values) if pa.types.is_string(values.type) else values


def clean(values: Any) -> Any:
    """Return texts in NFC, without characters that cannot be seen, trimmed; missing where nothing is left."""
    unseen = _CONTROL
    if not pc.all(pc.string_is_ascii(values), min_count=0).as_py():
        values, unseen = pc.utf8_normalize(values, "NFC"), _UNSEEN
    if pc.any(pc.match_substring_regex(values, unseen), min_count=0).as_py():
        values = pc.replace_substring_regex(values, unseen, " ")
    return trimmed(values)


def each(values: Any, read: Callable[[str], Any], kind: Any) -> Any:
    """Return `read` of every value, called once for each distinct one; missing stays missing."""
    coded = values.dictionary_encode()
    return pa.array([read(v) for v in coded.dictionary.to_pylist()], kind).take(coded.indices)


def together(*columns: Any) -> Any:
    """Return, row by row, the list of the texts that stand in several columns; those missing are left out."""
    n = len(columns[0])
    there = np.column_stack([c.is_valid().to_numpy(zero_copy_only=False) for c in columns])
    places = np.arange(n)[:, None] + np.arange(len(columns)) * n
    values = pa.concat_arrays(columns).take(pa.array(places[there]))
    offsets = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def split(values: Any, separator: str) -> Any:
    """Return the lists of texts that a text holds with a separator between them; missing becomes an empty list."""
    coded = values.dictionary_encode()
    lists = [
        list(dict.fromkeys(filter(None, map(str.strip, v.split(separator))))) for v in coded.dictionary.to_pylist()
    ]
    lists.append([])
    return pa.array(lists, pa.list_(pa.string())).take(pc.fill_null(coded.indices, len(lists) - 1))


def mixed_scripts(values: Any) -> int:
    """Count the distinct names in which Latin letters touch Cyrillic ones, as in a `у` that passes for `y`."""
    return int(pc.sum(pc.match_substring_regex(values.unique(), _MIXED)).as_py() or 0)


def _show(value: Any) -> str:
    text = "nothing" if value is None or value == "" else repr(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
