"""Many viewers at once: each its own session, each moving the timeline every two seconds.

python -m tests.bench.viewers PORT FOLDER      sends to 127.0.0.1:PORT, which serves the data set in FOLDER
"""

import argparse
import asyncio
import json
import math
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from websockets.exceptions import WebSocketException

from tests.bench.protocol import Run, Viewer, viewer
from tests.bench.sets import Days, naive_window_of, window_of

MAX_VIEWERS: Final = 200
MAX_SECONDS: Final = 120
#: a viewer that waits longer than this for one move counts as an error and leaves
PATIENCE_S: Final = 20.0
#: all first views together, two at a time
OPENING_S: Final = 90.0
_US_A_DAY: Final = 86_400_000_000

#: puts a viewer's timeline at a window of days; the number counts the viewer's moves from 1
Mover = Callable[[Viewer, int, Days], None]


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


def move_map(viewer: Viewer, n: int, window: Days) -> None:
    """Move the dashboard's timeline: the value that the map reports when a handle is released."""
    viewer.set_map({"n": n, "change": {"from": window[0].isoformat(), "to": window[1].isoformat()}})


def move_slider(viewer: Viewer, _: int, window: Days) -> None:
    """Move the naive app's slider."""
    viewer.set_slider([(day - date(1970, 1, 1)).days * _US_A_DAY for day in window])


async def drive(
    port: int, days: Days, mover: Mover, plan: Plan, *, cpu_s: Callable[[], float | None] = lambda: None
) -> Load:
    """Open the viewers one by one, let each see the page, then let all move; return what they saw.

    `cpu_s` tells the server's CPU time so far. Raises NotOpened where the first views take longer than OPENING_S.
    """
    load, go, opened = Load(plan=plan), asyncio.Event(), asyncio.Semaphore(2)
    ready = [asyncio.Event() for _ in range(plan.viewers)]
    tasks = [asyncio.create_task(_one(port, i, days, mover, load, opened, ready[i], go)) for i in range(plan.viewers)]
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
    days: Days,
    mover: Mover,
    load: Load,
    opened: asyncio.Semaphore,
    ready: asyncio.Event,
    go: asyncio.Event,
) -> None:
    try:
        async with viewer(port) as session:
            async with opened:
                first = await asyncio.wait_for(session.run(), OPENING_S)
            _note(load, first)
            load.first_runs.append(first.seconds)
            ready.set()
            await go.wait()
            await _move(session, random.Random(number), days, mover, load)
    except TimeoutError:
        load.errors[f"no answer within {PATIENCE_S:g} s"] += 1
    except (OSError, WebSocketException, LookupError) as error:
        load.errors[f"{type(error).__name__}: {error}"[:120]] += 1
    finally:
        ready.set()


async def _move(session: Viewer, chance: random.Random, days: Days, mover: Mover, load: Load) -> None:
    plan, began = load.plan, time.perf_counter()
    due, n, window = began + chance.uniform(0, plan.every_s), 0, days
    while due < began + plan.seconds:
        await asyncio.sleep(max(0, due - time.perf_counter()))
        n, window = n + 1, _other(window, days, chance)
        mover(session, n, window)
        run = await asyncio.wait_for(session.run(), PATIENCE_S)
        _note(load, run)
        if mover is move_map and not _arrived(session.query, window, days):
            load.errors[f"the link does not follow the timeline: {session.query}"[:120]] += 1
        load.moves.append(run.seconds)
        # a viewer who had to wait looks at the result before the next move: no bunching
        due = max(due + plan.every_s, time.perf_counter() + plan.every_s / 4)


def _other(window: Days, days: Days, chance: random.Random) -> Days:
    """Return a random window that differs from the one before."""
    span = (days[1] - days[0]).days
    while True:
        low, high = sorted(chance.randint(0, span) for _ in range(2))
        new = days[0] + timedelta(low), days[0] + timedelta(high)
        if new != window:
            return new


def _arrived(query: str, window: Days, days: Days) -> bool:
    parts = {f"from={window[0]}": window[0] > days[0], f"to={window[1]}": window[1] < days[1]}
    return all((part in query) == needed for part, needed in parts.items())


def _note(load: Load, run: Run) -> None:
    load.received += run.received
    for error in run.errors:
        load.errors[error[:120]] += 1


def main() -> int:
    """Load a running dashboard and print what the viewers saw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("port", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--viewers", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--naive", action="store_true", help="the naive app runs there")
    given = parser.parse_args()
    plan = Plan(viewers=given.viewers, seconds=given.seconds)
    mover, days = (move_slider, naive_window_of) if given.naive else (move_map, window_of)
    load = asyncio.run(drive(given.port, days(given.folder), mover, plan))
    shares = {f"p{round(100 * s)}": round(load.percentile(s), 3) for s in (0.5, 0.95, 1.0)}
    told = {"moves": len(load.moves), **shares, "errors": dict(load.errors), "driver_cpu_s": load.driver_cpu_s}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
