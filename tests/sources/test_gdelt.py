from datetime import date

import pytest

from geo.model import SubEventType
from geo.sources.cameo import CODES, meaning
from geo.sources.checked import check_table
from geo.sources.gdelt import COLUMNS, from_gdelt, gdelt_names
from tests.sources.tables import gdelt, one, refused


def test_there_are_61_columns_and_they_are_told_by_their_order() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == 61
    table = gdelt({})
    unnamed = table.rename_columns([f"column_{i}" for i in range(1, 62)])
    assert from_gdelt(unnamed).events.equals(from_gdelt(table).events)
    assert gdelt_names(("a", "b")) is None


def test_an_export_becomes_events_of_the_codebook() -> None:
    part = from_gdelt(gdelt(*[{}] * 39))
    assert part.events.num_rows == 39
    check_table(part.events, file="gdelt")
    assert part.claims.num_rows == 0


def test_an_event_without_a_place_is_refused() -> None:
    nowhere = {"ActionGeo_Type": "0", "ActionGeo_FullName": "", "ActionGeo_Lat": "", "ActionGeo_Long": ""}
    assert refused(from_gdelt, gdelt({}, nowhere)) == [(2, "ActionGeo_Type", "no place for the action")]


def test_a_named_place_without_coordinates_is_refused() -> None:
    assert [r[:2] for r in refused(from_gdelt, gdelt({"ActionGeo_Lat": ""}))] == [(1, "longitude, latitude")]


@pytest.mark.parametrize(("kind", "precision"), [("1", 3), ("2", 3), ("3", 1), ("4", 1), ("5", 3)])
def test_only_towns_are_points(kind: str, precision: int) -> None:
    event = one(from_gdelt, gdelt({"ActionGeo_Type": kind}))
    assert event["geo_precision"] == precision
    assert (event["geometry"] is None) == (precision == 3)


@pytest.mark.parametrize(
    ("code", "sub"),
    [("145", "Violent demonstration"), ("1411", "Peaceful protest"), ("1831", "Suicide bomb"), ("01", "Other")],
)
def test_cameo_codes(code: str, sub: str) -> None:
    event = one(from_gdelt, gdelt({"EventCode": code}))
    assert (event["sub_event_type"], event["EventCode"]) == (sub, code)


def test_every_root_code_of_cameo_has_a_meaning() -> None:
    assert {f"{n:02}" for n in range(1, 21)} <= set(CODES)
    assert all(isinstance(sub, SubEventType) and label for sub, label in CODES.values())
    assert [meaning(code) for code in ("", "0", "00", "21", "14111")] == [None] * 5


def test_day_country_actors_and_site() -> None:
    change = {
        "Day": "20220105",
        "ActionGeo_CountryCode": "RS",
        "Actor2Name": "",
        "SOURCEURL": "https://www.x.example/a?b",
    }
    event = one(from_gdelt, gdelt(change))
    assert (event["start_date"], event["country"], event["actors"]) == (date(2022, 1, 5), "RU", ["PROTESTER"])
    assert (event["attribution"], event["place"]) == (["x.example"], event["place_as_written"].split(",")[0])


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "https://", "BBC Monitoring"])
def test_what_is_no_address_is_nobodys_site(address: str) -> None:
    event = one(from_gdelt, gdelt({"SOURCEURL": address}))
    assert (event["attribution"], event["certainty"]) == ([], "stated")
