"""GDELT 2.0 events, 61 tab-separated columns without a header, as events.

Codebook: "The GDELT Event Database Data Format Codebook V2.0" (The GDELT Project, 19 February 2015): the order of the
columns, `ActionGeo_Type` (section "Action geography"), FIPS 10-4 country codes. Machine-coded from news: one event of
GDELT's is one actor, action, actor, place and day; its place is where the article seems to be about.
"""

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.model import TYPE_OF, Certainty, SubEventType
from geo.sources.cameo import meaning
from geo.sources.countries import UNKNOWN, from_fips
from geo.sources.part import Part, finish
from geo.sources.sheet import Sheet, as_text, clean, each, require, together
from geo.sources.wire import PLAIN, ROW, Form

_ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_GEO: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS: Final = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor{i}{part}" for i in (1, 2) for part in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
NEEDED: Final = frozenset(
    {"GlobalEventID", "Day", "EventCode", "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_Lat", "ActionGeo_Long"}
)
#: as exports with a header write them (BigQuery has SQLDATE, GLOBALEVENTID)
_OTHER_NAMES: Final = {"sqldate": "Day"} | {name.casefold(): name for name in COLUMNS}
#: 1 country; 2 US state; 3 US city; 4 world city; 5 world state, which is a first-level region
_PLACE: Final = {"1": 3, "2": 3, "3": 1, "4": 1, "5": 3}
#: the host of an address, without user, port and www
_SITE: Final = r"^(?i:https?)://(?:[^/@?#]*@)?(?i:www\.)?(?P<site>[^/:?#@]{1,100})"
_USED: Final = frozenset(
    {"GlobalEventID", "Day", "Actor1Name", "Actor2Name", "ActionGeo_FullName", "ActionGeo_Lat", "ActionGeo_Long"}
)


def gdelt_names(columns: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return GDELT's names for a table's columns: by order where there is no header; None where it is not GDELT's."""
    if len(columns) == len(COLUMNS) and columns[0] == "column_1":
        return COLUMNS
    named = tuple(_OTHER_NAMES.get(c.casefold(), c) for c in columns)
    return named if set(named) >= NEEDED and len(set(named)) == len(named) else None


def from_gdelt(table: pa.Table, form: Form = PLAIN) -> Part:
    """Read a part of a GDELT 2.0 export as events.

    A row without a place for its action is refused: many have none. Countries and first-level regions are areas, their
    point is not drawn. Who says so is the site of the article. Raises SourceError listing absent columns.
    """
    given = tuple(c for c in table.column_names if c != ROW)
    names = gdelt_names(given) or given
    require(names, NEEDED, "GDELT")
    sheet = Sheet.of(table.rename_columns([ROW, *names] if ROW in table.column_names else list(names)), form)
    codes = as_text(sheet.raw("EventCode"))
    sub = each(codes, lambda c: _meaning(c, 0), pa.string())
    sheet.faults.add(pc.is_null(sub), "EventCode", codes, "a CAMEO code")
    day = sheet.day("Day")
    site = pc.struct_field(pc.extract_regex(sheet.text("SOURCEURL"), _SITE), "site")
    columns = {
        "event_id": pc.binary_join_element_wise("gdelt", sheet.text("GlobalEventID"), "-"),
        "event_type": each(sub, lambda s: TYPE_OF[SubEventType(s)].value, pa.string()),
        "sub_event_type": sub,
        "label": each(codes, lambda c: _meaning(c, 1), pa.string()),
        "place": _place(sheet),
        "place_as_written": sheet.name("ActionGeo_FullName"),
        "country": pc.coalesce(each(sheet.name("ActionGeo_CountryCode"), from_fips, pa.string()), pa.scalar(UNKNOWN)),
        "geo_precision": _precision(sheet),
        "start_date": day,
        "end_date": day,
        "date_precision": 1,
        "actors": together(sheet.name("Actor1Name"), sheet.name("Actor2Name")),
        "attribution": together(site),
        "certainty": pc.if_else(pc.is_valid(site), Certainty.ATTRIBUTED.value, Certainty.STATED.value),
        "coded_by": "GDELT",
        "lon": sheet.number("ActionGeo_Long"),
        "lat": sheet.number("ActionGeo_Lat"),
    }
    return finish(sheet, columns, used=_USED, prefix="gdelt")


def _meaning(code: str, part: int) -> str | None:
    found = meaning(code.strip())
    return str(found[part]) if found else None


def _precision(sheet: Sheet) -> pa.Array:
    """Return our precision of the place; a row of type 0 has none and is refused."""
    kinds = clean(as_text(sheet.raw("ActionGeo_Type")))
    nowhere = pc.or_(pc.fill_null(pc.equal(kinds, "0"), True), pc.is_null(sheet.name("ActionGeo_FullName")))
    sheet.faults.add(nowhere, "ActionGeo_Type", "no place for the action", "1 to 5, with a name")
    return sheet.code("ActionGeo_Type", _PLACE, pa.int8(), "1 to 5")


def _place(sheet: Sheet) -> pa.Array:
    """Return the first part of "Almaty, Almaty, Kazakhstan"."""
    return each(sheet.name("ActionGeo_FullName"), lambda name: name.split(",")[0].strip() or name, pa.string())
