"""How the dashboard bears 10,000 to 10,000,000 events, beside three apps that people write; prints the table.

python -m tests.bench.scale [--quick] [--sizes 10000,1000000] [--no-others]
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
from playwright.sync_api import Browser, Error

from tests.bench import naive_browser, own_browser, scale_browser
from tests.bench.chrome import chromium
from tests.bench.limits import LIMIT_S, sizes_of
from tests.bench.measure import apart, load_average, say
from tests.bench.others_browser import opened_and_stepped, other
from tests.bench.panning import pan
from tests.bench.serving import ROOT, Served, ServerDied, naive, qantar, served
from tests.bench.table import Cell, Metric, machine
from tests.bench.viewers import PATIENCE_S, Plan
from tests.sources.layouts import write_layout
from tests.synthetic import write_synthetic
from tests.synthetic_table import write_table

OUT: Final = ROOT / "out" / "bench-scale.md"
SIZES: Final = (10_000, 100_000, 1_000_000, 10_000_000)
#: more rows are not imported: the rate no longer changes
MOST_IMPORTED: Final = 1_000_000
#: a server that has not opened the data set by then is given up
OPENING_S: Final = 300
#: where the other apps have not finished, they are not tried with more
WAYS: Final = {
    "naive": "st_folium, a marker an event",
    "geojson": "folium.GeoJson",
    "pydeck": "pydeck ScatterplotLayer",
}
_FAILURES: Final = (Error, ServerDied, own_browser.NotFollowed, OSError, LookupError, httpx.HTTPError)
METRICS: Final = (
    Metric(key="parquet", name="import, Parquet, thousand rows a second", unit="", goal=None),
    Metric(key="csv", name="import, ACLED CSV, thousand rows a second", unit="", goal=None),
    Metric(key="ready", name="server started → data set open", unit="s", digits=1),
    Metric(key="opened", name="page opened → painted, warm server, cold browser", unit="s", digits=2),
    Metric(key="pan", name="map let go → painted", unit="ms"),
    Metric(key="scrub", name="timeline step → painted", unit="ms"),
    Metric(key="filter", name="type switched off → painted", unit="ms"),
    Metric(key="bytes", name="largest answer, gzipped", unit="kB", digits=1),
    Metric(key="p95", name="40 viewers panning, p95", unit="s", digits=2),
    Metric(key="memory", name="server memory at the end", unit="MB"),
)
#: metric → the most (the least, for imports) that is to be reached, at a million events and at ten
GOALS: Final = {
    "parquet": dict.fromkeys((1000000,), 100.0),
    "csv": dict.fromkeys((1000000,), 30.0),
    "pan": {1_000_000: 100.0, 10_000_000: 300.0},
    "scrub": {1_000_000: 100.0, 10_000_000: 300.0},
    "filter": {1_000_000: 200.0, 10_000_000: 300.0},
    "bytes": dict.fromkeys(SIZES, 50.0),
    "p95": {1_000_000: 0.5},
    "memory": {1_000_000: 400.0, 10_000_000: 700.0},
}
_MORE_IS_BETTER: Final = frozenset({"parquet", "csv"})
NOTES: Final = """\
Medians, all in one run, on made-up tables (tests/synthetic_table.py). *Painted*: the frame after the one that drew the
answer to the last move has begun. Every pan, step and switch shows what no cache holds yet. *Viewers*: {viewers}, each
another part of the map every {every:g} s for {seconds:g} s. *Import*: the whole command, its start included, of at most
{most:,} rows. *Others*: given up after {limit} s; what is not finished at one size is not tried at a larger one; the
naive app runs on its own kind of files. Deck.gl does not tell when it has painted: its time ends when its canvas and
the text below it stand. *MISSED*: beyond the goal.
"""


@dataclass(kw_only=True)
class Scale:
    """One run of the bench: how often, and what has been found so far, by app, size and metric."""

    runs: int
    plan: Plan
    found: dict[tuple[str, int, str], Cell] = field(default_factory=dict)

    def note(self, app: str, n: int, keys: tuple[str, ...], measure: Callable[[], dict[str, Cell]]) -> bool:
        """Measure; False where that failed, which the table says."""
        try:
            cells = measure()
        except _FAILURES as error:
            cells = dict.fromkeys(keys, Cell(why="failed"))
            say(f"{app}: {type(error).__name__}: {error}"[:400])
        for key, cell in cells.items():
            self.found[app, n, key] = cell
            say(f"{app:8} {n:10,} {key:8} {', '.join(f'{run:.3g}' for run in cell.runs) or cell.why}")
        return all(cell.median is not None for cell in cells.values())


def measure_import(scale: Scale, n: int, room: Path) -> None:
    """Measure how many thousand rows a second the command `import` takes in."""
    for key, suffix in (("parquet", "parquet"), ("csv", "csv")):
        file = write_layout("acled", n, room / f"acled.{suffix}")
        os.sync()  # so that the import does not wait for the disk to take in its own input

        def once(file: Path = file, key: str = key) -> dict[str, Cell]:
            began = time.monotonic()
            command = [
                sys.executable,
                "-m",
                "geo",
                "import",
                str(file),
                "-o",
                str(room / f"in-{key}"),
                "--limit",
                "9999",
            ]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode:
                raise OSError(done.stderr[-300:])
            return {key: Cell.of([n / 1000 / (time.monotonic() - began)])}

        scale.note("qantar", n, (key,), once)
        file.unlink()


def measure_own(scale: Scale, n: int, folder: Path) -> str:
    """Measure the dashboard on a table; return Chromium's version."""
    script, env = qantar(folder)
    with chromium() as browser, served(script, env, limit_s=LIMIT_S) as server:
        scale.note("qantar", n, ("ready",), lambda: _ready(server, folder))
        own_browser.opened(browser, server, 1)
        scale.note("qantar", n, ("opened",), lambda: {"opened": own_browser.opened(browser, server, scale.runs)})
        keys = ("pan", "scrub", "filter", "bytes")
        scale.note("qantar", n, keys, lambda: scale_browser.moved(browser, server, 2 * scale.runs))
        scale.note("qantar", n, ("p95",), lambda: _panned(browser, server, scale.plan))
        memory = server.memory_mb()
        scale.note("qantar", n, ("memory",), lambda: {"memory": Cell.of([memory] if memory else [])})
        return browser.version


