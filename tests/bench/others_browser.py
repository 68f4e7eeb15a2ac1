"""The apps to compare with in a browser: opened, and one step of their slider; given up after a stated time."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page

from tests.bench.chrome import fresh_page, took
from tests.bench.limits import GAVE_UP, several
from tests.bench.serving import NAIVE, ROOT, Served
from tests.bench.table import Cell

SCRIPT: Final = "others.py"


def other(way: str, folder: Path) -> tuple[Path, dict[str, str]]:
    """Return script and environment of an app, `geojson` or `pydeck`, on a table's folder."""
    env = {
        "BENCH_SCRIPT": SCRIPT,
        "OTHER_WAY": way,
        "OTHER_DATA": str(folder / "events.parquet"),
        "PYTHONPATH": str(ROOT),
    }
    return NAIVE, env


def opened_and_stepped(browser: Browser, server: Served, runs: int) -> dict[str, Cell]:
    """Measure seconds from opening the page until its points are there, and ms from a key on its slider.

    Deck.gl does not tell when it has painted; the time until its canvas and the text below it stand is in its favour.
    """
    steps: list[float] = []

    def once() -> float | None:
        with fresh_page(browser) as page:
            page.goto(server.url, wait_until="commit")
            page.evaluate("() => bench.told()")
            seconds = took(page)
            if seconds is not None and len(steps) < runs:
                steps.extend(_steps(page, 1))
            return None if seconds is None else float(seconds) / 1000

    cell = several(once, runs)
    return {"opened": cell, "scrub": Cell.of(steps) if steps else GAVE_UP}


def _steps(page: Page, runs: int) -> list[float]:
    page.get_by_role("slider").first.focus()
    found = []
    for _ in range(runs):
        page.evaluate("() => bench.retold()")
        page.keyboard.press("ArrowRight")
        ms = took(page)
        if ms is not None:
            found.append(float(ms))
    return found
