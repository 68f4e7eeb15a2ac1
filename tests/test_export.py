"""Exports lose nothing, say where they come from, run in no spreadsheet, and are the same bytes every time."""

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from geo.columns import COLUMNS
from geo.errors import ExportError
from geo.export import Export, Form, Origin, export
from geo.export.sheets import harmless, to_csv
from geo.frame import check_frame
from geo.sources.dataset import DataSet, read_dataset
from geo.view import View

OURS = Path(__file__).parents[1] / "data" / "kazakhstan-2022-01"
VIEW = View(first=date(2022, 1, 4), text="Almaty")
Write = Callable[..., Export]


@pytest.fixture(scope="module")
def dataset() -> DataSet:
    return read_dataset(OURS)


def origin(dataset: DataSet, **changes: Any) -> Origin:
    plain = Origin(
        report=dataset.report,
        data_set=dataset.name,
        version=dataset.version,
        total=len(dataset.events),
        view=View(),
        on=date(2026, 11, 22),
    )
    return replace(plain, **changes)


def opened(file: Export, tmp_path: Path) -> gpd.GeoDataFrame:
    """Read an export as its users would."""
    path = tmp_path / file.filename
    path.write_bytes(file.data)
    if path.name.endswith(".parquet"):
        return gpd.read_parquet(path)
    if path.name.endswith(".gpkg"):
        return gpd.read_file(path, layer="events")
    if path.name.endswith(".geojson"):
        return gpd.read_file(path)
    table = pd.read_csv(io.BytesIO(unpacked(file)["events.csv"]))
    return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(table["longitude"], table["latitude"]), crs=4326)


def unpacked(file: Export) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def told(file: Export, form: Form, tmp_path: Path) -> str:
    """Return what a file says of itself."""
    if form is Form.CSV:
        return b"\n".join(unpacked(file)[name] for name in ("README.txt", "datapackage.json")).decode()
    if form is Form.GEOJSON:
        return json.dumps(json.loads(file.data)["qantar"], ensure_ascii=False)
    if form is Form.GEOPARQUET:
        return str(pq.read_schema(io.BytesIO(file.data)).metadata[b"qantar"].decode())
    path = tmp_path / "told.gpkg"
    path.write_bytes(file.data)
    layer = pyogrio.read_dataframe(path, layer="metadata")
    return "\n".join(f"{key} {value}" for key, value in zip(layer["key"], layer["value"], strict=True))


@pytest.mark.parametrize("form", Form)
def test_nothing_of_an_event_is_lost(dataset: DataSet, form: Form, tmp_path: Path) -> None:
    events = dataset.events
    table = opened(export(events, dataset.claims, origin(dataset), form=form), tmp_path)
    assert list(table["event_id"]) == list(events["event_id"])
    assert table.crs.to_epsg() == 4326
    for column, kind in COLUMNS.items():
        assert column in table, column
        if kind in ("text", "text?", "event_type", "sub_event_type", "certainty", "country", "part_of_day?"):
            said = [None if pd.isna(v) else str(v) for v in table[column]]
            assert said == [None if v is None else str(v) for v in events[column]], column
    days = pd.to_datetime(table["start_date"]).dt.date
    assert list(days) == list(events["start_date"])


@pytest.mark.parametrize("form", [Form.GEOJSON, Form.GEOPACKAGE, Form.GEOPARQUET])
def test_movements_stay_lines_and_areas_stay_without_a_point(dataset: DataSet, form: Form, tmp_path: Path) -> None:
    events = dataset.events
    table = opened(export(events, dataset.claims, origin(dataset), form=form), tmp_path)
    for ours, theirs in zip(events.geometry, table.geometry, strict=True):
        assert (ours is None and theirs is None) or ours.equals_exact(theirs, 0)
    assert {"Point", "LineString"} <= set(events.geometry.geom_type)
    assert events.geometry.isna().any()


