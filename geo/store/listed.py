"""Which data sets an address in object storage holds, and when they change: asked at times, not with every request.

What was answered is good for FRESH_S; then one thread asks again while the others go on with what is known. Where the
storage does not answer, what was known stays, and is asked for again a little later.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any, Final

from pyarrow.fs import FileSelector, FileType

from geo.errors import DataSetError, NoDataSet
from geo.sources.remote import Remote, asked, stamp_of
from geo.store.pyramid import ABOUT, FOLDER

FRESH_S: Final = 30.0
TROUBLED_S: Final = 5.0
#: data sets that a folder in object storage is looked through for
MOST_SETS: Final = 200
REPORT: Final = "report.toml"
_Ask = Callable[[str], Any]


@dataclass(slots=True)
class _Answer:
    """What is known of an address, or why nothing is; `until` is when to ask again."""

    until: float = 0.0
    known: Any = None
    trouble: DataSetError | None = None
    lock: Lock = field(default_factory=Lock)

    def get(self, url: str, ask: _Ask) -> Any:
        """Return what is known, asked for if it has to be. Raises DataSetError."""
        if monotonic() >= self.until and self.lock.acquire(blocking=self.known is None):
            try:
                if monotonic() >= self.until:
                    self._ask(url, ask)
            finally:
                self.lock.release()
        if self.known is None:
            raise self.trouble or DataSetError(url, "nothing is known of it", "a storage that answers")
        return self.known

    def _ask(self, url: str, ask: _Ask) -> None:
        try:
            self.known, self.trouble = ask(url), None
            self.until = monotonic() + FRESH_S
        except DataSetError as error:
            if isinstance(error, NoDataSet):
                self.known = None  # it was taken away; a storage that is silent took nothing away
            self.trouble = error
            self.until = monotonic() + TROUBLED_S


_answers: Final[dict[tuple[str, str], _Answer]] = {}


def sets_at(url: str) -> dict[str, str]:
    """Return the addresses of the data sets at an address, or right below it, by name. Raises DataSetError."""
    found: dict[str, str] = _answers.setdefault(("sets", url), _Answer()).get(url, _find)
    return found


def stamp_at(url: str) -> tuple[Any, ...]:
    """Return what changes when a data set does. Raises DataSetError."""
    stamp: tuple[Any, ...] = _answers.setdefault(("stamp", url), _Answer()).get(url, _stamp)
    return stamp


def _find(url: str) -> dict[str, str]:
    found = asked(url, _folders)
    if not found:
        raise NoDataSet(url, "no data set is there", "a folder with a report.toml, or one that holds such folders")
    return found


def _folders(system: Any, path: str) -> dict[str, str]:
    below = system.get_file_info(FileSelector(path, allow_not_found=True))
    if not below and system.get_file_info(bucket := path.split("/")[0]).type == FileType.NotFound:
        raise NoDataSet(f"s3://{path}", f"there is no bucket {bucket!r}", "the name of a bucket")
    folders = [path, *sorted(info.path for info in below if info.type == FileType.Directory)[:MOST_SETS]]
    reports = system.get_file_info([f"{folder}/{REPORT}" for folder in folders])
    there = [f for f, report in zip(folders, reports, strict=True) if report.type == FileType.File]
    return {folder.rsplit("/", 1)[-1]: f"s3://{folder}" for folder in there}


def _stamp(url: str) -> tuple[Any, ...]:
    """Ask for a pyramid's stamp and the report's; of a folder without a pyramid, for those of all its files."""

    def ask(system: Any, path: str) -> list[Any]:
        found: list[Any] = system.get_file_info([f"{path}/{REPORT}", f"{path}/{FOLDER}/{ABOUT}"])
        return found

    report, about = asked(url, ask)
    if FileType.NotFound in (report.type, about.type):
        return tuple(sorted(Remote.at(url).files.items()))
    return stamp_of(report), stamp_of(about)
