"""Any table as events, by a mapping (`geo.sources.mapping`)."""

from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import SourceError
from geo.model import TYPE_OF, Certainty, ClaimKind, SubEventType
from geo.sources.countries import UNKNOWN, from_name
from geo.sources.kinds import Kind
from geo.sources.mapping import CODES, SUB_OF, Mapping
from geo.sources.parquet import LAT, LON
from geo.sources.part import Figure, Part, finish
from geo.sources.points import point_axis
from geo.sources.sheet import Sheet, each, split, together
from geo.sources.wire import PLAIN, Form

_WHOM: Final = {
    "fatalities": ("people killed", "Getötete"),
    "injured": ("people injured", "Verletzte"),
    "hospitalised": ("people in hospital", "Menschen im Krankenhaus"),
    "arrested": ("people arrested", "Festgenommene"),
    "troops": ("troops", "Soldaten"),
}


def as_kind(mapping: Mapping) -> Kind:
    """Return a mapping as a kind of table."""
    return Kind(
        name="mapping",
        outlet=mapping.outlet,
        fits=lambda columns: _absent(mapping, columns) is None,
        read=lambda table, form: from_mapped(table, mapping, form),
        codebook="a mapping",
    )


def _absent(mapping: Mapping, columns: tuple[str, ...]) -> str | None:
    return next((c for name in mapping.columns for c in mapping.theirs(name) if c not in columns), None)


def from_mapped(table: pa.Table, mapping: Mapping, form: Form = PLAIN) -> Part:
    """Read a part of any table as events, by a mapping.

    A row without an id takes its number; one without coordinates is an area (geo_precision 3) of its country. Raises
    SourceError where the mapping names a column that the table lacks, or no day or event type.
    """
    if absent := _absent(mapping, tuple(table.column_names)):
        shown = ", ".join(c for c in table.column_names[:40] if c != "#")
        raise SourceError(f"the mapping names the column {absent!r}; the table has {shown}")
    if not mapping.theirs("start_date"):
        raise SourceError("no column tells the day; expected a mapping with start_date under [columns]")
    sheet = Sheet.of(table, form)
    sub = _sub_types(sheet, mapping)
    start = sheet.day(mapping.theirs("start_date")[0])
    end = pc.coalesce(_optional_day(sheet, mapping), start)
    lon, lat = (point_axis(sheet, _axis(mapping, n, own)) for n, own in (("longitude", LON), ("latitude", LAT)))
    attribution = split(_text(sheet, mapping, "attribution"), ";")
    said = pc.greater(pc.list_value_length(attribution), 0)
    country = each(_text(sheet, mapping, "country"), from_name, pa.string())
    columns = {
        "event_id": _ids(sheet, mapping),
        "event_type": each(sub, lambda s: TYPE_OF[SubEventType(s)].value, pa.string()),
        "sub_event_type": sub,
        "place": pc.coalesce(
            _text(sheet, mapping, "place"), _text(sheet, mapping, "admin1"), _region(lon, sheet, mapping)
        ),
        "country": pc.coalesce(country, pa.scalar(UNKNOWN)),
        "geo_precision": _codes(sheet, mapping, "geo_precision", pc.if_else(pc.is_valid(lon), 1, 3)),
        "start_date": start,
        "end_date": end,
        "date_precision": _codes(sheet, mapping, "date_precision", pc.if_else(pc.equal(start, end), 1, 2)),
        "actors": _actors(sheet, mapping),
        "attribution": attribution,
        "certainty": _certainty(sheet, mapping, pc.if_else(said, Certainty.ATTRIBUTED.value, Certainty.STATED.value)),
        "coded_by": mapping.outlet,
        "lon": lon,
        "lat": lat,
    }
    columns |= {n: _text(sheet, mapping, n) for n in ("label", "summary_en", "summary_de", "admin1", "note")}
    return finish(sheet, columns, figures=_figures(sheet, mapping), used=_used(mapping), prefix="given")


