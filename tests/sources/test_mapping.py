from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SourceError
from geo.sources.checked import check_table
from geo.sources.guess import guess_mapping
from geo.sources.importing import import_tables
from geo.sources.mapped import from_mapped
from geo.sources.mapping import Mapping, parse_mapping, read_mapping
from geo.sources.wire import PLAIN, Form

GERMAN = """\
Nr;Datum;Kategorie;Ort;Breite;Länge;Land;Tote;Quelle;Beschreibung;Bemerkung
1;05.01.2022;Kundgebung;Almaty;43,25;76,95;Kasachstan;;Polizei;Tausende auf dem Platz;x
2;05.01.2022;Ausschreitungen;Almaty;43,25;76,95;Kasachstan;12;Ministerium;"Rathaus
brennt";y
3;06.01.2022;Grillfest;Almaty;43,25;76,95;Kasachstan;12;Ministerium;Wurst;z
4;06.01.2022;Kundgebung;Taraz;;;Kasachstan;1;;;
"""


def table(**columns: list[Any]) -> pa.Table:
    return pa.table(columns)


def guessed(**columns: list[Any]) -> Mapping:
    return guess_mapping(table(**columns), PLAIN, outlet="x")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_german_spreadsheet_is_understood_as_it_is(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "liste.csv").write_text(GERMAN, encoding=encoding)
    done = import_tables([tmp_path / "liste.csv"], tmp_path / "set")
    assert (done.events, done.claims, done.rows) == (3, 2, 4)
    assert done.refused == [("liste.csv", 3, "Kategorie", "'Grillfest'", "a word of [values.event_type]")]
    assert "separated by ';', decimal mark ','" in next(iter(done.notes))


def test_a_mapping_is_saved_read_and_used_again(tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_text(GERMAN, encoding="cp1252")
    mapping = Mapping(
        outlet='Innenministerium "Süd"',
        columns={"start_date": "Datum", "event_type": "Kategorie", "place": "Ort", "fatalities": "Tote"},
        form=Form(encoding="cp1252", separator=";"),
        defaults={"country": "KZ"},
        values={"event_type": {"Kundgebung": "Protests", "Ausschreitungen": "Mob violence", "Grillfest": "Other"}},
    )
    (tmp_path / "m.toml").write_text(mapping.to_toml(), encoding="utf-8")
    again = read_mapping(tmp_path / "m.toml")
    assert again == mapping
    done = import_tables([tmp_path / "liste.csv"], tmp_path / "set", mapping=again)
    assert (done.events, done.refused) == (4, [])


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(names, names, st.dictionaries(names, st.sampled_from(["Protests", "Armed clash"]), max_size=4))
def test_a_mapping_survives_its_file(outlet: str, column: str, words: dict[str, str]) -> None:
    mapping = Mapping(outlet=outlet, columns={"start_date": column}, values={"event_type": words} if words else {})
    assert parse_mapping(mapping.to_toml(), file="m.toml") == mapping


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "not a mapping"),
        ("[when]", "the key 'when'"),
        ("columns = 3", "expected a table"),
        ("[columns]\nwhen = 'x'", "'when' in"),
        ("[columns]\nplace = 3", "the name of a column"),
        ("[defaults]\ncountry = 'Narnia'", "a value of the codebook"),
        ("[defaults]\nevent_type = 'Party'", "a value of the codebook"),
        ("[values.event_type]\nx = 'Party'", "a value of the codebook"),
        ("[values.place]\nx = 'y'", "'place' in"),
        ("[form]\nencoding = 'klingon'", "encoding = 'klingon'"),
        ("[form]\nseparator = ';;'", "expected one character"),
        ("[form]\ndays = 'ymd'", "dmy or mdy"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"m\.toml: ") as refusal:
        read_mapping(tmp_path / "m.toml")
    assert said in str(refusal.value)


