"""A data set's events as DuckDB tables in memory: a row each in the order of time, all that is asked as small numbers.

`events`    start_date, end_date, type, sub, certainty, geo_precision, country, place, actors, claimants, x, y; its
            rowid is the row number, x and y lie in the map's grid (`geo.store.grid`), missing for areas
`countries`, `places`, `actor_lists`, `claimant_lists`, `areas`   the codes of these columns and what they stand for
`area_of`   the area of each event that is known to no nearer place
`texts`     row, event_id, search and what a table is sorted by: in memory for a small data set, else in its files
`marks`     of a table, what a mark on the map needs besides: event_id, admin1, origin and its own, lon, lat; by rowid
`ids`       row and event_id
`spots`     x, y, type, n: how many events there are of each type at each point; points near one another stand together
`spans`     type, geo_precision, start_date, end_date, n: how many there are of each type and days
`area_spans` area, type, start_date, end_date, n: the same of those that are known to no nearer place than an area
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from geo.model import Certainty, EventType, SubEventType
from geo.sources.inner import linkable, linkables
from geo.store.grid import MOST_NORTH, SIZE

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
#: what a map draws of an event and `events` has no numbers for
MARKS: Final = ("event_id", "admin1", "origin", "origin_country", "origin_precision", "lon", "lat")
_TEXTS: Final = ", ".join(("row", "search", *SORTABLE))
_MEMORY: Final = "1GB"
#: rows that are packed at a time
_PART: Final = 1_000_000
_LIST: Final = "coalesce(array_to_string({}, chr(31)), '')"
#: column of `events` → its dictionary, the key in it, and the columns that it keeps beside `named`
_DICTIONARIES: Final = {
    "country": ("countries", "country", "country AS named"),
    "place": (
        "places",
        "place || chr(31) || country",
        "any_value(place) AS named, any_value(country) AS country, any_value(lat) AS lat, any_value(lon) AS lon",
    ),
    "actors": (
        "actor_lists",
        f"{_LIST.format('actors')} || chr(30) || {_LIST.format('actors_de')}",
        "any_value(actors) AS named, any_value(actors) AS english, any_value(actors_de) AS german",
    ),
    "claimants": (
        "claimant_lists",
        f"{_LIST.format('claimants')} || chr(30) || {_LIST.format('attribution_de')}",
        "any_value(claimants) AS named, any_value(attribution) AS english, any_value(attribution_de) AS german",
    ),
}
_AREA: Final = "country || chr(31) || coalesce(admin1, place)"


def connect(folder: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open a database in memory; of all files it can read only those in `folder`, once `lock` has been called."""
    database = duckdb.connect(":memory:", config={"threads": 2, "memory_limit": _MEMORY})
    database.execute("SET temp_directory = ''")
    database.execute("SET enable_progress_bar = false")
    if folder is not None:
        database.execute("SET allowed_directories = [?]", [f"{folder}/"])
    return database


def lock(database: duckdb.DuckDBPyConnection) -> None:
    """Close the database's way to files and network, and to its own settings."""
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")


def load(database: duckdb.DuckDBPyConnection, sources: Iterable[str]) -> None:
    """Fill `events` and its dictionaries; each source is SQL that gives rows, which follow those of the one before.

    The columns are those of `geo.frame` and, besides, `claimants`, `search`, `lon` and `lat`.
    """
    queries = list(sources)
    whole = " UNION ALL BY NAME ".join(f"({query})" for query in queries)
    codes = [_dictionary(database, column, *about, whole) for column, about in _DICTIONARIES.items()]
    area = "any_value(country) AS country, any_value(coalesce(admin1, place)) AS area"
    _encode(database, "areas", f"SELECT {_AREA} AS key, {area} FROM ({whole}) WHERE geo_precision = 3 GROUP BY key")
    columns = ", ".join([*_EVENTS, *codes])
    database.execute(f"CREATE TABLE events AS SELECT {columns} FROM ({queries[0]}) LIMIT 0")
    database.execute("CREATE TABLE area_of (row INTEGER, area INTEGER)")
    for query in queries:
        first = _one(database, "SELECT count(*) FROM events")
        database.execute(f"INSERT INTO events SELECT {columns} FROM ({query})")
        rows = f"SELECT {first} + row_number() OVER () - 1 AS row, geo_precision, {_AREA} AS key FROM ({query})"
        database.execute(
            f"INSERT INTO area_of SELECT row, enum_code(key::areas_key) FROM ({rows}) WHERE geo_precision = 3"
        )


