"""Polygons with shared borders → arcs that are stored once (TopoJSON, quantised, delta-encoded).

Grid       degrees ↔ whole numbers
dissolve   directed edges of several polygons → the rings around them all
Arcs       edges → arcs between nodes; rings as references to arcs
topojson   arcs and the objects that refer to them → the JSON object

Rings run with their land on the right, as TopoJSON's do.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, pi
from typing import Any

Point = tuple[int, int]
Edge = tuple[Point, Point]
Ring = list[Point]
Label = Hashable


@dataclass(frozen=True)
class Grid:
    """A whole-number grid of `step` degrees over the globe; (0, 0) is 180° W, 90° S."""

    step: float

    def line(self, coords: Iterable[Sequence[float]]) -> list[Point]:
        """Round a line to the grid, each point once in a row."""
        points: list[Point] = []
        for x, y in coords:
            point = (round((x + 180) / self.step), round((y + 90) / self.step))
            if not points or points[-1] != point:
                points.append(point)
        return points

    def degrees(self, point: Point) -> tuple[float, float]:
        """Return longitude and latitude of a grid point."""
        return point[0] * self.step - 180, point[1] * self.step - 90

    @property
    def transform(self) -> dict[str, list[float]]:
        """What turns grid points into degrees, as TopoJSON writes it."""
        return {"scale": [self.step, self.step], "translate": [-180, -90]}


def edges_of(line: Sequence[Point]) -> list[Edge]:
    """Return a line's edges in its direction."""
    return list(pairwise(line))


def plain(edge: Edge) -> Edge:
    """Return the edge without its direction."""
    return min(edge), max(edge)


def dissolve(edges: Iterable[Edge]) -> list[Ring]:
    """Return the closed rings that are left when edges in both directions cancel out.

    Where rings meet in a point, each turns as sharply to its land as it can, so that no ring crosses another.
    """
    left: dict[Point, list[Point]] = defaultdict(list)
    present = set(edges)
    for a, b in sorted(present):
        if (b, a) not in present:
            left[a].append(b)
    rings = []
    for start in sorted(left):
        while left[start]:
            ring = [start, left[start].pop(0)]
            while ring[-1] != start:
                ring.append(_take_rightmost(ring[-2], ring[-1], left[ring[-1]]))
            rings.append(ring)
    return [r for ring in rings for r in _split(ring)]


def _take_rightmost(before: Point, here: Point, choices: list[Point]) -> Point:
    back = atan2(before[1] - here[1], before[0] - here[0])
    turn = min(choices, key=lambda p: -((back - atan2(p[1] - here[1], p[0] - here[0])) % (2 * pi)) or -2 * pi)
    choices.remove(turn)
    return turn


def _split(ring: Ring) -> list[Ring]:
    """Cut a closed ring that passes a point twice into rings that do not."""
    rings, path, seen = [], [], {}
    for point in ring:
        if point in seen:
            loop = [*path[seen[point] :], point]
            del path[seen[point] :]
            seen = {p: i for i, p in enumerate(path)}
            rings.append(loop)
        seen[point] = len(path)
        path.append(point)
    return [r for r in rings if len(r) > 3]


class Arcs:
    """Arcs stored once; `trace` gives a ring as references to them (~i is arc i backwards)."""

    def __init__(self, edges: Mapping[Edge, Label]) -> None:
        """Cut `edges` (without direction) into arcs of one label, ending where other than two edges meet."""
        self.arcs: list[list[Point]] = []
        self.labels: list[Label] = []
        self._label_of = edges
        self._around: dict[Point, list[Point]] = defaultdict(list)
        self._arc_of: dict[Edge, int] = {}
        for a, b in sorted(edges):
            self._around[a].append(b)
            self._around[b].append(a)
        nodes = [p for p in sorted(self._around) if self._is_node(p)]
        for a, b in [(n, other) for n in nodes for other in self._around[n]] + sorted(edges):
            if (a, b) not in self._arc_of and (b, a) not in self._arc_of:
                self._add(a, b)

    def _is_node(self, point: Point) -> bool:
        around = self._around[point]
        return len(around) != 2 or len({self._label_of[plain((point, p))] for p in around}) > 1

    def _add(self, start: Point, second: Point) -> None:
        points = [start, second]
        while points[-1] != start and not self._is_node(points[-1]):
            points.append(next(p for p in self._around[points[-1]] if p != points[-2]))
        for edge in edges_of(points):
            self._arc_of[edge] = len(self.arcs)
        self.add_line(points, self._label_of[plain((start, second))])

    def add_line(self, points: Sequence[Point], label: Label) -> None:
        """Store a line that borders nothing."""
        self.arcs.append(list(points))
        self.labels.append(label)

    def trace(self, ring: Ring) -> list[int]:
        """Return a closed ring as arc references, in its direction."""
        steps = []
        for edge in edges_of(ring):
            ref = self._arc_of[edge] if edge in self._arc_of else ~self._arc_of[edge[1], edge[0]]
            arc = self.arcs[max(ref, ~ref)]
            begins = edge[0] == (arc[0] if ref >= 0 else arc[-1])
            steps.append((ref, begins))
        first = next(i for i, (_, begins) in enumerate(steps) if begins)
        return [ref for ref, begins in steps[first:] + steps[:first] if begins]

    def lines(self, wanted: Callable[[Any], bool]) -> dict[str, Any]:
        """Return the arcs whose label is wanted as one TopoJSON object."""
        return {
            "type": "MultiLineString",
            "arcs": [[i] for i, label in enumerate(self.labels) if wanted(label)],
        }


def topojson(grid: Grid, arcs: Sequence[Sequence[Point]], objects: dict[str, Any]) -> dict[str, Any]:
    """Return a TopoJSON topology: an arc's first point is absolute, the others are steps from the one before."""
    return {
        "type": "Topology",
        "transform": grid.transform,
        "objects": objects,
        "arcs": [[list(arc[0]), *([b[0] - a[0], b[1] - a[1]] for a, b in edges_of(arc))] for arc in arcs],
    }
