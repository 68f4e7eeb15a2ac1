"""A pyramid of cells, made once beside a large data set: what a map of it needs, however many events there are.

`LEVEL-UNIT.parquet` has a row for each cell of that level of the map's grid (`geo.store.grid`), each event type and
each unit of time, `at`, in which events begin or end there:

    n, x, y      how many begin, and the sums of their places in the grid
    dn, dx, dy   the same of those that begin, less that of those that end

Units of time are days, runs of months, and all time at once: `geo.store.runs` tells how few suffice. Level 31 has
every distinct point; level 0 has areas, events with no nearer place, by their number in `areas.parquet`. Levels of many
cells have no days: there, `days/YEAR-MONTH.parquet` has a row for each event that begins or ends in that month.
`spans.parquet` counts events by type and days, wherever they are. All other files are sorted along a curve that keeps
neighbours together: the statistics of their row groups tell which have to be read, from a disk or object storage.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import DataSetError
from geo.sources.location import open_file
from geo.store.grid import BITS, Window
from geo.store.runs import Side, Span, Unit, spans_of

FOLDER: Final = "pyramid"
ABOUT: Final = "about.json"
AREAS: Final = "areas.parquet"
SPANS: Final = "spans.parquet"
FORMAT: Final = 2
AREA_LEVEL: Final = 0
LEVELS: Final = (AREA_LEVEL, 3, 5, 7, 9, 11, 13, 15, BITS)
#: levels whose cells are so few that they are counted by days, too
BY_DAY: Final = (AREA_LEVEL, 3, 5, 7)
_SUMS: Final = ("n", "x", "y")
CELL_SCHEMA: Final = pa.schema(
    [("at", pa.int32()), ("column", pa.int32()), ("row", pa.int32()), ("type", pa.uint8())]
    + [(f"{d}{name}", pa.int64()) for d in ("", "d") for name in _SUMS]
)
#: An event with a point: its first and last day since 1970, its type, and where it lies in the grid.
DAY_SCHEMA: Final = pa.schema(
    [("start", pa.int32()), ("end", pa.int32()), ("type", pa.uint8()), ("column", pa.int32()), ("row", pa.int32())]
)
#: column and row of the grid that are looked at, both ends included; None for all
Box = tuple[tuple[int, int], tuple[int, int]] | None
Columns = dict[str, Any]
#: which day of an event says on which side it counts
_KEYS: Final[dict[Side, str]] = {"begun": "start", "ended": "end"}
#: the sums that a side takes
_WANTED: Final[dict[Side, tuple[str, ...]]] = {
    "both": ("dn", "dx", "dy"),
    "begun": _SUMS,
    "ended": (*_SUMS, "dn", "dx", "dy"),
}
#: opens a file by its address
Opened = Callable[[str], Any]


def cell_file(level: int, unit: Unit) -> str:
    """Return the name of a level's table."""
    return f"{level:02d}-{unit}.parquet"


def month_file(month: int) -> str:
    """Return the name of a month's events; months count from January of the year 0."""
    return f"days/{month // 12:04d}-{month % 12 + 1:02d}.parquet"


