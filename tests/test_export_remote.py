"""A table in object storage is exported as the same table on a disk is, part by part, each of its files read once."""

from collections import Counter
from datetime import date
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pytest

from geo.__main__ import main
from geo.archive.pyramid import build_pyramid
from geo.export import Form, Origin, Selection, write
from geo.export import selection as selecting
from geo.gazetteer import open_gazetteer
from geo.model import EventType
from geo.sources.ranges import Ranges
from geo.sources.remote import Remote
from geo.store import Store, open_folder, remote
from geo.store import selecting as storing
from geo.view import View
from tests.archive import events
from tests.storage import Asked, put

EVENTS = 3_000
WINDOW = View(first=date(2015, 3, 5), last=date(2016, 2, 3), types=frozenset({EventType.RIOTS}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "YEARS", 2)
        made = events.write_events(EVENTS, tmp_path_factory.mktemp("exported"))
    build_pyramid(str(made))
    return made


@pytest.fixture
def near(folder: Path) -> Store:
    return open_folder(folder, open_gazetteer())


@pytest.fixture
def far(folder: Path, bucket: str) -> Store:
    """Return the same table in object storage, with nothing of it kept but the one part that was used last."""
    url = put(folder, f"{bucket}/exported/{folder.name}")
    names = open_gazetteer()
    return Store.piled(*remote.open_pile(Remote.at(url, Ranges(1)), names), names)


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selecting, "MOST_SENT", 0)
    monkeypatch.setattr(storing, "BATCH", 400)
    monkeypatch.setattr(storing, "_SLICE", 700)


def exported(store: Store, view: View, path: Path) -> Path:
    write(Selection.over(store, view), Origin.of(store, view, on=date(2026, 11, 22)), path)
    return path


@pytest.mark.parametrize("view", [View(), WINDOW], ids=["whole", "selection"])
@pytest.mark.parametrize("form", [Form.CSV, Form.GEOJSON])
@pytest.mark.usefixtures("in_parts")
def test_texts_are_those_of_the_disk(near: Store, far: Store, view: View, form: Form, tmp_path: Path) -> None:
    one, two = (exported(s, view, tmp_path / f"{s is far}.{form.value}").read_bytes() for s in (near, far))
    assert one == two


@pytest.mark.parametrize("view", [View(), WINDOW], ids=["whole", "selection"])
@pytest.mark.usefixtures("in_parts")
def test_geoparquet_is_that_of_the_disk_and_has_every_event_once(
    near: Store, far: Store, view: View, tmp_path: Path
) -> None:
    one, two = (exported(s, view, tmp_path / f"{s is far}.parquet") for s in (near, far))
    assert pq.read_table(one).equals(pq.read_table(two), check_metadata=True)
    assert pq.ParquetFile(two).num_row_groups == -(-near.count(view) // 400)
    found = gpd.read_parquet(two)
    assert sorted(found["event_id"]) == sorted(near.select(view)["event_id"])
    west, south, east, north = far.extent(view) or (0, 0, 0, 0)
    inside = found.geometry.dropna().total_bounds
    assert (west, south, east, north) == pytest.approx(tuple(inside), abs=1e-6)
    assert max(west - inside[0], south - inside[1], inside[2] - east, inside[3] - north) <= 0


@pytest.mark.usefixtures("in_parts")
def test_each_part_of_its_files_is_fetched_once(far: Store, tmp_path: Path, asked: Asked) -> None:
    asked.clear()
    exported(far, View(), tmp_path / "all.parquet")
    fetched = Counter(path for method, path in asked if method == "GET" and "/events/" in path)
    assert len(fetched) >= 31  # of 32: one was looked at when the table was opened
    assert max(fetched.values()) <= 2  # the first is looked at for its columns, too


def test_a_selection_of_none_has_no_extent(far: Store, near: Store) -> None:
    never = View(first=date(2030, 1, 1))
    assert far.extent(never) is near.extent(never) is None
    assert list(far.batches(never)) == list(far.figures(never)) == []


@pytest.mark.usefixtures("in_parts")
def test_the_command_line_exports_from_object_storage(
    far: Store, folder: Path, bucket: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "riots.parquet"
    assert main(["export", f"{bucket}/exported/{folder.name}", "-o", str(path), "--view", "type=riots"]) == 0
    riots = far.count(View(types=frozenset({EventType.RIOTS})))
    assert f"{riots} of {EVENTS} events, 0 figures" in capsys.readouterr().out
    assert set(gpd.read_parquet(path)["event_type"]) == {"Riots"}
