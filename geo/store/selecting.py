"""Which events a View selects: their row numbers, the events themselves, a page of them, a single one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import DataSetError, ViewError
from geo.store.cells import MOST_SENT, Inside
from geo.store.load import SORTABLE
from geo.store.opened import BATCH, KEPT, ORDER, Opened, seen
from geo.store.rows import Held
from geo.store.where import Condition, where
from geo.view import View

#: rows among which those of a table that is not loaded are looked for at a time
_SLICE: Final = 1_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Selecting(Opened):
    """An opened data set that selects."""

    @cached_property
    def events(self) -> gpd.GeoDataFrame:
        """All events, of a data set that is small enough to be held. Raises DataSetError for a larger one."""
        if isinstance(self._rows, Held):
            return self._rows.events
        if self.total > MOST_SENT:
            raise DataSetError(self.name, f"{self.total} events", f"at most {MOST_SENT} to be read at once")
        return self._rows.take(np.arange(self.total))

    def rows(self, view: View) -> np.ndarray[Any, np.dtype[np.int32]]:
        """Return the row numbers of the selected events, in order of time."""
        return self._selected(seen(view)) if self.total <= MOST_SENT else self._select(seen(view))

    def select(self, view: View) -> gpd.GeoDataFrame:
        """Return the selected events, in order of start, end and id; of a large data set, see `batches`."""
        return self._rows.take(self.rows(view))

    def batches(self, view: View) -> Iterator[gpd.GeoDataFrame]:
        """Yield the selected events in parts that fit into memory, in order of start, end and id.

        Those of a table that is not loaded come in the order of its files, each part of which is read once.
        """
        for rows in self._in_parts(view):
            yield self._rows.take(rows)

    def at(self, rows: Sequence[int]) -> gpd.GeoDataFrame:
        """Return the events with these row numbers, in this order."""
        return self._rows.take(np.asarray(rows, np.int64))

    def page(self, view: View, sort: str, descending: bool, offset: int, limit: int) -> gpd.GeoDataFrame:
        """Return a part of the selection, sorted by a column of `load.SORTABLE`; missing values come last.

        Raises ViewError for another column.
        """
        if sort not in SORTABLE:
            raise ViewError("sort", sort, "one of " + ", ".join(SORTABLE))
        condition = where(view)
        turn = "DESC" if descending else "ASC"
        # without a filter, the database need not look further than the best rows so far
        inside = "" if condition.sql == "TRUE" else f"WHERE row IN (SELECT rowid FROM events WHERE {condition.sql})"
        query = f"SELECT row FROM texts {inside} ORDER BY {sort} {turn} NULLS LAST, row LIMIT ? OFFSET ?"
        return self._rows.take(self._database.numbers(query, condition.before([limit, offset]))["row"])

    def one(self, event_id: str) -> pd.Series | None:
        """Return one event; None where there is none of that id."""
        row = self.row_of(event_id)
        return None if row is None else self._rows.take([row]).iloc[0]

    def row_of(self, event_id: str) -> int | None:
        """Return the row number of an event; None where there is none of that id."""
        return self._numbered(event_id)

    def some(self, event_ids: Sequence[str]) -> gpd.GeoDataFrame:
        """Return the events of these ids, in order of their rows; an id that no event has is passed over."""
        found = self._database.numbers(
            "SELECT row FROM ids WHERE event_id = ANY(?) ORDER BY row", Condition("", [list(event_ids)])
        )
        return self._rows.take(found["row"])

    def mask(self, view: View) -> bytes:
        """Return a bit set of the rows that pass all filters but time: bit i % 8 of byte i // 8 is row i."""
        passed = np.zeros(self.total, dtype=bool)
        passed[self.rows(view.without_time())] = True
        return np.packbits(passed, bitorder="little").tobytes()

    def part(self, view: View, inside: Inside, offset: int, limit: int) -> tuple[int, list[int]]:
        """Return how many selected events lie in a cell or an area, and the row numbers of some, in order of time."""
        condition = where(view).also(*inside(self._database.numbers, self.gazetteer))
        total = self._number(f"SELECT count(*) AS n FROM events WHERE {condition.sql}", condition)
        return total, self._some(condition, offset, limit)

    def first(self, view: View, offset: int, limit: int) -> tuple[int, list[int]]:
        """Return how many events are selected, and the row numbers of some, in order of time."""
        return self.count(view), self._some(where(view), offset, limit)

    def _in_parts(self, view: View) -> Iterator[np.ndarray[Any, np.dtype[np.int32]]]:
        """Yield the row numbers of the selected events, at most BATCH at a time, in the order of `batches`."""
        rows = np.zeros(0, np.int32)
        for found in [self.rows(view)] if self._pyramid is None else self._row_by_row(view):
            rows = np.concatenate([rows, found])
            whole = len(rows) // BATCH * BATCH
            yield from (rows[first : first + BATCH] for first in range(0, whole, BATCH))
            rows = rows[whole:]
        if len(rows):
            yield rows

    def _row_by_row(self, view: View) -> Iterator[np.ndarray[Any, np.dtype[np.int32]]]:
        """Yield the row numbers of the selected events in ascending order, without sorting all of a table."""
        condition = where(view)
        for first in range(0, self.total, _SLICE):
            part = condition.also("rowid BETWEEN ? AND ?", [first, first + _SLICE - 1])
            query = f"SELECT rowid::INTEGER AS row FROM events WHERE {part.sql}"
            yield np.sort(self._database.numbers(query, part)["row"])

    def _some(self, condition: Condition, offset: int, limit: int) -> list[int]:
        query = f"SELECT rowid AS row FROM events WHERE {condition.sql} ORDER BY {ORDER} LIMIT ? OFFSET ?"
        rows: list[int] = self._database.numbers(query, condition.before([limit, offset]))["row"].tolist()
        return rows

    @cached_property
    def _numbered(self) -> Callable[[str], int | None]:
        def numbered(event_id: str) -> int | None:
            found = self._database.numbers("SELECT row FROM ids WHERE event_id = ?", Condition("", [event_id]))
            return int(found["row"][0]) if len(found["row"]) else None

        return lru_cache(BATCH)(numbered)

    @cached_property
    def _selected(self) -> Callable[[View], np.ndarray[Any, np.dtype[np.int32]]]:
        return lru_cache(KEPT)(self._select)

    def _select(self, view: View) -> np.ndarray[Any, np.dtype[np.int32]]:
        condition = where(view)
        query = f"SELECT rowid::INTEGER AS row FROM events WHERE {condition.sql} ORDER BY {ORDER}"
        found: np.ndarray[Any, np.dtype[np.int32]] = self._database.numbers(query, condition)["row"]
        found.flags.writeable = False
        return found
