"""What must not grow: maps created, requests made and elements drawn, however often filters change and however many
events there are."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Frame, Page

from tests.browser.waiting import settle
from tests.serving import Server, stop

FRAME = "streamlit_folium.st_folium/index.html"
CHANGES = 10


@pytest.fixture(scope="module")
def crowded(serve: Callable[..., Server], synthetic: Callable[[int], Path]) -> Iterator[Server]:
    """Return the app on 10,000 made-up events."""
    server = serve(QANTAR_DATA=str(synthetic(10_000)))
    yield server
    stop(server)


def open_map(page: Page, url: str) -> Frame:
    """Open the map page and wait until its events are painted and its list has texts."""
    page.goto(url)
    node = page.wait_for_selector(f"iframe[src*='{FRAME}']", timeout=60_000)
    assert node is not None
    frame = node.content_frame()
    assert frame is not None
    frame.wait_for_function("() => window.qantar?.stats?.paints > 0", timeout=60_000)
    come_to_rest(page, frame)
    settle(page)
    return frame


def come_to_rest(page: Page, frame: Frame) -> None:
    """Wait until the page's run has ended and every card shown has its text."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
    frame.wait_for_function(
        "() => [...document.querySelectorAll('.q-card-text')].every((card) => card.textContent !== '\\u2026')",
        timeout=60_000,
    )


def change(page: Page, frame: Frame, number: int) -> None:
    """Switch an event type off in the sidebar, or move the timeline's first day, and wait for all that follows."""
    before = page.url
    if number % 2:
        frame.locator(".q-handle").first.press("ArrowRight")
    else:
        page.locator("[data-testid=stSidebar] [data-testid=stCheckbox] label").nth(number // 2).click()
    page.wait_for_function("(before) => location.href !== before", arg=before, timeout=60_000)
    settle(page)
    come_to_rest(page, frame)


def test_one_map_and_few_requests_however_often_filters_change(crowded: Server, page: Page) -> None:
    created: list[str] = []
    page.on("framenavigated", lambda frame: created.append(frame.url) if FRAME in frame.url else None)
    frame = open_map(page, crowded.url)
    opened = len(page.watch.requests)  # type: ignore[attr-defined]
    for number in range(CHANGES):
        change(page, frame, number)
    assert len(created) == 1
    assert frame.evaluate("() => qantar.stats.mounts") == 1
    asked = Counter(urlsplit(url).path.rsplit("/", 1)[-1] for url in page.watch.requests)  # type: ignore[attr-defined]
    assert asked["events.json"] == 1
    assert asked["basemap.json"] == 1
    # a change of days or types asks for the texts of the cards that came up, and for nothing else
    # (Streamlit looks at its icon now and then)
    later = [urlsplit(url).path.rsplit("/", 1)[-1] for url in page.watch.requests[opened:]]  # type: ignore[attr-defined]
    assert set(later) - {"favicon.png"} == {"cards"}
    assert later.count("cards") <= 2 * CHANGES


def test_ten_thousand_events_are_a_few_elements(crowded: Server, page: Page) -> None:
    frame = open_map(page, crowded.url)
    assert "10,000" in frame.locator(".q-shown").inner_text()
    assert frame.locator("canvas").count() > 0
    assert frame.locator("path.leaflet-interactive, .leaflet-marker-icon").count() == 0
    assert frame.locator(".q-card").count() <= 100
    assert frame.evaluate("() => document.querySelectorAll('*').length") < 3_000


def test_what_the_server_says_late_undoes_no_key(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    first = frame.evaluate("() => qantar.app.window.first")
    frame.locator(".q-handle").first.press("ArrowRight")
    # the answer to an earlier change, which knows nothing of this key yet
    frame.evaluate("() => qantar.see('', 0, document.documentElement.lang)")
    assert frame.evaluate("() => qantar.app.window.first") == first + 1
    page.wait_for_function("() => location.search.includes('from=')", timeout=60_000)
