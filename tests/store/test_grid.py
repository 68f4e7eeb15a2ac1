"""The grid of the map's cells: degrees there and back, parts that cross the antimeridian, bounded windows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.store.grid import MOST_CELLS, MOST_NORTH, MOST_ZOOM, SIZE, Box, Window, to_degrees, to_grid

lons = st.floats(-180, 180)
lats = st.floats(-MOST_NORTH, MOST_NORTH)
boxes = st.builds(
    lambda west, east, lat: Box(west, min(lat), east, max(lat)),
    st.floats(-180, 179.999),
    st.floats(-179.999, 180),
    st.tuples(st.floats(-90, 90), st.floats(-90, 90)),
)


@given(lon=lons, lat=lats)
def test_degrees_come_back(lon: float, lat: float) -> None:
    x, y = to_grid(np.array([lon]), np.array([lat]))
    there = to_degrees(x, y)
    assert there[0] == pytest.approx(lon, abs=1e-6)
    assert there[1] == pytest.approx(lat, abs=1e-6)


def test_the_corners_of_the_world_are_the_grids() -> None:
    x, y = to_grid(np.array([-180.0, 180.0, 0.0, np.nan]), np.array([90.0, -90.0, 0.0, np.nan]))
    assert x.tolist() == [0, SIZE - 1, SIZE // 2, 0]
    assert y.tolist() == [0, SIZE - 1, SIZE // 2, 0]


@given(box=boxes, zoom=st.floats(0, MOST_ZOOM))
def test_a_window_is_bounded_and_covers_its_box(box: Box, zoom: float) -> None:
    window = Window.over(box, zoom)
    assert 0 < window.cells <= MOST_CELLS
    lon, lat = np.array([box.west, box.east]), np.array([box.south, box.north])
    for x, y in zip(*(v >> window.shift for v in to_grid(lon, lat)), strict=True):
        assert any(first <= x <= last for first, last in window.columns)
        assert window.rows[0] <= y <= window.rows[1]
    assert all(0 <= first <= last < 1 << window.level for first, last in (*window.columns, window.rows))


@pytest.mark.parametrize(
    ("text", "west", "east"),
    [
        ("10,0,20,5", 10, 20),
        ("170,0,-170,5", 170, -170),
        ("170,0,190,5", 170, -170),
        ("-190,0,-170,5", 170, -170),
        ("370,0,380,5", 10, 20),
        ("-300,0,300,5", -180, 180),
        ("-180,0,180,5", -180, 180),
        ("90,0,180,5", 90, 180),
    ],
)
def test_longitudes_may_count_on_around_the_world(text: str, west: float, east: float) -> None:
    box = Box.from_text(text)
    assert box is not None
    assert (box.west, box.east) == (pytest.approx(west), pytest.approx(east))


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "0,10,5,5", "0,-91,5,5", "nan,0,5,5", "inf,0,5,5", "0,0,9e99,5"]
)
def test_what_is_no_part_of_the_map_is_none(text: str) -> None:
    assert Box.from_text(text) is None
    assert Box.from_text("1" * 300) is None
