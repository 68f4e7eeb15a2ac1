"""A table in files answers as the same events in memory do, whichever way the files lie."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from geo.errors import DataSetError
from geo.gazetteer import open_gazetteer
from geo.model import ReportKind
from geo.sources.dataset import read_dataset
from geo.store import Box, Store, open_folder
from geo.store.load import SORTABLE
from geo.store.telling import tell, where_and_when
from geo.view import View
from geo.words import words
from tests.synthetic_table import write_table
from tests.views import views

WORLD = Box(-180, -90, 180, 90)
N = 3_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_table(N, tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def filed(folder: Path) -> Store:
    return open_folder(folder, open_gazetteer())


@pytest.fixture(scope="module")
def held(folder: Path) -> Store:
    return Store.of(read_dataset(folder), open_gazetteer())


@settings(max_examples=40)
@given(view=views())
def test_files_answer_as_memory_does(filed: Store, held: Store, view: View) -> None:
    late = replace(view, first=view.first and view.first.replace(year=2019), last=None)
    for asked in (view, late):
        assert filed.count(asked) == held.count(asked)
        assert filed.rows(asked).tolist() == held.rows(asked).tolist()
        assert filed.options(asked) == held.options(asked)
        assert filed.steps(asked, "month") == held.steps(asked, "month")
        assert filed.days(asked).equals(held.days(asked))
        assert filed.mask(asked) == held.mask(asked)
        for zoom in (2, 6, 9):
            assert filed.cells(asked, WORLD, zoom) == held.cells(asked, WORLD, zoom)


@pytest.mark.parametrize("column", SORTABLE)
def test_pages_are_the_same(filed: Store, held: Store, column: str) -> None:
    for view in (View(), View(countries=frozenset({"KZ", "UA"}), text="police")):
        ours, theirs = (store.page(view, column, True, 20, 30) for store in (filed, held))
        assert list(ours["event_id"]) == list(theirs["event_id"])
        assert len(ours) == 30


def test_whole_events_and_figures_are_the_same(filed: Store, held: Store) -> None:
    view = View(first=date(2019, 1, 1), last=date(2019, 3, 1))
    ours, theirs = filed.select(view), held.select(view)
    assert ours.drop(columns="geometry").equals(theirs.drop(columns="geometry"))
    assert ours.geometry.geom_equals(theirs.geometry).sum() == theirs.geometry.notna().sum()
    assert sorted(filed.claims(view), key=str) == sorted(held.claims(view), key=str) != []
    assert [len(part) for part in filed.batches(View())] == [N]
    event = filed.one("t00000010")
    assert event is not None
    assert event["event_id"] == "t00000010"
    assert filed.claims_of("t00000010") == held.claims_of("t00000010") != ()
    assert filed.one("' OR 1=1 --") is None
    assert filed.claim_total == held.claim_total == N // 10
    assert filed.columns() == held.columns()
    assert filed.bounds == held.bounds
    assert filed.window == held.window
    assert [filed.in_words("de")(text) for text in ("police", "Town 1")] == ["Polizei", "Town 1"]


def test_the_report_says_that_it_is_a_table(filed: Store) -> None:
    assert filed.report.kind is ReportKind.TABLE


def test_the_database_reads_its_own_folder_only(filed: Store, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.parquet"
    pq.write_table(pa.table({"a": [1]}), stranger)
    with filed._database.cursor() as cursor:
        for sql in (f"FROM read_parquet('{stranger}')", "FROM read_text('/etc/hostname')", "FROM glob('/etc/*')"):
            with pytest.raises(duckdb.Error):
                cursor.execute(sql)
        with pytest.raises(duckdb.Error, match="locked"):
            cursor.execute("SET enable_external_access = true")


@pytest.fixture
def parted(folder: Path, tmp_path: Path) -> Path:
    """Return the same table in a file for each year and country."""
    table = pq.read_table(folder / "events.parquet")
    years, countries = (np.array(c) for c in (table["start_date"].cast(pa.string()).to_pylist(), table["country"]))
    for year in ("2018", "2019", "2020", "2021", "2022"):
        for country in sorted(set(countries)):
            rows = np.flatnonzero(np.char.startswith(years, year) & (countries == country))
            part = tmp_path / "parted" / "events" / f"year={year}" / f"country={country}"
            if len(rows):
                part.mkdir(parents=True)
                pq.write_table(table.take(pa.array(rows)), part / "part.parquet")
    text = (folder / "report.toml").read_text(encoding="utf-8")
    known = tomllib.loads(text)
    assert set(known["files"]) == {"events.parquet", "claims.parquet"}
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("files"))
    (tmp_path / "parted" / "report.toml").write_text(kept, encoding="utf-8")
    (tmp_path / "parted" / "claims.parquet").write_bytes((folder / "claims.parquet").read_bytes())
    return tmp_path / "parted"


def test_a_folder_of_many_files_is_one_table(parted: Path, filed: Store) -> None:
    many = open_folder(parted, open_gazetteer())
    for view in (View(), View(text="witnesses"), View(countries=frozenset({"KZ"}), first=date(2020, 1, 1))):
        assert many.options(view) == filed.options(view)
        assert many.steps(view) == filed.steps(view)
        ours, theirs = many.cells(view, WORLD, 5), filed.cells(view, WORLD, 5)
        assert {**ours, "events": None} == {**theirs, "events": None}
        assert set(many.select(view)["event_id"]) == set(filed.select(view)["event_id"])
        starts = list(many.select(view)["start_date"])
        assert starts == sorted(starts)


def test_a_file_that_is_no_import_of_ours_is_told(folder: Path, tmp_path: Path) -> None:
    strange = tmp_path / "strange"
    strange.mkdir()
    pq.write_table(pa.table({"a": [1]}), strange / "events.parquet")
    kept = (folder / "report.toml").read_text(encoding="utf-8").splitlines()
    (strange / "report.toml").write_text(
        "\n".join(line for line in kept if not line.startswith("files")), encoding="utf-8"
    )
    with pytest.raises(DataSetError, match="is missing; expected a table that `python -m geo import` has written"):
        open_folder(strange, open_gazetteer())


def test_places_and_days_of_many_events_are_told_as_one_by_one(filed: Store, held: Store) -> None:
    ids = [f"t{i:08d}" for i in range(0, 600, 7)]
    for store in (filed, held):
        told = where_and_when(store, [*ids, "no such event"], words("de"))
        assert sorted(told) == ids
        for event_id in ids[::20]:
            one = tell(store, event_id, words("de"))
            assert one is not None
            assert told[event_id] == (one["place"], one["when"])
