"""`python -m geo pyramid`: a pyramid of cells (`geo.store.pyramid`) beside a data set of any size, made out of core.

One pass over the events keeps their days, types and places as numbers on the disk; then month by month they become rows
of every level, and months runs of months: memory holds the events of a month at most, the sums wait on the disk.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Final

import duckdb
import pyarrow as pa

from geo.archive.numbers import load_numbers
from geo.archive.sorted import along_curve
from geo.archive.tables import GROUP, Tables, put
from geo.errors import ArchiveError
from geo.sources.location import Item, absolute, is_local, items, write_whole
from geo.sources.remote import Remote
from geo.store.grid import BITS
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
    cell_file,
    month_file,
)
from geo.store.remote import FAR, FarFiles
from geo.store.runs import Unit, run_after

_MEMORY: Final = "1GB"
_MONTH: Final = "(year({0}) * 12 + month({0}) - 1)"
_DAY: Final = "(day - DATE '1970-01-01')"
_MONTHS: Final = (
    f"SELECT {_MONTH.format('a')} AS m FROM numbers UNION SELECT {_MONTH.format('b')} FROM numbers ORDER BY m"
)
_CELLS: Final = (
    "u INTEGER, cx INTEGER, cy INTEGER, type UTINYINT, n BIGINT, sx BIGINT, sy BIGINT, dn BIGINT, dx BIGINT, dy BIGINT"
)
_NAMES: Final = "u, cx, cy, type, n, sx, sy, dn, dx, dy"
_SUMS: Final = ", ".join(f"sum({name})::BIGINT AS {name}" for name in _NAMES.split(", ")[4:])
#: levels that are counted from the events; the others are counted from the points
_SUMMED: Final = (AREA_LEVEL, BITS)
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
        areas, counts = load_numbers(database, files, tell)
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
    for level in _SUMMED:
        database.execute(f"CREATE TABLE runs_{level} ({_CELLS})")
    tables, there, runs = Tables(room), set(months), _runs(months)
    size = 0
    for done, run in enumerate(runs):
        tell(len(runs) + done, 2 * len(runs))
        month = months[0] + run - 1
        _gather(database, month)
        if month in there:
            size += _add_days(database, tables, month, url)
        _add_run(database, tables, run)
    for level in _SUMMED:  # what is left are the runs that are all months together
        database.execute(f"CREATE TABLE all_{level} AS {_summed(f'FROM runs_{level}', 0)}")
    _add_cells(database, tables, "all", "all_{0}")
    tables.add(SPANS, database.sql(_SPANS).to_arrow_table())
    tables.add(AREAS, pa.table({"country": [c for c, _ in areas], "area": [a for _, a in areas]}, _AREAS))
    for name in list(tables.waiting):
        size += put(tables.close(name), f"{url}/{name}")
    ((events,),) = database.execute("SELECT count(*) FROM numbers").fetchall()
    found = {"events": events, "months": [months[0], months[-1]], "files": sorted(tables.rows)}
    text = json.dumps({**about, **found}, indent=1).encode()
    write_whole(f"{url}/{ABOUT}", lambda file: _text(file, text))
    return Built(events, sum(tables.rows.values()), size)


def _text(file: IO[bytes], text: bytes) -> None:
    file.write(text)


def _runs(months: Sequence[int]) -> list[int]:
    """Return the runs of months that have events, in ascending order: a run comes after the shorter ones in it."""
    found: set[int] = set()
    last = months[-1] - months[0] + 1
    for month in months:
        run = month - months[0] + 1
        while run <= last and run not in found:
            found.add(run)
            run = run_after(run)
    return sorted(found)


def _gather(database: Any, month: int) -> None:
    """Make a table of what begins or ends in a month."""
    begins, ends = _in_month(month)
    database.execute(
        f"CREATE OR REPLACE TEMP TABLE changes AS SELECT a AS day, type, x, y, area, 1 AS s, 0 AS e FROM numbers "
        f"WHERE {begins} UNION ALL SELECT b, type, x, y, area, 0, 1 FROM numbers WHERE {ends}"
    )


def _add_days(database: Any, tables: Tables, month: int, url: str) -> int:
    """Add the days of a month to the levels that have them; write its events; return the bytes of their file."""
    for level in BY_DAY:
        for table in _sorted(database, _changes(level, _DAY), level, "curve, u"):
            tables.add(cell_file(level, "day"), table)
    begins, ends = _in_month(month)
    events = database.sql(
        f"SELECT a - DATE '1970-01-01', b - DATE '1970-01-01', type, x, y FROM numbers "
        f"WHERE x IS NOT NULL AND (({begins}) OR ({ends})) ORDER BY {_curve('x', 'y', BITS)}, 1, 2, 3, 4, 5"
    ).to_arrow_table()
    tables.add(month_file(month), events.rename_columns(DAY_SCHEMA.names).cast(DAY_SCHEMA))
    return put(tables.close(month_file(month)), f"{url}/{month_file(month)}") if events.num_rows else 0


def _in_month(month: int) -> tuple[str, str]:
    """Return SQL that tells whether an event begins, and whether it ends, in a month."""
    begins, ends = (f"{_MONTH.format(side)} = {month}" for side in "ab")
    return begins, ends


def _add_run(database: Any, tables: Tables, run: int) -> None:
    """Sum up a run of months, its last one and the shorter runs before, and add it to every level."""
    for level in _SUMMED:
        shorter = f"FROM runs_{level} WHERE u > {run & (run - 1)}"
        whole = _summed(f"{_changes(level, str(run))} UNION ALL {shorter}", run)
        database.execute(f"CREATE OR REPLACE TEMP TABLE run_{level} AS {whole}")
        database.execute(f"DELETE {shorter}")
        database.execute(f"INSERT INTO runs_{level} FROM run_{level}")
    _add_cells(database, tables, "run", "run_{0}")


def _add_cells(database: Any, tables: Tables, unit: Unit, table: str) -> None:
    """Add a table of points and one of areas, whose names depend on the level, to every level."""
    for level in LEVELS:
        query = f"FROM {table.format(level)}" if level in _SUMMED else _coarser(table.format(BITS), level)
        for part in _sorted(database, query, level):
            tables.add(cell_file(level, unit), part)


def _summed(query: str, at: int) -> str:
    return f"SELECT {at} AS u, cx, cy, type, {_SUMS} FROM ({query}) GROUP BY cx, cy, type"


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


def _coarser(table: str, level: int) -> str:
    """Return SQL that sums up points in the cells of a level."""
    shift = BITS - level
    return f"SELECT u, cx >> {shift} AS gx, cy >> {shift} AS gy, type, {_SUMS} FROM {table} GROUP BY u, gx, gy, type"


def _sorted(database: Any, query: str, level: int, order: str = "curve") -> Iterator[pa.Table]:
    """Yield cells along the curve, as many at a time as a row group has."""
    curve = _curve("cx", "cy", level)
    cells = f"SELECT *, {curve} AS curve FROM ({query}) AS own({_NAMES})"
    found = database.sql(f"SELECT * EXCLUDE (curve) FROM ({cells}) ORDER BY {order}, type, cx, cy")
    waiting = CELL_SCHEMA.empty_table()
    for batch in found.to_arrow_reader(GROUP):
        own = pa.Table.from_batches([batch]).rename_columns(CELL_SCHEMA.names).cast(CELL_SCHEMA)
        waiting = pa.concat_tables([waiting, own])
        while waiting.num_rows >= GROUP:
            yield waiting.slice(0, GROUP)
            waiting = waiting.slice(GROUP)
    yield waiting


def _curve(x: str, y: str, level: int) -> str:
    shift = max(0, level - 16)
    return along_curve(f"({x} >> {shift})::BIGINT", f"({y} >> {shift})::BIGINT")
