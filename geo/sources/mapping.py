"""Any table through a mapping: which of its columns tell what, saved as a small TOML and used again.

    outlet = "Ministry of the Interior"
    [form]                       # how the file is written; what is left out is found out
    separator = ";"
    [columns]                    # our column = theirs; several theirs for actors
    start_date = "Datum"
    event_type = "Kategorie"
    [defaults]                   # for every row, where no column tells
    country = "KZ"
    [values.event_type]          # theirs = an event type or sub-event type of the codebook
    "Demo" = "Peaceful protest"

A row whose event type is neither in `values` nor in the codebook is refused: nothing is guessed while reading.
"""

import json
import tomllib
from collections.abc import Mapping as Table
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import SourceError
from geo.model import SUB_TYPES, TYPE_OF, Certainty, ClaimKind, EventType, SubEventType
from geo.sources.countries import UNKNOWN, from_name
from geo.sources.kinds import Kind
from geo.sources.parquet import LAT, LON
from geo.sources.part import Figure, Part, finish
from geo.sources.points import point_axis
from geo.sources.sheet import Sheet, each, split, together
from geo.sources.wire import PLAIN, Form

#: the fields that a column can be mapped to
FIELDS: Final = (
    "event_id", "event_type", "label", "summary_en", "summary_de", "place", "admin1", "country", "geo_precision",
    "start_date", "end_date", "date_precision", "actors", "attribution", "certainty", "note", "latitude", "longitude",
    *(kind.value for kind in ClaimKind),
)  # fmt: skip
DEFAULTS: Final = ("event_type", "country", "place", "attribution", "certainty", "geo_precision", "date_precision")
_WHOM: Final = {
    "fatalities": ("people killed", "Getötete"),
    "injured": ("people injured", "Verletzte"),
    "hospitalised": ("people in hospital", "Menschen im Krankenhaus"),
    "arrested": ("people arrested", "Festgenommene"),
    "troops": ("troops", "Soldaten"),
}
_FIRST: Final = {
    EventType.PROTESTS: SubEventType.PEACEFUL_PROTEST,
    EventType.RIOTS: SubEventType.VIOLENT_DEMONSTRATION,
    EventType.BATTLES: SubEventType.ARMED_CLASH,
    EventType.EXPLOSIONS: SubEventType.IED,
    EventType.CIVILIANS: SubEventType.ATTACK,
    EventType.STRATEGIC: SubEventType.OTHER,
}
#: an event type or sub-event type as written → the sub-event type; a type alone takes its plainest one
SUB_OF: Final = {t.value.casefold(): _FIRST[t].value for t in SUB_TYPES} | {
    s.value.casefold(): s.value for s in TYPE_OF
}
_CODES: Final = {n: int(n) for n in "123"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Which of a table's columns tell what; `values` translates theirs into ours, by field."""

    outlet: str
    columns: Table[str, str | list[str]]
    form: Form = PLAIN
    defaults: Table[str, str] = field(default_factory=dict)
    values: Table[str, Table[str, str]] = field(default_factory=dict)

    def theirs(self, name: str) -> list[str]:
        """Return the table's columns that tell of a field."""
        found = self.columns.get(name, [])
        return [found] if isinstance(found, str) else list(found)

    def to_toml(self) -> str:
        """Write the mapping as TOML."""
        form = {k: v for k, v in asdict(self.form).items() if v is not None}
        tables = [("form", form), ("columns", self.columns), ("defaults", self.defaults)]
        tables += [(f"values.{name}", table) for name, table in self.values.items()]
        lines = [f"outlet = {json.dumps(self.outlet, ensure_ascii=False)}"]
        for name, table in tables:
            if table:
                lines += [
                    "",
                    f"[{name}]",
                    *(f"{_key(k)} = {json.dumps(v, ensure_ascii=False)}" for k, v in table.items()),
                ]
        return "\n".join(lines).replace("\x7f", "\\u007F") + "\n"


def read_mapping(path: Path) -> Mapping:
    """Read a mapping's TOML. Raises SourceError naming what in it is not understood."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path.name}: not a mapping ({error}); expected TOML") from error
    return _checked(raw, path.name)


def _checked(raw: dict[str, Any], file: str) -> Mapping:
    known = {"form": set(asdict(PLAIN)), "columns": set(FIELDS), "defaults": set(DEFAULTS)}
    for key in raw:
        if key not in ("outlet", "values", *known):
            raise SourceError(f"{file}: the key {key!r}; expected outlet, form, columns, defaults or values")
    for table, keys in known.items():
        for key in raw.get(table, {}):
            if key not in keys:
                raise SourceError(f"{file}: {key!r} in [{table}]; expected one of {', '.join(sorted(keys))}")
    for theirs, ours in raw.get("values", {}).get("event_type", {}).items():
        if str(ours).casefold() not in SUB_OF:
            raise SourceError(
                f"{file}: {theirs!r} = {ours!r}; expected an event type or sub-event type of the codebook"
            )
    return Mapping(
        outlet=str(raw.get("outlet", file)),
        columns=raw.get("columns", {}),
        form=Form(**raw.get("form", {})),
        defaults=raw.get("defaults", {}),
        values=raw.get("values", {}),
    )


def _key(text: str) -> str:
    return text if text.isascii() and text.replace("_", "").isalnum() else json.dumps(text, ensure_ascii=False)


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
        return sheet.code(theirs[0], _CODES, pa.int8(), "1, 2 or 3")
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
