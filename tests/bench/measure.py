"""What is measured of each app, in which order; every measurement ends in a cell of the table."""

import asyncio
import gzip
import os
import sys
import time
import urllib.request
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from playwright.sync_api import Error

from geo.sources.dataset import read_dataset
from tests.bench import naive_browser, own_browser
from tests.bench.chrome import chromium
from tests.bench.limits import LIMIT_S, several
from tests.bench.protocol import viewer
from tests.bench.serving import Served, ServerDied, naive, qantar, served
from tests.bench.sets import naive_window_of, window_of
from tests.bench.table import App, Cell
from tests.bench.viewers import OPENING_S, PATIENCE_S, Dashboard, NaiveApp, NotOpened, Plan, drive

T = TypeVar("T")
PARTS: Final = ("started", "opened", "wire", "events", "steps", "release", "created", "load")
_FAILURES: Final = (Error, ServerDied, own_browser.NotFollowed, OSError, LookupError)


@dataclass(kw_only=True)
class Bench:
    """One run of the bench: what to measure, how often, and what has been found so far."""

    parts: frozenset[str]
    runs: int
    plan: Plan
    chromium: str = "not used"
    found: dict[str, dict[tuple[App, int], Cell]] = field(default_factory=dict)

    def note(self, part: str, app: App, events: int, measure: Callable[[], dict[str, Cell]]) -> None:
        """Measure one part, if it is wanted; where that fails, the table says so."""
        if part not in self.parts:
            return
        began = time.monotonic()
        try:
            cells = measure()
        except NotOpened as error:
            cells = {key: Cell(why=f"no view in {OPENING_S:g} s") for key in ("p50", "p95", "max")}
            say(str(error))
        except _FAILURES as error:
            cells = {key: Cell(why="failed") for key in KEYS[part]}
            say(f"{part}: {type(error).__name__}: {error}"[:600])
        for key, cell in cells.items():
            self.found.setdefault(key, {})[app, events] = cell
            runs = ", ".join(f"{run:.3g}" for run in cell.runs)
            say(f"{app:6} {events:6} {key:8} {runs or cell.why}")
        say(f"{'':14}({time.monotonic() - began:.0f} s)")

    def notes(self, text: str) -> str:
        """Fill in the limits of this run."""
        return text.format(every=self.plan.every_s, seconds=self.plan.seconds, limit=LIMIT_S, patience=PATIENCE_S)


#: part → keys of the metrics that it fills
KEYS: Final = {
    "started": ("started",),
    "opened": ("opened",),
    "wire": ("wire",),
    "events": ("each",),
    "steps": ("step",),
    "release": ("release",),
    "created": ("created",),
    "load": ("p50", "p95", "max", "errors", "cpu", "memory"),
}


def measure_own(bench: Bench, events: int, folder: Path) -> None:
    """Measure the dashboard on one data set."""
    script, env = qantar(folder)
    data = f"data/{folder.name}/{read_dataset(folder).version}"
    viewers = Dashboard(days=window_of(folder), data=data, events=events)

    def note(part: str, measure: Callable[[], Cell]) -> None:
        bench.note(part, "qantar", events, lambda: {KEYS[part][0]: measure()})

    note("started", lambda: several(lambda: _started(script, env), bench.runs))
    if bench.parts == {"started"}:
        return
    # a browser of its own, so that one that crashes spoils no more than this
    with chromium() as browser, served(script, env) as server:
        bench.chromium = browser.version
        if bench.parts - {"load", "events"}:
            own_browser.opened(browser, server, 1)
        note("opened", lambda: own_browser.opened(browser, server, bench.runs))
        note("wire", lambda: own_browser.bytes_of_first_view(browser, server))
        note("events", lambda: Cell.of([_bytes_an_event(f"{server.url}{data}/events.json", events)]))
        note("steps", lambda: own_browser.steps(browser, server, folder, 3 * bench.runs))
        note("release", lambda: own_browser.releases(browser, server, folder, bench.runs))
        note("created", lambda: own_browser.created(browser, server))
        bench.note("load", "qantar", events, lambda: _load(server, viewers, bench.plan))


def measure_naive(bench: Bench, events: int, folder: Path) -> None:
    """Measure the naive app on one data set."""
    script, env = naive(folder)
    viewers = NaiveApp(days=naive_window_of(folder))
    bench.note("started", "naive", events, lambda: {"started": several(lambda: _started(script, env), bench.runs)})
    if bench.parts == {"started"}:
        return
    with chromium() as browser, served(script, env) as server:

        def opened() -> dict[str, Cell]:
            return {"opened": naive_browser.opened(browser, server, folder, bench.runs)}

        def over_the_wire() -> dict[str, Cell]:
            return {"wire": naive_browser.bytes_of_first_view(browser, server, folder)}

        def steps() -> dict[str, Cell]:
            step, created = naive_browser.steps(browser, server, folder, bench.runs)
            return {"step": step, "created": created}

        bench.note("opened", "naive", events, opened)
        bench.note("wire", "naive", events, over_the_wire)
        bench.note("steps", "naive", events, steps)
        bench.note("load", "naive", events, lambda: _load(server, viewers, bench.plan))


def _started(script: Path, env: dict[str, str]) -> float | None:
    """Return seconds from starting the process until a first viewer's page has run; None after LIMIT_S."""

    async def first_run(port: int) -> None:
        async with viewer(port) as session:
            await asyncio.wait_for(session.run(), LIMIT_S)

    with served(script, env) as server:
        try:
            apart(first_run(server.port))
        except TimeoutError:
            return None
        return time.monotonic() - server.began


def apart(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread of its own: Playwright's own loop is in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def _load(server: Served, app: Dashboard | NaiveApp, plan: Plan) -> dict[str, Cell]:
    load = apart(drive(server.port, app, plan, cpu_s=server.cpu_s))
    for text, count in load.errors.most_common(3):
        say(f"error, {count} times: {text}")
    say(f"{len(load.moves)} moves; the driver itself used {load.driver_cpu_s:.1f} s of CPU in {load.moving_s:.0f} s")
    late = Cell(why=f"> {PATIENCE_S:g} s")
    shares = {"p50": 0.5, "p95": 0.95, "max": 1.0}
    found = {key: Cell.of([s]) if (s := load.percentile(share)) < PATIENCE_S else late for key, share in shares.items()}
    memory = server.memory_mb()
    return {
        **found,
        "errors": Cell.of([sum(load.errors.values())]),
        "cpu": Cell.of([1000 * load.server_cpu_s / len(load.moves)]) if load.server_cpu_s and load.moves else Cell(),
        "memory": Cell.of([memory]) if memory else Cell(),
    }


def _bytes_an_event(address: str, events: int) -> float:
    """Return the size of events.json as it travels, by event."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=LIMIT_S) as answer:
        body = answer.read()
    if answer.headers["Content-Encoding"] != "gzip":
        raise OSError("events.json was not compressed")
    if not gzip.decompress(body).startswith(b'{"n":%d,' % events):
        raise OSError("events.json does not hold the events")
    return len(body) / events


def load_average() -> float:
    """Return how many processes wanted a core in the last minute; -1 where the system does not tell (Windows)."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else -1.0


def say(text: str) -> None:
    """Tell how it is going, beside the result."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
