"""Many viewers who pan and zoom a large map: what each asks the cells route for, and how long the answers take."""

import asyncio
import random
import time

import httpx

from tests.bench.viewers import PATIENCE_S, Load, Plan


async def pan(port: int, data: str, bounds: tuple[float, float, float, float], plan: Plan) -> Load:
    """Let each viewer look at another part of the map every `plan.every_s`; return what they saw.

    `data` is the path of the data set's routes, `bounds` west, south, east and north of its events.
    """
    load = Load(plan=plan)
    began = time.perf_counter()
    await asyncio.gather(*(_viewer(port, data, bounds, random.Random(i), load, began) for i in range(plan.viewers)))
    load.moving_s = time.perf_counter() - began
    return load


async def _viewer(
    port: int,
    data: str,
    bounds: tuple[float, float, float, float],
    chance: random.Random,
    load: Load,
    began: float,
) -> None:
    plan = load.plan
    due = began + chance.uniform(0, plan.every_s)
    base = f"http://127.0.0.1:{port}/"
    async with httpx.AsyncClient(base_url=base, trust_env=False, timeout=PATIENCE_S) as client:
        while due < began + plan.seconds:
            await asyncio.sleep(max(0, due - time.perf_counter()))
            asked = time.perf_counter()
            try:
                answer = await client.get(f"{data}/cells?{_sight(bounds, chance)}")
                answer.raise_for_status()
                load.moves.append(time.perf_counter() - asked)
                load.received += int(answer.headers.get("content-length", 0))
            except httpx.HTTPError as error:
                load.errors[f"{type(error).__name__}: {error}"[:120]] += 1
            due = max(due + plan.every_s, time.perf_counter() + plan.every_s / 4)


def _sight(bounds: tuple[float, float, float, float], chance: random.Random) -> str:
    """Return a part of the map as large as a window of 1400 by 840 pixels, somewhere among the events."""
    west, south, east, north = bounds
    zoom = chance.randint(2, 8)
    half = 700 / 256 / 2**zoom * 360
    lon, lat = chance.uniform(west, east), chance.uniform(south, north)
    edges = max(-180, lon - half), max(-80, lat - half / 2), min(180, lon + half), min(80, lat + half / 2)
    return f"bounds={','.join(f'{edge:.4f}' for edge in edges)}&zoom={zoom}"
