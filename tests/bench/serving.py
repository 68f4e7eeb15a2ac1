"""A Streamlit server of its own for a measurement: started, waited for, ended."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
NAIVE: Final = Path(__file__).parent / "offline.py"


class ServerDied(Exception):
    """The server ended by itself, or did not answer in time; holds what it printed last."""


@dataclass(frozen=True, kw_only=True)
class Served:
    """A running server; `began` and `healthy` are `time.monotonic()` seconds."""

    port: int
    pid: int
    began: float
    healthy: float

    @property
    def url(self) -> str:
        """The app's address, with a slash at its end."""
        return f"http://127.0.0.1:{self.port}/"

    def cpu_s(self) -> float | None:
        """CPU seconds that the process has used, all threads; None where the system does not tell (not Linux)."""
        stat = Path(f"/proc/{self.pid}/stat")
        if not stat.exists():
            return None
        user, system = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float | None:
        """Resident memory in MB; None where the system does not tell."""
        status = Path(f"/proc/{self.pid}/status")
        if not status.exists():
            return None
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return int(lines["VmRSS"].split()[0]) / 1024


def qantar(data: Path) -> tuple[Path, dict[str, str]]:
    """Return script and environment of the dashboard on a data set's folder."""
    return ROOT / "app.py", {"QANTAR_DATA": str(data)}


def naive(data: Path) -> tuple[Path, dict[str, str]]:
    """Return script and environment of the naive app on a data set's folder."""
    return NAIVE, {"NAIVE_EVENTS": str(data / "events.geojson"), "PYTHONPATH": str(ROOT)}


@contextmanager
def served(script: Path, env: Mapping[str, str], *, limit_s: float = 60) -> Iterator[Served]:
    """Run a Streamlit script on a free port of 127.0.0.1 until the block ends.

    Raises ServerDied where the health route does not answer within `limit_s`.
    """
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    quiet = ["--browser.gatherUsageStats", "false"]
    with tempfile.TemporaryFile() as log:
        began = time.monotonic()
        process = subprocess.Popen(
            [*command, *options, *quiet],
            cwd=ROOT,
            env={**os.environ, **env},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while not _healthy(port):
                if process.poll() is not None or time.monotonic() - began > limit_s:
                    log.seek(0)
                    raise ServerDied(log.read()[-2000:].decode(errors="replace"))
                time.sleep(0.02)
            yield Served(port=port, pid=process.pid, began=began, healthy=time.monotonic())
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
