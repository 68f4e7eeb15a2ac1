"""How an archive is coded: cost a report as archives grow, and a large one whose workers and driver are killed.

python -m tests.bench.archive                   1, 1,000 and 20,000 reports, then 200,000 with kills
python -m tests.bench.archive --reports 1000000
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil
import pyarrow.compute as pc

from tests.archive.made import BROKEN, EVENTS, write_archive
from tests.archive.running import finished, kill, kill_a_worker, start, table, workers

SIZES: Final = (1, 1_000, 20_000)
CHUNK: Final = 256 << 10
#: after which shares of the chunks a worker, or the driver, is killed
WORKERS_DIE: Final = (0.1, 0.2, 0.4, 0.5, 0.7, 0.8)
DRIVERS_DIE: Final = (0.3, 0.6)


def main() -> None:
    """Run and print tables of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=200_000, help="of the archive whose run is disturbed")
    parser.add_argument("--folder", type=Path, help="where to write; without it, a temporary one")
    options = parser.parse_args()
    with _folder(options.folder) as folder:
        _say(f"{os.cpu_count()} cores, as many workers\n")
        _say("| reports | seconds in all | reports a second | milliseconds a report | most memory a worker |")
        _say("| ---: | ---: | ---: | ---: | ---: |")
        for reports in SIZES:
            _say(undisturbed(folder, reports))
        _say("")
        for line in disturbed(folder, options.reports):
            _say(line)


def undisturbed(folder: Path, reports: int) -> str:
    """Code an archive and return a row: the whole command's time, what its start takes included."""
    archive, out = write_archive(folder / f"in-{reports}", reports), folder / f"out-{reports}"
    began, most = time.monotonic(), 0
    driver = start(archive, "-o", out, "--chunk", CHUNK)
    while driver.poll() is None:
        most = max([most, *map(_memory, workers(driver))])
        time.sleep(0.1)
    seconds = time.monotonic() - began
    assert driver.returncode == 0, driver.communicate()[0]
    cost = seconds * 1000 / reports
    return f"| {reports:,} | {seconds:.1f} | {reports / seconds:,.0f} | {cost:,.2f} | {most / 2**20:,.0f} MB |"


def disturbed(folder: Path, reports: int) -> Iterator[str]:
    """Code an archive while workers and the driver are killed; yield what came of it."""
    archive, out = write_archive(folder / f"in-{reports}", reports), folder / f"out-{reports}"
    size = sum(p.stat().st_size for p in archive.iterdir())
    chunks = sum(-(-p.stat().st_size // CHUNK) for p in archive.iterdir())
    deaths = sorted([(share, False) for share in WORKERS_DIE] + [(share, True) for share in DRIVERS_DIE])
    began, killed = time.monotonic(), {False: 0, True: 0}
    driver = start(archive, "-o", out, "--chunk", CHUNK)
    while driver.poll() is None:
        time.sleep(0.2)
        if deaths and len(finished(out)) >= deaths[0][0] * chunks:
            _, whole = deaths.pop(0)
            killed[whole] += whole or kill_a_worker(driver)
            if whole:
                kill(driver)
                driver = start(archive, "-o", out, "--chunk", CHUNK)
    seconds = time.monotonic() - began
    said = driver.communicate()[0]
    assert driver.returncode == 0, said
    yield f"{reports:,} reports, {size / 2**20:,.0f} MB in {chunks} chunks; killed: {killed[False]} workers, "
    yield f"{killed[True]} drivers; {seconds:,.0f} s in all, {reports / seconds:,.0f} reports a second\n"
    yield from compared(out, reports)
    shutil.rmtree(out)


def compared(out: Path, reports: int) -> Iterator[str]:
    """Compare what is there with what an archive of so many made-up reports must have."""
    whole = [n for n in range(reports) if n % BROKEN != BROKEN - 1]
    names = table(out, "reports.parquet")["name"]
    ids = table(out, "events")["event_id"]
    told = pc.sum(table(out, "reports.parquet")["events"]).as_py()
    expected = sum(EVENTS[n % len(EVENTS)] for n in whole)
    errors = table(out, "errors.parquet").num_rows
    distinct = len(pc.unique(names)), len(pc.unique(ids))
    yield "| | there must be | there are | lost | duplicated |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    missing = len(set(map("made-{}".format, range(reports))) - set(names.to_pylist()))
    yield f"| reports | {reports:,} | {len(names):,} | {missing:,} | {len(names) - distinct[0]:,} |"
    yield f"| events | {expected:,} | {len(ids):,} | {expected - distinct[1]:,} | {len(ids) - distinct[1]:,} |"
    broken = reports - len(whole)
    yield f"| reports that cannot be coded | {broken:,} | {errors:,} | {broken - errors:,} | |"
    assert told == len(ids), "the reports tell of as many events as there are"


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


@contextmanager
def _folder(named: Path | None) -> Iterator[Path]:
    if named is not None:
        named.mkdir(parents=True, exist_ok=True)
        yield named
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
