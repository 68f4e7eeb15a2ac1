"""A Store: one open data set that answers every question about its events, each from a View."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import DataSetError, ViewError
from geo.gazetteer import Gazetteer
from geo.model import Claim, EventType, Report
from geo.sources.dataset import DataSet
from geo.sources.inner import linkable
from geo.store import cells as counting
from geo.store import chronology, facets
from geo.store.cells import MOST_SENT, Inside
from geo.store.columns import columns, site_name
from geo.store.database import Database
from geo.store.facets import Options
from geo.store.grid import Box, Window, to_degrees
from geo.store.index import INDEX, MOST_FOUND, Indexed, open_index
from geo.store.load import SORTABLE
from geo.store.opening import open_files, open_frame, speller
from geo.store.pyramid import FOLDER, Pyramid
from geo.store.rows import Filed, Held, Rows
from geo.store.sites import Site
from geo.store.where import EVENTS, SPANS, Condition, Source, where
from geo.view import View

_KEPT: Final = 64
_BATCH: Final = 20_000
#: View fields that say how events are seen, not which
_SEEN: Final[dict[str, Any]] = dict.fromkeys(("data", "event", "lat", "lon", "zoom", "lang", "tiles"))
_ALL: Final = Condition("TRUE", [])
#: the order of time
_ORDER: Final = "start_date, end_date, rowid"


def seen(view: View) -> View:
    """Return the View without what does not change which events it selects."""
    return replace(view, **_SEEN)


@dataclass(frozen=True, kw_only=True, eq=False)
class Store:
    """One data set of any size, open for any number of threads. `window` is the report's days, ends included,
    stretched as far as every event touches it."""

    name: str
    version: str
    report: Report
    gazetteer: Gazetteer
    _rows: Rows
    _database: Database
    _pyramid: Pyramid | None = None

    @classmethod
    def of(cls, dataset: DataSet, gazetteer: Gazetteer) -> Self:
        """Open a data set that is in memory; its events are put in the order of start, end and id."""
        order = ["start_date", "end_date", "event_id"]
        events = dataset.events.sort_values(order, kind="stable", ignore_index=True)
        by_event: dict[str, tuple[Claim, ...]] = {}
        for claim in dataset.claims:
            by_event[claim.event_id] = (*by_event.get(claim.event_id, ()), claim)
        return cls(
            name=dataset.name,
            version=dataset.version,
            report=dataset.report,
            gazetteer=gazetteer,
            _rows=Held(events, by_event, dataset.claims),
            _database=Database(open_frame(events, dataset.claims), speller(gazetteer)),
        )

    @classmethod
    def over(cls, folder: Path, files: Sequence[Path], report: Report, version: str, gazetteer: Gazetteer) -> Self:
        """Open a table of any size, whose Parquet files stay where they are. Raises DataSetError."""
        database = Database(open_files(folder, files), speller(gazetteer))
        rows = Filed(database.fetch)
        name = folder.resolve().name
        return cls(name=name, version=version, report=report, gazetteer=gazetteer, _rows=rows, _database=database)

    @classmethod
    def piled(cls, folder: Path, files: Sequence[Path], report: Report, gazetteer: Gazetteer) -> Self:
        """Open a table that has a pyramid; nothing of it is loaded. Raises DataSetError."""
        pyramid = Pyramid.at(f"{folder}/{FOLDER}")
        database = Database(
            open_index(folder, files, folder / FOLDER / INDEX), speller(gazetteer), most_found=MOST_FOUND
        )
        rows = Indexed(database.fetch, tuple(files))
        if rows.total != pyramid.about["events"]:
            found = f"a pyramid of {pyramid.about['events']:,} events over {rows.total:,}"
            raise DataSetError(f"{folder.name}/{FOLDER}", found, "one of these events: make it anew with `geo pyramid`")
        return cls(
            name=folder.resolve().name,
            version=pyramid.about["version"],
            report=report,
            gazetteer=gazetteer,
            _rows=rows,
            _database=database,
            _pyramid=pyramid,
        )

    @cached_property
    def total(self) -> int:
        """How many events the data set has."""
        return self.count(View())

    @cached_property
    def window(self) -> tuple[date, date]:
        """The report's days, ends included, stretched as far as every event touches it."""
        table = self._source(View()).table
        found = self._database.numbers(f"SELECT min(end_date) AS first, max(start_date) AS last FROM {table}")
        first, last = (found[side].astype("datetime64[D]").tolist()[0] for side in ("first", "last"))
        return min(self.report.first, first), max(self.report.last, last)

    @cached_property
    def events(self) -> gpd.GeoDataFrame:
        """All events, of a data set that is small enough to be held. Raises DataSetError for a larger one."""
        if isinstance(self._rows, Held):
            return self._rows.events
        if self.total > MOST_SENT:
            raise DataSetError(self.name, f"{self.total} events", f"at most {MOST_SENT} to be read at once")
        return self._rows.take(np.arange(self.total))

    @cached_property
    def all_claims(self) -> tuple[Claim, ...]:
        """All claims, in the order of the data set. Raises DataSetError where `events` does."""
        if not self.held and self.total > MOST_SENT:
            raise DataSetError(self.name, f"{self.total} events", f"at most {MOST_SENT} to be read at once")
        return self._rows.all_claims()

    @property
    def held(self) -> bool:
        """Whether all events are in memory."""
        return isinstance(self._rows, Held)

    @property
    def claim_total(self) -> int:
        """How many claims the data set has."""
        return self._rows.claim_total

    def rows(self, view: View) -> np.ndarray[Any, np.dtype[np.int32]]:
        """Return the row numbers of the selected events, in order of time."""
        return self._selected(seen(view)) if self.total <= MOST_SENT else self._select(seen(view))

    def select(self, view: View) -> gpd.GeoDataFrame:
        """Return the selected events, in order of start, end and id; of a large data set, see `batches`."""
        return self._rows.take(self.rows(view))

    def batches(self, view: View) -> Iterator[gpd.GeoDataFrame]:
        """Yield the selected events in parts that fit into memory, in order of start, end and id."""
        rows = self.rows(view)
        for first in range(0, len(rows), _BATCH):
            yield self._rows.take(rows[first : first + _BATCH])

    def at(self, rows: Sequence[int]) -> gpd.GeoDataFrame:
        """Return the events with these row numbers, in this order."""
        return self._rows.take(np.asarray(rows, np.int64))

    def count(self, view: View) -> int:
        """Return how many events are selected."""
        return self._counted(seen(view))

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
            "SELECT row FROM texts WHERE event_id = ANY(?) ORDER BY row", Condition("", [list(event_ids)])
        )
        return self._rows.take(found["row"])

    def claims(self, view: View) -> tuple[Claim, ...]:
        """Return all claims of the selected events, in order of the events' time; of a large set, see `figures`."""
        return tuple(self.figures(view))

    def figures(self, view: View) -> Iterator[Claim]:
        """Yield the claims of the selected events, in order of the events' time, without holding them all."""
        rows = self.rows(view)
        for first in range(0, len(rows), _BATCH):
            ids = self._rows.ids(rows[first : first + _BATCH])
            known = self.claims_about(ids)
            for event_id in ids:
                yield from known.get(event_id, ())

    def first_claims(self, view: View, limit: int) -> tuple[int, tuple[Claim, ...]]:
        """Return how many claims the selected events have, and the first ones in order of the events' time."""
        return self._rows.first_claims(where(view), limit, self._database)

    def extent(self, view: View) -> tuple[float, float, float, float] | None:
        """Return west, south, east and north of the selected events' points, as they are stored; None without any."""
        condition = where(view)
        sides = "min(lon) AS w, min(lat) AS s, max(lon) AS e, max(lat) AS n"
        rows = f"SELECT rowid FROM events WHERE {condition.sql}"
        found = self._database.numbers(f"SELECT {sides} FROM stored WHERE row IN ({rows})", condition)
        if np.ma.getmaskarray(found["w"]).any():
            return None
        west, south, east, north = (float(found[side][0]) for side in "wsen")
        return west, south, east, north

    def claims_of(self, event_id: str) -> tuple[Claim, ...]:
        """Return the claims of one event, in the order of the data set."""
        return self.claims_about([event_id]).get(event_id, ())

    def claims_about(self, event_ids: Sequence[str]) -> dict[str, tuple[Claim, ...]]:
        """Return the claims of some events, in the order of the data set; an event without any has no entry."""
        return self._rows.claims(event_ids)

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

    def part(self, view: View, inside: Inside, offset: int, limit: int) -> tuple[int, list[int]]:
        """Return how many selected events lie in a cell or an area, and the row numbers of some, in order of time."""
        condition = where(view).also(*inside(self._database.numbers, self.gazetteer))
        return self._some(condition, offset, limit)

    def first(self, view: View, offset: int, limit: int) -> tuple[int, list[int]]:
        """Return how many events are selected, and the row numbers of some, in order of time."""
        return self.count(view), self._some(where(view), offset, limit)[1]

    def _some(self, condition: Condition, offset: int, limit: int) -> tuple[int, list[int]]:
        total = self._number(f"SELECT count(*) AS n FROM events WHERE {condition.sql}", condition)
        query = f"SELECT rowid AS row FROM events WHERE {condition.sql} ORDER BY {_ORDER} LIMIT ? OFFSET ?"
        return total, self._database.numbers(query, condition.before([limit, offset]))["row"].tolist()

    def _piled(self, view: View) -> Pyramid | None:
        """Return the pyramid, if there is one and it tells what is asked: it knows of days and types only."""
        plain = replace(seen(view), first=None, last=None, types=None) == View()
        return self._pyramid if plain else None

    def _source(self, view: View) -> Source:
        return EVENTS if self._piled(view) is None else SPANS

    def _count_cells(self, view: View, window: Window) -> dict[str, Any]:
        pyramid = self._piled(view)
        if pyramid is None:
            return counting.count(self._database.numbers, where(view), window)
        return _of_types(pyramid.cells(window, view.first, view.last), view, lambda found: found["cell"] & 7)

    def _count_areas(self, view: View) -> dict[str, Any]:
        pyramid = self._piled(view)
        if pyramid is None:
            return counting.count_areas(self._database.numbers, where(view))
        return _of_types(pyramid.named_areas(view.first, view.last), view, lambda found: found["type"])

    def _exact(self, condition: Condition, window: Window) -> dict[str, Any]:
        """Return the events with a point in the window, as compact columns."""
        inside = condition.also(*window.condition())
        query = f"SELECT rowid AS row FROM events WHERE {inside.sql} ORDER BY {_ORDER} LIMIT ?"
        rows = self._database.numbers(query, inside.before([counting.MOST_EXACT]))["row"]
        return {"rows": rows.tolist(), **columns(self._rows.drawn(rows), self.window, self.gazetteer)}

    def in_words(self, lang: str) -> Callable[[str], str]:
        """Return a function that puts actors, claimants and places, as filters name them, into a language."""
        known = self._german if lang == "de" else {}
        return lambda text: known.get(text, text)

    @cached_property
    def told(self) -> dict[tuple[int, str], dict[str, Any]]:
        """Cards that have been put into words already, by row and language; they go when the store goes."""
        return {}

    @cached_property
    def _german(self) -> dict[str, str]:
        known = {site.name: site_name(site, "de", self.gazetteer) for site in self._common_places()}
        for table in ("actor_lists", "claimant_lists"):
            for row in self._database.fetch(f"SELECT english, german FROM {table}").to_pylist():
                if len(row["english"]) == len(row["german"]):
                    known.update(zip(row["english"], row["german"], strict=True))
        known.update(self._rows.claimants())
        return {linkable(name): german for name, german in known.items()}

    def _common_places(self) -> list[Site]:
        """Return the places that filters can offer."""
        query = (
            "SELECT named, country, lat, lon FROM places JOIN (SELECT place AS code, count(*) AS n FROM events "
            f"GROUP BY place ORDER BY n DESC, place LIMIT {facets.MOST_NAMES}) USING (code)"
        )
        found = self._database.fetch(query).to_pylist()
        return [Site(p["named"], p["country"], None if p["lat"] is None else (p["lat"], p["lon"])) for p in found]

    @cached_property
    def _numbered(self) -> Callable[[str], int | None]:
        def numbered(event_id: str) -> int | None:
            found = self._database.numbers("SELECT row FROM texts WHERE event_id = ?", Condition("", [event_id]))
            return int(found["row"][0]) if len(found["row"]) else None

        return lru_cache(_BATCH)(numbered)

    @cached_property
    def _selected(self) -> Callable[[View], np.ndarray[Any, np.dtype[np.int32]]]:
        return lru_cache(_KEPT)(self._select)

    def _select(self, view: View) -> np.ndarray[Any, np.dtype[np.int32]]:
        condition = where(view)
        query = f"SELECT rowid::INTEGER AS row FROM events WHERE {condition.sql} ORDER BY {_ORDER}"
        found: np.ndarray[Any, np.dtype[np.int32]] = self._database.numbers(query, condition)["row"]
        found.flags.writeable = False
        return found

    @cached_property
    def _counted(self) -> Callable[[View], int]:
        def counted(view: View) -> int:
            condition, source = where(view), self._source(view)
            return self._number(
                f"SELECT coalesce({source.n}, 0) AS n FROM {source.table} WHERE {condition.sql}", condition
            )

        return lru_cache(_KEPT * 8)(counted)

    @cached_property
    def _around(self) -> Callable[[View], tuple[list[dict[str, Any]], int, list[int]]]:
        """What `cells` tells beside its cells, the same wherever the map looks: areas, further ones, kinds."""

        def around(view: View) -> tuple[list[dict[str, Any]], int, list[int]]:
            areas, more = counting.areas(self._count_areas(view), self.gazetteer)
            condition = where(view, leaving_out="types")
            return areas, more, counting.kinds(self._database.numbers, condition, self._source(view))

        return lru_cache(_KEPT)(around)

    @cached_property
    def _options(self) -> Callable[[View], Options]:
        ask = self._database.numbers
        names = facets.read_names(ask)
        return lru_cache(_KEPT)(lambda view: facets.options(ask, view, names))

    def _number(self, sql: str, condition: Condition) -> int:
        return int(self._database.numbers(sql, condition)["n"][0])


def _of_types(found: dict[str, Any], view: View, kind: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """Keep what is counted of the types that a View shows."""
    if view.types is None:
        return found
    chosen = [i for i, event_type in enumerate(EventType) if event_type in view.types]
    keep = np.isin(kind(found), chosen)
    return {name: values[keep] for name, values in found.items()}
