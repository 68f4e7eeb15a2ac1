"""Which lines part what, and which of them are disputed."""

from collections import defaultdict
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from topology import Edge, Grid, plain
from units import table

GRID = Grid(0.0025)
#: Visvalingam's tolerance in degrees: corners of a smaller area than its square are cut off.
TOLERANCE = 0.03
#: A border nearer than this to one of the source's disputed lines is that line (degrees).
NEAR = 0.03
#: What a rule of disputed.csv covers where it says nothing.
_BOX = {"west": -180, "south": -90, "east": 180, "north": 90}


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
        rules = [
            (frozenset((r["a"], r["b"])), *(float(r[k] or d) for k, d in _BOX.items())) for r in table("disputed.csv")
        ]
        found = set()
        for edge in self._inner():
            (x, y), pair = GRID.degrees(edge[0]), self.countries(edge)
            if any(pair == p and w <= x <= e and s <= y <= n for p, w, s, e, n in rules):
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
