"""Many viewers at once: each its own session, each moving the timeline every two seconds.

They send to 127.0.0.1 only, and there is an end to their number and their time.
"""

import asyncio
import math
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import httpx
from websockets.exceptions import WebSocketException

from tests.bench.protocol import Run, Viewer, viewer
from tests.bench.sets import Days

MAX_VIEWERS: Final = 200
MAX_SECONDS: Final = 120
#: a viewer that waits longer than this for one move counts as an error and leaves
PATIENCE_S: Final = 20.0
#: all first views together, two at a time
OPENING_S: Final = 90.0
_US_A_DAY: Final = 86_400_000_000
#: events whose texts the map fetches at once
_PAGE: Final = 100


class NotOpened(Exception):
    """The viewers never got to see the page."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many viewers move the timeline how often for how long."""

    viewers: int = 40
    every_s: float = 2.0
    seconds: float = 30.0

    def __post_init__(self) -> None:
        """Refuse a load that is not bounded."""
        if not (0 < self.viewers <= MAX_VIEWERS and 0 < self.seconds <= MAX_SECONDS and self.every_s >= 0.1):
            raise ValueError(f"at most {MAX_VIEWERS} viewers for {MAX_SECONDS} s, every 0.1 s or slower; got {self}")


@dataclass(kw_only=True)
class Load:
    """What the viewers saw: seconds from request to finished run of every move, first runs, errors by text."""

    plan: Plan
    moves: list[float] = field(default_factory=list)
    first_runs: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    received: int = 0
    #: CPU seconds of driver and server while the viewers moved, and how long that was
    driver_cpu_s: float = 0.0
    server_cpu_s: float | None = None
    moving_s: float = 0.0

    def percentile(self, share: float) -> float:
        """Return the seconds that a share of the moves stayed within; infinite where those never finished."""
        lost = sum(self.errors.values())
        ranked = sorted(self.moves) + [math.inf] * lost
        return ranked[max(0, math.ceil(share * len(ranked)) - 1)] if ranked else math.inf


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """How a viewer moves our timeline: what the map reports when a handle is released, and what it fetches then.

    `data` is the path of the data set's routes. A map of up to 100 events has fetched their texts at once, before.
    """

    days: Days
    data: str
    events: int

    def move(self, session: Viewer, n: int, window: Days) -> None:
        """Let the timeline stand at a window; `n` counts the viewer's moves from 1."""
        session.set_map({"n": n, "change": {"from": window[0].isoformat(), "to": window[1].isoformat()}})

    def fetched(self, window: Days) -> str | None:
        """Return the path of what the map fetches after that; None where it has everything."""
        if self.events <= _PAGE:
            return None
        return f"{self.data}/cards?lang=en&limit={_PAGE}&from={window[0]}&to={window[1]}&offset=0"

    def arrived(self, session: Viewer, window: Days) -> bool:
        """Tell whether the address bar follows the timeline."""
        wanted = {f"from={window[0]}": window[0] > self.days[0], f"to={window[1]}": window[1] < self.days[1]}
        return all((part in session.query) == needed for part, needed in wanted.items())


@dataclass(frozen=True, kw_only=True)
class NaiveApp:
    """How a viewer moves the naive app's slider."""

    days: Days

    def move(self, session: Viewer, _: int, window: Days) -> None:
        """Let the slider stand at a window."""
        session.set_slider([(day - date(1970, 1, 1)).days * _US_A_DAY for day in window])

    def fetched(self, _: Days) -> str | None:
        """Return None: all comes over the websocket."""
        return None

    def arrived(self, *_: object) -> bool:
        """Return True: it has no link that could lag behind."""
        return True


async def drive(
    port: int, app: Dashboard | NaiveApp, plan: Plan, *, cpu_s: Callable[[], float | None] = lambda: None
) -> Load:
    """Open the viewers one by one, let each see the page, then let all move; return what they saw.

    `cpu_s` tells the server's CPU time so far. Raises NotOpened where the first views take longer than OPENING_S.
    """
    load, go, opened = Load(plan=plan), asyncio.Event(), asyncio.Semaphore(2)
    ready = [asyncio.Event() for _ in range(plan.viewers)]
    tasks = [asyncio.create_task(_one(port, i, app, load, opened, ready[i], go)) for i in range(plan.viewers)]
    try:
        await asyncio.wait_for(asyncio.gather(*(event.wait() for event in ready)), OPENING_S)
    except TimeoutError:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise NotOpened(f"{plan.viewers} first views were not done within {OPENING_S:g} s") from None
    began, cpu, theirs = time.perf_counter(), time.process_time(), cpu_s()
    go.set()
    await asyncio.gather(*tasks)
    load.moving_s, load.driver_cpu_s = time.perf_counter() - began, time.process_time() - cpu
    ended = cpu_s()
    load.server_cpu_s = ended - theirs if ended is not None and theirs is not None else None
    return load


async def _one(
    port: int,
    number: int,
    app: Dashboard | NaiveApp,
    load: Load,
    opened: asyncio.Semaphore,
    ready: asyncio.Event,
    go: asyncio.Event,
) -> None:
    try:
        async with viewer(port) as session, _http(port) as client:
            async with opened:
                first = await asyncio.wait_for(session.run(), OPENING_S)
            _note(load, first)
            load.first_runs.append(first.seconds)
            ready.set()
            await go.wait()
            await _move(session, client, random.Random(number), app, load)
    except TimeoutError:
        load.errors[f"no answer within {PATIENCE_S:g} s"] += 1
    except (OSError, WebSocketException, LookupError, httpx.HTTPError) as error:
        load.errors[f"{type(error).__name__}: {error}"[:120]] += 1
    finally:
        ready.set()


async def _move(
    session: Viewer, client: httpx.AsyncClient, chance: random.Random, app: Dashboard | NaiveApp, load: Load
) -> None:
    plan, began = load.plan, time.perf_counter()
    due, n, window = began + chance.uniform(0, plan.every_s), 0, app.days
    while due < began + plan.seconds:
        await asyncio.sleep(max(0, due - time.perf_counter()))
        n, window = n + 1, _other(window, app.days, chance)
        app.move(session, n, window)
        moved = time.perf_counter()
        run, _ = await asyncio.wait_for(asyncio.gather(session.run(), _fetch(client, app.fetched(window))), PATIENCE_S)
        load.moves.append(time.perf_counter() - moved)
        _note(load, run)
        if not app.arrived(session, window):
            load.errors[f"the link does not follow the timeline: {session.query}"[:120]] += 1
        # a viewer who had to wait looks at the result before the next move: no bunching
        due = max(due + plan.every_s, time.perf_counter() + plan.every_s / 4)


async def _fetch(client: httpx.AsyncClient, path: str | None) -> None:
    if path is not None:
        answer = await client.get(path)
        answer.raise_for_status()


def _http(port: int) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/", trust_env=False, timeout=PATIENCE_S)


def _other(window: Days, days: Days, chance: random.Random) -> Days:
    """Return a random window that differs from the one before."""
    span = (days[1] - days[0]).days
    while True:
        low, high = sorted(chance.randint(0, span) for _ in range(2))
        new = days[0] + timedelta(low), days[0] + timedelta(high)
        if new != window:
            return new


def _note(load: Load, run: Run) -> None:
    load.received += run.received
    for error in run.errors:
        load.errors[error[:120]] += 1