def test_a_table_has_the_ends_of_a_movement_and_no_point_for_an_area(dataset: DataSet) -> None:
    rows = csv_rows(unpacked(export(dataset.events, (), origin(dataset), form=Form.CSV))["events.csv"])
    for row, (_, event) in zip(rows, dataset.events.iterrows(), strict=True):
        if event["geo_precision"] == 3:
            assert (row["longitude"], row["latitude"]) == ("", "")
        else:
            assert (float(row["longitude"]), float(row["latitude"])) == event.geometry.coords[-1]
        if event["origin_precision"] == 3:
            assert row["origin"]
            assert row["origin_longitude"] == "", "a country has no point"


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_geojson_and_the_table_of_claims_are_a_data_set_again(dataset: DataSet, tmp_path: Path) -> None:
    folder = tmp_path / dataset.name
    folder.mkdir()
    (folder / "report.toml").write_bytes((OURS / "report.toml").read_bytes())
    (folder / "events.geojson").write_bytes(
        export(dataset.events, dataset.claims, origin(dataset), form=Form.GEOJSON).data
    )
    sheets = unpacked(export(dataset.events, dataset.claims, origin(dataset), form=Form.CSV))
    (folder / "claims.csv").write_bytes(sheets["claims.csv"])
    again = read_dataset(folder)
    assert again.claims == dataset.claims
    check_frame(again.events, file="again")
    assert again.events.drop(columns="geometry").to_dict() == dataset.events.drop(columns="geometry").to_dict()


@pytest.mark.parametrize("form", Form)
def test_figures_go_along_with_their_events_only(dataset: DataSet, form: Form, tmp_path: Path) -> None:
    some = dataset.events[dataset.events["event_id"] == "kz22-05"]
    file = export(some, dataset.claims, origin(dataset), form=form)
    path = tmp_path / file.filename
    path.write_bytes(file.data)
    if form is Form.CSV:
        found = [row["claim_id"] for row in csv_rows(unpacked(file)["claims.csv"])]
    elif form is Form.GEOJSON:
        found = [claim["claim_id"] for claim in json.loads(file.data)["claims"]]
    elif form is Form.GEOPACKAGE:
        found = list(pyogrio.read_dataframe(path, layer="claims")["claim_id"])
    else:
        found = [claim["claim_id"] for claim in pq.read_table(path)["claims"].to_pylist()[0]]
    assert found == [c.claim_id for c in dataset.claims if c.event_id == "kz22-05"] != []


@pytest.mark.parametrize("form", Form)
def test_a_file_names_report_licence_day_filters_and_link(dataset: DataSet, form: Form, tmp_path: Path) -> None:
    link = "http://localhost/events?from=2022-01-04&q=Almaty"
    file = export(dataset.events, dataset.claims, origin(dataset, view=VIEW, link=link), form=form)
    said = told(file, form, tmp_path)
    report = dataset.report
    for needed in (
        report.sha256,
        report.title["en"],
        dataset.version,
        "CC BY 4.0, https",
        "2026-11-22",
        link,
        "2022-01-04",
    ):
        assert needed in said, needed
    assert "never add them up" in said


@pytest.mark.parametrize("form", Form)
def test_a_strangers_data_set_gets_no_licence_from_us(dataset: DataSet, form: Form, tmp_path: Path) -> None:
    theirs = replace(dataset.report, licence=None, licence_url=None)
    file = export(dataset.events, (), origin(dataset, report=theirs), form=form)
    assert "not stated by this data set" in told(file, form, tmp_path)


@pytest.mark.parametrize("form", Form)
def test_the_same_selection_gives_the_same_bytes(dataset: DataSet, form: Form) -> None:
    one, two = (export(dataset.events, dataset.claims, origin(dataset), form=form) for _ in range(2))
    assert one == two


