"""UCDP GED, final and candidate releases, as events.

Codebook: Högbladh, S., "UCDP GED Codebook version 25.1", Department of Peace and Conflict Research, Uppsala
University, 2025, table of variables: `type_of_violence`, `where_prec`, `date_prec`, `best`, `high`, `low`, `deaths_*`;
the unit "event" p. 4, the types of violence p. 6, georeferencing p. 9 (pages of version 22.1). Candidate releases have
the same columns; older final ones write `best_est`, `high_est`, `low_est`.
"""

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.model import TYPE_OF, Certainty, ClaimKind, SubEventType
from geo.sources.countries import UNKNOWN, from_name
from geo.sources.part import Figure, Part, finish
from geo.sources.sheet import Sheet, each, in_lower_case, require, split, together
from geo.sources.wire import PLAIN, Form

NEEDED: Final = frozenset(
    {"id", "type_of_violence", "where_prec", "latitude", "longitude", "country", "date_prec", "date_start", "date_end"}
)
#: state-based and non-state violence are fights between armed sides, one-sided violence is against civilians
_TYPES: Final = {
    "1": SubEventType.ARMED_CLASH.value,
    "2": SubEventType.ARMED_CLASH.value,
    "3": SubEventType.ATTACK.value,
}
#: 1 exact; 2 within some 25 km; 3 district; 4 first-level region; 5 a long line or vague area; 6 country; 7 sea or air
_WHERE: Final = {"1": 1, "2": 2, "3": 2, "4": 3, "5": 3, "6": 3, "7": 3}
#: 1 the day; 2 two to six days; 3 a week; 4 up to a month; 5 more than a month
_WHEN: Final = {"1": 1, "2": 2, "3": 2, "4": 3, "5": 3}
_USED: Final = frozenset(
    {
        "id",
        "latitude",
        "longitude",
        "adm_1",
        "date_start",
        "date_end",
        "side_a",
        "side_b",
        "source_headline",
        "dyad_name",
    }
)


def from_ucdp(table: pa.Table, form: Form = PLAIN) -> Part:
    """Read a part of a UCDP GED release as events.

    Points stand only for `where_prec` 1 to 3: beyond, GED's point is a region's, a line's or a sea's middle. `low`,
    `best` and `high` become one claim of UCDP's, the deaths by side claims that it includes. Who says so is
    `source_original`, else `source_office`. Raises SourceError listing absent columns.
    """
    table = in_lower_case(table)
    require(table.column_names, NEEDED, "UCDP")
    sheet = Sheet.of(table, form)
    sub = sheet.code("type_of_violence", _TYPES, pa.string(), "1, 2 or 3")
    attribution = split(pc.coalesce(sheet.name("source_original"), sheet.name("source_office")), ";")
    said = pc.greater(pc.list_value_length(attribution), 0)
    region = sheet.name("adm_1")
    columns = {
        "event_id": pc.binary_join_element_wise("ged", sheet.text("id"), "-"),
        "event_type": each(sub, lambda s: TYPE_OF[SubEventType(s)].value, pa.string()),
        "sub_event_type": sub,
        "label": sheet.name("dyad_name"),
        "summary_en": sheet.text("source_headline"),
        "place": pc.coalesce(sheet.name("where_coordinates"), region, sheet.name("country")),
        "place_as_written": sheet.text("where_description"),
        "admin1": region,
        "country": pc.coalesce(each(sheet.name("country"), from_name, pa.string()), pa.scalar(UNKNOWN)),
        "geo_precision": sheet.code("where_prec", _WHERE, pa.int8(), "1 to 7"),
        "start_date": sheet.day("date_start"),
        "end_date": sheet.day("date_end"),
        "date_precision": sheet.code("date_prec", _WHEN, pa.int8(), "1 to 5"),
        "actors": together(sheet.name("side_a"), sheet.name("side_b")),
        "attribution": attribution,
        "certainty": pc.if_else(said, Certainty.ATTRIBUTED.value, Certainty.STATED.value),
        "coded_by": "UCDP GED",
        "lon": sheet.number("longitude"),
        "lat": sheet.number("latitude"),
    }
    return finish(sheet, columns, figures=_figures(sheet), used=_USED, prefix="ged")


def _figures(sheet: Sheet) -> list[Figure]:
    low, best, high = (sheet.count(c if sheet.has(c) else f"{c}_est") for c in ("low", "best", "high"))
    turned = pc.or_(pc.greater(low, best), pc.greater(best, high))
    sheet.faults.add(turned, "best", best, "low ≤ best ≤ high")
    sides = (
        ("a", "deaths_a", _of_side("dead of", sheet.name("side_a")), _of_side("Tote von", sheet.name("side_a"))),
        ("b", "deaths_b", _of_side("dead of", sheet.name("side_b")), _of_side("Tote von", sheet.name("side_b"))),
        ("civilians", "deaths_civilians", "civilians killed", "getötete Zivilpersonen"),
        ("unknown", "deaths_unknown", "killed, of unknown side", "Getötete unbekannter Seite"),
    )
    dead = ClaimKind.FATALITIES.value
    whole = Figure(
        name="dead", kind=dead, whom_en="people killed", whom_de="Getötete", low=low, best=best, high=high, by="UCDP"
    )
    parts = [
        Figure(
            name=f"dead-{name}",
            kind=dead,
            whom_en=english,
            whom_de=german,
            low=None,
            best=sheet.count(column),
            high=None,
            by="UCDP",
            part_of="dead",
        )
        for name, column, english, german in sides
        if sheet.has(column)
    ]
    return [whole, *parts]


def _of_side(words: str, side: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(words, pc.fill_null(side, "?"), " ")
