"""The dashboard in a browser: from a key, a pointer or an address until the result is really painted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Frame, Page

from tests.bench.chrome import fresh_page, took
from tests.bench.limits import LIMIT_S
from tests.bench.serving import Served
from tests.bench.sets import first_change, shown, window_of
from tests.bench.table import Cell
from tests.bench.wire import wire

_MAP_FRAME: Final = "streamlit_folium"
#: the timeline's room left and right of its days, together
_SIDES_PX: Final = 28
#: long enough for a release by key (500 ms) and the run that follows
_SETTLED_MS: Final = 2500


class NotFollowed(Exception):
    """The page did not do what the measurement waits for."""


@contextmanager
def map_page(browser: Browser, url: str) -> Iterator[tuple[Page, Frame]]:
    """Open the map page and wait until its events are painted and the cards of its list have texts."""
    with fresh_page(browser) as page:
        page.goto(url)
        frame = map_frame(page)
        frame.wait_for_function("() => bench.paints() > 0 && bench.described()", timeout=LIMIT_S * 1000)
        yield page, frame


def map_frame(page: Page) -> Frame:
    """Return the map's frame, once it is there."""
    node = page.wait_for_selector(f"iframe[src*={_MAP_FRAME}]", state="attached", timeout=LIMIT_S * 1000)
    frame = node.content_frame() if node else None
    if frame is None:
        raise NotFollowed("the page has no map")
    return frame


def opened(browser: Browser, server: Served, runs: int) -> Cell:
    """Measure seconds from opening the page until its events are painted."""
    return Cell.of(_opened(browser, server) for _ in range(runs))


def _opened(browser: Browser, server: Served) -> float:
    with fresh_page(browser) as page:
        page.goto(server.url, wait_until="commit")
        began = float(page.evaluate("() => performance.timeOrigin"))
        frame = map_frame(page)
        frame.evaluate("() => bench.first()")
        return (float(_value(frame, "the events painted")) - began) / 1000


def bytes_of_first_view(browser: Browser, server: Served) -> Cell:
    """Measure MB to the browser until all is drawn and the wire has been quiet for a second."""
    with wire(server.port) as counted, map_page(browser, counted.url) as (page, _):
        while counted.quiet_s < 1:
            page.wait_for_timeout(100)
        return Cell.of([counted.down / 1e6])


def steps(browser: Browser, server: Served, folder: Path, runs: int) -> Cell:
    """Measure ms from a key on the timeline's first handle until that window's events are painted."""
    days = window_of(folder)
    with map_page(browser, server.url) as (page, frame):
        frame.locator(".q-handle").first.focus()
        for _ in range((first_change(folder, days) - days[0]).days):
            page.keyboard.press("ArrowRight")
        page.wait_for_timeout(_SETTLED_MS)
        return Cell.of(_step(page, frame, turn) for turn in [n % 2 for n in range(1, runs + 1)])


def _step(page: Page, frame: Frame, turn: int) -> float:
    frame.evaluate("() => bench.step()")
    page.keyboard.press("ArrowRight" if turn else "ArrowLeft")
    return float(_value(frame, "painted"))


def releases(browser: Browser, server: Served, folder: Path, runs: int) -> Cell:
    """Measure ms from letting a handle go until address bar, header, count and texts of the list have followed."""
    first, last = window_of(folder)
    start = first_change(folder, (first, last)) + timedelta(1)
    with map_page(browser, server.url) as (page, frame):
        width = float(frame.locator(".q-plot").evaluate("(plot) => plot.clientWidth"))
        day_px = (width - _SIDES_PX) / ((last - first).days + 1)
        found, at = [], first
        for run in range(runs):
            goal = start + timedelta(run % 2)
            found.append(release(page, frame, goal, round((goal - at).days * day_px), shown(folder, (goal, last))))
            at = goal
        return Cell.of(found)


def release(page: Page, frame: Frame, goal: date, by_px: int, events: int) -> float:
    """Drag the first handle so that the window begins at `goal`; return ms from letting it go until all follows."""
    handle = frame.locator(".q-handle").first.bounding_box()
    if handle is None:
        raise NotFollowed("the timeline has no handle")
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by_px, y, steps=6)
    page.evaluate("([day, events]) => bench.follow(day, events)", [goal.isoformat(), events])
    frame.evaluate("(events) => bench.release(events)", events)
    page.mouse.up()
    began, panel = _value(frame, "the panel updated")
    return float(max(panel, _value(page, f"from={goal} in the address bar")) - began)


def created(browser: Browser, server: Served) -> Cell:
    """Count the maps that a page creates while ten filters and dates are changed."""
    with fresh_page(browser) as page:
        made: list[str] = []
        page.on("framenavigated", lambda frame: made.append(frame.url) if _MAP_FRAME in frame.url else None)
        page.goto(server.url)
        frame = map_frame(page)
        frame.wait_for_function("() => bench.paints() > 0 && bench.described()", timeout=LIMIT_S * 1000)
        for change in range(10):
            change_something(page, frame, change)
            page.wait_for_timeout(_SETTLED_MS / 5)
        return Cell.of([len(made) - 1 + int(frame.evaluate("() => qantar.stats.mounts"))])


def change_something(page: Page, frame: Frame, change: int) -> None:
    """Change a filter beside the map or a day below it, and wait until the address bar tells of it."""
    before = page.url
    if change % 2:
        frame.locator(".q-handle").first.press("ArrowRight" if change % 4 == 1 else "ArrowLeft")
    else:
        page.locator("[data-testid=stSidebar] [data-testid=stCheckbox] label").nth(change // 2).click()
    page.wait_for_function("(before) => location.href !== before", arg=before, timeout=LIMIT_S * 1000)


def _value(frame: Page | Frame, what: str) -> Any:
    value = took(frame)
    if value is None:
        raise NotFollowed(f"{what}: not within {LIMIT_S} s")
    return value
