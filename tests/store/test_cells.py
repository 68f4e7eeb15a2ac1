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
from geo.model import Certainty, EventType
from geo.routes.answers import to_json
from geo.sources.dataset import read_dataset
from geo.store import MOST_EXACT, Box, Store
from geo.store.cells import in_area, in_cell
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


@pytest.mark.parametrize("types", [None, frozenset({EventType.RIOTS, EventType.BATTLES}), frozenset()])
@pytest.mark.parametrize("first", [None, date(2022, 1, 4)])
def test_what_was_counted_beforehand_and_events_tell_the_same(
    many: Store, types: frozenset[EventType] | None, first: date | None
) -> None:
    counted = View(types=types, first=first)
    one_by_one = replace(counted, certainty=frozenset(Certainty))  # which has to look at each event
    assert many.count(counted) == many.count(one_by_one)
    assert many.steps(counted) == many.steps(one_by_one)
    assert many.days(counted).equals(many.days(one_by_one))
    for zoom in (0, 3, 6):
        box = Box(50, 40, 90, 56)
        assert many.cells(counted, box, zoom) == many.cells(one_by_one, box, zoom)
    assert (many.count(counted) > 0) == (types != frozenset())


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
    epoch = date.fromisoformat(found["window"][0])
    assert found["unit"] == "day"
    expected = np.zeros((len(TYPES), (store.window[1] - store.window[0]).days + 1), int)
    for day, kind, n in days.itertuples(index=False):
        expected[[t.value for t in TYPES].index(kind), (day - epoch).days] = n
    sides = [found[place][how] for place in ("places", "areas") for how in ("sure", "open")]
    assert sum(map(np.array, sides)).tolist() == expected.tolist()


@pytest.mark.parametrize("unit", ["day", "week", "month", "year"])
def test_an_event_counts_once_in_every_step_that_it_touches(many: Store, unit: str) -> None:
    found = many.steps(View(), unit)
    first, last = many.window
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    label = {"day": str, "week": lambda d: d.isocalendar()[:2], "month": lambda d: (d.year, d.month)}
    names = list(dict.fromkeys(label.get(unit, lambda d: d.year)(day) for day in days))
    step = {day: names.index(label.get(unit, lambda d: d.year)(day)) for day in days}
    expected = {
        (p, how): np.zeros((len(TYPES), len(names)), int) for p in ("places", "areas") for how in ("sure", "open")
    }
    for event in many.select(View()).itertuples():
        a, b = step[max(event.start_date, first)], step[min(event.end_date, last)]
        place = "areas" if event.geo_precision == 3 else "places"
        expected[place, "sure" if a == b else "open"][TYPES.index(EventType(event.event_type)), a : b + 1] += 1
    for (place, how), counts in expected.items():
        assert found[place][how] == counts.tolist()


def test_many_years_of_days_come_in_larger_steps(tmp_path: Path) -> None:
    features = make_features(40)
    for i, feature in enumerate(features):
        first = date(1990, 1, 1) + timedelta(days=300 * i)
        feature["properties"] |= {"start_date": str(first), "end_date": str(first + timedelta(days=i))}
    folder = write_dataset(tmp_path / "years", features, [], make_report(last=date(2022, 3, 31)))
    found = Store.of(read_dataset(folder), open_gazetteer()).steps(View())
    assert found["unit"] == "month"
    assert len(found["places"]["sure"][0]) <= MOST_STEPS


def test_kinds_count_what_other_types_would_add(many: Store) -> None:
    riots = frozenset({EventType.RIOTS})
    answer = many.cells(View(types=riots), WORLD, 4)
    assert answer["kinds"] == [many.count(View(types=frozenset({kind}))) for kind in TYPES]
    assert answer["of"] == many.count(View(types=riots))


def test_the_events_of_a_cell_and_of_an_area_are_those_that_were_counted(many: Store) -> None:
    view = View(types=frozenset({EventType.PROTESTS, EventType.RIOTS}))
    answer = many.cells(view, Box(52, 40, 80, 55), 5)
    cells = answer["cells"]
    for i in range(0, len(cells["x"]), 7):
        inside = in_cell(f"{answer['level']}/{cells['x'][i]}/{cells['y'][i]}")
        assert inside is not None
        total, rows = many.part(view, inside, 0, 10_000)
        assert total == len(rows) == sum(counts[i] for counts in cells["counts"])
        assert many.part(view, inside, 1, 2)[1] == rows[1:3]
    for area in answer["areas"]:
        inside = in_area(area["region"] or area["country"])
        assert inside is not None
        assert many.part(view, inside, 0, 0)[0] == sum(area["counts"])


@pytest.mark.parametrize("text", ["", "3/8/0", "3/0/-1", "99/0/0", "1/2", "3/1/1/1", "a/b/c"])
def test_what_is_no_cell_is_none(text: str) -> None:
    assert in_cell(text) is None


def test_bounds_hold_every_point(many: Store) -> None:
    west, south, east, north = many.bounds or (0, 0, 0, 0)
    at = np.array([shape.coords[-1] for shape in many.events.geometry if shape is not None])
    assert np.allclose([west, south, east, north], [*at.min(axis=0), *at.max(axis=0)], atol=1e-5)
