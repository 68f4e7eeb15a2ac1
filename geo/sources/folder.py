"""A data set folder that is written whole or not at all: a temporary name beside it, fsync, rename."""

import json
import os
import platform
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.errors import DataSetError, SourceError
from geo.model import ReportKind
from geo.sources.ahead import ahead
from geo.sources.inner import with_inner
from geo.sources.layout import CLAIMS, EVENTS, checksum, geo_schema
from geo.sources.part import CLAIM_SCHEMA, Part
from geo.sources.sorting import BATCH, GROUP, Runs

_ABOUT: Final = "An imported table: `characters` are the bytes of its files, `paragraphs` their rows."
_SORTING: Final = "sorting"
#: what a writer that was killed leaves, by its name (a host's name in it has no dot) and by what can be in it
_LEFT: Final = re.compile(r"\.[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.([A-Za-z0-9_-]{1,64})\.([0-9]{1,10})")
_TABLE: Final = frozenset({"report.toml", EVENTS, CLAIMS, _SORTING, "events", "reports.parquet", "errors.parquet"})
_OURS: Final = _TABLE | {"events.geojson", "claims.csv"}
#: before the name of a file that was not whole yet
_HALF: Final = re.compile(r"\.[0-9a-f]{32}\.")


class DataSetWriter:
    """The events and figures of a data set, added part by part; the columns are those of the first part.

    The events are written when all are there, in order of time.
    """

    def __init__(self, folder: Path) -> None:
        """Write into `folder`, which is there and empty."""
        self.folder = folder
        self.events = 0
        self.claims = 0
        self.window: tuple[date, date] | None = None
        self._claims: pq.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []
        self._schema: pa.Schema | None = None
        self._runs = Runs(folder / _SORTING)

    def add(self, events: pa.Table, claims: pa.Table) -> None:
        """Add a part. Raises SourceError where its extra columns are others than the first part's."""
        if not events.num_rows:
            return
        events = with_inner(events, claims)
        if self._schema is None:
            self._schema = events.schema
        self._waiting.append(_as(events, self._schema))
        self.events += events.num_rows
        self.claims += claims.num_rows
        first, last = pc.min(events["start_date"]).as_py(), pc.max(events["end_date"]).as_py()
        self.window = min(first, (self.window or (first,))[0]), max(last, (self.window or (last,))[-1])
        if sum(t.num_rows for t in self._waiting) >= BATCH:
            self._keep()
        if self._claims is None:
            self._claims = pq.ParquetWriter(self.folder / CLAIMS, CLAIM_SCHEMA, compression="zstd")
        if claims.num_rows:
            self._claims.write_table(claims)

    def finish(self, report: Mapping[str, Any]) -> None:
        """Write the events and report.toml, with the checksums of the rest; make sure that all is on the disk."""
        self._keep()
        self._write_events()
        self.close()
        files = {path.name: checksum(path) for path in sorted(self.folder.iterdir())}
        whole = {**report, "kind": ReportKind.TABLE.value, "files": files}
        (self.folder / "report.toml").write_text(report_toml(whole, about=_ABOUT), encoding="utf-8")
        for path in sorted(self.folder.iterdir()):
            sync(path)

    def close(self) -> None:
        """Let go of the files, whole or not."""
        if self._claims is not None and self._claims.is_open:
            self._claims.close()
        self._runs.close()

    def _keep(self) -> None:
        if self._waiting:
            self._runs.add(pa.concat_tables(self._waiting))
        self._waiting = []

    def _write_events(self) -> None:
        """Write all events in order, in row groups of GROUP rows but for the last."""
        if self._schema is None:
            return
        schema = geo_schema(self._schema)
        rest = schema.empty_table()
        with (
            pq.ParquetWriter(self.folder / EVENTS, schema, compression="zstd") as writer,
            ahead(self._runs.in_order()) as tables,
        ):
            for table in tables:
                rest = pa.concat_tables([rest, table.replace_schema_metadata(schema.metadata)])
                whole = rest.num_rows - rest.num_rows % GROUP
                if whole:
                    writer.write_table(rest.slice(0, whole), row_group_size=GROUP)
                    rest = rest.slice(whole)
            if rest.num_rows:
                writer.write_table(rest)


