"""What a map shows of the events that a View selects: all as compact columns, or a part of the map as cells."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from geo.model import EventType
from geo.store import cells as counting
from geo.store.columns import columns
from geo.store.grid import Box, Window
from geo.store.opened import KEPT, ORDER, seen
from geo.store.selecting import Selecting
from geo.store.where import EVENTS, SPOTS, Condition, where
from geo.view import View


@dataclass(frozen=True, kw_only=True, eq=False)
class Sight(Selecting):
    """A data set that a map shows."""

    def columns(self) -> dict[str, Any]:
        """Return what the map needs of all events as compact columns (see `geo.store.columns`)."""
        return columns(self.events, self.window, self.gazetteer)

    def cells(self, view: View, box: Box, zoom: float) -> dict[str, Any]:
        """Return what a part of the map shows of the selected events at a zoom, bounded whatever their number.

        `n` counts the events whose place is a point inside, `of` all that are selected, and `kinds` by type those
        that would be if every type were. `cells` are the whole cells of the grid's `level` that cover the box and hold
        an event, `areas` count the events with no nearer place wherever they are, `more_areas` those of the areas left
        out; with at most MOST_EXACT inside (MOST_READ of a table that is not loaded), `events` are these events as
        `columns` has them, with `rows`, their row numbers, and `cells` is None.
        """
        return self.cells_in(view, Window.over(box, zoom))

    def cells_in(self, view: View, window: Window) -> dict[str, Any]:
        """Return what `cells` does, of the cells that a box covers at a zoom."""
        condition = where(view)
        found = counting.cells(self._count_cells(view, window), window)
        n = sum(map(sum, found["counts"]))
        most = counting.MOST_EXACT if self._pyramid is None else counting.MOST_READ
        exact = self._exact(condition, window) if n <= most else None
        areas, more, kinds = self._around(seen(view))
        return {
            "n": n,
            "of": sum(k for k, t in zip(kinds, EventType, strict=True) if view.types is None or t in view.types),
            "kinds": kinds,
            "level": window.level,
            "types": [t.slug for t in EventType],
            "cells": None if exact else found,
            "areas": areas,
            "more_areas": more,
            "events": exact,
        }

    @cached_property
    def _around(self) -> Callable[[View], tuple[list[dict[str, Any]], int, list[int]]]:
        """What `cells` tells beside its cells, the same wherever the map looks: areas, further ones, kinds."""

        def around(view: View) -> tuple[list[dict[str, Any]], int, list[int]]:
            areas, more = counting.areas(self._count_areas(view), self.gazetteer)
            condition = where(view, leaving_out="types")
            return areas, more, counting.kinds(self._database.numbers, condition, self._source(view))

        return lru_cache(KEPT)(around)

    def _count_cells(self, view: View, window: Window) -> dict[str, Any]:
        pyramid = self._piled(view)
        if pyramid is None:
            of_types = self._pyramid is None and replace(seen(view), types=None) == View()
            source = SPOTS if of_types else EVENTS
            return counting.count(self._database.numbers, where(view), window, source=source)
        return _of_types(pyramid.cells(window, view.first, view.last), view, lambda found: found["cell"] & 7)

    def _count_areas(self, view: View) -> dict[str, Any]:
        pyramid = self._piled(view)
        if pyramid is None:
            count = counting.count_areas_by_days if self._plain(view) else counting.count_areas
            return count(self._database.numbers, where(view))
        return _of_types(pyramid.named_areas(view.first, view.last), view, lambda found: found["type"])

    def _exact(self, condition: Condition, window: Window) -> dict[str, Any]:
        """Return the events with a point in the window, as compact columns."""
        inside = condition.also(*window.condition())
        query = f"SELECT rowid AS row FROM events WHERE {inside.sql} ORDER BY {ORDER} LIMIT ?"
        rows = self._database.numbers(query, inside.before([counting.MOST_EXACT]))["row"]
        return {"rows": rows.tolist(), **columns(self._rows.drawn(rows), self.window, self.gazetteer)}


def _of_types(found: dict[str, Any], view: View, kind: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """Keep what is counted of the types that a View shows."""
    if view.types is None:
        return found
    chosen = [i for i, event_type in enumerate(EventType) if event_type in view.types]
    keep = np.isin(kind(found), chosen)
    return {name: values[keep] for name, values in found.items()}
