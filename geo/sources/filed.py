"""A table of any size as it lies in a folder, not read yet: report.toml and Parquet files, one or many.

report.toml             `kind = "table"`, and in `files` the SHA-256 of each of the others, by its path in the folder
events.parquet          the events in order of time, or
events/year=2022/…      files below `events/`, partitioned as one likes, each as an import writes them
claims.parquet          the figures; may be absent
"""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.errors import DataSetError
from geo.model import Report
from geo.sources.dataset import read_report
from geo.sources.layout import CLAIMS, EVENTS, checksum
from geo.sources.reading import read_text

_PARTS: Final = "events"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A table's files of events, and its report; `version` are 16 hex digits that change with any file."""

    folder: Path
    files: tuple[Path, ...]
    report: Report
    version: str


def is_filed(folder: Path) -> bool:
    """Tell whether a data set's events lie in Parquet files."""
    return any((folder / name).exists() for name in (EVENTS, CLAIMS, _PARTS))


def find_files(folder: Path) -> Filed:
    """Return what a table's folder holds, every byte of it as it was written.

    Raises DataSetError for a file that is missing, is not listed, or has another checksum than its report tells.
    """
    name = folder.resolve().name
    text = read_text(folder / "report.toml", file=f"{name}/report.toml")
    files, report = find_unchecked(folder)
    known = tomllib.loads(text).get("files", {})
    digests = {}
    for path in (*files, *filter(Path.exists, [folder / CLAIMS])):
        own = path.relative_to(folder).as_posix()
        digests[own] = _checked(path, f"{name}/{own}", known.get(own) if known else None)
    if absent := sorted(known.keys() - digests.keys()):
        raise DataSetError(f"{name}/{absent[0]}", "no such file", "every file that report.toml lists")
    if known and (strange := sorted(digests.keys() - known.keys())):
        raise DataSetError(f"{name}/{strange[0]}", "a file that report.toml does not list", "only those that it does")
    whole = hashlib.sha256("\n".join([text, *map(str, sorted(digests.items()))]).encode())
    return Filed(folder=folder, files=files, report=report, version=whole.hexdigest()[:16])


def find_unchecked(folder: Path) -> tuple[tuple[Path, ...], Report]:
    """Return a table's files of events and its report, without a look into the files. Raises DataSetError."""
    name = folder.resolve().name
    report = read_report(folder / "report.toml", file=f"{name}/report.toml")
    files = (folder / EVENTS,) if (folder / EVENTS).exists() else tuple(sorted((folder / _PARTS).rglob("*.parquet")))
    if not files:
        raise DataSetError(f"{name}/{_PARTS}", "no Parquet file", "at least one")
    return files, report


def _checked(path: Path, file: str, expected: str | None) -> str:
    try:
        found = checksum(path)
    except OSError as error:
        raise DataSetError(file, f"it cannot be read ({error.strerror})", "a readable file") from error
    if expected is not None and found != expected:
        raise DataSetError(
            file, "its bytes have changed since it was written", "the file with the checksum in report.toml"
        )
    return found
