"""Data sets in object storage: a table with a pyramid is read where it lies, a small data set is copied to be read.

The database sees the table's folder as `far://data/`, and nothing beside it: a file system of ours gives it ranges of
bytes (`geo.sources.remote`). So it needs no extension, and its own way to files and network stays shut.
"""

import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, Final

import duckdb
from fsspec import AbstractFileSystem

from geo.errors import DataSetError
from geo.gazetteer import Gazetteer
from geo.model import Report
from geo.sources.dataset import read_report
from geo.sources.layout import CLAIMS
from geo.sources.ranges import Ranged
from geo.sources.remote import Remote
from geo.store.database import Database
from geo.store.index import INDEX, MOST_FOUND, Indexed, open_index
from geo.store.listed import REPORT
from geo.store.opening import speller
from geo.store.piled import Piled, stale
from geo.store.pyramid import ABOUT, FOLDER, Pyramid

#: a data set without a pyramid is copied up to this size
MOST_COPIED: Final = 256 << 20
#: how the database calls the folder; of a bare `far://` it knows no files below
FAR: Final = "far://data/"
_INSIDE: Final = "data/"
_COPIED: Final = (REPORT, "events.geojson", "claims.csv", "events.parquet", CLAIMS)


class FarFiles(AbstractFileSystem):  # type: ignore[misc]
    """The files of one folder in object storage, as a database reads them."""

    protocol = "far"
    cachable = False

    def __init__(self, remote: Remote) -> None:
        """Give the files of `remote` and no others."""
        super().__init__()
        self._remote = remote

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path.removeprefix("far://")

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Return name and size of a file. Raises FileNotFoundError."""
        name = self._strip_protocol(path)
        own = name.removeprefix(_INSIDE)
        if own not in self._remote.files:
            raise FileNotFoundError(name)
        return {"name": name, "size": self._remote.files[own][0], "type": "file"}

    def modified(self, _: str) -> datetime:
        """Return one and the same time: what has changed is another data set."""
        return datetime.fromtimestamp(0, UTC)

    def _open(self, path: str, mode: str = "rb", **_: Any) -> Ranged:
        if mode != "rb":
            raise PermissionError(f"{path}: it is only read")
        return self._remote.open(self._strip_protocol(path).removeprefix(_INSIDE))


class _FarDatabase(Database):
    """A database whose files may fail at any time: then it says why in our words, not with its reader's traceback."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, spell: Callable[[duckdb.DuckDBPyConnection], None], remote: Remote
    ) -> None:
        super().__init__(connection, spell, most_found=MOST_FOUND)
        self._remote = remote

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with super().cursor() as cursor, in_our_words(self._remote):
            yield cursor


@contextmanager
def in_our_words(remote: Remote) -> Iterator[None]:
    """Turn what the database says of a trouble with the storage into that trouble."""
    try:
        yield
    except (duckdb.Error, DataSetError) as error:
        for trouble in reversed(remote.troubles):
            if str(trouble) in str(error):
                raise trouble from None
        raise


def is_remote_pile(remote: Remote) -> bool:
    """Tell whether a data set has a pyramid and an index."""
    return all(f"{FOLDER}/{name}" in remote.files for name in (ABOUT, INDEX))


def open_pile(remote: Remote, gazetteer: Gazetteer) -> tuple[Piled, Report]:
    """Open a table with a pyramid where it lies. Raises DataSetError."""
    start = len(remote.url) + 1
    pyramid = Pyramid.at(f"{remote.url}/{FOLDER}", lambda url: remote.open(url[start:]))
    parts: dict[str, list[int]] = pyramid.about.get("parts", {})
    there = {name: size for name, (size, _) in remote.files.items() if name in parts or _is_events(name)}
    if {name: size for name, (_, size) in parts.items()} != there:
        raise stale(remote.url, pyramid, "others")
    counts = [rows for rows, _ in parts.values()]

    with in_our_words(remote):
        index = open_index(FAR, list(parts), claims=CLAIMS in remote.files, counts=counts, system=FarFiles(remote))
    database = _FarDatabase(index, speller(gazetteer), remote)

    def opened(name: PurePath) -> Ranged:
        return remote.open(str(name))

    rows = Indexed(database.fetch, tuple(map(PurePosixPath, parts)), opened, tuple(counts))
    return Piled(name=remote.name, pyramid=pyramid, database=database, rows=rows), _report(remote)


def _report(remote: Remote) -> Report:
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / REPORT
        path.write_bytes(remote.read(REPORT))
        return read_report(path, file=f"{remote.name}/{REPORT}")


def copy(remote: Remote) -> tuple[Path, Callable[[object], object]]:
    """Copy a data set without a pyramid; return its folder, and what makes that go when an object does.

    Raises DataSetError where it is larger than MOST_COPIED.
    """
    wanted = {name: size for name, (size, _) in remote.files.items() if name in _COPIED or _is_events(name)}
    if sum(wanted.values()) > MOST_COPIED:
        found = f"{sum(wanted.values()):,} bytes without a pyramid and its index"
        raise DataSetError(
            remote.url, found, f"at most {MOST_COPIED:,}, or what `python -m geo pyramid {remote.url}` makes"
        )
    room = tempfile.TemporaryDirectory(prefix="qantar-")
    for name in wanted:
        target = Path(room.name, remote.name, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with remote.open(name) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 22)
    return Path(room.name, remote.name), lambda owner: weakref.finalize(owner, room.cleanup)


def _is_events(name: str) -> bool:
    """Tell whether a name is that of a part of a table; one that leads out of its folder is none."""
    parts = PurePosixPath(name).parts
    return parts[:1] == ("events",) and name.endswith(".parquet") and ".." not in parts and "\\" not in name
