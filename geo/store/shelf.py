"""Where data sets are found, and the stores that are open; pages and routes share these.

A data set is a folder with a `report.toml`: those in `data/` beside the app, those in the folder of QANTAR_IMPORTS,
where readers' own are kept, and those that QANTAR_DATA names: a data set's own folder or one that holds several,
several of either joined by the system's path separator.
"""

import gc
import os
import re
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

from geo.errors import NoDataSet
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.sources.dataset import read_dataset
from geo.sources.filed import find_files, find_unchecked, is_filed
from geo.store.index import is_piled
from geo.store.store import Store

OWN: Final = Path(__file__).parents[2] / "data"
FIRST: Final = "kazakhstan-2022-01"
#: A data set's name stands in links and in the map's shell, so it is made of harmless characters only.
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_OPEN: Final = 8
_opening: Final[dict[Path, Lock]] = {}


def datasets() -> dict[str, Path]:
    """Return the folders of all data sets by name; of two with one name, QANTAR_DATA's.

    A folder whose name is not made of letters, digits, `.`, `_` and `-` is passed over.
    """
    return _within([OWN, *_named("QANTAR_IMPORTS"), *_named("QANTAR_DATA")])


def default_name() -> str:
    """Return the data set that opens where a link names none: QANTAR_DATA's first, else our own.

    Raises NoDataSet where there is none at all, or where QANTAR_DATA names what is not there and nothing else.
    """
    known = datasets()
    if not known:
        raise NoDataSet(str(OWN), "no data set", "a folder with a report.toml")
    places = _named("QANTAR_DATA")
    theirs = _within(places)
    if not theirs and (gone := [place for place in places if not place.exists()]):
        raise NoDataSet(str(gone[0]), "no such folder", "a data set or a folder of some, as QANTAR_DATA names it")
    return next(iter(theirs), FIRST if FIRST in known else next(iter(known)))


def _named(variable: str) -> list[Path]:
    return [Path(place) for place in os.environ.get(variable, "").split(os.pathsep) if place]


def _within(places: list[Path]) -> dict[str, Path]:
    found = [folder.resolve() for place in places for folder in (place, *_children(place))]
    return {f.name: f for f in found if NAME.fullmatch(f.name) and (f / "report.toml").is_file()}


def open_store(name: str) -> Store:
    """Return the open store of a data set; read once and shared by all, and again when its files have changed.

    Raises NoDataSet for an unknown name, DataSetError where its files are not as the codebook says.
    """
    known = datasets()
    if name not in known:
        raise NoDataSet(name[:100], "no data set of that name", "one of " + ", ".join(sorted(known)))
    folder = known[name]
    with _opening.setdefault(folder, Lock()):
        return _open(folder, _stamp(folder))


def _stamp(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Return what changes when a file of a data set does, without reading it."""
    stats = [(path.name, path.stat()) for path in sorted(folder.iterdir())]
    return tuple((name, s.st_ino, s.st_mtime_ns, s.st_size) for name, s in stats)


@lru_cache(_OPEN)
def _open(folder: Path, _: tuple[tuple[str, int, int, int], ...]) -> Store:
    store = open_folder(folder, gazetteer())
    freeze()
    return store


def open_folder(folder: Path, names: Gazetteer) -> Store:
    """Open the data set in a folder: read one of GeoJSON whole, leave the files of a table where they are.

    `names` is the gazetteer. Raises DataSetError where a file is not as it should be.
    """
    if not is_filed(folder):
        return Store.of(read_dataset(folder), names)
    if is_piled(folder):
        files, report = find_unchecked(folder)
        return Store.piled(folder, files, report, names)
    found = find_files(folder)
    return Store.over(folder, found.files, found.report, found.version, names)


def freeze() -> None:
    """Take all that is there now, and stays, out of garbage collection.

    Streamlit collects garbage after every run of a page; without this, each would look through a million objects.
    """
    gc.collect()
    gc.freeze()


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer; opened once and shared by all."""
    return open_gazetteer()


def _children(place: Path) -> list[Path]:
    return sorted(child for child in place.iterdir() if child.is_dir()) if place.is_dir() else []