def test_no_moment_of_writing_stands_in_a_geopackage(dataset: DataSet) -> None:
    data = export(dataset.events, dataset.claims, origin(dataset, on=date(1999, 1, 2)), form=Form.GEOPACKAGE).data
    assert set(re.findall(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", data)) == {b"1999-01-02T00:00:00.000Z"}


@pytest.mark.parametrize("form", Form)
def test_an_empty_selection_is_a_file_with_the_same_columns(dataset: DataSet, form: Form, tmp_path: Path) -> None:
    whole = opened(export(dataset.events, dataset.claims, origin(dataset), form=form), tmp_path)
    none = opened(export(dataset.events.iloc[:0], dataset.claims, origin(dataset), form=form), tmp_path)
    assert len(none) == 0
    if form is not Form.GEOJSON:
        assert set(none.columns) == set(whole.columns)


@pytest.mark.parametrize("form", Form)
def test_columns_of_others_stay_whatever_they_are_called(dataset: DataSet, form: Form, tmp_path: Path) -> None:
    events = dataset.events.assign(fid=7, Label="theirs", GEOMETRY="text")
    if form is not Form.GEOJSON:
        events["mixed"] = [1, "a"] * 11 + [None]
    table = opened(export(events, (), origin(dataset), form=form), tmp_path)
    if form is Form.GEOPACKAGE:
        assert (table["fid_"] == 7).all()
        assert (table["Label_"] == "theirs").all()
        assert (table["GEOMETRY_"] == "text").all()
    elif form is not Form.CSV:
        assert (table["fid"] == 7).all()
        assert (table["Label"] == "theirs").all()
    assert len(table) == len(events)


def test_a_name_says_the_form_and_another_one_is_refused() -> None:
    assert Form.of("Events.GPKG") is Form.GEOPACKAGE
    assert Form.of("/tmp/a.b/events.csv.zip") is Form.CSV
    with pytest.raises(ExportError, match=r"events\.xlsx: no such form of file; expected a name that ends in \.csv"):
        Form.of("events.xlsx")


INVISIBLE = st.sampled_from(["", " ", "\u00a0", "\ufeff", "\u200b", "\u202e", "\x00", "\t", "\r", "\n", "\r\n"])
FORMULA = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "a;", "a\t", "a\n", "a;b\r\n"]),
    INVISIBLE,
    st.sampled_from("=+-@＝＋－＠﹢﹣﹦"),
    st.text(max_size=9),
)


@given(text=st.text(max_size=30) | FORMULA, separator=st.sampled_from(",;\t"))
def test_no_cell_begins_a_formula_whatever_the_separator(text: str, separator: str) -> None:
    file = to_csv(["a", text], [{"a": text, text: text}]).decode("utf-8-sig")
    for line in csv.reader(io.StringIO(file, newline=""), delimiter=separator):
        for cell in line:
            seen = "".join(c for c in cell if unicodedata.category(c)[0] not in "ZC")
            assert unicodedata.normalize("NFKC", seen[:1])[:1] not in tuple("=+-@"), (file, cell)
            assert separator != "," or not cell.startswith(("\t", "\r", "\n"))


@given(text=st.text(max_size=30) | FORMULA)
def test_only_apostrophes_are_added(text: str) -> None:
    assert harmless(text).replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("value", [-5, -5.25, 0, date(2022, 1, 5)])
def test_numbers_and_days_are_left_alone(value: Any) -> None:
    ((_, written),) = csv_rows(to_csv(["a"], [{"a": value}]))[0].items()
    assert written == str(value)


@pytest.mark.parametrize("form", Form)
def test_hostile_texts_arrive_unchanged_or_harmless(dataset: DataSet, form: Form, tmp_path: Path) -> None:
    hostile = "=cmd()|{{7*7}}{% raw %}<img src=x onerror=alert(1)></script>${x}`\u202e\"';\x00--" + "x" * 100_000
    events = dataset.events.iloc[:1].assign(summary_en=hostile, geometry=[Point(77, 43)], geo_precision=1)
    file = export(events, (), origin(dataset), form=form)
    if form is Form.GEOJSON:  # GDAL would cut a text off at its NUL, the file does not
        assert json.loads(file.data)["features"][0]["properties"]["summary_en"] == hostile
        return
    expected = {Form.CSV: harmless(hostile), Form.GEOPACKAGE: hostile.replace("\x00", "\ufffd")}
    assert opened(file, tmp_path)["summary_en"][0] == expected.get(form, hostile)