def _ready(server: Served, folder: Path) -> dict[str, Cell]:
    """Measure seconds from the server's start until the data set is open: no version's name is as short as this one."""
    httpx.get(f"{server.url}data/{folder.name}/-/days", timeout=OPENING_S)
    return {"ready": Cell.of([time.monotonic() - server.began])}


def _panned(browser: Browser, server: Served, plan: Plan) -> dict[str, Cell]:
    with own_browser.map_page(browser, server.url) as (_, frame):
        data = str(frame.evaluate("qantar.app.base"))
    bounds = httpx.get(f"{server.url}{data}/days?unit=year", timeout=LIMIT_S).json()["bounds"]
    load = apart(pan(server.port, data, tuple(bounds), plan))
    seconds = load.percentile(0.95)
    say(f"{len(load.moves)} answers, {sum(load.errors.values())} errors, p50 {load.percentile(0.5):.3f} s")
    return {"p95": Cell.of([seconds]) if seconds < PATIENCE_S else Cell(why=f"> {PATIENCE_S:g} s")}


def measure_other(scale: Scale, way: str, n: int, folder: Path) -> bool:
    """Measure another app; False where it did not finish."""
    script, env = naive(folder) if way == "naive" else other(way, folder)

    def measure() -> dict[str, Cell]:
        with chromium() as browser, served(script, env) as server:
            if way == "naive":
                return {"opened": naive_browser.opened(browser, server, folder, scale.runs)}
            return opened_and_stepped(browser, server, scale.runs)

    return scale.note(way, n, ("opened",), measure)


def markdown(found: dict[tuple[str, int, str], Cell], sizes: tuple[int, ...]) -> str:
    """Write the table: a line a metric and app, a column a size."""
    rows = [["metric (median)", *(f"{n:,}" for n in sizes)], ["---", *["--:"] * len(sizes)]]
    for metric in METRICS:
        rows.append([metric.name, *(_show(metric, n, found.get(("qantar", n, metric.key))) for n in sizes)])
    for way, name in WAYS.items():
        for metric in METRICS:
            cells = [found.get((way, n, metric.key)) for n in sizes]
            if any(cells):
                rows.append([f"{name}: {metric.name}", *(metric.show(cell) for cell in cells)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _show(metric: Metric, n: int, cell: Cell | None) -> str:
    """Write one measurement of our own, and MISSED where it is beyond its goal."""
    text, goal = metric.show(cell), GOALS.get(metric.key, {}).get(n)
    if cell is None or goal is None or cell.why == "sent whole":
        return text
    sign = -1 if metric.key in _MORE_IS_BETTER else 1
    missed = cell.median is None or sign * cell.median > sign * goal
    return f"**{text} MISSED**" if missed else text


def main() -> int:
    """Run the bench; 0 also where a goal is missed."""
    given = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    scale = Scale(runs=1 if given.quick else 3, plan=Plan(seconds=8 if given.quick else 30))
    busy, version, trying = [load_average()], "not used", dict.fromkeys(WAYS, given.others)
    for n in given.sizes:
        with tempfile.TemporaryDirectory() as room:
            if n <= MOST_IMPORTED and not given.no_import:
                measure_import(scale, n, Path(room))
            folder = write_table(n, Path(room))
            version = measure_own(scale, n, folder)
            for way in [way for way, on in trying.items() if on]:
                own = write_synthetic(n, Path(room)) if way == "naive" else folder
                trying[way] = measure_other(scale, way, n, own)
    busy.append(load_average())
    plan = scale.plan
    notes = NOTES.format(
        viewers=plan.viewers, every=plan.every_s, seconds=plan.seconds, most=MOST_IMPORTED, limit=LIMIT_S
    )
    text = "\n\n".join(("# At any size", machine(version, busy), markdown(scale.found, given.sizes), notes))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(text, encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--sizes", type=sizes_of(SIZES), default=SIZES, help="numbers of events, default 10000,…,10000000"
    )
    parser.add_argument("--quick", action="store_true", help="one run each, a shorter load")
    parser.add_argument("--no-others", dest="others", action="store_false", help="leave out the apps to compare with")
    parser.add_argument("--no-import", action="store_true", help="leave out the imports")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
