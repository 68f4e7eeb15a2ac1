"""`python -m geo pyramid`: a pyramid of cells (`geo.store.pyramid`) beside a data set of any size, made out of core.

One pass over the events keeps their days, types and places as numbers on the disk; then month by month they become rows
of every level, so that memory holds a month at most.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Final

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.archive.sorted import along_curve
from geo.archive.tables import Tables, put
from geo.errors import ArchiveError
from geo.model import EventType, GeoPrecision
from geo.sources.location import Item, absolute, is_local, items, open_file, write_whole
from geo.sources.remote import Remote
from geo.store.grid import BITS, to_grid
from geo.store.index import INDEX, build_index
from geo.store.pyramid import (
    ABOUT,
    AREA_LEVEL,
    AREAS,
    BY_DAY,
    CELL_SCHEMA,
    DAY_SCHEMA,
    FOLDER,
    FORMAT,
    LEVELS,
    SPANS,
    Unit,
    cell_file,
    month_file,
)
from geo.store.remote import FAR, FarFiles

_COLUMNS: Final = ("start_date", "end_date", "event_type", "geo_precision", "lon", "lat", "country", "admin1", "place")
_BATCH: Final = 262_144
_MEMORY: Final = "1GB"
_MONTH: Final = "(year({0}) * 12 + month({0}) - 1)"
_DAY: Final = "(day - DATE '1970-01-01')"
_MONTHS: Final = (
    f"SELECT {_MONTH.format('a')} AS m FROM numbers UNION SELECT {_MONTH.format('b')} FROM numbers ORDER BY m"
)
_CELLS: Final = (
    "u INTEGER, cx INTEGER, cy INTEGER, type UTINYINT, n BIGINT, sx BIGINT, sy BIGINT, dn BIGINT, dx BIGINT, dy BIGINT"
)
_SUMS: Final = ", ".join(f"sum({name}) AS {name}" for name in ("n", "sx", "sy", "dn", "dx", "dy"))
_SPANS: Final = (
    "SELECT type, if(area IS NULL, 1, 3)::UTINYINT AS geo_precision, a AS start_date, b AS end_date, count(*) AS n "
    "FROM numbers "
    "GROUP BY ALL ORDER BY ALL"
)
_AREAS: Final = pa.schema([("country", pa.string()), ("area", pa.string())])


@dataclass(frozen=True, slots=True)
class Built:
    """What a pyramid was made of."""

    events: int
    rows: int
    bytes: int


def build_pyramid(dataset: str, *, tell: Callable[[int, int], None] = lambda *_: None) -> Built:
    """Write the pyramid of a data set of Parquet files, a local folder or object storage.

    `tell` takes how many of how many steps are done. Raises ArchiveError where there are no such files or no events.
    """
    url = absolute(dataset)
    files = [item for item in items(url) if _is_events(item.url.removeprefix(url))]
    if not files:
        raise ArchiveError(
            f"{dataset}: no events in Parquet files; expected a data set as code-archive or import makes"
        )
    with (
        tempfile.TemporaryDirectory(prefix="qantar-") as room,
        closing(duckdb.connect(f"{room}/numbers", config={"memory_limit": _MEMORY})) as database,
    ):
        database.execute("SET preserve_insertion_order = false")
        areas, counts = _load(database, files, tell)
        parts = {i.url.removeprefix(f"{url}/"): [n, i.size] for i, n in zip(files, counts, strict=True)}
        size = _index(url, list(parts), Path(room))
        about = {"format": FORMAT, "version": _version(files, url), "parts": parts}
        built = _build(database, Path(room), f"{url}/{FOLDER}", areas, about, tell)
    return replace(built, bytes=built.bytes + size)


def _index(url: str, names: Sequence[str], room: Path) -> int:
    """Make the index by which a dashboard opens a table; return its bytes."""
    if is_local(url):
        build_index([Path(url, name) for name in names], room / INDEX, room)
    else:
        far = FarFiles(Remote.at(url))
        build_index([f"{FAR}{name}" for name in names], room / INDEX, room, system=far)
    return put(room / INDEX, f"{url}/{FOLDER}/{INDEX}")


def _version(files: Sequence[Item], url: str) -> str:
    """Return 16 hex digits that change with the files' names, sizes or stamps."""
    told = "\n".join(f"{i.url.removeprefix(url)} {i.size} {i.stamp}" for i in files)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _is_events(name: str) -> bool:
    return name == "/events.parquet" or (name.startswith("/events/") and name.endswith(".parquet"))


