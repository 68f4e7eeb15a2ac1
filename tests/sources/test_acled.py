from datetime import date

import pytest

from geo.errors import SourceError
from geo.model import SubEventType
from geo.sources.acled import from_acled
from geo.sources.checked import check_table
from tests.sources.tables import acled, one, refused


@pytest.mark.parametrize("old", [False, True])
def test_an_export_becomes_events_of_the_codebook(old: bool) -> None:
    part = from_acled(acled(*[{}] * 200, old=old))
    assert part.events.num_rows == 200
    check_table(part.events, file="acled")
    assert set(part.events["sub_event_type"].to_pylist()) == {s.value for s in SubEventType}


@pytest.mark.parametrize("text", ["01 January 2022", "2022-01-01", "1 Jan 2022", "01-January-2022"])
def test_a_day_is_read_as_acled_writes_it(text: str) -> None:
    event = one(from_acled, acled({"event_date": text}))
    assert (event["start_date"], event["end_date"]) == (date(2022, 1, 1), date(2022, 1, 1))


def test_geo_precision_3_has_no_point_and_keeps_the_coordinates_beside() -> None:
    event = one(from_acled, acled({"geo_precision": "3", "latitude": "43.25", "longitude": "76.95"}))
    assert (event["geometry"], event["lon"], event["geo_precision"]) == (None, None, 3)
    assert (event["acled_area_lat"], event["acled_area_lon"]) == (43.25, 76.95)


def test_fatalities_are_a_claim_of_acled_and_none_where_there_are_none() -> None:
    part = from_acled(acled({"fatalities": "7"}, {"fatalities": "0"}, {"fatalities": ""}))
    (claim,) = part.claims.to_pylist()
    assert (claim["low"], claim["best"], claim["high"], claim["claimed_by_en"]) == (7, 7, 7, "ACLED")
    assert claim["event_id"] == part.events["event_id"][0].as_py()
    assert part.events["fatalities"].to_pylist() == ["7", "0", None]


def test_who_says_so_and_who_acts() -> None:
    change = {"source": "Vlast.kz; Interfax ;", "actor1": "Protesters", "actor2": "", "assoc_actor_1": "Students"}
    event = one(from_acled, acled(change))
    assert (event["attribution"], event["certainty"]) == (["Vlast.kz", "Interfax"], "attributed")
    assert (event["actors"], event["assoc_actor_1"]) == (["Protesters"], "Students")
    assert one(from_acled, acled({"source": ""}))["certainty"] == "stated"


@pytest.mark.parametrize(
    ("event_type", "inter1", "sub"),
    [
        ("Riots/Protests", "5", "Violent demonstration"),
        ("Riots/Protests", "6", "Peaceful protest"),
        ("Battle-No change of territory", "1", "Armed clash"),
        ("Remote violence", "1", "Remote explosive/landmine/IED"),
        ("Strategic development", "1", "Other"),
    ],
)
def test_event_types_of_before_2019(event_type: str, inter1: str, sub: str) -> None:
    event = one(from_acled, acled({"event_type": event_type, "sub_event_type": "", "inter1": inter1}, old=True))
    assert (event["sub_event_type"], event["acled_event_type"]) == (sub, event_type)


def test_nothing_is_dropped() -> None:
    table = acled({"tags": "crowd size=no report", "notes": 'a "quoted"\nline'})
    event = one(from_acled, table)
    assert (event["tags"], event["summary_en"], event["acled_country"]) == (
        "crowd size=no report",
        'a "quoted" line',
        table["country"][0].as_py(),
    )
    told = set(event) | {"event_id_cnty", "event_date", "notes", "location", "source", "time_precision"}
    told |= {c.removeprefix("acled_") for c in event} | {"actor1", "actor2", "latitude", "longitude"}
    assert set(table.column_names) <= told


def test_kosovo_has_no_number_and_an_unknown_country_no_code() -> None:
    part = from_acled(acled({"iso": "0", "country": "Kosovo"}, {"iso": "0", "country": "Narnia"}))
    assert part.events["country"].to_pylist() == ["XK", "ZZ"]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"event_date": "31 February 2022"}, "event_date"),
        ({"event_date": ""}, "event_date"),
        ({"event_date": "4/5/2022"}, "event_date"),
        ({"latitude": "43,25"}, "latitude"),
        ({"latitude": ""}, "longitude, latitude"),
        ({"latitude": "91"}, "longitude, latitude"),
        ({"longitude": "1e400"}, "longitude, latitude"),
        ({"geo_precision": "4"}, "geo_precision"),
        ({"time_precision": "x"}, "time_precision"),
        ({"event_type": "Party", "sub_event_type": ""}, "sub_event_type"),
        ({"fatalities": "-1"}, "fatalities"),
        ({"fatalities": "1.5"}, "fatalities"),
        ({"event_id_cnty": ""}, "event_id"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_column(change: dict[str, str], column: str) -> None:
    assert [
        (row, where) for row, where, _ in refused(from_acled, acled({}, {**change, "geo_precision": "1"} | change))
    ] == [(2, column)]


def test_a_second_row_with_the_same_id_is_refused_and_its_figures_with_it() -> None:
    twice = {"event_id_cnty": "KAZ1", "fatalities": "3"}
    part = from_acled(acled(twice, twice, {"event_id_cnty": "KAZ2"}))
    assert part.events["event_id"].to_pylist() == ["KAZ1", "KAZ2"]
    assert part.claims["claim_id"].to_pylist().count("KAZ1-dead") == 1
    assert part.refused.to_pylist() == [{"row": 2, "column": "event_id", "found": "'KAZ1'", "expected": "each id once"}]


def test_absent_columns_are_named() -> None:
    with pytest.raises(SourceError, match="ACLED table lacks event_date, latitude; it has"):
        from_acled(acled({}).drop_columns(["event_date", "latitude"]))


def test_names_lose_what_cannot_be_seen() -> None:
    event = one(from_acled, acled({"location": " Al\u202ema\u0000ty\u200b ", "admin1": "A\u0301lmaty"}))
    assert (event["place"], event["admin1"]) == ("Al ma ty", "\u00c1lmaty")


def test_older_exports_have_their_column_names_in_capitals() -> None:
    table = acled({}, old=True)
    upper = table.rename_columns([c.upper() for c in table.column_names])
    assert from_acled(upper).events.equals(from_acled(table).events)
