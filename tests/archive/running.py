"""`python -m geo code-archive` as people run it, and what may befall it: processes that are killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).parents[2]


def start(*arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """Start a run; its output is kept until it ends."""
    return subprocess.Popen(
        [sys.executable, "-m", "geo", "code-archive", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(*arguments: str | Path, env: dict[str, str] | None = None) -> tuple[int, str]:
    """Run to the end: the exit code and what was said."""
    process = start(*arguments, env=env)
    said, _ = process.communicate(timeout=300)
    return process.returncode, said


def workers(driver: subprocess.Popen[str]) -> list[psutil.Process]:
    """Return the processes that code."""
    found = psutil.Process(driver.pid).children(recursive=True)
    return [p for p in found if p.is_running() and "spawn_main" in " ".join(_command(p))]


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def kill_a_worker(driver: subprocess.Popen[str]) -> bool:
    """Kill a worker as the system does that is out of memory; False where there is none."""
    for process in workers(driver):
        process.kill()
        return True
    return False


def kill(driver: subprocess.Popen[str]) -> None:
    """Kill the driver alone, and wait until its workers have noticed."""
    left = workers(driver)
    driver.kill()
    driver.communicate()
    psutil.wait_procs(left, timeout=60)


def finished(out: Path) -> set[str]:
    """Return the names of the chunks that are done."""
    work = out.with_name(f"{out.name}.chunks")
    return {p.name for p in work.glob("*.reports.parquet")} if work.is_dir() else set()


def wait_for_chunks(driver: subprocess.Popen[str], out: Path, more_than: int) -> bool:
    """Wait until more chunks are done than that; False where the run ended before."""
    while driver.poll() is None:
        if len(finished(out)) > more_than:
            return True
        time.sleep(0.02)
    return False


def hold_after_chunks(driver: subprocess.Popen[str], out: Path, more_than: int) -> bool:
    """Wait as `wait_for_chunks` does, then let the driver stand still, so that it hands out nothing while one looks."""
    if not wait_for_chunks(driver, out, more_than):
        return False
    driver.send_signal(signal.SIGSTOP)
    return True


def go_on(driver: subprocess.Popen[str]) -> None:
    """Let a driver that stands still go on."""
    driver.send_signal(signal.SIGCONT)


def table(out: Path, name: str) -> pa.Table:
    """Read one of the data set's tables."""
    return pq.read_table(out / name, partitioning=None)


def contents(out: Path) -> dict[str, bytes]:
    """Return every file of a data set by its name."""
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
