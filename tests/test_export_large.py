"""A large table is exported part by part, and the files are the ones that it would be written as at once."""

import gc
import io
import weakref
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest

from geo.export import Form, Origin, Selection, write
from geo.export import selection as selecting
from geo.gazetteer import open_gazetteer
from geo.model import EventType
from geo.store import Store, open_folder
from geo.store import selecting as storing
from geo.view import View
from tests.synthetic_table import write_table

N, PART = 3_000, 400
VIEWS = (View(), View(types=frozenset({EventType.RIOTS, EventType.BATTLES}), text="police"), View(text="no such word"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_folder(write_table(N, tmp_path_factory.mktemp("tables")), open_gazetteer())


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selecting, "MOST_SENT", 0)
    monkeypatch.setattr(selecting, "PART", PART)
    monkeypatch.setattr(storing, "BATCH", PART)


def written(selection: Selection, store: Store, view: View, path: Path) -> Path:
    write(selection, Origin.of(store, view, on=date(2026, 11, 22)), path)
    return path


@pytest.mark.parametrize("form", [Form.GEOJSON, Form.CSV])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.usefixtures("in_parts")
def test_texts_are_the_same_bytes_as_at_once(store: Store, view: View, form: Form, tmp_path: Path) -> None:
    whole = Selection.of(store.select(view), store.claims(view))
    one = written(whole, store, view, tmp_path / f"one.{form.value}").read_bytes()
    two = written(Selection.over(store, view), store, view, tmp_path / f"two.{form.value}").read_bytes()
    assert one == two
    if form is Form.CSV:
        with zipfile.ZipFile(io.BytesIO(two)) as archive:
            assert archive.testzip() is None


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.usefixtures("in_parts")
def test_programs_read_the_same_as_at_once(store: Store, view: View, tmp_path: Path) -> None:
    whole, parts = Selection.of(store.select(view), store.claims(view)), Selection.over(store, view)
    one, two = (written(s, store, view, tmp_path / f"{s is whole}.parquet") for s in (whole, parts))
    assert pq.read_table(one).equals(pq.read_table(two), check_metadata=True)
    assert pq.ParquetFile(two).num_row_groups == -(-store.count(view) // PART)
    one, two = (written(s, store, view, tmp_path / f"{s is whole}.gpkg") for s in (whole, parts))
    for layer in ("events", "claims", "metadata"):
        frames = [pyogrio.read_dataframe(path, layer=layer) for path in (one, two)]
        assert frames[0].equals(frames[1])
    assert len(pyogrio.read_dataframe(two, layer="events")) == store.count(view)


@pytest.mark.parametrize("form", Form)
@pytest.mark.usefixtures("in_parts")
def test_no_more_than_two_parts_are_held_at_a_time(
    store: Store, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    seen: list[weakref.ref[gpd.GeoDataFrame]] = []
    read = Store.batches

    def watched(own: Store, view: View) -> Iterator[gpd.GeoDataFrame]:
        for part in read(own, view):
            seen.append(weakref.ref(part))
            sizes.append(len(part))
            gc.collect()
            assert sum(each() is not None for each in seen) <= 2
            yield part
            del part

    monkeypatch.setattr(Store, "batches", watched)
    written(Selection.over(store, View()), store, View(), tmp_path / f"x.{form.value}")
    assert sum(sizes) == N
    assert max(sizes) == PART


@pytest.mark.usefixtures("in_parts")
def test_all_figures_are_told_however_many(store: Store) -> None:
    assert len(store.claims(View())) == store.claim_total == N // 10
    total, some = store.first_claims(View(), 7)
    assert (total, some) == (N // 10, store.claims(View())[:7])
    assert store.first_claims(View(), 0) == (N // 10, ())
    assert store.first_claims(VIEWS[2], 7) == (0, ())