@dataclass(frozen=True, eq=False)
class Pyramid:
    """A pyramid at an address, open for any number of threads; it holds no rows, only where in its files they are."""

    url: str
    about: dict[str, Any]
    opened: Opened = open_file

    @classmethod
    def at(cls, url: str, opened: Opened = open_file) -> "Pyramid":
        """Open a pyramid, whose files `opened` opens. Raises DataSetError where there is none that we can read."""
        try:
            with opened(f"{url}/{ABOUT}") as file:
                about = json.load(file)
        except (OSError, ValueError) as error:
            told = " ".join(str(error).split())[:120]
            raise DataSetError(url, f"it cannot be read ({told})", "a pyramid as `geo pyramid` makes it") from error
        if about.get("format") != FORMAT:
            wanted = f"format {FORMAT}: make it anew with `python -m geo pyramid`"
            raise DataSetError(url, f"a pyramid of format {about.get('format')}", wanted)
        return cls(url, about, opened)

    def cells(self, window: Window, first: date | None, last: date | None) -> Columns:
        """Return how many events of each type lie in each cell of a window, and the sums of their places.

        `cell` is (row << level | column) << 3 | type, `n` how many, `x` and `y` sums of float64.
        """
        level = next(own for own in LEVELS[1:] if own >= window.level)
        rows, columns = window.rows, window.columns
        width = sum(b - a + 1 for a, b in columns)
        sums = np.zeros((3, (rows[1] - rows[0] + 1) * width * 8))
        offset = 0
        for run in columns:
            for found, side in self._read(level, _box(run, rows, level - window.level), first, last):
                shift = level - window.level if found["level"] == level else BITS - window.level
                at = ((found["row"] >> shift) - rows[0]) * width + (found["column"] >> shift) - run[0] + offset
                self._add(sums, at * 8 + found["type"], found, side)
            offset += run[1] - run[0] + 1
        pa.default_memory_pool().release_unused()  # else what is read once would be kept for what is read next
        return _as_cells(sums, window, width)

    def areas(self, first: date | None, last: date | None) -> Columns:
        """Return how many events of each type are known to each area only: area, type, n."""
        sums = np.zeros((3, (len(self.area_names) + 1) * 8))
        for found, side in self._read(AREA_LEVEL, None, first, last):
            self._add(sums, found["column"] * 8 + found["type"], found, side)
        there = np.flatnonzero(sums[0])
        return {"area": there >> 3, "type": there & 7, "n": sums[0, there].astype(np.int64)}

    def named_areas(self, first: date | None, last: date | None) -> Columns:
        """Return what `areas` does, with the country and name of each area instead of its number."""
        found = self.areas(first, last)
        names = np.array([*self.area_names, ("", "")], object)[found["area"]]
        return {"country": names[:, 0], "area": names[:, 1], "type": found["type"], "n": found["n"]}

    @cached_property
    def area_names(self) -> list[tuple[str, str]]:
        """Country and name of each area, by its number."""
        table = self._table(AREAS).read()
        return list(zip(table["country"].to_pylist(), table["area"].to_pylist(), strict=True))

    def rows_of(self, window: Window, first: date | None, last: date | None) -> int:
        """Return how many rows `cells` has to read for a window, at most."""
        level = next(own for own in LEVELS[1:] if own >= window.level)
        boxes = [_box(run, window.rows, level - window.level) for run in window.columns]
        parts = [part for box in boxes for part in self._parts(level, box, first, last)]
        return sum(int(self._index(name).rows[groups].sum()) for name, groups, _, _ in parts)

    @staticmethod
    def _add(sums: Any, at: Any, found: Columns, side: Side) -> None:
        for own, name in zip(sums, _SUMS, strict=True):
            if side == "both":  # those that begin, less those that end
                own += np.bincount(at, found[f"d{name}"], len(own))
            elif side == "begun":
                own += np.bincount(at, found[name], len(own))
            else:
                own -= np.bincount(at, found[name] - found[f"d{name}"], len(own))

    def _read(self, level: int, box: Box, first: date | None, last: date | None) -> Iterator[tuple[Columns, Side]]:
        """Yield rows of a level, or of single events, with column, row, type and sums, and which sums to take."""
        for name, groups, span, box_there in self._parts(level, box, first, last):
            single = name.startswith("days/")
            key = _KEYS[span.side] if single else "at"
            names = [key, "column", "row", "type", *(() if single else _WANTED[span.side])]
            with self.opened(f"{self.url}/{name}") as file:
                found = pq.ParquetFile(file, metadata=self._index(name).about).read_row_groups(groups.tolist(), names)
            rows = {c: found[c].to_numpy() for c in names}
            keep = _within(rows[key], span.ranges)
            for axis, limits in zip(("column", "row"), box_there or (), strict=False):
                keep &= _within(rows[axis], (limits,))
            kept = {c: values[keep] for c, values in rows.items()}
            if single:
                one, none = np.ones(len(kept["type"])), np.zeros(len(kept["type"]))
                kept |= {"n": one, "x": kept["column"], "y": kept["row"], "dn": none, "dx": none, "dy": none}
            yield kept | {"level": BITS if single else level}, span.side

    def _parts(
        self, level: int, box: Box, first: date | None, last: date | None
    ) -> Iterator[tuple[str, Any, Span, Box]]:
        """Yield the row groups that may hold what is asked: file, their numbers, the span, the box in its grid."""
        for span in spans_of(first, last, self._months):
            name, own = cell_file(level, span.unit), box
            if span.unit == "day" and level not in BY_DAY:
                name = month_file(span.month)
                own = box and tuple((a << BITS - level, ((b + 1) << BITS - level) - 1) for a, b in box)  # type: ignore[assignment]
            if name in self._names:
                groups = self._index(name).holding(span, own)
                if len(groups):
                    yield name, groups, span, own

    @cached_property
    def _months(self) -> tuple[int, int]:
        first, last = self.about["months"]
        return int(first), int(last)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.about["files"])

    def _table(self, name: str) -> Any:
        return pq.ParquetFile(self.opened(f"{self.url}/{name}"))

    @cached_property
    def _index(self) -> Any:
        return lru_cache(512)(lambda name: _Index.of(self._table(name).metadata))


