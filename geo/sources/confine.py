"""What a reader of untrusted files gives up before the first byte: files, sockets, processes, growth.

No further file or socket (no file descriptor beyond the three it has), no byte written to any file, a capped memory
and processor time; and an audit hook refuses what Python itself would start.
"""

import math
import os
import sys
from pathlib import Path
from typing import Any, Final

from geo.sources.limits import Limits

try:
    import resource

    LIMITED = True
except ImportError:  # Windows
    LIMITED = False

_LINUX: Final = sys.platform == "linux"
_FORBIDDEN: Final = (
    "open", "socket.", "subprocess.", "os.", "ctypes.", "shutil.", "tempfile.", "urllib.", "pty.", "glob.",
    "webbrowser.", "mmap.", "sqlite3.", "ftplib.", "http.", "smtplib.", "import",
)  # fmt: skip


class Forbidden(RuntimeError):
    """The reader tried to do what it may not."""


def confine(limits: Limits) -> list[str]:
    """Give up every right that reading a file does not need; return a note on each that this system cannot take.

    What the reader will import or open has to be imported and opened before.
    """
    notes = []
    if not LIMITED:
        notes.append("this system cannot limit the reader's memory and processor time")
    else:
        os.closerange(3, 65536)
        size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if _LINUX else 2**32
        for what, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_AS, size + limits.memory),
            (resource.RLIMIT_CPU, math.ceil(sum(os.times()[:2])) + limits.seconds),
            (resource.RLIMIT_NOFILE, 3),
        ):
            resource.setrlimit(what, (most, most + (what == resource.RLIMIT_CPU)))
    sys.addaudithook(_refuse)
    return notes


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN) and event != "os.putenv":
        raise Forbidden(f"{event} {arguments!r}"[:200])
