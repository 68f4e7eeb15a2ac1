"""The naive app in a browser: the same measurements as ours, each given up after a stated time."""

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench.chrome import fresh_page, took
from tests.bench.limits import GAVE_UP, several
from tests.bench.serving import Served
from tests.bench.sets import Days, drawn, first_change, naive_window_of
from tests.bench.table import Cell
from tests.bench.wire import wire


def opened(browser: Browser, server: Served, folder: Path, runs: int) -> Cell:
    """Measure seconds from opening the page until every marker is painted."""
    markers = drawn(folder, naive_window_of(folder))

    def once() -> float | None:
        with fresh_page(browser) as page:
            page.goto(server.url, wait_until="commit")
            page.evaluate("(n) => bench.drawn(n)", markers)
            return took(page)

    cell = several(once, runs)
    return Cell(tuple(ms / 1000 for ms in cell.runs), cell.why)


def bytes_of_first_view(browser: Browser, server: Served, folder: Path) -> Cell:
    """Measure MB to the browser until all is painted and the wire has been quiet for a second."""
    with wire(server.port) as counted, fresh_page(browser) as page:
        page.goto(counted.url)
        page.evaluate("(n) => bench.drawn(n)", drawn(folder, naive_window_of(folder)))
        if took(page) is None:
            return GAVE_UP
        while counted.quiet_s < 1:
            page.wait_for_timeout(100)
        return Cell.of([counted.down / 1e6])


def steps(browser: Browser, server: Served, folder: Path, runs: int) -> tuple[Cell, Cell]:
    """Measure ms from a key on the slider until that window's markers are painted; and maps created meanwhile.

    The maps are told as ten steps would create them, the first view's among them.
    """
    first, last = naive_window_of(folder)
    with fresh_page(browser) as page:
        made: list[str] = []
        page.on("framenavigated", lambda frame: made.append(frame.url) if "streamlit_folium" in frame.url else None)
        page.goto(server.url)
        page.evaluate("(n) => bench.drawn(n)", drawn(folder, (first, last)))
        if took(page) is None:
            return GAVE_UP, Cell()
        page.get_by_role("slider").first.focus()
        # to and fro over one day, so that every step changes what is drawn, also where the window is short
        start = first_change(folder, (first, last))
        for _ in range((start - first).days):
            page.keyboard.press("ArrowRight")
        page.evaluate("(n) => bench.drawn(n)", drawn(folder, (start, last)))
        if took(page) is None:
            return GAVE_UP, Cell()
        made.clear()
        turns = iter([n % 2 for n in range(1, runs + 1)])
        cell = several(lambda: _step(page, folder, (start, last), next(turns)), runs)
        return cell, Cell.of([round(1 + 10 * len(made) / len(cell.runs))]) if cell.runs else Cell()


def _step(page: Page, folder: Path, days: Days, turn: int) -> float | None:
    page.evaluate("(n) => bench.redrawn(n)", drawn(folder, (days[0] + timedelta(turn), days[1])))
    page.keyboard.press("ArrowRight" if turn else "ArrowLeft")
    return took(page)