@dataclass(frozen=True, slots=True, eq=False)
class _Index:
    """Where in a file what is: the least and most of its sorted columns in each row group."""

    about: Any
    rows: Any
    limits: dict[str, Any]

    @classmethod
    def of(cls, about: Any) -> "_Index":
        """Take the statistics of a file's metadata."""
        groups = [about.row_group(i) for i in range(about.num_row_groups)]
        names = {about.schema.column(i).name: i for i in range(about.num_columns)}
        limits = {}
        for name in ("at", "start", "end", "column", "row"):
            if name in names:
                told = [g.column(names[name]).statistics for g in groups]
                limits[name] = np.array([[s.min for s in told], [s.max for s in told]], np.int64)
        return cls(about, np.array([g.num_rows for g in groups], np.int64), limits)

    def holding(self, span: Span, box: Box) -> Any:
        """Return the numbers of the row groups that may hold rows of a span and a box."""
        least, most = self.limits["at" if "at" in self.limits else _KEYS[span.side]]
        inside = np.zeros(len(self.rows), bool)
        for low, high in span.ranges:
            inside |= (most >= low) & (least <= high)
        for name, (low, high) in zip(("column", "row"), box or (), strict=False):
            inside &= (self.limits[name][1] >= low) & (self.limits[name][0] <= high)
        return np.flatnonzero(inside)


def _within(values: Any, ranges: tuple[tuple[int, int], ...]) -> Any:
    """Tell which values lie in one of some ranges, ends included."""
    inside = np.zeros(len(values), bool)
    for low, high in ranges:
        inside |= (values >= low) & (values <= high)
    return inside


def _box(run: tuple[int, int], rows: tuple[int, int], finer: int) -> Box:
    """Return cells as those of a level that is finer."""
    (a, b), (c, d) = ((low << finer, ((high + 1) << finer) - 1) for low, high in (run, rows))
    return (a, b), (c, d)


def _as_cells(sums: Any, window: Window, width: int) -> Columns:
    """Return the sums of a window's cells, row by row, as `Pyramid.cells` does."""
    there = np.flatnonzero(sums[0])
    row = (there >> 3) // width + window.rows[0]
    column = np.concatenate([np.arange(a, b + 1) for a, b in window.columns])[(there >> 3) % width]
    n, x, y = sums[:, there]
    return {"cell": ((row << window.level) | column) << 3 | (there & 7), "n": n.astype(np.int64), "x": x, "y": y}
