"""Where whole events come from: a small data set's frame in memory, or a large one's files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import geopandas as gpd
import numpy as np
import pyarrow as pa

from geo.model import Certainty, Claim, EventType
from geo.sources.stored import claim_of, frame_of
from geo.store.database import Database
from geo.store.load import MARKS
from geo.store.where import Condition

#: runs a query with bound parameters and returns its rows as a table
Fetch = Callable[..., pa.Table]
#: German names of claimants that are known at once
_MOST_CLAIMANTS: Final = 20_000
#: the columns that a map needs
DRAWN: Final = (
    "event_id",
    "event_type",
    "certainty",
    "place",
    "admin1",
    "country",
    "geo_precision",
    "origin",
    "origin_country",
    "origin_precision",
    "start_date",
    "end_date",
)
_MARKS: Final = ", ".join(MARKS)


class Rows(Protocol):
    """A data set's events and figures, whole."""

    def take(self, rows: Any) -> gpd.GeoDataFrame:
        """Return the events with these row numbers, in this order."""
        ...

    def drawn(self, rows: Any) -> gpd.GeoDataFrame:
        """Return what is drawn of the events with these row numbers, in this order: the columns DRAWN at least."""
        ...

    def claims(self, event_ids: Sequence[str]) -> dict[str, tuple[Claim, ...]]:
        """Return the claims of these events, in the order of the data set; an event without any has no entry."""
        ...

    def ids(self, rows: Any) -> list[str]:
        """Return the ids of the events with these row numbers, in this order."""
        ...

    def first_claims(self, condition: Condition, limit: int, database: Database) -> tuple[int, tuple[Claim, ...]]:
        """Return how many claims the events have that fulfil a condition, and the first in order of these events."""
        ...

    def all_claims(self) -> tuple[Claim, ...]:
        """Return all claims, in the order of the data set."""
        ...

    @property
    def claim_total(self) -> int:
        """How many claims there are."""
        ...

    def claimants(self) -> dict[str, str]:
        """Return the German names of who says so of figures, by the English one."""
        ...


@dataclass(frozen=True, eq=False)
class Held:
    """A frame and claims in memory."""

    events: gpd.GeoDataFrame
    by_event: dict[str, tuple[Claim, ...]]
    kept: tuple[Claim, ...]

    def take(self, rows: Any) -> gpd.GeoDataFrame:
        """Return the events with these row numbers, in this order."""
        return self.events.take(rows).reset_index(drop=True)

    def drawn(self, rows: Any) -> gpd.GeoDataFrame:
        """Return the events with these row numbers, in this order."""
        return self.take(rows)

    def claims(self, event_ids: Sequence[str]) -> dict[str, tuple[Claim, ...]]:
        """Return the claims of these events."""
        return {i: self.by_event[i] for i in event_ids if i in self.by_event}

    def ids(self, rows: Any) -> list[str]:
        """Return the ids of the events with these row numbers."""
        return list(self.events["event_id"].to_numpy()[rows])

    def first_claims(self, condition: Condition, limit: int, database: Database) -> tuple[int, tuple[Claim, ...]]:
        """Return how many claims the events have that fulfil a condition, and the first."""
        query = f"SELECT rowid AS row FROM events WHERE {condition.sql} ORDER BY start_date, end_date, rowid"
        ids = self.ids(database.numbers(query, condition)["row"])
        found = tuple(claim for claims in self.claims(ids).values() for claim in claims)
        return len(found), found[:limit]

    def all_claims(self) -> tuple[Claim, ...]:
        """Return all claims."""
        return self.kept

    @property
    def claim_total(self) -> int:
        """How many claims there are."""
        return len(self.kept)

    def claimants(self) -> dict[str, str]:
        """Return the German names of who says so."""
        said = [c.claimed_by for c in self.kept if c.claimed_by]
        return {by.get("en") or next(iter(by.values())): by["de"] for by in said if by.get("de")}


