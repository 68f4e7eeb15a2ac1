"""A pyramid tells to the event what a look at every event tells, and reads few rows for it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.archive.pyramid import build_pyramid
from geo.errors import ArchiveError, DataSetError
from geo.model import EventType
from geo.sources.location import items, write_whole
from geo.store.grid import Box, Window, to_grid
from geo.store.pyramid import LEVELS, SPANS, Pyramid
from tests.archive import events as made
from tests.archive.events import FIRST, YEARS, write_events

EVENTS = 30_000
LAST = FIRST + timedelta(days=365 * YEARS + 40)
days = st.none() | st.dates(FIRST - timedelta(days=40), LAST)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_events(EVENTS, tmp_path_factory.mktemp("made"))
    built = build_pyramid(str(folder))
    assert built.events == EVENTS
    return folder


@pytest.fixture(scope="module")
def pyramid(dataset: Path) -> Pyramid:
    return Pyramid.at(f"{dataset}/pyramid")


@pytest.fixture(scope="module")
def events(dataset: Path) -> dict[str, Any]:
    """Return every event as numbers, by another way than the pyramid's."""
    table = pq.read_table(dataset / "events", partitioning=None)
    x, y = to_grid(*(pc.fill_null(table[axis], np.nan).to_numpy() for axis in ("lon", "lat")))
    kinds = [t.value for t in EventType]
    return {
        "start": table["start_date"].to_numpy(),
        "end": table["end_date"].to_numpy(),
        "type": np.array([kinds.index(t) for t in table["event_type"].to_pylist()]),
        "point": table["lon"].is_valid().to_numpy(),
        "country": np.array(table["country"].to_pylist()),
        "x": x.astype(np.int64),
        "y": y.astype(np.int64),
    }


def touching(events: dict[str, Any], first: date | None, last: date | None) -> Any:
    inside = np.ones(len(events["start"]), bool)
    if first is not None:
        inside &= events["end"] >= np.datetime64(first)
    if last is not None:
        inside &= events["start"] <= np.datetime64(last)
    return inside


def by_hand(
    events: dict[str, Any], window: Window, first: date | None, last: date | None
) -> dict[int, tuple[int, ...]]:
    column, row = events["x"] >> window.shift, events["y"] >> window.shift
    across = np.any([(column >= a) & (column <= b) for a, b in window.columns], axis=0)
    inside = touching(events, first, last) & events["point"] & across
    inside &= (row >= window.rows[0]) & (row <= window.rows[1])
    found: dict[int, tuple[int, ...]] = {}
    keys = (((row << window.level) | column) << 3 | events["type"])[inside]
    for key, x, y in zip(keys.tolist(), events["x"][inside].tolist(), events["y"][inside].tolist(), strict=True):
        n, sx, sy = found.get(key, (0, 0, 0))
        found[key] = n + 1, sx + x, sy + y
    return found


def told(pyramid: Pyramid, window: Window, first: date | None, last: date | None) -> dict[int, tuple[int, ...]]:
    found = pyramid.cells(window, first, last)
    columns = (found[c].tolist() for c in ("cell", "n", "x", "y"))
    return {cell: (n, round(x), round(y)) for cell, n, x, y in zip(*columns, strict=True)}


@given(
    zoom=st.floats(0, 22), lon=st.floats(-180, 180), lat=st.floats(-70, 80), first=days, last=days, far=st.booleans()
)
def test_cells_are_those_of_every_event(
    pyramid: Pyramid,
    events: dict[str, Any],
    zoom: float,
    lon: float,
    lat: float,
    first: date | None,
    last: date | None,
    far: bool,
) -> None:
    if first and last and last < first:
        first, last = last, first
    at = 0 if far else int(events["point"].argmax())
    if not far:  # look where events are
        lon, lat = 360 * events["x"][at] / 2**31 - 180, 48.0
    wide, high = min(300, 1000 / 2**zoom), 300 / 2**zoom
    box = Box.from_text(f"{lon - wide},{max(lat - high, -85)},{lon + wide},{min(lat + high, 85)}")
    assert box is not None
    window = Window.over(box, zoom)
    assert told(pyramid, window, first, last) == by_hand(events, window, first, last)


