"""A Store: one open data set that answers every question about its events, each from a View."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final, Self

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import ViewError
from geo.gazetteer import Gazetteer
from geo.model import Claim, EventType, Report
from geo.sources.dataset import DataSet
from geo.store import cells as counting
from geo.store import chronology, facets, tables
from geo.store.cells import Inside
from geo.store.columns import columns, site_name
from geo.store.facets import Options
from geo.store.grid import Box, Window, to_degrees
from geo.store.where import where
from geo.view import View

_KEPT: Final = 64
#: View fields that say how events are seen, not which
_SEEN: Final[dict[str, Any]] = dict.fromkeys(("data", "event", "lat", "lon", "zoom", "lang", "tiles"))
_DAYS: Final = """
SELECT day::DATE AS day, event_type, count(*) AS events
FROM (
    SELECT event_type, unnest(generate_series(greatest(start_date, ?), least(end_date, ?), INTERVAL 1 DAY)) AS day
    FROM events WHERE {where}
)
GROUP BY ALL ORDER BY day, event_type
"""


def seen(view: View) -> View:
    """Return the View without what does not change which events it selects."""
    return replace(view, **_SEEN)


@dataclass(frozen=True, kw_only=True, eq=False)
class Store:
    """One data set, open for any number of threads. `window` is the report's days, ends included,
    stretched as far as every event touches it."""

    name: str
    version: str
    report: Report
    window: tuple[date, date]
    gazetteer: Gazetteer
    events: gpd.GeoDataFrame
    all_claims: tuple[Claim, ...]
    _places: tuple[tables.Site, ...]
    _place_ids: list[int]
    _database: duckdb.DuckDBPyConnection

    @classmethod
    def of(cls, dataset: DataSet, gazetteer: Gazetteer) -> Self:
        """Open a data set; its events are put in the order of start, end and id."""
        order = ["start_date", "end_date", "event_id"]
        events = dataset.events.sort_values(order, kind="stable", ignore_index=True)
        places, place_ids = tables.sites(events)
        report = dataset.report
        return cls(
            name=dataset.name,
            version=dataset.version,
            report=report,
            window=(min([report.first, *events["end_date"]]), max([report.last, *events["start_date"]])),
            gazetteer=gazetteer,
            events=events,
            all_claims=dataset.claims,
            _places=places,
            _place_ids=place_ids,
            _database=tables.load(events, dataset.claims, gazetteer, places, place_ids),
        )

    @property
    def total(self) -> int:
        """How many events the data set has."""
        return len(self.events)

    def rows(self, view: View) -> np.ndarray[Any, np.dtype[np.int32]]:
        """Return the row numbers of the selected events, in order of time."""
        return self._selected(seen(view))

    def select(self, view: View) -> gpd.GeoDataFrame:
        """Return the selected events, in order of start, end and id."""
        return self._take(self.rows(view))

    def count(self, view: View) -> int:
        """Return how many events are selected."""
        return len(self.rows(view))

    def page(self, view: View, sort: str, descending: bool, offset: int, limit: int) -> gpd.GeoDataFrame:
        """Return a part of the selection, sorted by a column of `tables.SORTABLE`; missing values come last.

        Raises ViewError for another column.
        """
        if sort not in tables.SORTABLE:
            raise ViewError("sort", sort, "one of " + ", ".join(tables.SORTABLE))
        sql, values = where(view)
        turn = "DESC" if descending else "ASC"
        query = f"SELECT row FROM events WHERE {sql} ORDER BY {sort} {turn} NULLS LAST, row LIMIT ? OFFSET ?"
        return self._take(self._numbers(query, [*values, limit, offset])["row"])

    def one(self, event_id: str) -> pd.Series | None:
        """Return one event; None where there is none of that id."""
        row = self.row_of.get(event_id)
        return None if row is None else self.events.iloc[row]

    def claims(self, view: View) -> tuple[Claim, ...]:
        """Return the claims of the selected events, in order of the events' time."""
        ids = self.events["event_id"].to_numpy()[self.rows(view)]
        return tuple(claim for event_id in ids for claim in self.claims_of(event_id))

    def claims_of(self, event_id: str) -> tuple[Claim, ...]:
        """Return the claims of one event, in the order of the data set."""
        return self._claims_by_event.get(event_id, ())

    def days(self, view: View) -> pd.DataFrame:
        """Return how many of the selected events touch each day of the View's window: day, event_type, events.

        An event counts on every day of its interval; a day without events has no row.
        """
        first = max(view.first or self.window[0], self.window[0])
        last = min(view.last or self.window[1], self.window[1])
        sql, values = where(view)
        found = self._ask(_DAYS.format(where=sql), [first, last, *values])
        return pd.DataFrame.from_records(found, columns=["day", "event_type", "events"])

    def steps(self, view: View, unit: str = "day") -> dict[str, Any]:
        """Return how many selected events touch each day, week, month or year of the whole window, by type.

        `places` and `areas` (events with no nearer place) hold a list per type of `types` each for events that lie
        within one unit, `sure`, and for those that touch several, `open`. `unit` is one of `chronology.UNITS`, and a
        larger one in the answer where there would be more than MOST_STEPS. Weeks begin on Monday.
        """
        return chronology.steps(self._numbers, where(view), self.window, unit)

    @cached_property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north of all events that have a point; None where none has."""
        found = self._numbers("SELECT min(x) AS w, max(x) AS e, max(y) AS s, min(y) AS n FROM events WHERE x >= 0", [])
        if np.ma.getmaskarray(found["w"]).any():
            return None
        (west, east), (south, north) = to_degrees(
            np.array([found["w"][0], found["e"][0]], np.float64), np.array([found["s"][0], found["n"][0]], np.float64)
        )
        return float(west), float(south), float(east), float(north)

    def options(self, view: View) -> Options:
        """Return every filter's values, each counted with every other filter applied."""
        return self._options(seen(view))

    def mask(self, view: View) -> bytes:
        """Return a bit set of the rows that pass all filters but time: bit i % 8 of byte i // 8 is row i."""
        passed = np.zeros(self.total, dtype=bool)
        passed[self.rows(view.without_time())] = True
        return np.packbits(passed, bitorder="little").tobytes()

    def columns(self) -> dict[str, Any]:
        """Return what the map needs of all events as compact columns (see `geo.store.columns`)."""
        return columns(self.events, self._places, self._place_ids, self.window, self.gazetteer)

    def cells(self, view: View, box: Box, zoom: float) -> dict[str, Any]:
        """Return what a part of the map shows of the selected events at a zoom, bounded whatever their number.

        `n` counts the events whose place is a point inside, `of` all that are selected, and `kinds` by type those
        that would be if every type were. `cells` are the whole cells of the grid's `level` that cover the box and hold
        an event, `areas` count the events with no nearer place wherever they are, `more_areas` those of the areas left
        out; with at most MOST_EXACT inside, `events` are these events as `columns` has them, with `rows`, their row
        numbers, and `cells` is None.
        """
        window = Window.over(box, zoom)
        condition = where(view)
        found = counting.cells(self._numbers, condition, window)
        n = sum(map(sum, found["counts"]))
        areas, more = counting.areas(self._numbers, condition, self.gazetteer)
        exact = self._exact(condition, window) if n <= counting.MOST_EXACT else None
        kinds = counting.kinds(self._numbers, where(view, leaving_out="types"))
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

    def part(self, view: View, inside: Inside, offset: int, limit: int) -> tuple[int, list[int]]:
        """Return how many selected events lie in a cell or an area, and the row numbers of some, in order of time."""
        sql, values = where(view)
        extra, more = inside(self._numbers, self.gazetteer)
        condition, bound = f"({sql}) AND {extra}", [*values, *more]
        total = int(self._numbers(f"SELECT count(*) AS n FROM events WHERE {condition}", bound)["n"][0])
        query = f"SELECT row FROM events WHERE {condition} ORDER BY row LIMIT ? OFFSET ?"
        return total, self._numbers(query, [*bound, limit, offset])["row"].tolist()

    def _exact(self, condition: tuple[str, list[Any]], window: Window) -> dict[str, Any]:
        """Return the events with a point in the window, as compact columns."""
        sql, values = condition
        inside, limits = window.condition()
        query = f"SELECT row FROM events WHERE {sql} AND {inside} ORDER BY row LIMIT ?"
        rows = self._numbers(query, [*values, *limits, counting.MOST_EXACT])["row"]
        ids = [self._place_ids[row] for row in rows]
        return {
            "rows": rows.tolist(),
            **columns(self._take(rows), self._places, ids, self.window, self.gazetteer),
        }

    def in_words(self, lang: str) -> Callable[[str], str]:
        """Return a function that puts actors, claimants and places, as filters name them, into a language."""
        known = self._german if lang == "de" else {}
        return lambda text: known.get(text, text)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row number of every event id."""
        return {event_id: row for row, event_id in enumerate(self.events["event_id"])}

    @cached_property
    def told(self) -> dict[tuple[int, str], dict[str, Any]]:
        """Cards that have been put into words already, by row and language; they go when the store goes."""
        return {}

    @cached_property
    def _claims_by_event(self) -> dict[str, tuple[Claim, ...]]:
        found: dict[str, list[Claim]] = {}
        for claim in self.all_claims:
            found.setdefault(claim.event_id, []).append(claim)
        return {event_id: tuple(claims) for event_id, claims in found.items()}

    @cached_property
    def _german(self) -> dict[str, str]:
        known = {site.name: site_name(site, "de", self.gazetteer) for site in self._places}
        for ours, theirs in (("actors", "actors_de"), ("attribution", "attribution_de")):
            for english, german in zip(self.events[ours], self.events[theirs], strict=True):
                if len(english) == len(german):
                    known.update(zip(english, german, strict=True))
        said = (c.claimed_by for c in self.all_claims if c.claimed_by)
        known.update({tables.english(by): by["de"] for by in said if by.get("de")})
        return {tables.linkable(name): german for name, german in known.items()}

    @cached_property
    def _selected(self) -> Callable[[View], np.ndarray[Any, np.dtype[np.int32]]]:
        def selected(view: View) -> np.ndarray[Any, np.dtype[np.int32]]:
            sql, values = where(view)
            found = self._numbers(f"SELECT row FROM events WHERE {sql} ORDER BY row", values)["row"]
            found.flags.writeable = False
            return found

        return lru_cache(_KEPT)(selected)

    @cached_property
    def _options(self) -> Callable[[View], Options]:
        return lru_cache(_KEPT)(lambda view: facets.options(self._ask, view))

    def _take(self, rows: np.ndarray[Any, np.dtype[np.int32]]) -> gpd.GeoDataFrame:
        return self.events.take(rows).reset_index(drop=True)

    def _ask(self, sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
        with closing(self._database.cursor()) as cursor:
            return list(cursor.execute(sql, values).fetchall())

    def _numbers(self, sql: str, values: list[Any]) -> dict[str, np.ndarray[Any, np.dtype[np.int32]]]:
        with closing(self._database.cursor()) as cursor:
            return dict(cursor.execute(sql, values).fetchnumpy())
