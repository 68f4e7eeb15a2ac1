"""A process of its own for an untrusted file: it gets no variables of ours, reads one pipe and writes another."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Final

_ROOT: Final = Path(__file__).parents[2]


def start_apart(module: str, request: str, source: IO[bytes] | int, **variables: str) -> "subprocess.Popen[bytes]":
    """Start one of our modules on a request, `source` as its standard input, `variables` as its environment."""
    keep = {k: v for k, v in os.environ.items() if k in ("SYSTEMROOT", "PATH")}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, request],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT.anchor,
        env=keep | {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"} | variables,
    )
