"""How the two kinds of data set become a database: a small one's frame in memory, a large one's files left in place."""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from pathlib import Path, PurePath
from typing import Any, Final

import duckdb
import geopandas as gpd
import pyarrow as pa

from geo.errors import DataSetError
from geo.gazetteer import Gazetteer, fold
from geo.model import Claim
from geo.sources.inner import CLAIMANTS, INNER, SEARCH, with_inner
from geo.sources.layout import CLAIMS
from geo.sources.part import CLAIM_SCHEMA, EVENT_SCHEMA
from geo.store.load import connect, keep_counts, keep_marks, keep_texts, load, lock, view_texts
from geo.store.sites import ends

#: places whose other names are known for search; of a table with more, the commonest
MOST_SPELLED: Final = 20_000
Spell = Callable[[duckdb.DuckDBPyConnection], None]
INNER_TOO: Final = f"SELECT *, {CLAIMANTS} AS claimants, {SEARCH} AS search FROM"


def open_frame(events: gpd.GeoDataFrame, claims: Iterable[Claim]) -> duckdb.DuckDBPyConnection:
    """Load events that are in memory, in their order."""
    database = connect()
    database.register("incoming", _as_table(events, claims))
    query = f"{INNER_TOO} incoming"
    load(database, [query])
    keep_texts(database, query)
    keep_counts(database)
    database.unregister("incoming")
    lock(database)
    return database


def _as_table(events: gpd.GeoDataFrame, claims: Iterable[Claim]) -> pa.Table:
    """Return a frame as a table of EVENT_SCHEMA with the inner columns; of a LineString, the end counts."""
    axes = dict(zip(("lat", "lon"), ends(events.geometry.to_numpy()), strict=True))
    names = [f for f in EVENT_SCHEMA if f.name not in (*axes, "geometry", "evidence")]
    columns: dict[str, Any] = {f.name: pa.array(events[f.name].tolist(), f.type, from_pandas=True) for f in names}
    columns |= {name: pa.array(axis, pa.float64(), from_pandas=True) for name, axis in axes.items()}
    said = [(c.event_id, c.claimed_by.get("en") or next(iter(c.claimed_by.values()))) for c in claims if c.claimed_by]
    ids, by = zip(*said, strict=True) if said else ((), ())
    own = pa.table({"event_id": pa.array(ids, pa.string()), "claimed_by_en": pa.array(by, pa.string())})
    return with_inner(pa.table(columns), own)


def open_files(folder: Path, files: Iterable[Path]) -> duckdb.DuckDBPyConnection:
    """Open Parquet files of events, one after another; only numbers are held in memory.

    `stored` has their columns and `row`, `figures` the claims. Raises DataSetError where a file is not as ours are.
    """
    database = connect(folder)
    paths = list(files)
    queries = [f"FROM read_parquet({quoted(path)}, hive_partitioning = false)" for path in paths]
    try:
        _check_columns(database, queries, folder)
        load(database, [f"{INNER_TOO} ({query})" for query in queries])
        stored = stored_of(database, paths)
        database.execute(f"CREATE VIEW stored AS {stored}")
        view_texts(database, f"{INNER_TOO} stored")
        keep_marks(database, "FROM stored")
        keep_counts(database)
        claims = folder / CLAIMS
        database.execute(f"CREATE VIEW figures AS {figures_of(claims if claims.exists() else None)}")
    except duckdb.Error as error:
        told = " ".join(str(error).split())[:120]
        raise DataSetError(
            folder.name, f"it cannot be read ({told})", "Parquet files as an import writes them"
        ) from error
    lock(database)
    return database


def figures_of(claims: PurePath | str | None) -> str:
    """Return SQL that gives the figures of a file; none without one."""
    empty = ", ".join(f"NULL::{'BIGINT' if f.type == pa.int64() else 'VARCHAR'} AS {f.name}" for f in CLAIM_SCHEMA)
    return f"FROM read_parquet({quoted(claims)})" if claims else f"SELECT {empty} LIMIT 0"


def counted_of(paths: Sequence[str], counts: Sequence[int]) -> str:
    """Return SQL that gives the rows of files of one schema, `counts` in each, numbered one file after the other.

    It is one scan, which has few files open at a time however many there are.
    """
    files = ", ".join(map(quoted, paths))
    first = ", ".join(map(str, accumulate(counts[:-1], initial=0)))
    return (
        f"SELECT * EXCLUDE (file_row_number), file_row_number + ([{first}])[(file_index + 1)::BIGINT] AS row "
        f"FROM read_parquet([{files}], file_row_number = true, hive_partitioning = false)"
    )


def stored_of(database: duckdb.DuckDBPyConnection, paths: Sequence[PurePath | str]) -> str:
    """Return SQL that gives all files' rows, numbered one file after the other."""
    parts, first = [], 0
    for path in paths:
        source = f"read_parquet({quoted(path)}, file_row_number = true, hive_partitioning = false)"
        # of a plain column, the parts of the file that hold no wanted row are left out; of a sum, they are not
        row = f"file_row_number + {first}" if first else "file_row_number"
        parts.append(f"SELECT * EXCLUDE (file_row_number), {row} AS row FROM {source}")
        counted = database.execute(f"SELECT count(*) FROM {source}").fetchone()
        first += int(counted[0]) if counted else 0
    return " UNION ALL BY NAME ".join(parts)


def _check_columns(database: duckdb.DuckDBPyConnection, queries: list[str], folder: Path) -> None:
    needed = {*EVENT_SCHEMA.names, *INNER}
    for query in queries:
        there = {row[0] for row in database.execute(f"DESCRIBE {query}").fetchall()}
        if absent := sorted(needed - there):
            found = f"the column {absent[0]} is missing"
            raise DataSetError(folder.name, found, "a table that `python -m geo import` has written")


def quoted(path: PurePath | str) -> str:
    """Return a path as SQL text; it comes from the data set's own folder, never from a reader."""
    return "'" + str(path).replace("'", "''") + "'"


def speller(gazetteer: Gazetteer) -> Spell:
    """Return what makes the table `spellings`: all known names of the commonest places, folded for search."""

    def spell(cursor: duckdb.DuckDBPyConnection) -> None:
        common = f"SELECT place AS code FROM events GROUP BY place ORDER BY count(*) DESC, place LIMIT {MOST_SPELLED}"
        rows = cursor.execute(
            f"SELECT code, name, country, lat, lon FROM places JOIN ({common}) USING (code)"
        ).fetchall()
        names = [_names(name, country, lat, lon, gazetteer) for _, name, country, lat, lon in rows]
        held = pa.table({"code": pa.array([row[0] for row in rows], pa.int32()), "names": pa.array(names, pa.string())})
        cursor.register("held", held)
        cursor.execute("CREATE TABLE spellings AS SELECT * FROM held")
        cursor.unregister("held")

    return spell


def _names(name: str, country: str, lat: float | None, lon: float | None, gazetteer: Gazetteer) -> str:
    spellings = gazetteer.spellings(name, country, lat, lon)
    return "\n".join(sorted({fold(text) for text in {*spellings, *gazetteer.country_names(country)}}))
