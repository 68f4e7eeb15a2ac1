"""How an opened table is to be read: which kind it is, in which order its dates stand, and a sentence that says so."""

from dataclasses import replace

import pyarrow as pa

from geo.sources.days import find_order
from geo.sources.guess import guess_mapping
from geo.sources.kinds import Kind, kind_named, kind_of
from geo.sources.mapped import as_kind
from geo.sources.mapping import Mapping
from geo.sources.points import OURS, from_ours
from geo.sources.sheet import as_text
from geo.sources.wire import Form, Head

_SAMPLE = 2_000
_ORDERS = {"dmy": "day, month, year", "mdy": "month, day, year"}


def find_kind(head: Head, first: pa.Table, *, source: str | None, mapping: Mapping | None, file: str) -> Kind:
    """Return how to read a table: as asked, as its columns tell, or by a mapping guessed from names and contents.

    `source` names a kind of `geo.sources.kinds`. Raises SourceError where nothing tells the day or the event type.
    """
    if mapping is not None:
        return as_kind(mapping)
    if source is not None:
        return kind_named(source)
    if kind := kind_of(head.columns):
        return kind
    if set(head.columns) >= OURS:
        return Kind(name="qantar", outlet=file, fits=lambda _: True, read=from_ours, codebook="Qantar codebook")
    return as_kind(guess_mapping(first, head.form, outlet=file))


def find_form(form: Form, first: pa.Table, mapping: Mapping | None) -> Form:
    """Return the form with its decimal mark and the order of day and month, where the first rows tell that."""
    known = replace(form, decimal=form.decimal or ".")
    if mapping is not None and mapping.form.days:
        return replace(known, days=mapping.form.days)
    columns = [c for c in first.column_names if pa.types.is_string(first.schema.field(c).type)]
    samples = (as_text(first[c].slice(0, _SAMPLE).combine_chunks()).to_pylist() for c in columns)
    orders = {order for values in samples if (order := find_order(filter(None, values)))}
    return replace(known, days=orders.pop()) if len(orders) == 1 else known


def told(head: Head, form: Form, kind: Kind) -> list[str]:
    """Say how a file was understood, a sentence each."""
    written = f"read as {kind.outlet}, {form.kind}"
    if form.kind == "csv":
        separator = {"\t": "tab"}.get(str(form.separator), repr(form.separator))
        encoding = str(form.encoding).removesuffix("-sig")
        written += f" in {encoding}, separated by {separator}, decimal mark {form.decimal!r}"
        written += "" if form.header else ", without a header"
    written += f", dates as {_ORDERS[form.days]}" if form.days else ""
    return [written, *head.notes]
