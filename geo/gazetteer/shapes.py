"""The shapes of countries and of their first-level regions, out of the base map."""

import json
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import shapely

BASEMAP: Final = Path(__file__).parents[2] / "data" / "basemap"


@lru_cache(maxsize=1_000)
def area(country: str, admin1: str | None = None) -> Any | None:
    """Return the shape of a country (ISO 3166-1 alpha-2), or of its region by GeoNames' code such as `KZ.09`.

    A valid Polygon or MultiPolygon, x = longitude in WGS 84 degrees, simplified: its border may be 5 km off.
    None where the base map has no such shape.
    """
    if admin1 is None:
        return _shape(_read(BASEMAP / "world.json"), "countries", country)
    path = BASEMAP / "regions" / f"{country}.json"
    return _shape(_read(path), "regions", admin1) if country.isalpha() and path.is_file() else None


@lru_cache(maxsize=20)
def _read(path: Path) -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return topology


def _shape(topology: dict[str, Any], collection: str, wanted: str) -> Any | None:
    shapes = topology["objects"][collection]["geometries"]
    shape = next((s for s in shapes if s["id"] == wanted and s["type"]), None)
    if shape is None:
        return None
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    drawn = [(_ring(rings[0], topology), [_ring(r, topology) for r in rings[1:]]) for rings in polygons]
    return shapely.make_valid(shapely.MultiPolygon(drawn))


def _ring(refs: list[int], topology: dict[str, Any]) -> list[tuple[float, float]]:
    """Decode a ring's arcs (~i is arc i backwards) into degrees."""
    (east, north), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    points: list[tuple[int, int]] = []
    for ref in refs:
        steps = topology["arcs"][max(ref, ~ref)]
        arc = list(accumulate(steps, lambda a, b: (a[0] + b[0], a[1] + b[1])))
        points += (arc if ref >= 0 else arc[::-1])[bool(points) :]
    return [(x * east + west, y * north + south) for x, y in points]
