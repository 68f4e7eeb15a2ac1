"""How the tests reach into the map's frame."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Frame, Locator, Page, expect

WAIT_MS = 30_000
ALL = "Shown: 23 of 23"


def open_map(page: Page, url: str) -> Frame:
    """Open a map page; return the map's frame once its events are drawn and the page has run."""
    page.goto(url)
    node = page.wait_for_selector("iframe[src*=streamlit_folium]", state="attached", timeout=WAIT_MS)
    frame = node.content_frame() if node else None
    assert frame is not None
    frame.wait_for_selector(".q-app:not(.q-waiting)", timeout=WAIT_MS)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=WAIT_MS)
    return frame


def shown(frame: Frame) -> Locator:
    return frame.locator(".q-shown")


def link(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def wait_for_link(page: Page, pattern: str) -> None:
    expect(page).to_have_url(re.compile(pattern), timeout=WAIT_MS)


def app(frame: Frame, expression: str) -> Any:
    """Return what an expression of the app `a` gives."""
    return frame.evaluate(f"() => {{ const a = qantar.app; return {expression}; }}")


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def day_px(frame: Frame) -> float:
    return float(app(frame, "a.timeline.x(1) - a.timeline.x(0)"))


def point_of_mark(frame: Frame, place: str) -> tuple[float, float]:
    """Return where in the page the mark at a place is."""
    x, y = frame.evaluate(
        """(name) => {
            const a = qantar.app;
            const {x, y} = a.scene.drawn.marks.find(({mark}) => a.columns.places[mark.place].name_en === name);
            const shift = a.map.containerPointToLayerPoint([0, 0]).subtract(a.scene.events.corner);
            return [x - shift.x, y - shift.y];
        }""",
        place,
    )
    box = frame.locator(".q-map").bounding_box()
    assert box is not None
    return box["x"] + x, box["y"] + y
