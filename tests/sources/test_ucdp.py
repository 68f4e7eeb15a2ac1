from datetime import date

import pytest

from geo.errors import SourceError
from geo.sources.checked import check_table
from geo.sources.ucdp import from_ucdp
from tests.sources.tables import one, refused, ucdp


def test_a_release_becomes_events_of_the_codebook() -> None:
    part = from_ucdp(ucdp(*[{}] * 200))
    assert part.events.num_rows == 200
    check_table(part.events, file="ucdp")


@pytest.mark.parametrize(("code", "ours"), [("1", 1), ("2", 2), ("3", 2), ("4", 3), ("5", 3), ("6", 3), ("7", 3)])
def test_where_prec_becomes_our_precision_and_beyond_a_district_there_is_no_point(code: str, ours: int) -> None:
    event = one(from_ucdp, ucdp({"where_prec": code}))
    assert event["geo_precision"] == ours
    assert (event["geometry"] is None) == (ours == 3)
    assert event["where_prec"] == code


@pytest.mark.parametrize(("code", "ours"), [("1", 1), ("2", 2), ("3", 2), ("4", 3), ("5", 3)])
def test_date_prec_becomes_our_precision(code: str, ours: int) -> None:
    dates = {"date_prec": code, "date_start": "2022-01-05 00:00:00.000", "date_end": "1/31/2022 12:00:00 AM"}
    event = one(from_ucdp, ucdp(dates))
    assert (event["date_precision"], event["start_date"], event["end_date"]) == (
        ours,
        date(2022, 1, 5),
        date(2022, 1, 31),
    )


@pytest.mark.parametrize(("code", "sub"), [("1", "Armed clash"), ("2", "Armed clash"), ("3", "Attack")])
def test_type_of_violence(code: str, sub: str) -> None:
    assert one(from_ucdp, ucdp({"type_of_violence": code}))["sub_event_type"] == sub


def test_deaths_are_one_claim_and_the_sides_parts_of_it() -> None:
    deaths = {"low": "3", "best": "5", "high": "9", "deaths_a": "1", "deaths_b": "0", "deaths_civilians": "4"}
    part = from_ucdp(ucdp(deaths | {"deaths_unknown": "0", "side_a": "Government of Kazakhstan", "id": "1"}))
    claims = [
        (c["claim_id"], c["low"], c["best"], c["high"], c["whom_en"], c["part_of"]) for c in part.claims.to_pylist()
    ]
    assert claims == [
        ("ged-1-dead", 3, 5, 9, "people killed", None),
        ("ged-1-dead-a", None, 1, None, "dead of Government of Kazakhstan", "ged-1-dead"),
        ("ged-1-dead-civilians", None, 4, None, "civilians killed", "ged-1-dead"),
    ]


def test_an_older_release_has_other_names_for_the_estimates() -> None:
    table = ucdp({"low": "1", "best": "2", "high": "3"})
    old = table.rename_columns([f"{c}_est" if c in ("low", "best", "high") else c for c in table.column_names])
    (claim,) = [c for c in from_ucdp(old).claims.to_pylist() if c["part_of"] is None]
    assert (claim["low"], claim["best"], claim["high"]) == (1, 2, 3)


def test_who_says_so_is_the_original_source_else_the_office() -> None:
    assert one(from_ucdp, ucdp({"source_original": "police;witnesses"}))["attribution"] == ["police", "witnesses"]
    assert one(from_ucdp, ucdp({"source_original": ""}))["attribution"] == ["Reuters News"]


def test_a_country_with_its_former_name() -> None:
    assert one(from_ucdp, ucdp({"country": "Russia (Soviet Union)"}))["country"] == "RU"
    assert one(from_ucdp, ucdp({"country": "DR Congo (Zaire)"}))["country"] == "CD"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"where_prec": "8"}, "where_prec"),
        ({"date_prec": "0"}, "date_prec"),
        ({"date_end": "2021-12-31"}, "end_date"),
        ({"low": "9", "best": "1"}, "best"),
        ({"type_of_violence": "4"}, "type_of_violence"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_column(change: dict[str, str], column: str) -> None:
    assert [r[:2] for r in refused(from_ucdp, ucdp({}, change))] == [(2, column)]


def test_absent_columns_are_named() -> None:
    with pytest.raises(SourceError, match="UCDP table lacks where_prec; it has"):
        from_ucdp(ucdp({}).drop_columns(["where_prec"]))
