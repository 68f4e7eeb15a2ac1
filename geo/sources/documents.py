"""A report from a file: its text, and what the file says about it; untrusted, so a process of its own reads it.

Plain text is taken as it is, here: nothing in it is taken apart. This process hands every other file over unread.
"""

import io
import json
import os
import stat
import subprocess
import threading
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import IO, Final

from geo.errors import ReportError
from geo.sources.apart import start_apart
from geo.sources.document_child import READERS
from geo.sources.limits import MIB, Limits
from geo.sources.texts.found import MAX_TEXT, decoded

#: The suffixes that can be read.
SUFFIXES: Final = (".txt", *READERS)
LIMITS: Final = Limits(size=25 * MIB, memory=512 * MIB, seconds=3)
#: An answer may take this long, in seconds of the clock; the processor's time has a limit of its own.
PATIENCE: Final = 60.0
#: More than an answer can have: a character of text is at most twelve bytes of JSON.
_MAX_ANSWER: Final = 12 * MAX_TEXT + MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report's text, paragraphs parted by blank lines (plain text as it is), and what its file says about it.

    `published` is a proposal: `published_from` says where it was found, in English. Missing is None.
    """

    text: str
    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: date | None = None
    published_from: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()


def read_document(path: Path, *, limits: Limits = LIMITS) -> Document:
    """Read a report's file. Raises ReportError, which names the file, for one that cannot be read within the limits."""
    try:
        suffix = _suffix(path.name)
        if not stat.S_ISREG(path.stat().st_mode):  # to open a pipe would wait for its other end
            raise ReportError("no regular file; expected a report")
        with path.open("rb") as source:
            size = os.fstat(source.fileno()).st_size
            if size > limits.size:
                raise ReportError(f"{size:,} bytes; expected at most {limits.size:,}")
            return _plain(source.read()) if suffix == ".txt" else _handed_over(source, suffix, limits)
    except OSError as error:
        raise ReportError(f"{path}: it cannot be read ({error.strerror}); expected a report's file") from error
    except ReportError as error:
        raise ReportError(f"{path}: {error}") from error


def read_upload(name: str, octets: bytes, *, limits: Limits = LIMITS) -> Document:
    """Read a file that is in memory already, such as one dropped into a page. Raises ReportError, which names it."""
    try:
        suffix = _suffix(name)
        if len(octets) > limits.size:
            raise ReportError(f"{len(octets):,} bytes; expected at most {limits.size:,}")
        return _plain(octets) if suffix == ".txt" else _handed_over(octets, suffix, limits)
    except ReportError as error:
        raise ReportError(f"{name}: {error}") from error


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise ReportError(f"the suffix {suffix[:20]!r}; expected one of {', '.join(SUFFIXES)}")
    return suffix


def _plain(octets: bytes) -> Document:
    text = decoded(octets)
    if not text.strip():
        raise ReportError("an empty file; expected a report's text")
    return Document(text=text)


def _handed_over(source: IO[bytes] | bytes, suffix: str, limits: Limits) -> Document:
    request = json.dumps({"suffix": suffix, "limits": asdict(limits)})
    given = source if not isinstance(source, bytes) else subprocess.PIPE
    with start_apart("geo.sources.document_child", request, given, PYTHONHASHSEED="0") as process:
        late = threading.Timer(PATIENCE, process.kill)
        late.start()
        try:
            if isinstance(source, bytes):
                threading.Thread(target=_feed, args=(process.stdin, source), daemon=True).start()
            answer = process.stdout.read(_MAX_ANSWER + 1) if process.stdout else b""
            if len(answer) > _MAX_ANSWER:
                process.kill()
            code = process.wait()
        finally:
            late.cancel()
            process.kill()
    if code:
        raise ReportError(_end(code, limits))
    return _document(answer)


def _feed(pipe: IO[bytes] | None, octets: bytes) -> None:
    """Give the reader its file; one that has ended takes no more."""
    try:
        with pipe or io.BytesIO() as sink:
            sink.write(octets)
    except OSError:
        return


def _document(answer: bytes) -> Document:
    try:
        told = json.loads(answer)
    except ValueError as error:
        raise ReportError("the reader of the file gave a broken answer") from error
    if "error" in told:
        raise ReportError(told["error"])
    day, notes = told.pop("published"), tuple(told.pop("notes"))
    return Document(**told, published=date.fromisoformat(day) if day else None, notes=notes)


def _end(code: int, limits: Limits) -> str:
    """Say why a reader ended without a word: -24 is SIGXCPU, -9 what the system, out of memory, or we kill with."""
    if code == -24:
        return f"more than {limits.seconds} s of work to read it; expected a smaller or simpler file"
    if code == -9:
        return "the reader was stopped, as after a minute without an answer; expected a smaller or simpler file"
    return f"reading it brought the reader down ({code}); expected a whole file"
