"""Reads many hostile files in turn: python -m tests.sources.forks FOLDER, a JSON line on each file.

The reader is started as a fork of this process instead of a new Python, which saves time; from there on it is the same:
the file as standard input, a pipe as standard output, the same confinement, the same import around it. Each
fork also tells what it did after it was confined, seen by an audit hook of this module's own.
"""

import functools
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from geo.errors import GeoError
from geo.sources import child, importing, untrusted
from geo.sources.limits import Limits

SEEN: list[str] = []
SMALL = Limits()


class Fork:
    """As much of `subprocess.Popen` as the reader's owner needs."""

    last: list[str]

    def __init__(self, request: str, source: IO[bytes]) -> None:
        reading_end, writing_end = os.pipe()
        self._seen, told = os.pipe()
        self.returncode: int | None = None
        self.pid = os.fork()
        if not self.pid:
            _become_child(request, source.fileno(), writing_end, told)
        os.close(writing_end)
        os.close(told)
        self.stdout = os.fdopen(reading_end, "rb")

    def __enter__(self) -> "Fork":
        return self

    def __exit__(self, *_: object) -> None:
        self.stdout.close()
        self.wait()
        with os.fdopen(self._seen, "rb") as pipe:
            Fork.last = json.loads(pipe.read() or "[]")

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode

    def kill(self) -> None:
        if self.returncode is None:
            os.kill(self.pid, 9)


def _become_child(request: str, source: int, sink: int, told: int) -> None:
    """Never returns; file descriptor 2 carries what the audit hook saw."""
    os.dup2(source, 0)
    os.dup2(sink, 1)
    os.dup2(told, 2)
    code = 3
    try:
        with os.fdopen(0, "rb", closefd=False) as given, os.fdopen(1, "wb", closefd=False) as pipe:
            code = child.run(request, given, pipe)
            watching.clear()
            os.write(2, json.dumps(SEEN[:20]).encode())
    finally:
        os._exit(code)


watching: list[bool] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    if watching and (event == "open" or event.startswith(("socket.", "subprocess.", "os.", "ctypes."))):
        SEEN.append(f"{event} {arguments!r}"[:200])


def watched_answers(*arguments: Any) -> Iterator[Any]:
    """Start to watch where the reader has confined itself."""
    watching.append(True)
    yield from ANSWERS(*arguments)


ANSWERS = child.answers


def tried(path: Path, folder: Path) -> dict[str, Any]:
    """Import one file; return what became of it, and the processor time it took, the reader's too."""
    began = used()
    sentence = None
    Fork.last = []
    try:
        importing.import_tables([path], folder)
    except GeoError as error:
        sentence = str(error)
    return {"file": path.name, "seconds": used() - began, "refused": sentence, "did": Fork.last}


def used() -> float:
    """Return the processor time of this process and its children, in seconds: the clock counts others at work."""
    return sum(os.times()[:4])


def main(folder: Path) -> None:
    sys.addaudithook(watch)
    child.answers = watched_answers  # type: ignore[assignment]
    importing.reading = functools.partial(untrusted.reading, start=Fork)  # type: ignore[arg-type]
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        sys.stdout.write(json.dumps(tried(path, folder / "sets" / path.stem)) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