def _load(
    database: Any, files: Sequence[Item], tell: Callable[[int, int], None]
) -> tuple[list[tuple[str, str]], list[int]]:
    """Fill the table `numbers`; return country and name of each area, by its number, and how many each file has."""
    areas: dict[tuple[str, str], int] = {}
    counts = []
    columns = "a DATE, b DATE, type UTINYINT, x INTEGER, y INTEGER, area INTEGER"
    database.execute(f"CREATE TABLE numbers ({columns})")
    for done, item in enumerate(files):
        tell(done, 2 * len(files))
        with open_file(item.url) as file:
            table = pq.ParquetFile(file)
            counts.append(table.metadata.num_rows)
            for batch in table.iter_batches(_BATCH, columns=list(_COLUMNS)):
                incoming = _numbers(batch, areas)
                database.register("incoming", incoming)
                database.execute("INSERT INTO numbers SELECT * FROM incoming")
                database.unregister("incoming")
    return list(areas), counts


def _numbers(batch: pa.RecordBatch, areas: dict[tuple[str, str], int]) -> pa.Table:
    kinds = pa.array([t.value for t in EventType])
    is_area = pc.equal(batch["geo_precision"], GeoPrecision.AREA.value)
    x, y = to_grid(*(pc.fill_null(batch[axis], np.nan).to_numpy(zero_copy_only=False) for axis in ("lon", "lat")))
    none = pa.scalar(None, pa.int32())
    return pa.table(
        {
            "a": batch["start_date"],
            "b": batch["end_date"],
            "type": pc.index_in(batch["event_type"], value_set=kinds).cast(pa.uint8()),
            "x": pc.if_else(is_area, none, pa.array(x)),
            "y": pc.if_else(is_area, none, pa.array(y)),
            "area": _area_codes(batch, is_area, areas),
        }
    )


def _area_codes(batch: pa.RecordBatch, is_area: Any, areas: dict[tuple[str, str], int]) -> pa.Array:
    name = pc.coalesce(batch["admin1"], batch["place"])
    key = pc.if_else(is_area, pc.binary_join_element_wise(batch["country"], name, "\x1f"), None).dictionary_encode()
    codes = [areas.setdefault(tuple(text.split("\x1f", 1)), len(areas)) for text in key.dictionary.to_pylist()]
    return pa.array([*codes, None], pa.int32()).take(pc.fill_null(key.indices, len(codes)))


def _build(
    database: Any,
    room: Path,
    url: str,
    areas: list[tuple[str, str]],
    about: dict[str, Any],
    tell: Callable[[int, int], None],
) -> Built:
    """Write the tables of all levels, month by month, then `about.json`, which makes them a pyramid."""
    months = [row[0] for row in database.execute(_MONTHS).fetchall()]
    if not months:
        raise ArchiveError(f"{url}: no events; expected at least one")
    for level in LEVELS:
        for table in ("months", "years"):
            database.execute(f"CREATE TABLE {table}_{level} ({_CELLS})")
    tables = Tables(room)
    size = 0
    for done, month in enumerate(months):
        tell(len(months) + done, 2 * len(months))
        size += _add_month(database, tables, month, url)
        if done + 1 == len(months) or months[done + 1] // 12 != month // 12:
            for level in LEVELS:
                _sum_up(database, tables, level, "year", f"{month // 12}")
    for level in LEVELS:
        _sum_up(database, tables, level, "all", "0")
    tables.add(SPANS, database.sql(_SPANS).to_arrow_table())
    tables.add(AREAS, pa.table({"country": [c for c, _ in areas], "area": [a for _, a in areas]}, _AREAS))
    for name in list(tables.waiting):
        size += put(tables.close(name), f"{url}/{name}")
    ((events,),) = database.execute("SELECT count(*) FROM numbers").fetchall()
    text = json.dumps({**about, "events": events, "files": sorted(tables.rows)}, indent=1).encode()
    write_whole(f"{url}/{ABOUT}", lambda file: _text(file, text))
    return Built(events, sum(tables.rows.values()), size)


def _text(file: IO[bytes], text: bytes) -> None:
    file.write(text)


