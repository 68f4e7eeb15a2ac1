"""The grid that a map's cells lie in: Web Mercator as whole numbers, x eastwards and y southwards from the north-west.

The world is 2**BITS wide and as high; level k cuts it into 2**k cells a side, so a cell of zoom z is 256 pixels at
level z. Latitudes beyond MOST_NORTH lie on the edge.
"""

import math
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np

BITS: Final = 31
SIZE: Final = 1 << BITS
#: where Web Mercator's square ends, in degrees
MOST_NORTH: Final = 85.0511287798066
#: a cell is a 2**FINER-th of a tile's 256 pixels wide: 32 pixels
FINER: Final = 3
MOST_CELLS: Final = 2_000
MOST_ZOOM: Final = 22


def to_grid(lon: Any, lat: Any) -> tuple[Any, Any]:
    """Return the whole-number x, y (int32) of degrees, arrays of float64; NaN gives 0."""
    north = np.radians(np.clip(lat, -MOST_NORTH, MOST_NORTH))
    x, y = (lon + 180) / 360, (1 - np.arcsinh(np.tan(north)) / math.pi) / 2
    return tuple(np.clip(np.nan_to_num(v) * SIZE, 0, SIZE - 1).astype(np.int32) for v in (x, y))


def to_degrees(x: Any, y: Any) -> tuple[Any, Any]:
    """Return longitude and latitude in degrees of grid numbers, arrays of any number type."""
    east, south = np.asarray(x) / SIZE, np.asarray(y) / SIZE
    return east * 360 - 180, np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * south))))


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map in degrees; `east` is below `west` where it crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """Read `west,south,east,north` in degrees; None where it is no part of the map.

        Longitudes may count on beyond ±180, as those of a map that has been turned around the world once.
        """
        try:
            west, south, east, north = map(float, text[:200].split(","))
        except ValueError:
            return None
        if not (-90 <= south <= north <= 90 and -540 <= west <= 540 and -540 <= east <= 540):
            return None
        if east - west >= 360:
            return cls(-180, south, 180, north)
        west, turned = _turn(west), _turn(east)
        return cls(west, south, 180 if turned == -180 else turned, north)


def _turn(lon: float) -> float:
    """Return the same meridian from -180 on, below 180."""
    return lon if -180 <= lon < 180 else (lon + 180) % 360 - 180


@dataclass(frozen=True, slots=True)
class Window:
    """Whole cells of one level that cover a Box: columns from west to east (two runs over the antimeridian), rows."""

    level: int
    columns: tuple[tuple[int, int], ...]
    rows: tuple[int, int]

    @classmethod
    def over(cls, box: Box, zoom: float) -> Self:
        """Return the cells of FINER than a zoom's tiles that cover the box, coarser where they would be too many."""
        for level in range(min(math.floor(zoom), MOST_ZOOM) + FINER, -1, -1):
            window = cls._at(box, level)
            if window.cells <= MOST_CELLS:
                break
        return window

    @classmethod
    def _at(cls, box: Box, level: int) -> Self:
        lon, lat = np.array([box.west, box.east]), np.array([box.north, box.south])
        (west, east), rows = ((v >> (BITS - level)).tolist() for v in to_grid(lon, lat))
        last = (1 << level) - 1
        runs = ((west, east),) if box.west <= box.east else ((west, last), (0, east))
        if len(runs) > 1 and east >= west:  # the two ends share a cell: that is all the way around
            runs = ((0, last),)
        return cls(level, runs, (rows[0], rows[1]))

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return sum(b - a + 1 for a, b in self.columns) * (self.rows[1] - self.rows[0] + 1)

    @property
    def shift(self) -> int:
        """By how many bits a grid number is a cell's."""
        return BITS - self.level

    def condition(self) -> tuple[str, list[int]]:
        """Return the SQL condition of lying inside, and its parameters; an event without a point does not."""
        limits = [n for run in self.columns for n in self._limits(run)]
        inside = " OR ".join("x BETWEEN ? AND ?" for _ in self.columns)
        return f"({inside}) AND y BETWEEN ? AND ?", [*limits, *self._limits(self.rows)]

    def _limits(self, run: tuple[int, int]) -> list[int]:
        return [run[0] << self.shift, ((run[1] + 1) << self.shift) - 1]