@dataclass(frozen=True, eq=False)
class Filed:
    """Parquet files, read by the database: `stored` has the events with their `row`, `figures` the claims.

    What is drawn of them is in memory.
    """

    fetch: Fetch

    def take(self, rows: Any) -> gpd.GeoDataFrame:
        """Return the events with these row numbers, in this order."""
        return frame_of(self._stored(rows))

    def drawn(self, rows: Any) -> gpd.GeoDataFrame:
        """Return what is drawn of the events with these row numbers, in this order."""
        # rows are picked from either table before they are joined: else one of them would be hashed as a whole
        query = (
            f"SELECT {_MARKS}, types[type + 1] AS event_type, levels[certainty + 1] AS certainty, named AS "
            "place, places.country AS country, geo_precision, start_date, end_date FROM (SELECT rowid AS row, "
            "?::BIGINT[] AS rows, ?::VARCHAR[] AS types, ?::VARCHAR[] AS levels, type, certainty, place AS code, "
            "geo_precision, start_date, end_date FROM events WHERE rowid = ANY(?)) "
            f"JOIN (SELECT rowid AS row, {_MARKS} FROM marks WHERE rowid = ANY(?)) USING (row) "
            "JOIN (SELECT code, named, country FROM places) AS places USING (code) ORDER BY list_position(rows, row)"
        )
        numbers = np.asarray(rows).tolist()
        names = [[str(member) for member in members] for members in (EventType, Certainty)]
        return frame_of(self.fetch(query, [numbers, *names, numbers, numbers]), DRAWN)

    def _stored(self, rows: Any) -> pa.Table:
        wanted = np.asarray(rows, np.int64)
        found = self.fetch("SELECT * FROM stored WHERE row = ANY(?)", [wanted.tolist()])
        own = found["row"].to_numpy()
        order = np.argsort(own, kind="stable")
        at = order[np.searchsorted(own, wanted, sorter=order)] if len(own) else wanted[:0]
        return found.drop_columns(["row"]).take(pa.array(at))

    def claims(self, event_ids: Sequence[str]) -> dict[str, tuple[Claim, ...]]:
        """Return the claims of these events."""
        by_event: dict[str, tuple[Claim, ...]] = {}
        for row in self.fetch("SELECT * FROM figures WHERE event_id = ANY(?)", [list(event_ids)]).to_pylist():
            by_event[row["event_id"]] = (*by_event.get(row["event_id"], ()), claim_of(row))
        return by_event

    def ids(self, rows: Any) -> list[str]:
        """Return the ids of the events with these row numbers."""
        numbers = np.asarray(rows).tolist()
        found = self.fetch("SELECT rowid AS row, event_id FROM marks WHERE rowid = ANY(?)", [numbers]).to_pydict()
        known = dict(zip(found["row"], found["event_id"], strict=True))
        return [known[row] for row in numbers]

    def first_claims(self, condition: Condition, limit: int, database: Database) -> tuple[int, tuple[Claim, ...]]:
        """Return how many claims the events have that fulfil a condition, and the first."""
        query = (
            "SELECT claim_id, count(*) OVER () AS n FROM figures JOIN ids USING (event_id) JOIN (SELECT rowid AS "
            f"row, start_date, end_date FROM events WHERE {condition.sql}) AS chosen USING (row) "
            "ORDER BY chosen.start_date, chosen.end_date, row, claim_id LIMIT ?"
        )
        first = database.numbers(query, condition.before([max(1, limit)]))
        ids = first["claim_id"].tolist()[:limit]
        found = self.fetch("SELECT * FROM figures WHERE claim_id = ANY(?)", [ids]).to_pylist()
        claims = {row["claim_id"]: claim_of(row) for row in found}
        return int(first["n"][0]) if len(first["n"]) else 0, tuple(claims[claim_id] for claim_id in ids)

    def all_claims(self) -> tuple[Claim, ...]:
        """Return the claims."""
        return tuple(map(claim_of, self.fetch("SELECT * FROM figures").to_pylist()))

    @property
    def claim_total(self) -> int:
        """How many claims there are."""
        return int(self.fetch("SELECT count(*) AS n FROM figures")["n"][0].as_py())

    def claimants(self) -> dict[str, str]:
        """Return the German names of who says so."""
        query = (
            "SELECT DISTINCT claimed_by_en, claimed_by_de FROM figures "
            f"WHERE claimed_by_en IS NOT NULL AND claimed_by_de IS NOT NULL LIMIT {_MOST_CLAIMANTS}"
        )
        return {row["claimed_by_en"]: row["claimed_by_de"] for row in self.fetch(query).to_pylist()}
