"""Where data sets are found, and the stores that are open; pages and routes share these.

A data set is a folder with a `report.toml`: those in `data/` beside the app, those in the folder of QANTAR_IMPORTS,
where readers' own are kept, and those that QANTAR_DATA names: a data set's own folder or one that holds several,
several of either joined by the system's path separator. Each of them may be an address in object storage, `s3://`.
"""

import atexit
import gc
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

from geo.errors import DataSetError, NoDataSet
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.sources.dataset import read_dataset
from geo.sources.filed import find_files, find_unchecked, is_filed
from geo.sources.remote import Remote, is_remote
from geo.store.index import is_piled
from geo.store.listed import sets_at, stamp_at
from geo.store.piled import piled_on_disk
from geo.store.remote import copy, is_remote_pile, open_pile
from geo.store.store import Store

OWN: Final = Path(__file__).parents[2] / "data"
FIRST: Final = "kazakhstan-2022-01"
#: A data set's name stands in links and in the map's shell, so it is made of harmless characters only.
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_OPEN: Final = 8
_opening: Final[dict[Path | str, Lock]] = {}
#: between two places; the colon of `s3://` is none
_BETWEEN: Final = re.compile(re.escape(os.pathsep) + r"(?!//)")
#: a folder on a disk, or an address in object storage
Place = Path | str


def datasets() -> dict[str, Place]:
    """Return the places of all data sets by name; of two with one name, QANTAR_DATA's.

    A folder whose name is not made of letters, digits, `.`, `_` and `-` is passed over.
    """
    return _within([OWN, *_named("QANTAR_IMPORTS"), *_named("QANTAR_DATA")])


def default_name() -> str:
    """Return the data set that opens where a link names none: QANTAR_DATA's first, else our own.

    Raises NoDataSet where there is none at all, or where QANTAR_DATA names what is not there and nothing else;
    DataSetError where it names object storage that cannot be asked, and nothing else.
    """
    known = datasets()
    if not known:
        raise NoDataSet(str(OWN), "no data set", "a folder with a report.toml")
    places = _named("QANTAR_DATA")
    theirs = _within(places)
    if not theirs:
        _refuse_troubled(places)
    if not theirs and (gone := [place for place in places if isinstance(place, Path) and not place.exists()]):
        raise NoDataSet(str(gone[0]), "no such folder", "a data set or a folder of some, as QANTAR_DATA names it")
    return next(iter(theirs), FIRST if FIRST in known else next(iter(known)))


def place_of(text: str) -> Place:
    """Return an address in object storage as it is, anything else as a folder on a disk."""
    return text.rstrip("/") if is_remote(text) else Path(text)


def _named(variable: str) -> list[Place]:
    return [place_of(place) for place in _BETWEEN.split(os.environ.get(variable, "")) if place]


def _within(places: Sequence[Place]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for place in places:
        if isinstance(place, str):
            with suppress(DataSetError):  # told when one of them is asked for
                found.update(sets_at(place))
        else:
            folders = [folder.resolve() for folder in (place, *_children(place))]
            found.update({f.name: f for f in folders if (f / "report.toml").is_file()})
    return {name: place for name, place in found.items() if NAME.fullmatch(name)}


def _refuse_troubled(places: Sequence[Place]) -> None:
    """Raise why a place in object storage cannot be asked, if that is so."""
    for place in places:
        if isinstance(place, str):
            sets_at(place)


def open_store(name: str) -> Store:
    """Return the open store of a data set; read once and shared by all, and again when its files have changed.

    Raises NoDataSet for an unknown name, DataSetError where its files are not as the codebook says.
    """
    known = datasets()
    if name not in known:
        _refuse_troubled(_named("QANTAR_DATA"))
        raise NoDataSet(name[:100], "no data set of that name", "one of " + ", ".join(sorted(known)))
    place = known[name]
    with _opening.setdefault(place, Lock()):
        return _open(place, _stamp(place))


def _stamp(place: Place) -> tuple[object, ...]:
    """Return what changes when a file of a data set does, without reading it."""
    if isinstance(place, str):
        return stamp_at(place)
    stats = [(path.name, path.stat()) for path in sorted(place.iterdir())]
    return tuple((name, s.st_ino, s.st_mtime_ns, s.st_size) for name, s in stats)


@lru_cache(_OPEN)
def _open(place: Place, _: tuple[object, ...]) -> Store:
    store = open_folder(place, gazetteer())
    freeze()
    return store


def open_folder(folder: Place, names: Gazetteer) -> Store:
    """Open the data set in a folder: read one of GeoJSON whole, leave the files of a table where they are.

    `names` is the gazetteer. Raises DataSetError where a file is not as it should be.
    """
    if isinstance(folder, str):
        return _open_remote(Remote.at(folder), names)
    if not is_filed(folder):
        return Store.of(read_dataset(folder), names)
    if is_piled(folder):
        files, report = find_unchecked(folder)
        return Store.piled(piled_on_disk(folder, files, names), report, names)
    found = find_files(folder)
    return Store.over(folder, found.files, found.report, found.version, names)


def _open_remote(remote: Remote, names: Gazetteer) -> Store:
    if is_remote_pile(remote):
        return Store.piled(*open_pile(remote, names), names)
    folder, keep_for = copy(remote)
    store = open_folder(folder, names)
    keep_for(store)
    return store


def freeze() -> None:
    """Take all that is there now, and stays, out of garbage collection.

    Streamlit collects garbage after every run of a page; without this, each would look through a million objects.
    At the end of the process all of it is let go, or libraries would report it as leaked.
    """
    gc.collect()
    gc.freeze()
    atexit.unregister(gc.unfreeze)
    atexit.register(gc.unfreeze)


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer; opened once and shared by all."""
    return open_gazetteer()


def _children(place: Path) -> list[Path]:
    return sorted(child for child in place.iterdir() if child.is_dir()) if place.is_dir() else []
