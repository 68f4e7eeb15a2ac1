"""A table with a pyramid, opened: nothing of it is loaded, wherever its files are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import DataSetError
from geo.gazetteer import Gazetteer
from geo.sources.layout import CLAIMS
from geo.store.database import Database
from geo.store.index import MOST_FOUND, Indexed, open_index
from geo.store.opening import speller
from geo.store.pyramid import FOLDER, Pyramid


@dataclass(frozen=True, kw_only=True, eq=False)
class Piled:
    """What answers of such a table: cells by its pyramid, all else by its index, whole events by their row groups."""

    name: str
    pyramid: Pyramid
    database: Database
    rows: Indexed


def piled_on_disk(folder: Path, files: Sequence[Path], gazetteer: Gazetteer) -> Piled:
    """Open a table in a folder on a disk. Raises DataSetError."""
    pyramid = Pyramid.at(f"{folder}/{FOLDER}")
    names = [path.relative_to(folder).as_posix() for path in files]
    index = open_index(f"{folder}/", names, claims=(folder / CLAIMS).exists())
    database = Database(index, speller(gazetteer), most_found=MOST_FOUND)
    rows = Indexed(database.fetch, tuple(files))
    if rows.total != pyramid.about["events"]:
        raise stale(folder.name, pyramid, f"{rows.total:,}")
    return Piled(name=folder.resolve().name, pyramid=pyramid, database=database, rows=rows)


def stale(name: str, pyramid: Pyramid, over: str) -> DataSetError:
    """Return that a pyramid is not of the events beside it."""
    found = f"a pyramid of {pyramid.about['events']:,} events over {over}"
    return DataSetError(f"{name}/{FOLDER}", found, "one of these events: make it anew with `geo pyramid`")
