"""ACLED exports, old and current, as events.

Codebook: "Armed Conflict Location and Event Data Project (ACLED) Codebook", 2015: spatial precision codes, section
3.2 (p. 15); time precision, section 4.1 (p. 16). Column names: the same, and "Guide to 2023 ACLED column changes"
(ACLED, 2023): `data_id`, `event_id_no_cnty`, `iso3` went, `disorder_type`, `civilian_targeting`, `tags` came. Event
types and sub-types are those of our codebook, which took them from ACLED's of 2019; those of before 2019 are mapped as
ACLED renamed them.
"""

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.model import TYPE_OF, Certainty, ClaimKind, SubEventType
from geo.sources.countries import UNKNOWN, from_name, from_number
from geo.sources.part import Figure, Part, finish
from geo.sources.sheet import Sheet, each, in_lower_case, require, split, together
from geo.sources.wire import PLAIN, Form

NEEDED: Final = frozenset(
    {"event_id_cnty", "event_date", "event_type", "country", "location", "latitude", "longitude", "geo_precision"}
)
_S: Final = SubEventType
#: sub-types as they were written at other times, and event types that had no sub-type (2018 and before)
_OTHER_FORMS: Final[dict[str, SubEventType]] = {
    "excessive force against protestors": _S.EXCESSIVE_FORCE,
    "battle-no change of territory": _S.ARMED_CLASH,
    "battle-government regains territory": _S.GOVERNMENT_REGAINS,
    "battle-non-state actor overtakes territory": _S.NON_STATE_OVERTAKES,
    "headquarters or base established": _S.BASE_ESTABLISHED,
    "non-violent transfer of territory": _S.NON_VIOLENT_TRANSFER,
    "violence against civilians": _S.ATTACK,
    "remote violence": _S.IED,
    "strategic development": _S.OTHER,
    "strategic developments": _S.OTHER,
    "protests": _S.PEACEFUL_PROTEST,
    "riots": _S.VIOLENT_DEMONSTRATION,
    "battles": _S.ARMED_CLASH,
    "explosions/remote violence": _S.IED,
}
_SUBS: Final = {s.value.casefold(): s for s in SubEventType} | _OTHER_FORMS
_PRECISION: Final = {"1": 1, "2": 2, "3": 3}
_WHOM: Final = ("people killed", "Getötete")


def from_acled(table: pa.Table, form: Form = PLAIN) -> Part:
    """Read a part of an ACLED export as events.

    Our geo_precision and date_precision are ACLED's own codes, 1 to 3; at geo_precision 3 ACLED's point, a region's
    capital, is not drawn. The day is the one that ACLED gives, also where it stands for a week or month: ACLED gives
    no bounds. `source` is who says so; `fatalities` become a claim of ACLED's, where there are any. Raises SourceError
    listing absent columns.
    """
    table = in_lower_case(table)
    require(table.column_names, NEEDED, "ACLED")
    sheet = Sheet.of(table, form)
    sub, event_type = _types(sheet)
    day = sheet.day("event_date")
    attribution = split(sheet.name("source"), ";")
    dead = sheet.count("fatalities")
    said = pc.greater(pc.list_value_length(attribution), 0)
    columns = {
        "event_id": sheet.text("event_id_cnty"),
        "event_type": event_type,
        "sub_event_type": sub,
        "summary_en": sheet.text("notes"),
        "place": sheet.name("location"),
        "admin1": sheet.name("admin1"),
        "country": _country(sheet),
        "geo_precision": sheet.code("geo_precision", _PRECISION, pa.int8(), "1, 2 or 3"),
        "start_date": day,
        "end_date": day,
        "date_precision": _date_precision(sheet),
        "actors": together(sheet.name("actor1"), sheet.name("actor2")),
        "attribution": attribution,
        "certainty": pc.if_else(said, Certainty.ATTRIBUTED.value, Certainty.STATED.value),
        "coded_by": "ACLED",
        "lon": sheet.number("longitude"),
        "lat": sheet.number("latitude"),
    }
    figure = Figure(
        name="dead",
        kind=ClaimKind.FATALITIES.value,
        whom_en=_WHOM[0],
        whom_de=_WHOM[1],
        low=dead,
        best=dead,
        high=dead,
        by="ACLED",
    )
    return finish(sheet, columns, figures=[figure], used=_USED, prefix="acled")


#: told in full by our columns; all others are kept beside them
_USED: Final = frozenset(
    {
        "event_id_cnty", "event_date", "sub_event_type", "notes", "location", "admin1", "geo_precision",
        "time_precision", "actor1", "actor2", "source", "longitude", "latitude",
    }
)  # fmt: skip


def _types(sheet: Sheet) -> tuple[pa.Array, pa.Array]:
    """Return sub-types and the types above them; an export of before 2019 has only types, or an empty sub-type."""
    given, sub = sheet.name("event_type"), sheet.name("sub_event_type")
    known = pc.coalesce(each(sub, _sub, pa.string()), each(given, _sub, pa.string()))
    old = pc.is_null(each(given, _sub, pa.string()))
    riot = pc.equal(each(given, str.casefold, pa.string()), "riots/protests")
    rioters = pc.fill_null(pc.is_in(sheet.name("inter1"), value_set=pa.array(["5", "Rioters"])), False)
    of_old = pc.if_else(rioters, _S.VIOLENT_DEMONSTRATION.value, _S.PEACEFUL_PROTEST.value)
    known = pc.if_else(pc.and_(pc.fill_null(riot, False), pc.is_null(known)), of_old, known)
    named = pc.if_else(pc.is_valid(sub), sub, given)
    sheet.faults.add(pc.is_null(known), "sub_event_type", named, "an event type of ACLED's")
    unknown = pc.and_(old, pc.invert(pc.fill_null(riot, False)))
    sheet.faults.add(unknown, "event_type", given, "an event type of ACLED's")
    return known, each(known, lambda s: TYPE_OF[SubEventType(s)].value, pa.string())


def _sub(text: str) -> str | None:
    found = _SUBS.get(text.casefold())
    return found.value if found else None


def _country(sheet: Sheet) -> pa.Array:
    """Return the country of the ISO number where there is one (Kosovo has none), else of the name."""
    number = each(sheet.name("iso"), from_number, pa.string())
    return pc.coalesce(number, each(sheet.name("country"), from_name, pa.string()), pa.scalar(UNKNOWN))


def _date_precision(sheet: Sheet) -> pa.Array:
    """Return ACLED's time_precision; 1, the day, where an export was made without that column."""
    if not sheet.has("time_precision"):
        return pa.repeat(pa.scalar(1, pa.int8()), sheet.rows)
    return sheet.code("time_precision", _PRECISION, pa.int8(), "1, 2 or 3")
