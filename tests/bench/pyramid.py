"""How a table too large to be loaded is seen: made-up events, their pyramid, and two dashboards that pan over them.

python -m tests.bench.pyramid                           100,000,000 events in a temporary folder
python -m tests.bench.pyramid --events 1000000 --folder /tmp/sets   keeps them; what is there is not made again
"""

import argparse
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import httpx
import psutil

from geo.archive.pyramid import build_pyramid
from geo.store.pyramid import ABOUT, FOLDER
from tests.archive.events import COUNTRIES, FIRST, YEARS, write_events
from tests.serving import Server, start, stop

ZOOMS: Final = range(0, 19)
PANS: Final = 12
#: pixels of the map on a laptop's screen
WIDTH, HEIGHT = 1200, 700


@dataclass(frozen=True, slots=True)
class Pan:
    """One answer: at which zoom, of which filter, how long it took, of how many bytes, and whether of single events.

    `cpu_ms` is how long processors were busy with it; they tell steps of 10 ms, so means of many are what it is for.
    """

    zoom: int
    filter: str
    ms: float
    cpu_ms: float
    size: int
    exact: bool


def main() -> None:
    """Run and print tables of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000_000)
    parser.add_argument("--folder", type=Path, help="where to write and to leave the events; without it, temporary")
    options = parser.parse_args()
    with ExitStack() as stack:
        parent = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder = parent / f"made-{options.events}"
        for line in made(options.events, parent, folder):
            _say(line)
        servers = []
        for i in range(2):
            servers.append(start(parent / f"server-{i}.log", {"QANTAR_DATA": str(folder)}))
            stack.callback(stop, servers[-1])
        for line in seen(servers, folder):
            _say(line)


def made(n: int, parent: Path, folder: Path) -> Iterator[str]:
    """Make what is not there yet; yield how long it took, how large it is, and the most memory that it took."""
    yield "| step | seconds | events a second | on the disk | most memory |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    steps = (
        ("events as GeoParquet by year and country", folder, lambda: write_events(n, parent), "events"),
        ("pyramid and index", folder / FOLDER / ABOUT, lambda: build_pyramid(str(folder)), FOLDER),
    )
    for name, there, make, part in steps:
        began = time.monotonic()
        if there.exists():
            yield f"| {name}: there already | | | {_size(folder / part)} | |"
            continue
        make()
        seconds = time.monotonic() - began
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield f"| {name} | {seconds:,.0f} | {n / seconds:,.0f} | {_size(folder / part)} | {most:,.0f} MB |"
    yield ""


def seen(servers: list[Server], folder: Path) -> Iterator[str]:
    """Pan over the map with both servers; yield the times by zoom, and each server's memory."""
    version = json.loads((folder / FOLDER / ABOUT).read_text())["version"]
    route = f"data/{folder.name}/{version}/"
    pans: list[Pan] = []
    for seed, server in enumerate(servers):
        with httpx.Client(base_url=server.url + route, timeout=120) as client:
            began = time.monotonic()
            client.get("days").raise_for_status()
            yield f"{server.url} opened, with the histogram of all days, in {time.monotonic() - began:.1f} s  "
            pans += list(_pans(client, psutil.Process(server.process.pid), random.Random(seed)))
    yield ""
    yield (
        "| zoom | no filter, median | slowest | processor, mean | days and types, median | slowest | processor, mean "
        "| largest answer | single events |"
    )
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for zoom in ZOOMS:
        own = [p for p in pans if p.zoom == zoom]
        told = " | ".join(_times([p for p in own if p.filter == name]) for name in ("none", "days"))
        size, exact = max(p.size for p in own) / 1000, sum(p.exact for p in own)
        yield f"| {zoom} | {told} | {size:,.0f} kB | {exact} of {len(own)} |"
    yield ""
    slow = sum(p.ms > 300 for p in pans)
    yield f"{len(pans):,} pans, {slow} of them slower than 300 ms, the slowest {max(p.ms for p in pans):,.0f} ms  "
    for server in servers:
        about = psutil.Process(server.process.pid).memory_info()
        yield f"{server.url}: {about.rss / 2**20:,.0f} MB of memory  "


def _times(pans: list[Pan]) -> str:
    times = [p.ms for p in pans]
    spent = statistics.mean(p.cpu_ms for p in pans)
    return f"{statistics.median(times):,.0f} ms | {max(times):,.0f} ms | {spent:,.0f} ms"


def _pans(client: httpx.Client, server: psutil.Process, chance: random.Random) -> Iterator[Pan]:
    """Ask for what the map asks for at every zoom: near towns, each answer for the first time."""
    boxes = list(COUNTRIES.values())
    for zoom in ZOOMS:
        for i in range(PANS):
            west, south, east, north, _ = chance.choice(boxes)
            lon, lat = chance.uniform(west, east), chance.uniform(south, north)
            wide, high = (360 * side / 256 / 2**zoom / 2 for side in (WIDTH, HEIGHT))
            bounds = f"{max(lon - wide, -180)},{max(lat - high, -85)},{min(lon + wide, 180)},{min(lat + high, 85)}"
            first = FIRST + timedelta(days=chance.randrange(365 * YEARS))
            last = first + timedelta(days=chance.choice((0, 7, 30, 365, 1500)))
            told = {"bounds": bounds, "zoom": str(zoom)}
            name = "days" if i % 2 else "none"
            if name == "days":
                told |= {"from": str(first), "to": str(last), "type": "riots" if i % 4 == 1 else "battles"}
            spent, began = sum(server.cpu_times()[:2]), time.perf_counter()
            answer = client.get("cells", params=told)
            ms = (time.perf_counter() - began) * 1000
            cpu_ms = (sum(server.cpu_times()[:2]) - spent) * 1000
            answer.raise_for_status()
            yield Pan(zoom, name, ms, cpu_ms, len(answer.content), answer.json()["events"] is not None)


def _size(path: Path) -> str:
    size = sum(p.stat().st_size for p in path.rglob("*") if p.is_file())
    return f"{size / 2**20:,.0f} MB"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