def test_contents_decide_between_names_that_fit() -> None:
    found = guessed(date=["north", "south"], Date_of_event=["2022-01-05", "2022-01-06"], type=["Riots", "Riots"])
    assert found.columns["start_date"] == "Date_of_event"
    found = guessed(date=["2022-01-05"], type=["Riots"], lat=["91.0"], y=["43.2"], lon=["76.9"])
    assert (found.columns["latitude"], found.columns["longitude"]) == ("y", "lon")


def test_words_for_events_are_guessed_in_three_languages_and_unknown_ones_left_out() -> None:
    words = ["Peaceful protest", "Митинг", "Взрыв у рынка", "Festnahmen", "air strike", "Grillfest"]
    found = guessed(date=["2022-01-05"] * 6, type=words)
    assert found.values["event_type"] == {
        "Митинг": "Peaceful protest",
        "Взрыв у рынка": "Remote explosive/landmine/IED",
        "Festnahmen": "Arrests",
        "air strike": "Air/drone strike",
    }


def test_the_order_of_day_and_month_is_told_by_the_column_or_not_guessed() -> None:
    assert guessed(date=["5/1/2022", "25/1/2022"], type=["Riots"] * 2).form.days == "dmy"
    assert guessed(date=["5/1/2022", "1/25/2022"], type=["Riots"] * 2).form.days == "mdy"
    assert guessed(date=["5/1/2022", "6/1/2022"], type=["Riots"] * 2).form.days is None


@pytest.mark.parametrize(
    ("columns", "said"),
    [({"type": ["Riots"]}, "the day"), ({"date": ["2022-01-05"]}, "the event type"), ({"date": ["soon"]}, "the day")],
)
def test_what_no_column_tells_is_said(columns: dict[str, list[str]], said: str) -> None:
    with pytest.raises(SourceError, match=f"no column tells {said}"):
        guessed(**columns)


def mapped(mapping: dict[str, Any], **columns: list[Any]) -> list[dict[str, Any]]:
    whole = Mapping(outlet="x", columns=mapping, defaults={"event_type": "Riots"})
    part = from_mapped(table(**columns), whole)
    check_table(part.events, file="x")
    assert part.refused.num_rows == 0
    return list(part.events.to_pylist())


def test_rows_without_coordinates_are_areas_and_points_without_a_name_are_their_coordinates() -> None:
    area, point = mapped(
        {"start_date": "d", "country": "c", "latitude": "y", "longitude": "x"},
        d=[date(2022, 1, 5)] * 2, c=["Kazakhstan", None], y=[None, 43.25], x=[None, 76.95],
    )  # fmt: skip
    assert (area["geo_precision"], area["place"], area["country"], area["geometry"]) == (3, "Kazakhstan", "KZ", None)
    assert (point["geo_precision"], point["place"], point["country"]) == (1, "43.25, 76.95", "ZZ")


def test_an_end_may_be_missing_and_makes_a_span_where_it_is_not() -> None:
    one, two = mapped(
        {"start_date": "d", "end_date": "e", "place": "p"}, d=["2022-01-05"] * 2, e=["", "2022-01-07"], p=["a", "b"]
    )
    assert [(e["end_date"], e["date_precision"]) for e in (one, two)] == [(date(2022, 1, 5), 1), (date(2022, 1, 7), 2)]


def test_rows_take_their_number_as_id_where_no_column_has_one() -> None:
    assert [e["event_id"] for e in mapped({"start_date": "d", "place": "p"}, d=["2022-01-05"] * 2, p=["a", "b"])] == [
        "row-1",
        "row-2",
    ]


def test_columns_that_no_field_takes_are_kept() -> None:
    (event,) = mapped({"start_date": "d", "place": "p"}, d=["2022-01-05"], p=["a"], country=["x"], mood=["grim"])
    assert (event["given_country"], event["mood"]) == ("x", "grim")


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(SourceError, match="the column 'when'; the table has d"):
        from_mapped(table(d=["x"]), Mapping(outlet="x", columns={"start_date": "when"}))