def _as(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return the table with another part's columns: those it lacks are missing, one it has beyond them is an error."""
    if table.schema == schema:
        return table
    if strange := [c for c in table.column_names if c not in schema.names]:
        raise SourceError(f"the column {strange[0]!r} is in one file only; expected files with the same columns")
    columns = [
        table[f.name].cast(f.type) if f.name in table.column_names else pa.nulls(table.num_rows, f.type) for f in schema
    ]
    return pa.table(columns, schema=schema)


@contextmanager
def new_dataset(folder: Path) -> Iterator[DataSetWriter]:
    """Write a new data set: `folder` appears at the end, whole, or not at all.

    Raises DataSetError where it is there already or cannot be made.
    """
    with ExitStack() as stack:
        try:
            if folder.exists():
                raise DataSetError(str(folder), "it is there already", "a name for a new data set")
            waiting = stack.enter_context(waiting_folder(folder))
        except OSError as error:
            why = f"it cannot be made ({_why(error)})"
            raise DataSetError(str(folder), why, "a folder one may write to") from error
        writer = DataSetWriter(waiting)
        try:
            yield writer
            writer.close()
            waiting.rename(folder)
            sync(folder.parent)
        except OSError as error:
            raise DataSetError(str(folder), f"it cannot be written ({_why(error)})", "room on the disk") from error
        finally:
            writer.close()


@contextmanager
def waiting_folder(folder: Path) -> Iterator[Path]:
    """Lend a new folder `.NAME.HOST.PID` beside `folder`, to be renamed once whole; else it goes. Raises OSError."""
    waiting = folder.with_name(f".{folder.name}.{host()}.{os.getpid()}")
    _remove_left(folder.parent)
    waiting.mkdir(parents=True)
    try:
        yield waiting
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _remove_left(parent: Path) -> None:
    """Remove what writers of data sets left when they were killed: of this host, the process gone, only our files.

    Machines that share a disk see each other's folders, but not each other's processes.
    """
    for left in parent.glob(".*.*.*"):
        found = _LEFT.fullmatch(left.name)
        if not found or found[1] != host() or _runs(int(found[2])):
            continue
        if left.is_dir() and not left.is_symlink() and _is_ours(left):
            shutil.rmtree(left, ignore_errors=True)


def host() -> str:
    """Return this machine's name as part of a file's name: letters, digits, "-" and "_" only."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", platform.node())[:64] or "localhost"


def _is_ours(left: Path) -> bool:
    try:
        return {_HALF.sub("", path.name, count=1) for path in left.iterdir()} <= _OURS
    except OSError:
        return False


def _runs(number: int) -> bool:
    """Tell whether a process of that number runs; True where the system does not tell it safely."""
    if os.name != "posix":
        return True
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return number > 0


def _why(error: OSError) -> str:
    """Return the system's word for an error; Arrow's own is longer."""
    return os.strerror(error.errno) if error.errno else str(error)


def sync(path: Path) -> None:
    """Make sure that a file is on the disk, or a folder's list of names, where a system can do that for folders."""
    if path.is_file():
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    elif os.name == "posix":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def report_toml(values: Mapping[str, Any], *, about: str) -> str:
    """Write report.toml: a comment, and a line each value."""
    return "\n".join([f"# {about}", *(f"{key} = {toml_value(value)}" for key, value in values.items())]) + "\n"


def _key(key: str) -> str:
    return key if key.isascii() and key.isalpha() else json.dumps(key)


def toml_value(value: Any) -> str:
    """Write a text, day, number or table of them as TOML does."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(k)} = {toml_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return value.isoformat() if isinstance(value, date) else str(value)


def without(part: Part, rows: Any) -> tuple[pa.Table, pa.Table]:
    """Return a part's events and figures without some of its events (a mask, true where to leave out)."""
    keep = pa.array(~rows)
    gone = set(part.events["event_id"].filter(pa.array(rows)).to_pylist())
    claims = part.claims.filter(pa.array([i not in gone for i in part.claims["event_id"].to_pylist()], pa.bool_()))
    return part.events.filter(keep), claims
