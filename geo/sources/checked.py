"""The codebook's rules on whole columns: what `geo.frame.check_frame` asks of rows, for tables of millions of them."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

import pyarrow as pa
import pyarrow.compute as pc

from geo.columns import COLUMNS
from geo.errors import DataSetError
from geo.model import TYPE_OF, Certainty, EventType, GeoPrecision, PartOfDay, SubEventType
from geo.sources.part import EVENT_SCHEMA

#: which values are wrong (true where wrong; missing counts as false), and what was expected
Rule = tuple[Callable[[Any], Any], str]


def check_table(table: pa.Table, *, file: str) -> None:
    """Check a table of events against EVENT_SCHEMA and the codebook's rules.

    Raises DataSetError for the first column that is missing or has a value that is not as the codebook says, naming
    file, row (from 1), column, what was found and what was expected.
    """
    for field in EVENT_SCHEMA:
        if field.name not in table.column_names:
            raise DataSetError(file, f"the column {field.name} is missing", f"the columns {', '.join(COLUMNS)}")
        if table.schema.field(field.name).type != field.type:
            found = str(table.schema.field(field.name).type)[:60]
            raise DataSetError(file, found, str(field.type), column=field.name)
    for column, kind in COLUMNS.items():
        values = table[column]
        if not kind.endswith("?"):
            _refuse(values.is_null(), values, "no missing value", file, column)
        if values.null_count == len(values):
            continue
        wrong, expected = _RULES[kind.removesuffix("?")]
        _refuse(wrong(values), values, expected, file, column)
    _check_rows(table, file)


def _check_rows(table: pa.Table, file: str) -> None:
    """Check what one column says of another."""
    ids, subs, types = (table[c] for c in ("event_id", "sub_event_type", "event_type"))
    if pc.count_distinct(ids).as_py() < len(ids):
        double = pc.filter(pc.value_counts(ids).field(0), pc.greater(pc.value_counts(ids).field(1), 1))[0]
        raise DataSetError(file, f"{double.as_py()!r} again", "each event_id once", column="event_id")
    parents = pa.array([TYPE_OF[s].value for s in SubEventType])
    parent = parents.take(pc.index_in(subs.combine_chunks(), value_set=pa.array([s.value for s in SubEventType])))
    _refuse(pc.not_equal(types.combine_chunks(), parent), subs, "a sub-type of its event_type", file, "sub_event_type")
    turned = pc.less(table["end_date"], table["start_date"])
    _refuse(turned, table["end_date"], "start_date or a later day", file, "end_date")
    area, geometry = pc.equal(table["geo_precision"], GeoPrecision.AREA.value), table["geometry"]
    _refuse(pc.and_(area, pc.is_valid(geometry)), geometry, "no geometry, for an area", file, "geometry")
    _refuse(pc.and_(pc.invert(area), pc.is_null(geometry)), geometry, "a point", file, "geometry")


def _refuse(mask: Any, values: Any, expected: str, file: str, column: str) -> None:
    wrong = pc.fill_null(mask, False)
    row = pc.index(wrong, True).as_py()
    if row >= 0:
        value = values[row].as_py()
        shown = "nothing" if value is None else repr(value)[:80]
        raise DataSetError(file, shown, expected, row=row + 1, column=column)


@cache
def _zones() -> tuple[str, ...]:
    return tuple(available_timezones())


def _empty(values: Any) -> Any:
    return pc.equal(pc.utf8_trim_whitespace(values), "")


def _not_one_of(allowed: Iterable[Any]) -> Rule:
    held = [getattr(a, "value", a) for a in allowed]
    return (
        lambda values: pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, value_set=pa.array(held, values.type)))),
        "one of " + ", ".join(map(str, held[:40])),
    )


def _in_lists(wrong: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make of a rule for texts one for lists of texts: a list is wrong if one of its texts is."""

    def rule(values: Any) -> Any:
        bad = pc.fill_null(wrong(pc.list_flatten(values)), True)
        rows = pc.filter(pc.list_parent_indices(values), bad)
        return pc.is_in(pa.array(range(len(values)) if len(rows) else (), rows.type), value_set=rows.combine_chunks())

    return rule


_SUBS: Final = _not_one_of(SubEventType)
_RULES: Final[dict[str, Rule]] = {
    "text": (_empty, "a text that is not empty"),
    "list": (_in_lists(_empty), "a list of texts that are not empty"),
    "pairs": (lambda values: pa.nulls(len(values), pa.bool_()), "pairs of whole numbers"),
    "event_type": _not_one_of(EventType),
    "sub_event_type": _SUBS,
    "sub_event_types": (_in_lists(_SUBS[0]), "a list of sub-event types of the codebook"),
    "certainty": _not_one_of(Certainty),
    "geo_precision": _not_one_of((1, 2, 3)),
    "date_precision": _not_one_of((1, 2, 3)),
    "part_of_day": _not_one_of(PartOfDay),
    "country": (
        lambda v: pc.invert(pc.match_substring_regex(v, "^[A-Z]{2}$")),
        "an ISO 3166-1 alpha-2 code such as KZ",
    ),
    "timezone": (lambda v: _not_one_of(_zones())[0](v), "an IANA time zone such as Asia/Almaty"),
    "day": (lambda v: pc.is_null(v), "a day"),
    "count": (lambda v: pc.less(v, 1), "a whole number from 1"),
    "offset": (lambda v: pc.less(v, 0), "a whole number from 0"),
}
