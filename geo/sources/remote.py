"""A folder in object storage as a reader of it has it: listed once, its files read by ranges of bytes, each error told.

Requests are tried again by Arrow's client where that can help; what then fails is one sentence that names the address.
"""

import io
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final, TypeVar

from pyarrow.fs import FileSelector, FileType

from geo.errors import DataSetError, NoDataSet
from geo.sources.location import object_storage
from geo.sources.ranges import Ranged, Ranges, Walk

_HANDLES: Final = 512
_AT_ONCE: Final = 16
#: files that a folder may have, so that a mistaken address does not list a bucket of millions
MOST_FILES: Final = 50_000
#: what the storage says → what it means, and what was expected
_MEANING: Final = (
    (r"NO_SUCH_BUCKET|bucket does not exist|NoSuchBucket", "there is no such bucket", "the name of a bucket"),
    (
        r"ACCESS_DENIED|INVALID_ACCESS_KEY|SIGNATURE_DOES_NOT_MATCH|InvalidAccessKey|SignatureDoesNotMatch|"
        r"HTTP status 40[13]\b|INVALID_CLIENT_TOKEN|UNRECOGNIZED_CLIENT|TokenRefreshRequired|EXPIRED_TOKEN",
        "its storage denies the access",
        "keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY that may read there",
    ),
    (
        r"NETWORK_CONNECTION|curlCode|[Tt]imeout|timed out",
        "its storage does not answer",
        "a server at AWS_ENDPOINT_URL or in AWS_REGION",
    ),
    (r"HTTP status 5\d\d|INTERNAL_FAILURE|SLOW_DOWN|SERVICE_UNAVAILABLE", "its storage fails", "one that is in order"),
    (r"NO_SUCH_KEY|RESOURCE_NOT_FOUND|Path does not exist|HTTP status 404", "no such file", "a whole data set"),
)
T = TypeVar("T")
_shared: Final = Ranges()


def is_remote(place: str) -> bool:
    """Tell whether a place is an address in object storage."""
    return place.startswith("s3://")


def told(url: str, error: OSError) -> DataSetError:
    """Return what was wrong at an address in one sentence."""
    said = " ".join(str(error).split())
    for pattern, found, expected in _MEANING:
        if re.search(pattern, said):
            where = f" ({endpoint})" if "answer" in found and (endpoint := os.environ.get("AWS_ENDPOINT_URL")) else ""
            return DataSetError(url, found + where, expected)
    return DataSetError(url, f"it cannot be read ({said[:160]})", "a folder in object storage that can be read")


def asked(url: str, ask: Callable[[Any, str], T]) -> T:
    """Ask the storage about an address, by its file system and the path in it. Raises DataSetError."""
    try:
        return ask(object_storage(), url.removeprefix("s3://").rstrip("/"))
    except OSError as error:
        raise told(url, error) from error


@dataclass(frozen=True, eq=False)
class Remote:
    """A folder's files by their names in it, with size and stamp, as they were when it was listed.

    `troubles` are the last errors, for who hears of one by way of a library that knows strings only.
    """

    url: str
    files: Mapping[str, tuple[int, str]]
    ranges: Ranges = _shared
    troubles: deque[DataSetError] = field(default_factory=lambda: deque(maxlen=16))

    @classmethod
    def at(cls, url: str, ranges: Ranges = _shared) -> "Remote":
        """List a folder. Raises NoDataSet where nothing is there, DataSetError where the storage does not answer."""
        url = url.rstrip("/")
        found = asked(url, _listed)
        if not found:
            raise NoDataSet(url, "nothing is there", "a folder with a report.toml")
        return cls(url, found, ranges)

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.url.rsplit("/", 1)[-1]

    def open(self, name: str) -> Ranged:
        """Open a file of the folder. Raises NoDataSet where it was not listed; its reads raise DataSetError."""
        if name not in self.files:
            raise NoDataSet(f"{self.url}/{name}", "no such file", "a whole data set")
        size, stamp = self.files[name]
        url = f"{self.url}/{name}"
        return Ranged(f"{url} {size} {stamp}", size, self.ranges, self._fetch(name), self._walk(name))

    def read(self, name: str) -> bytes:
        """Return all of a small file."""
        return self.open(name).read()

    def look_at_ends(self, names: Iterable[str]) -> None:
        """Fetch the ends of files, where Parquet tells what is in them, many at a time. Raises DataSetError."""

        def look(name: str) -> None:
            file = self.open(name)
            file.seek(-1, io.SEEK_END)
            file.read(1)

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(look, names))

    def _fetch(self, name: str) -> Callable[[int, int], bytes]:
        def fetch(start: int, length: int) -> bytes:
            try:
                octets = self._handle(name).read_at(length, start)
            except OSError as error:
                raise self._trouble(told(f"{self.url}/{name}", error)) from error
            if len(octets) != length:
                found = f"{len(octets):,} bytes from byte {start:,} on"
                raise self._trouble(DataSetError(f"{self.url}/{name}", found, f"{length:,}: it has changed meanwhile"))
            return bytes(octets)

        return fetch

    def _trouble(self, error: DataSetError) -> DataSetError:
        self.troubles.append(error)
        return error

    @cached_property
    def _handle(self) -> Callable[[str], Any]:
        """Open files of Arrow's; each costs a request to be opened, and reads for all threads."""
        path = self.url.removeprefix("s3://")
        return lru_cache(_HANDLES)(lambda name: object_storage().open_input_file(f"{path}/{name}"))

    @cached_property
    def _walk(self) -> Callable[[str], Walk]:
        return lru_cache(_HANDLES)(lambda _: Walk())


def _listed(system: Any, path: str) -> dict[str, tuple[int, str]]:
    infos = system.get_file_info(FileSelector(path, recursive=True, allow_not_found=True))
    found = {i.path.removeprefix(path).lstrip("/"): stamp_of(i) for i in infos if i.type == FileType.File}
    if len(found) > MOST_FILES:
        raise DataSetError(f"s3://{path}", f"{len(found):,} files", f"a data set of at most {MOST_FILES:,}")
    if not found and system.get_file_info(bucket := path.split("/")[0]).type == FileType.NotFound:
        raise NoDataSet(f"s3://{path}", f"there is no bucket {bucket!r}", "the name of a bucket")
    return found


def stamp_of(info: Any) -> tuple[int, str]:
    """Return a file's size, and what changes when the file does."""
    return int(info.size), str(info.mtime_ns)
