"""A data set's events as DuckDB tables in memory: `events`, a row each in the order of time, and `places`.

`events` holds what can be filtered or sorted by, names as a link can hold them; `places.names` all known names of a
place, folded for search.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import duckdb
import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from geo.gazetteer import Gazetteer, fold
from geo.model import Claim, GeoPrecision
from geo.store.grid import to_grid
from geo.view import MAX_TEXT

#: columns that a table can be sorted by
SORTABLE: Final = (
    "event_id",
    "event_type",
    "sub_event_type",
    "label",
    "summary_en",
    "summary_de",
    "place",
    "country",
    "start_date",
    "end_date",
    "certainty",
    "geo_precision",
    "date_precision",
    "paragraph",
)
_TEXTS: Final = ("label", "summary_en", "summary_de", "place_as_written", "admin1", "origin")
_LISTS: Final = ("actors", "actors_de", "attribution", "attribution_de")


@dataclass(frozen=True, slots=True)
class Site:
    """A place as events name it; `at` is latitude and longitude in WGS 84 degrees, None for an area."""

    name: str
    country: str
    at: tuple[float, float] | None


def sites(events: gpd.GeoDataFrame) -> tuple[tuple[Site, ...], list[int]]:
    """Return the distinct places, and for each event the index of its own.

    A LineString runs from origin to place.
    """
    index: dict[Site, int] = {}
    rows = zip(events["place"], events["country"], _ends(events), strict=True)
    own = [index.setdefault(Site(name, country, at), len(index)) for name, country, at in rows]
    return tuple(index), own


def _ends(events: gpd.GeoDataFrame) -> list[tuple[float, float] | None]:
    """Return latitude and longitude of the last point of each geometry; None where there is none."""
    points, owners = shapely.get_coordinates(events.geometry.array, return_index=True)
    ends: list[tuple[float, float] | None] = [None] * len(events)
    for owner, (lon, lat) in zip(owners.tolist(), points.round(5).tolist(), strict=True):
        ends[owner] = lat, lon
    return ends


def load(
    events: gpd.GeoDataFrame,
    claims: Iterable[Claim],
    gazetteer: Gazetteer,
    places: tuple[Site, ...],
    place_ids: list[int],
) -> duckdb.DuckDBPyConnection:
    """Open a database in memory that holds the events and can reach neither files nor network."""
    database = duckdb.connect(":memory:", config={"threads": 2})
    _create(database, "events", _events(events, claims, places, place_ids))
    _create(database, "places", _places(places, gazetteer))
    database.execute("SET temp_directory = ''")
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    return database


def _create(database: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    database.register("incoming", table)
    database.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
    database.unregister("incoming")


def _events(
    events: gpd.GeoDataFrame, claims: Iterable[Claim], places: tuple[Site, ...], place_ids: list[int]
) -> pa.Table:
    texts = pa.list_(pa.string())
    claimants = _claimants(events, claims)
    actors = [_linkable(names) for names in events["actors"]]
    columns = {name: pa.array(events[name].tolist(), from_pandas=True) for name in SORTABLE}
    for name in ("label", "summary_en", "summary_de"):
        columns[name] = pa.array(events[name].tolist(), pa.string(), from_pandas=True)
    columns["place"] = pa.array([linkable(name) for name in events["place"]], pa.string())
    columns["row"] = pa.array(range(len(events)), pa.int32())
    columns["place_id"] = pa.array(place_ids, pa.int32())
    columns["actors"] = pa.array(actors, texts)
    columns["claimants"] = pa.array(claimants, texts)
    columns["x"], columns["y"] = _grid(places, place_ids, events)
    columns["area"] = pa.array(_areas(events), pa.string())
    columns["search"] = pa.array(_search_texts(events), pa.string())
    return pa.table(columns)


def _grid(places: tuple[Site, ...], place_ids: list[int], events: gpd.GeoDataFrame) -> tuple[pa.Array, pa.Array]:
    """Return where the events lie in the map's grid; missing for areas."""
    at = np.array([site.at or (np.nan, np.nan) for site in places], np.float64).reshape(-1, 2)[place_ids]
    missing = np.isnan(at[:, 0]) | (events["geo_precision"].to_numpy() == GeoPrecision.AREA)
    x, y = (pa.array(axis, mask=missing) for axis in to_grid(at[:, 1], at[:, 0]))
    return x, y


def _areas(events: gpd.GeoDataFrame) -> list[str | None]:
    """Return the name of the area that an event's place is, or lies in; None where the place is nearer."""
    rows = zip(events["geo_precision"], events["admin1"], events["place"], strict=True)
    return [(a if isinstance(a, str) else p) if precision == GeoPrecision.AREA else None for precision, a, p in rows]


def _claimants(events: gpd.GeoDataFrame, claims: Iterable[Claim]) -> list[list[str]]:
    """Return for each event who says so, be it of the event or of one of its figures."""
    said: dict[str, list[str]] = {}
    for claim in claims:
        if claim.claimed_by:
            said.setdefault(claim.event_id, []).append(english(claim.claimed_by))
    pairs = zip(events["event_id"], events["attribution"], strict=True)
    return [_linkable([*own, *said.get(event_id, [])]) for event_id, own in pairs]


def linkable(text: str) -> str:
    """Return a name as a link can hold it: printable characters only, at most MAX_TEXT of them."""
    return (text if text.isprintable() else "".join(c for c in text if c.isprintable()))[:MAX_TEXT].strip()


def _linkable(names: Iterable[str]) -> list[str]:
    return list(filter(None, dict.fromkeys(map(linkable, names))))


def english(text: Mapping[str, str]) -> str:
    """Return the English form of a text in several languages, else its first."""
    return text.get("en") or next(iter(text.values()))


def _search_texts(events: gpd.GeoDataFrame) -> list[str]:
    columns = [[v if isinstance(v, str) else "" for v in events[name]] for name in _TEXTS]
    columns += [["\n".join(v) for v in events[name]] for name in _LISTS]
    folded: dict[str, str] = {}
    texts = ["\n".join(filter(None, dict.fromkeys(row))) for row in zip(*columns, strict=True)]
    return [folded[t] if t in folded else folded.setdefault(t, fold(t)) for t in texts]


def _places(places: tuple[Site, ...], gazetteer: Gazetteer) -> pa.Table:
    return pa.table(
        {
            "place_id": pa.array(range(len(places)), pa.int32()),
            "names": pa.array([_names(site, gazetteer) for site in places], pa.string()),
        }
    )


def _names(site: Site, gazetteer: Gazetteer) -> str:
    spellings = gazetteer.spellings(site.name, site.country, *(site.at or (None, None)))
    names = {*spellings, *gazetteer.country_names(site.country)}
    return "\n".join(sorted({fold(name) for name in names}))
