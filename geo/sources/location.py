"""Local paths and object storage alike, through fsspec: what is there, how to read it, and files that appear whole.

`s3://bucket/path` is read and written by Arrow's own client, which takes its keys, region and AWS_ENDPOINT_URL from the
environment as Amazon's tools do; other addresses need the fsspec package of their kind.
"""

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Final, cast
from uuid import uuid4

from fsspec.compression import compr
from fsspec.core import url_to_fs
from fsspec.implementations.arrow import ArrowFSWrapper
from fsspec.utils import infer_compression
from pyarrow.fs import AwsStandardS3RetryStrategy, S3FileSystem

from geo.errors import SourceError

_S3: Final = "s3://"
_AHEAD: Final = 1 << 20
#: seconds until a connection stands, and in which at least something must have come over it
_CONNECT_S: Final = 5
_REQUEST_S: Final = 6


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """A file: its address, its size in bytes, and a stamp that changes when it does (its ETag or time of change)."""

    url: str
    size: int
    stamp: str


def absolute(url: str) -> str:
    """Return a local path as an absolute one, any other address without a slash at its end."""
    return url.rstrip("/") if "://" in url else str(Path(url).absolute())


def is_local(url: str) -> bool:
    """Whether an address is a path on this machine, or on a disk that machines share."""
    return "://" not in url


def items(url: str) -> list[Item]:
    """Return the file at an address, or all files below it, by name. Raises SourceError where there is none."""
    system, path = _system(url)
    try:
        if system.isfile(path):
            return [_item(url, system.info(path))]
        found = system.find(path, detail=True)
    except OSError as error:
        raise SourceError(f"{url}: it cannot be read ({_why(error)}); expected a file or a folder") from error
    if not found:
        raise SourceError(f"{url}: nothing is there; expected a file, or a folder with files")
    start = len(path.rstrip("/"))
    return sorted(_item(url + name[start:], info) for name, info in found.items())


def _item(url: str, info: dict[str, Any]) -> Item:
    stamp = info.get("ETag") or info.get("etag") or info.get("mtime") or info.get("LastModified") or ""
    return Item(url, int(info["size"]), str(stamp))


def names(url: str) -> frozenset[str]:
    """Return the names of the files right in a folder; none where there is no such folder."""
    system, path = _system(url)
    try:
        return frozenset(str(found["name"]).rsplit("/", 1)[-1] for found in system.ls(path, detail=True))
    except FileNotFoundError:
        return frozenset()


def open_file(url: str, *, compression: str | None = None) -> IO[bytes]:
    """Open a file to read, unpacked as its name ends with `compression` "infer". Raises OSError."""
    system, path = _system(url)
    # Arrow's own files know no lines
    opened = (
        io.BufferedReader(system.fs.open_input_file(path), _AHEAD) if url.startswith(_S3) else system.open(path, "rb")
    )
    packing = infer_compression(path) if compression == "infer" else compression
    return cast(IO[bytes], compr[packing](opened, mode="rb") if packing else opened)


def write_whole(url: str, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file that appears whole or not at all: object storage does so by itself, a disk by a rename.

    Raises OSError.
    """
    system, path = _system(url)
    if not is_local(url):
        with tempfile.TemporaryFile() as whole:  # what is opened there to be written is there however that ends
            write(whole)
            whole.seek(0)
            with system.open(path, "wb") as file:
                shutil.copyfileobj(whole, file, _AHEAD)
        return
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(target) as part, part.open("wb") as local:
        write(local)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Lend a name beside `path`; what is written under it takes its place whole, or not at all. Raises OSError."""
    part = path.with_name(f".{uuid4().hex}.{path.name}")  # it ends as the file does, which tells its form
    try:
        yield part
        with part.open("r+b") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _system(url: str) -> tuple[Any, str]:
    if url.startswith(_S3):
        return _s3(), url.removeprefix(_S3)
    try:
        system, path = url_to_fs(url)
    except (ValueError, ImportError) as error:
        expected = "a local path, s3://, or an address that an installed fsspec package reads"
        raise SourceError(f"{url}: it cannot be opened ({error}); expected {expected}") from error
    return system, path


def object_storage() -> S3FileSystem:
    """Return Arrow's own client of object storage, as the environment names it."""
    return _s3().fs


def _s3() -> Any:
    told = os.environ.get
    endpoint = told("AWS_ENDPOINT_URL_S3") or told("AWS_ENDPOINT_URL")
    return _client(endpoint, told("AWS_REGION") or told("AWS_DEFAULT_REGION"), told("AWS_ACCESS_KEY_ID"))


@lru_cache(4)
def _client(endpoint: str | None, region: str | None, _: str | None) -> Any:
    """Make a client, which tries again what can be tried again; its keys are the environment's."""
    system = S3FileSystem(
        endpoint_override=endpoint,
        region=region,
        connect_timeout=_CONNECT_S,
        request_timeout=_REQUEST_S,
        retry_strategy=AwsStandardS3RetryStrategy(max_attempts=3),
    )
    return ArrowFSWrapper(system)


def _why(error: OSError) -> str:
    return error.strerror or str(error)
