"""The dashboard over a table of any size, in a browser: from a hand's move until the map is painted."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Frame, Page

from tests.bench.chrome import took
from tests.bench.own_browser import NotFollowed, map_page
from tests.bench.serving import Served
from tests.bench.table import Cell

_PAN_PX = 330
#: until the page around has followed: its run must not be part of the next measurement
_SETTLED_MS = 1500


@dataclass(kw_only=True)
class Moves:
    """What was measured in one page: ms by kind of move, and bytes of every answer of the cells route."""

    pan: list[float] = field(default_factory=list)
    scrub: list[float] = field(default_factory=list)
    filter: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)

    def cells(self) -> dict[str, Cell]:
        """Return the measurements as cells of the table; `bytes` is the largest answer, in kB."""
        largest = [max(self.answers) / 1000] if self.answers else []
        bytes_ = Cell.of(largest) if largest else Cell(why="sent whole")
        return {"pan": Cell.of(self.pan), "scrub": Cell.of(self.scrub), "filter": Cell.of(self.filter), "bytes": bytes_}


def moved(browser: Browser, server: Served, runs: int) -> dict[str, Cell]:
    """Pan, scrub and filter some times; every step shows something that has not been shown before."""
    found = Moves()
    with map_page(browser, server.url) as (page, frame):

        def note(response: object) -> None:
            if "/cells?" in response.url:  # type: ignore[attr-defined]
                found.answers.append(float(response.headers.get("content-length", 0)))  # type: ignore[attr-defined]

        page.on("response", note)
        page.wait_for_timeout(_SETTLED_MS)
        frame.get_by_role("button", name="Zoom in").click()
        page.wait_for_timeout(_SETTLED_MS)
        for run in range(runs):
            found.pan.append(_pan(page, frame, -1 if run % 4 < 2 else 1, up=run % 2 == 0))
        frame.locator(".q-handle").first.focus()
        for _ in range(runs):
            found.scrub.append(_timed(page, frame, "keydown", lambda: page.keyboard.press("ArrowRight")))
        for run in range(runs):
            kind = frame.locator(".q-type").nth(run % 6)
            found.filter.append(_timed(page, frame, "click", kind.click))
    return found.cells()


def _pan(page: Page, frame: Frame, way: int, *, up: bool) -> float:
    """Drag the map by more than is loaded around it, sideways or along, and let it go without a swing."""
    box = frame.locator(".q-map").bounding_box()
    if box is None:
        raise NotFollowed("the page has no map")
    x, y = box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2
    by_x, by_y = (0, way * box["height"] * 0.4) if up else (way * _PAN_PX, 0)

    def drag() -> None:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + by_x, y + by_y, steps=5)
        page.wait_for_timeout(200)
        page.mouse.up()

    return _timed(page, frame, "pointerup", drag)


def _timed(page: Page, frame: Frame, kind: str, act: Callable[[], object]) -> float:
    frame.evaluate("(kind) => bench.act(kind)", kind)
    act()
    value = took(frame)
    page.wait_for_timeout(_SETTLED_MS)
    if value is None:
        raise NotFollowed(f"{kind}: the map was not painted")
    return float(value)
