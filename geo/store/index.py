"""A table too large to be loaded: its numbers in a database file, made once; whole events are read where they lie.

`pyramid/index.duckdb` holds what `geo.store.load` makes of all events. Any number of processes read it at the same
time, each with a bounded part of it in memory.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any, Final

import duckdb
import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import DataSetError
from geo.sources.layout import CLAIMS
from geo.sources.stored import frame_of
from geo.store.load import load, lock, view_texts
from geo.store.opening import INNER_TOO, counted_of, figures_of, quoted, stored_of
from geo.store.pyramid import ABOUT, FOLDER, SPANS
from geo.store.rows import DRAWN, Filed

INDEX: Final = "index.duckdb"
_BUILDING: Final = "1500MB"
_READING: Final = "160MB"
#: rows of a searched word that fit beside it
MOST_FOUND: Final = 1_000_000


def is_piled(folder: Path) -> bool:
    """Tell whether a data set has a pyramid and an index: it is too large to be loaded."""
    return all((folder / FOLDER / name).is_file() for name in (ABOUT, INDEX))


def build_index(files: Iterable[PurePath | str], target: Path, room: Path, *, system: Any = None) -> int:
    """Write the numbers of Parquet files of events, in their order, to `target`; return its bytes.

    What does not fit into memory meanwhile goes to `room`. `system` is the file system of `files` that are on no disk.
    Raises DataSetError.
    """
    queries = [f"{INNER_TOO} read_parquet({quoted(path)}, hive_partitioning = false)" for path in files]
    with closing(duckdb.connect(str(target), config={"memory_limit": _BUILDING, "threads": 2})) as database:
        database.execute("SET temp_directory = ?", [str(room)])
        if system is not None:
            database.register_filesystem(system)
        try:
            load(database, queries)
        except duckdb.Error as error:
            told = " ".join(str(error).split())[:200]
            raise DataSetError(
                target.name, f"it cannot be made ({told})", "Parquet files as an import writes"
            ) from error
        database.execute("CHECKPOINT")
    return target.stat().st_size


def open_index(
    folder: str,
    files: Sequence[str],
    *,
    claims: bool,
    counts: Sequence[int] | None = None,
    system: Any = None,
) -> duckdb.DuckDBPyConnection:
    """Open a table by its index; no file but those of `folder`, which ends in a slash, can be read through it.

    `files` are those of events by their names in the folder, `counts` how many each has, where that is known; `claims`
    says whether there are figures. `system` is the file system of a folder that is on no disk. Raises DataSetError.
    """
    try:
        database = duckdb.connect(":memory:", config={"threads": 2, "memory_limit": _READING})
        database.execute("SET temp_directory = ''")
        database.execute("SET enable_progress_bar = false")
        database.execute("SET allowed_directories = [?]", [folder])
        if system is not None:
            database.register_filesystem(system)
            # it would hold what it fetches ahead beside what the file system keeps
            database.execute("SET disable_parquet_prefetching = true")
        database.execute(f"ATTACH {quoted(f'{folder}{FOLDER}/{INDEX}')} AS held (READ_ONLY)")
        for (name,) in database.execute(_TABLES).fetchall():
            database.execute(f"CREATE VIEW {name} AS SELECT {'rowid, ' if name == 'events' else ''}* FROM held.{name}")
        database.execute(f"CREATE TABLE spans AS FROM read_parquet({quoted(f'{folder}{FOLDER}/{SPANS}')})")
        paths = [f"{folder}{file}" for file in files]
        stored = stored_of(database, paths) if counts is None else counted_of(paths, counts)
        database.execute(f"CREATE VIEW stored AS {stored}")
        view_texts(database, f"{INNER_TOO} stored")
        database.execute(f"CREATE VIEW figures AS {figures_of(f'{folder}{CLAIMS}' if claims else None)}")
    except duckdb.Error as error:
        told = " ".join(str(error).split())[:120]
        raise DataSetError(INDEX, f"it cannot be read ({told})", "an index as `geo pyramid` makes it") from error
    lock(database)
    return database


#: Columns of few values: as codes, they are read in a fraction of the time.
_REPEATED: Final = ("event_type", "certainty", "place", "admin1", "country", "origin", "origin_country")
_TABLES: Final = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'held'"


@dataclass(frozen=True, eq=False)
class Indexed(Filed):
    """Parquet files whose events are read by their row groups, as a look at every row's number would take too long.

    `opened` turns the name of a file into what Arrow reads; `counts` is how many events each has, where that is known.
    """

    files: tuple[PurePath, ...] = ()
    opened: Callable[[PurePath], Any] = Path
    counts: tuple[int, ...] | None = None

    def take(self, rows: Any) -> gpd.GeoDataFrame:
        """Return the events with these row numbers, in this order."""
        return frame_of(self._read(rows, None))

    def ids(self, rows: Any) -> list[str]:
        """Return the ids of the events with these row numbers, in this order."""
        return [str(i) for i in self._read(rows, ["event_id"])["event_id"].to_pylist()]

    def drawn(self, rows: Any) -> gpd.GeoDataFrame:
        """Return what is drawn of the events with these row numbers, in this order."""
        return frame_of(self._read(rows, [*DRAWN, "lon", "lat"]), DRAWN)

    @property
    def total(self) -> int:
        """How many events there are."""
        return int(self._first[-1])

    @cached_property
    def _first(self) -> Any:
        """The number of each file's first row, and of the one after the last."""
        counts = self.counts or [pq.read_metadata(self.opened(path)).num_rows for path in self.files]
        return np.cumsum([0, *counts])

    def _read(self, rows: Any, columns: list[str] | None) -> pa.Table:
        wanted, back = np.unique(np.asarray(rows, np.int64), return_inverse=True)
        at = np.searchsorted(self._first, wanted, side="right") - 1
        parts = [_rows(self.opened(self.files[i]), wanted[at == i] - self._first[i], columns) for i in np.unique(at)]
        if not parts:
            schema = pq.read_schema(self.opened(self.files[0]))
            return schema.empty_table().select(columns or schema.names)
        found = pa.concat_tables(parts, promote_options="default").take(pa.array(back))
        parts.clear()
        pa.default_memory_pool().release_unused()
        return found


def _rows(opened: Any, rows: Any, columns: list[str] | None) -> pa.Table:
    """Return rows of a file by their numbers in it, in ascending order."""
    file = pq.ParquetFile(opened, pre_buffer=True, read_dictionary=_REPEATED)
    about = file.metadata
    first = np.cumsum([0, *(about.row_group(i).num_rows for i in range(about.num_row_groups))])
    group = np.searchsorted(first, rows, side="right") - 1
    parts = []
    for i in np.unique(group).tolist():
        parts.append(file.read_row_group(i, columns).take(pa.array(rows[group == i] - first[i])))
    whole = pa.concat_tables(parts, promote_options="permissive")
    plain = [pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in whole.schema]
    return whole.cast(pa.schema(plain))