def _dictionary(database: duckdb.DuckDBPyConnection, column: str, table: str, key: str, kept: str, whole: str) -> str:
    """Make a dictionary with its names as a link can hold them; return the SQL that gives an event's code in it."""
    n = _encode(database, table, f"SELECT {key} AS key, {kept} FROM ({whole}) GROUP BY key")
    named = [row[0] for row in database.execute(f"SELECT named FROM {table} ORDER BY code").fetchall()]
    if isinstance(named[0], list):
        names, held = "names", pa.array([linkables(each) for each in named], pa.list_(pa.string()))
    else:
        names, held = "name", pa.array([linkable(each) for each in named], pa.string())
    database.register("held", pa.table({"code": pa.array(range(n), pa.int32()), names: held}))
    database.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM {table} JOIN held USING (code)")
    database.unregister("held")
    return f"enum_code(({key})::{table}_key)::{'USMALLINT' if n < 1 << 16 else 'INTEGER'} AS {column}"


def _encode(database: duckdb.DuckDBPyConnection, table: str, query: str) -> int:
    """Make a table of a query's distinct keys with codes from 0, and a type that turns a key into its code."""
    database.execute(f"CREATE TABLE {table} AS SELECT (row_number() OVER () - 1)::INTEGER AS code, * FROM ({query})")
    database.execute(f"CREATE TYPE {table}_key AS ENUM (SELECT key FROM {table} ORDER BY code)")
    database.execute(f"ALTER TABLE {table} DROP COLUMN key")
    return _one(database, f"SELECT count(*) FROM {table}")


def _one(database: duckdb.DuckDBPyConnection, query: str) -> int:
    row = database.execute(query).fetchone()
    return int(row[0]) if row else 0


def keep_texts(database: duckdb.DuckDBPyConnection, query: str) -> None:
    """Hold the texts in memory."""
    database.execute(
        f"CREATE TABLE texts AS SELECT {_TEXTS} FROM (SELECT row_number() OVER () - 1 AS row, * FROM ({query}))"
    )
    database.execute("CREATE VIEW ids AS SELECT row, event_id FROM texts")


def keep_counts(database: duckdb.DuckDBPyConnection) -> None:
    """Count the events that types and days, or types and places, do not tell apart: most share theirs with others.

    What is asked of types and days alone, or of a part of a map, then need not look at each event.
    """
    days = "type, start_date, end_date, count(*)::INTEGER AS n"
    database.execute(f"CREATE TABLE spans AS SELECT geo_precision, {days} FROM events GROUP BY ALL")
    database.execute(
        f"CREATE TABLE area_spans AS SELECT area, {days} FROM area_of JOIN events ON events.rowid = row "
        "WHERE geo_precision = 3 GROUP BY ALL"
    )
    near = ", ".join(f"{axis} >> {shift}" for shift in (26, 21, 16) for axis in ("x", "y"))
    database.execute(
        "CREATE TABLE spots AS FROM (SELECT x, y, type, count(*)::INTEGER AS n FROM events WHERE x IS NOT NULL "
        f"GROUP BY ALL) ORDER BY {near}, x, y, type"
    )
    database.execute("CHECKPOINT")


def keep_marks(database: duckdb.DuckDBPyConnection, stored: str) -> None:
    """Hold what marks need, some ten bytes an event once they are packed; `stored` is SQL that gives `row` as well.

    The texts stay where they are: a few rows of a table are found in memory ten times as fast as in its files. They
    are packed a part at a time, as they take ten times the room before.
    """
    names = ", ".join(MARKS)
    database.execute("CHECKPOINT")
    database.execute(f"CREATE TABLE marks AS SELECT {names} FROM ({stored}) LIMIT 0")
    for first in range(0, _one(database, "SELECT count(*) FROM events"), _PART):
        part = f"SELECT {names} FROM ({stored}) WHERE row BETWEEN {first} AND {first + _PART - 1}"
        database.execute(f"INSERT INTO marks {part}")
        database.execute("CHECKPOINT")
    database.execute("CREATE OR REPLACE VIEW ids AS SELECT rowid AS row, event_id FROM marks")


def view_texts(database: duckdb.DuckDBPyConnection, query: str) -> None:
    """Leave the texts in the files; `query` gives `row` as well."""
    database.execute(f"CREATE VIEW texts AS SELECT {_TEXTS} FROM ({query})")
    database.execute("CREATE VIEW ids AS SELECT row, event_id FROM texts")


def _position(members: type[Any], column: str) -> str:
    values = ", ".join(f"'{member.value}'" for member in members)
    return f"(list_position([{values}], {column}) - 1)::UTINYINT"


_NORTH: Final = f"least(greatest(lat, -{MOST_NORTH}), {MOST_NORTH})"
_GRID: Final = f"CASE WHEN geo_precision < 3 THEN least(greatest(trunc(({{}}) * {SIZE}), 0), {SIZE - 1})::INTEGER END"
_EVENTS: Final = (
    "start_date",
    "end_date",
    f"{_position(EventType, 'event_type')} AS type",
    f"{_position(SubEventType, 'sub_event_type')} AS sub",
    f"{_position(Certainty, 'certainty')} AS certainty",
    "geo_precision::UTINYINT AS geo_precision",
    f"{_GRID.format('(lon + 180) / 360')} AS x",
    f"{_GRID.format(f'(1 - asinh(tan(radians({_NORTH}))) / pi()) / 2')} AS y",
)