def _add_month(database: Any, tables: Tables, month: int, url: str) -> int:
    """Add what begins or ends in a month to every level; write its events; return the bytes of their file."""
    begins, ends = (f"{_MONTH.format(side)} = {month}" for side in "ab")
    database.execute(
        f"CREATE OR REPLACE TEMP TABLE changes AS SELECT a AS day, type, x, y, area, 1 AS s, 0 AS e FROM numbers "
        f"WHERE {begins} UNION ALL SELECT b, type, x, y, area, 0, 1 FROM numbers WHERE {ends}"
    )
    for level in LEVELS[::-1]:  # the points first: cells are made of them
        if level in BY_DAY:
            tables.add(cell_file(level, "day"), _sorted(database, _changes(level, _DAY), level, "curve, u"))
        source = (
            _changes(level, str(month)) if level in (AREA_LEVEL, BITS) else _coarser(f"months_{BITS}", level, month)
        )
        database.execute(f"INSERT INTO months_{level} {source}")
        tables.add(cell_file(level, "month"), _sorted(database, f"FROM months_{level} WHERE u = {month}", level))
    events = database.sql(
        f"SELECT a - DATE '1970-01-01', b - DATE '1970-01-01', type, x, y FROM numbers "
        f"WHERE x IS NOT NULL AND (({begins}) OR ({ends})) ORDER BY {_curve('x', 'y', BITS)}, 1, 2, 3, 4, 5"
    ).to_arrow_table()
    tables.add(month_file(month), events.rename_columns(DAY_SCHEMA.names).cast(DAY_SCHEMA))
    return put(tables.close(month_file(month)), f"{url}/{month_file(month)}") if events.num_rows else 0


def _changes(level: int, at: str) -> str:
    """Return SQL that counts what begins and ends, `at` a unit of time, in the cells of a level."""
    shift = BITS - level
    cell, there = (
        (f"x >> {shift} AS cx, y >> {shift} AS cy", "x") if level != AREA_LEVEL else ("area AS cx, 0 AS cy", "area")
    )
    x, y = ("x", "y") if level != AREA_LEVEL else ("0", "0")
    sums = ", ".join(f"sum({n} * {v}) AS {name}" for n, v, name in (
        ("s", 1, "n"), ("s", f"{x}::BIGINT", "sx"), ("s", f"{y}::BIGINT", "sy"),
        ("(s - e)", 1, "dn"), ("(s - e)", f"{x}::BIGINT", "dx"), ("(s - e)", f"{y}::BIGINT", "dy"),
    ))  # fmt: skip
    return f"SELECT {at} AS u, {cell}, type, {sums} FROM changes WHERE {there} IS NOT NULL GROUP BY u, cx, cy, type"


def _coarser(table: str, level: int, month: int) -> str:
    """Return SQL that sums up the points of a month in the cells of a level."""
    shift = BITS - level
    cell = f"cx >> {shift} AS gx, cy >> {shift} AS gy"
    return f"SELECT u, {cell}, type, {_SUMS} FROM {table} WHERE u = {month} GROUP BY u, gx, gy, type"


def _sum_up(database: Any, tables: Tables, level: int, unit: Unit, at: str) -> None:
    """Write the sums of a year's months, or of all years."""
    source, target = ("months", "years") if unit == "year" else ("years", None)
    summed = f"SELECT {at} AS u, cx, cy, type, {_SUMS} FROM {source}_{level} GROUP BY cx, cy, type"
    table = _sorted(database, summed, level)
    tables.add(cell_file(level, unit), table)
    if target:
        database.execute(f"INSERT INTO {target}_{level} {summed}")
        database.execute(f"TRUNCATE {source}_{level}")


def _sorted(database: Any, query: str, level: int, order: str = "u, curve") -> pa.Table:
    curve = _curve("cx", "cy", level)
    found = database.sql(
        f"SELECT * EXCLUDE (curve) FROM (SELECT *, {curve} AS curve FROM ({query})) ORDER BY {order}, type, cx, cy"
    )
    return found.to_arrow_table().rename_columns(CELL_SCHEMA.names).cast(CELL_SCHEMA)


def _curve(x: str, y: str, level: int) -> str:
    shift = max(0, level - 16)
    return along_curve(f"({x} >> {shift})::BIGINT", f"({y} >> {shift})::BIGINT")
