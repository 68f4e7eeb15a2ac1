"""Pages, handed unread to a process that reads one after the other; one that is too much costs only itself."""

import atexit
import json
import os
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any, Final

from geo.archive.page_child import SECONDS
from geo.errors import ReportError

#: An answer may take this long, in seconds of the clock; the processor's time has a limit of its own.
PATIENCE: Final = 120.0
_ROOT: Final = Path(__file__).parents[2]


class Pages:
    """A reader of pages, started when the first one comes, and again after one that ended it."""

    def __init__(self) -> None:
        """Begin without a process."""
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def read(self, octets: bytes, charset: str | None) -> tuple[str, str | None]:
        """Return a page's text, and the day that it names. Raises ReportError where it takes too long or too much."""
        with self._lock:
            process = self._started()
            late = threading.Timer(PATIENCE, process.kill)
            late.start()
            try:
                answer = _ask(process, octets, charset)
            finally:
                late.cancel()
            if not answer.endswith(b"\n"):
                self._end()
                limits = f"{SECONDS} seconds of the processor and a gigabyte of memory"
                raise ReportError(f"the page takes more to be read than {limits}; expected a page as people write them")
        found: dict[str, Any] = json.loads(answer)
        return found["text"], found["day"]

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            keep = {k: v for k, v in os.environ.items() if k in ("SYSTEMROOT", "PATH")}
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "geo.archive.page_child"],
                cwd=_ROOT.anchor,
                env=keep | {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _ask(process: "subprocess.Popen[bytes]", octets: bytes, charset: str | None) -> bytes:
    """Send a page; return the answer, which has no line's end if the reader has ended."""
    requests, answers = process.stdin, process.stdout
    if requests is None or answers is None:
        return b""
    try:
        requests.write(json.dumps({"size": len(octets), "charset": charset}).encode() + b"\n" + octets)
        requests.flush()
    except BrokenPipeError:
        return b""
    return answers.readline()


@cache
def pages() -> Pages:
    """Return this process's reader of pages."""
    found = Pages()
    atexit.register(found.close)
    return found
