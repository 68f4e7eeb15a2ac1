"""A table that is opened by its pyramid answers as the same table does that is loaded."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.archive.pyramid import build_pyramid
from geo.errors import DataSetError, ViewError
from geo.gazetteer import open_gazetteer
from geo.model import Certainty, EventType
from geo.store import Store, cells
from geo.store.grid import Box
from geo.store.shelf import open_folder
from geo.view import View
from tests.archive.events import write_events

BOXES = (
    (Box(-180, -80, 180, 80), 1),
    (Box(60, 25, 75, 38), 5),
    (Box(35.2, 33.2, 36.4, 34.6), 8),
    (Box(177, -20, -175, -15), 6),
    (Box(69, 34, 69.5, 34.4), 11),
)
VIEWS = (
    View(),
    View(first=date(2017, 3, 5), last=date(2019, 2, 3)),
    View(last=date(2016, 1, 1), types=frozenset({EventType.RIOTS, EventType.BATTLES})),
    View(first=date(2024, 12, 30), types=frozenset()),
    View(first=date(2018, 6, 1), last=date(2018, 6, 1), certainty=frozenset({Certainty.STATED})),
    View(countries=frozenset({"LB", "AF"}), actors=frozenset({"police"})),
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Store]:
    """Return the same table opened by its pyramid, and loaded."""
    folder = write_events(20_000 + 5_000, tmp_path_factory.mktemp("piled"))
    plain = folder.with_name("plain")
    shutil.copytree(folder, plain)
    build_pyramid(str(folder))
    names = open_gazetteer()
    piled, loaded = open_folder(folder, names), open_folder(plain, names)
    assert piled._pyramid is not None
    assert loaded._pyramid is None
    return piled, loaded


@pytest.mark.parametrize("view", VIEWS)
def test_the_map_is_the_same(both: tuple[Store, Store], view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_READ", cells.MOST_EXACT)
    for box, zoom in BOXES:
        ours, theirs = (_map(store, view, box, zoom) for store in both)
        assert ours == theirs


def _map(store: Store, view: View, box: Box, zoom: float) -> dict[str, Any]:
    found = store.cells(view, box, zoom)
    found["areas"] = sorted(found["areas"], key=lambda area: (area["country"], area["region"] or ""))
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_counts_and_days_are_the_same(both: tuple[Store, Store], view: View) -> None:
    piled, loaded = both
    assert piled.count(view) == loaded.count(view)
    assert piled.steps(view, "month") == loaded.steps(view, "month")
    assert piled.days(view).equals(loaded.days(view))
    assert piled.first(view, 5, 20) == loaded.first(view, 5, 20)
    assert piled.options(view) == loaded.options(view)
    page = [store.page(view, "start_date", True, 3, 10)["event_id"].tolist() for store in both]
    assert page[0] == page[1]


def test_the_whole_is_the_same(both: tuple[Store, Store]) -> None:
    piled, loaded = both
    assert (piled.total, piled.window, piled.bounds) == (loaded.total, loaded.window, loaded.bounds)
    rows = [24_999, 7, 0, 13_333]
    assert piled.at(rows).equals(loaded.at(rows))
    event_id = piled.at([13_333])["event_id"][0]
    assert piled.row_of(event_id) == 13_333
    assert piled.claims_of(event_id) == ()


def test_a_pyramid_of_other_events_is_refused(both: tuple[Store, Store], tmp_path: Path) -> None:
    files = both[0]._rows.files  # type: ignore[attr-defined]
    folder = shutil.copytree(files[0].parents[3], tmp_path / "copy")
    next((folder / "events").rglob("*.parquet")).unlink()
    with pytest.raises(
        DataSetError, match=r"copy/pyramid: a pyramid of 25,000 events over 2.,...; expected one of these"
    ):
        open_folder(folder, open_gazetteer())


def test_a_word_that_too_many_events_have_is_refused(
    both: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    piled, loaded = both
    assert piled.count(View(text="town 58")) == loaded.count(View(text="town 58")) > 0
    monkeypatch.setattr(piled._database, "_most_found", 100)
    with pytest.raises(ViewError, match="q='tow' is not understood; expected a word that fewer events have"):
        piled.count(View(text="tow"))


def test_an_index_reaches_no_file_but_the_data_sets(both: tuple[Store, Store], tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with pytest.raises(Exception, match=r"(?i)permission|disabled"):
        both[0]._database.fetch(f"SELECT * FROM read_csv('{tmp_path}/secret.csv')")