@given(first=days, last=days)
def test_areas_and_spans_are_those_of_every_event(
    pyramid: Pyramid, events: dict[str, Any], first: date | None, last: date | None
) -> None:
    if first and last and last < first:
        first, last = last, first
    inside = touching(events, first, last)
    found = pyramid.areas(first, last)
    names = [pyramid.area_names[area][0] for area in found["area"].tolist()]
    counted = dict(zip(zip(names, found["type"].tolist(), strict=True), found["n"].tolist(), strict=True))
    areas = inside & ~events["point"]
    pairs = zip(events["country"][areas].tolist(), events["type"][areas].tolist(), strict=True)
    expected: dict[tuple[str, int], int] = {}
    for pair in pairs:
        expected[pair] = expected.get(pair, 0) + 1
    assert counted == expected
    spans = pq.read_table(f"{pyramid.url}/{SPANS}")
    touched = touching({"start": spans["start_date"].to_numpy(), "end": spans["end_date"].to_numpy()}, first, last)
    assert spans["n"].to_numpy()[touched].sum() == inside.sum()


#: windows of years, to the end, of days within a month, and across its end
WINDOWS = (
    (None, None),
    (date(2015, 3, 4), date(2017, 12, 30)),
    (date(2017, 7, 31), None),
    (date(2016, 11, 3), date(2016, 11, 12)),
    (date(2016, 8, 29), date(2016, 9, 2)),
)


def test_a_pan_reads_few_rows_at_any_zoom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With row groups that are as small for few events as theirs are for many, a near look reads a few of each run."""
    group, many = 64, 10_000
    monkeypatch.setattr("geo.archive.tables.GROUP", group)
    monkeypatch.setattr("geo.archive.pyramid.GROUP", group)
    monkeypatch.setattr(made, "YEARS", 3)
    folder = write_events(many, tmp_path)
    build_pyramid(str(folder))
    pyramid = Pyramid.at(f"{folder}/pyramid")
    first, last = pyramid.about["months"]
    runs = 2 * (last - first + 1).bit_length()
    for zoom in range(19):
        size = 360 / 2**zoom
        window = Window.over(Box(66 - size, max(33 - size, -80), 66 + size, min(33 + size, 80)), zoom)
        for days_asked in WINDOWS:
            assert pyramid.rows_of(window, *days_asked) <= (many if zoom < 9 else (runs + 2) * 4 * group)


def test_the_same_events_make_the_same_bytes(dataset: Path) -> None:
    before = {p.name: p.read_bytes() for p in (dataset / "pyramid").glob("*.parquet")}
    build_pyramid(str(dataset))
    assert {p.name: p.read_bytes() for p in (dataset / "pyramid").glob("*.parquet")} == before
    assert len(before) >= 2 * len(LEVELS)


def test_a_pyramid_in_object_storage_tells_the_same(dataset: Path, pyramid: Pyramid, bucket: str) -> None:
    for item in items(str(dataset / "events")):
        name = item.url.removeprefix(str(dataset))
        write_whole(f"{bucket}/far{name}", lambda file, item=item: file.write(Path(item.url).read_bytes()) and None)
    assert build_pyramid(f"{bucket}/far").events == EVENTS
    far = Pyramid.at(f"{bucket}/far/pyramid")
    for zoom, first, last in ((1, None, None), (6, date(2017, 3, 5), date(2019, 2, 3)), (12, None, date(2020, 1, 1))):
        window = Window.over(Box(60, 25, 75, 38), zoom)
        assert told(far, window, first, last) == told(pyramid, window, first, last)
        assert told(far, window, first, last)


def test_what_is_no_pyramid_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no events in Parquet files"):
        build_pyramid(str(Path(__file__).parents[1]))
    with pytest.raises(DataSetError, match="expected a pyramid as `geo pyramid` makes it"):
        Pyramid.at(str(tmp_path))
    for other in (1, 99):
        (tmp_path / "about.json").write_text(f'{{"format": {other}}}')
        with pytest.raises(
            DataSetError, match=f"format {other}; expected format 2: make it anew with `python -m geo pyr"
        ):
            Pyramid.at(str(tmp_path))
    pq.write_table(pa.table({"a": [1]}), tmp_path / "x.parquet")
