"""What is counted of the events that a View selects: by day, by what filters could be set to, and how far they lie."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from geo.store import chronology, facets
from geo.store.facets import Options
from geo.store.grid import SIZE, to_degrees
from geo.store.opened import KEPT, Opened, seen
from geo.store.where import Condition, where
from geo.view import View


@dataclass(frozen=True, kw_only=True, eq=False)
class Counting(Opened):
    """An opened data set that counts."""

    def days(self, view: View) -> pd.DataFrame:
        """Return how many of the selected events touch each day of the View's window: day, event_type, events.

        An event counts on every day of its interval; a day without events has no row.
        """
        first = max(view.first or self.window[0], self.window[0])
        last = min(view.last or self.window[1], self.window[1])
        return chronology.days(self._database.numbers, where(view), (first, last), self._source(view))

    def steps(self, view: View, unit: str = "day") -> dict[str, Any]:
        """Return how many selected events touch each day, week, month or year of the whole window, by type.

        `places` and `areas` (events with no nearer place) hold a list per type of `types` each for events that lie
        within one unit, `sure`, and for those that touch several, `open`. `unit` is one of `chronology.UNITS`, and a
        larger one in the answer where there would be more than MOST_STEPS. Weeks begin on Monday.
        """
        return chronology.steps(self._database.numbers, where(view), self.window, unit, self._source(view))

    def options(self, view: View) -> Options:
        """Return every filter's values, each counted with every other filter applied."""
        return self._options(seen(view))

    def names_like(self, kind: str, text: str, most: int) -> list[str]:
        """Return at most `most` names that hold a text; `kind` is `claimants`, `actors`, `countries` or `places`.

        For those that are too rare to be among the options.
        """
        return facets.find_names(self._names[kind], text, most)

    @cached_property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north of all events that have a point; None where none has."""
        found = self._database.numbers("SELECT min(x) AS w, max(x) AS e, max(y) AS s, min(y) AS n FROM events")
        if np.ma.getmaskarray(found["w"]).any():
            return None
        (west, east), (south, north) = to_degrees(
            np.array([found["w"][0], found["e"][0]], np.float64), np.array([found["s"][0], found["n"][0]], np.float64)
        )
        return float(west), float(south), float(east), float(north)

    def extent(self, view: View) -> tuple[float, float, float, float] | None:
        """Return west, south, east and north of the selected events' points; None without any.

        They are those of the points as they are stored, or up to a cell of the grid beyond, of a table that is not
        loaded.
        """
        condition = where(view)
        if self._pyramid is not None:
            return self._extent_in_grid(condition)
        sides = "min(lon) AS w, min(lat) AS s, max(lon) AS e, max(lat) AS n"
        rows = f"SELECT rowid FROM events WHERE {condition.sql}"
        found = self._database.numbers(f"SELECT {sides} FROM stored WHERE row IN ({rows})", condition)
        if np.ma.getmaskarray(found["w"]).any():
            return None
        west, south, east, north = (float(found[side][0]) for side in "wsen")
        return west, south, east, north

    def _extent_in_grid(self, condition: Condition) -> tuple[float, float, float, float] | None:
        sides = "min(x) AS w, max(x) + 1 AS e, max(y) + 1 AS s, min(y) AS n"
        found = self._database.numbers(f"SELECT {sides} FROM events WHERE {condition.sql}", condition)
        if np.ma.getmaskarray(found["w"]).any():
            return None
        west, east, south, north = (int(found[side][0]) for side in "wesn")
        lon, lat = to_degrees(np.array([west, east], np.float64), np.array([south, north], np.float64))
        # what lies beyond the grid's northern and southern edge is counted on it
        return float(lon[0]), float(lat[0]) if south < SIZE else -90.0, float(lon[1]), float(lat[1]) if north else 90.0

    @cached_property
    def _options(self) -> Callable[[View], Options]:
        ask = self._database.numbers
        return lru_cache(KEPT)(lambda view: facets.options(ask, view, self._names))

    @cached_property
    def _names(self) -> dict[str, facets.Names]:
        return facets.read_names(self._database.numbers)
