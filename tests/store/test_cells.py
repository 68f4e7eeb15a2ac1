"""Cells and days count the selected events, each once, in answers that stay small."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteer import open_gazetteer
from geo.model import EventType
from geo.routes.answers import to_json
from geo.sources.dataset import read_dataset
from geo.store import MOST_EXACT, Box, Store
from geo.store.chronology import MOST_STEPS
from geo.store.grid import MOST_CELLS, MOST_ZOOM
from geo.view import View
from tests.synthetic import make_features, make_report, write_dataset
from tests.views import views

WORLD = Box(-180, -90, 180, 90)
TYPES = list(EventType)


@pytest.fixture(scope="module")
def many(synthetic: Callable[[int], Path]) -> Store:
    """Return a store with too many events to be drawn one by one in most places."""
    return Store.of(read_dataset(synthetic(10_000)), open_gazetteer())


def in_areas(answer: dict[str, Any]) -> int:
    return sum(sum(area["counts"]) for area in answer["areas"]) + answer["more_areas"]


@given(view=views(), zoom=st.integers(0, MOST_ZOOM))
def test_every_selected_event_is_counted_once(store: Store, view: View, zoom: int) -> None:
    answer = store.cells(view, WORLD, zoom)
    selected = store.select(view)
    assert answer["of"] == len(selected) == answer["n"] + in_areas(answer)
    assert in_areas(answer) == (selected["geo_precision"] == 3).sum()
    assert answer["events"]["ids"] == list(selected[selected["geo_precision"] != 3]["event_id"])
    assert answer["events"]["n"] == len(answer["events"]["rows"]) == answer["n"]
    assert answer["cells"] is None


@settings(max_examples=30)
@given(view=views(), zoom=st.integers(0, MOST_ZOOM), west=st.floats(40, 80), south=st.floats(35, 55))
def test_cells_count_what_lies_in_them(many: Store, view: View, zoom: int, west: float, south: float) -> None:
    answer = many.cells(view, Box(west, south, west + 20, south + 10), zoom)
    if answer["cells"] is None:
        assert answer["n"] <= MOST_EXACT
        return
    cells = answer["cells"]
    assert MOST_EXACT < answer["n"] == sum(map(sum, cells["counts"]))
    assert len(cells["x"]) <= MOST_CELLS
    assert len(set(zip(cells["x"], cells["y"], strict=True))) == len(cells["x"])
    assert len(cells["counts"]) == len(answer["types"]) == len(TYPES)
    for i, kind in enumerate(TYPES):
        own = many.cells(replace(view, types=frozenset({kind})), Box(west, south, west + 20, south + 10), zoom)
        assert own["n"] == (sum(cells["counts"][i]) if view.types is None or kind in view.types else 0) or view.types


def test_a_cell_stands_where_its_events_are(many: Store) -> None:
    for zoom in range(2, 15):
        cells = many.cells(View(), Box(52, 40, 80, 55), zoom)["cells"]
        level = many.cells(View(), Box(52, 40, 80, 55), zoom)["level"]
        lon, lat = np.array(cells["lon"]), np.array(cells["lat"])
        assert np.abs((lon + 180) / 360 * 2**level - np.array(cells["x"]) - 0.5).max() <= 0.5 + 2**level / 3600
        assert (np.diff(np.array(cells["y"])) >= 0).all()
        assert (lat[np.argmin(cells["y"])]) >= lat[np.argmax(cells["y"])]


def test_an_answer_stays_below_fifty_kilobytes(tmp_path: Path) -> None:
    features = make_features(60_000)
    spread = np.random.default_rng(1).uniform((-180, -84), (180, 84), (len(features), 2)).round(4).tolist()
    for feature, at in zip(features, spread, strict=True):
        feature["geometry"] = {"type": "Point", "coordinates": at}
        feature["properties"] |= {"geo_precision": 1, "origin": "", "origin_country": "", "origin_precision": None}
        feature["properties"]["place"] = f"A place with a long name at {at}"
    folder = write_dataset(tmp_path / "spread", features, [], make_report(last=date(2022, 3, 31)))
    opened = Store.of(read_dataset(folder), open_gazetteer())
    kinds = set()
    for zoom in range(10):
        for half in (180, 60, 20, 7, 2):
            answer = opened.cells(View(), Box(-half, -half / 2.2, half, half / 2.2), zoom)
            kinds.add(answer["cells"] is None)
            assert len(gzip.compress(to_json(answer), 5)) <= 50_000
    assert kinds == {True, False}


def test_bounds_across_the_antimeridian_are_two_parts(tmp_path: Path) -> None:
    features = make_features(6)
    for feature, lon in zip(features, (179.9, -179.9, 170, -170, 100, -100), strict=True):
        feature["geometry"] = {"type": "Point", "coordinates": [lon, 10]}
        feature["properties"] |= {"geo_precision": 1, "origin": "", "origin_country": "", "origin_precision": None}
    folder = write_dataset(tmp_path / "edge", features, [], make_report(last=date(2022, 3, 31)))
    opened = Store.of(read_dataset(folder), open_gazetteer())
    box = Box.from_text("165,0,195,20")
    assert box is not None
    assert opened.cells(View(), box, 6)["n"] == 4


@given(view=views())
def test_steps_are_the_days_of_the_whole_window(store: Store, view: View) -> None:
    found, days = store.steps(view.without_time()), store.days(view.without_time())
    epoch = date.fromisoformat(found["epoch"])
    assert found["step"] == 1
    assert len(found["counts"][0]) == (store.window[1] - store.window[0]).days + 1
    expected = np.zeros((len(TYPES), len(found["counts"][0])), int)
    for day, kind, n in days.itertuples(index=False):
        expected[[t.value for t in TYPES].index(kind), (day - epoch).days] = n
    assert found["counts"] == expected.tolist()


def test_many_years_of_days_come_in_steps(tmp_path: Path) -> None:
    features = make_features(40)
    for i, feature in enumerate(features):
        first = date(1990, 1, 1) + timedelta(days=300 * i)
        feature["properties"] |= {"start_date": str(first), "end_date": str(first + timedelta(days=i))}
    folder = write_dataset(tmp_path / "years", features, [], make_report(last=date(2022, 3, 31)))
    found = Store.of(read_dataset(folder), open_gazetteer()).steps(View())
    assert found["step"] == 8
    assert len(found["counts"][0]) <= MOST_STEPS
    assert sum(map(sum, found["counts"])) >= 40
    assert sum(counts[0] for counts in found["counts"]) == 1