def _used(mapping: Mapping) -> list[str]:
    """Name the columns that ours tell in full: not those whose values were translated or counted."""
    plain = ("event_id", "summary_en", "summary_de", "place", "start_date", "actors", "latitude", "longitude", "label")
    return [c for name in plain for c in mapping.theirs(name)]


def _text(sheet: Sheet, mapping: Mapping, name: str) -> Any:
    theirs = mapping.theirs(name)
    default = mapping.defaults.get(name)
    values = sheet.name(theirs[0]) if theirs else pa.nulls(sheet.rows, pa.string())
    return pc.coalesce(values, pa.scalar(default)) if default else values


def _axis(mapping: Mapping, name: str, own: str) -> tuple[str, ...]:
    return (*mapping.theirs(name), own)


def _region(lon: Any, sheet: Sheet, mapping: Mapping) -> Any:
    """Return the country as the place of rows without a point; a point without a name is named by its coordinates."""
    return pc.if_else(pc.is_null(lon), _text(sheet, mapping, "country"), None)


def _ids(sheet: Sheet, mapping: Mapping) -> Any:
    theirs = mapping.theirs("event_id")
    if theirs:
        return sheet.text(theirs[0])
    return pc.binary_join_element_wise("row", sheet.numbers_of_rows().cast(pa.string()), "-")


def _sub_types(sheet: Sheet, mapping: Mapping) -> Any:
    """Return sub-event types; a row whose word for it neither the mapping nor the codebook knows is refused."""
    theirs = mapping.theirs("event_type")
    if not theirs and "event_type" not in mapping.defaults:
        expected = "a mapping with event_type under [columns] or [defaults]"
        raise SourceError(f"no column tells the event type; expected {expected}")
    values = _text(sheet, mapping, "event_type")
    given = {k.casefold(): SUB_OF[v.casefold()] for k, v in mapping.values.get("event_type", {}).items()}
    known = SUB_OF | given
    found = each(values, lambda text: known.get(text.casefold()), pa.string())
    sheet.faults.add(pc.is_null(found), theirs[0] if theirs else "event_type", values, "a word of [values.event_type]")
    return found


def _optional_day(sheet: Sheet, mapping: Mapping) -> Any:
    theirs = mapping.theirs("end_date")
    if not theirs:
        return pa.nulls(sheet.rows, pa.date32())
    blank = pc.is_null(sheet.text(theirs[0]))
    start = sheet.raw(mapping.theirs("start_date")[0])
    filled = sheet.table.set_column(
        sheet.table.schema.names.index(theirs[0]), theirs[0], pc.if_else(blank, start, sheet.raw(theirs[0]))
    )
    return Sheet(filled, sheet.faults, sheet.form).day(theirs[0])


def _codes(sheet: Sheet, mapping: Mapping, name: str, otherwise: Any) -> Any:
    if theirs := mapping.theirs(name):
        return sheet.code(theirs[0], CODES, pa.int8(), "1, 2 or 3")
    default = mapping.defaults.get(name)
    return pa.repeat(pa.scalar(int(default), pa.int8()), sheet.rows) if default else otherwise


def _certainty(sheet: Sheet, mapping: Mapping, otherwise: Any) -> Any:
    allowed = {c.value: c.value for c in Certainty} | dict(mapping.values.get("certainty", {}))
    if theirs := mapping.theirs("certainty"):
        return sheet.code(theirs[0], allowed, pa.string(), "one of " + ", ".join(allowed))
    return mapping.defaults.get("certainty", otherwise)


def _actors(sheet: Sheet, mapping: Mapping) -> Any:
    theirs = mapping.theirs("actors")
    if len(theirs) > 1:
        return together(*map(sheet.name, theirs))
    return split(sheet.name(theirs[0]), ";") if theirs else None


def _figures(sheet: Sheet, mapping: Mapping) -> list[Figure]:
    found = []
    for kind in ClaimKind:
        for column in mapping.theirs(kind.value):
            n = sheet.count(column)
            english, german = _WHOM[kind.value]
            found.append(
                Figure(
                    name=kind.value, kind=kind.value, whom_en=english, whom_de=german, low=n, best=n, high=n,
                    by=mapping.outlet,
                )
            )  # fmt: skip
    return found
