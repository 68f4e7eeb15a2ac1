"""A real Chromium on the real server; every page records what it asks for and what goes wrong in it.

    def test_something(server: Server, page: Page):
        page.goto(server.url)
        …
        assert page.watch.problems == []

`page.watch` is read at the end of every test as well: a console error, an uncaught exception or a violation of the
Content-Security-Policy fails the test, unless it has taken the entry out of `page.watch.problems` itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, WebSocket, expect, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.chromium import executable
from tests.serving import Server

__all__ = ["Server", "Watch", "watch"]

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: What a test waits for may take long on a slow machine; a test that passes does not wait.
expect.set_options(timeout=30_000)

#: A cold link to a sub-page: Streamlit first asks for its server below that page's address, and gets a 404.
_PROBE = re.compile(r"/[a-z]+/_stcore/(health|host-config)")


@dataclass
class Watch:
    """What a page has asked for, what went wrong in it, and what it waits for: answers, and the end of a run."""

    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    open: set[Request] = field(default_factory=set)
    runs: bool = False

    @property
    def waits(self) -> bool:
        """Return whether something that the page or one of its frames has asked for, or a run, is not at its end."""
        return self.runs or any(not request.frame.is_detached() for request in self.open)

    def outside(self, url: str) -> list[str]:
        """Return the requests that left the origin of `url`; data: and blob: addresses leave nothing."""
        own = urlsplit(url).netloc
        return [r for r in self.requests if urlsplit(r).scheme not in ("data", "blob") and urlsplit(r).netloc != own]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `-m "not browser"` leaves them out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Callable[[], Browser]]:
    """Return a function that gives one Chromium for all tests; a new one after a test in which it has crashed."""
    with sync_playwright() as playwright:
        launched: list[Browser] = []

        def running() -> Browser:
            if not launched or not launched[-1].is_connected():
                launched.append(playwright.chromium.launch(executable_path=executable(), args=ARGS))
            return launched[-1]

        yield running
        for browser in launched:
            browser.close()


@pytest.fixture
def new_page(chromium: Callable[[], Browser]) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page in a fresh context, with Playwright's options for one."""
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def open_page(**options: Any) -> Page:
        context = chromium().new_context(**{"locale": "en-GB", "timezone_id": "UTC", **options})
        contexts.append(context)
        page = context.new_page()
        watches.append(watch(page))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [problem for seen in watches for problem in seen.problems] == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Return a fresh page of 1440 × 900 pixels; `page.watch` records it."""
    return new_page(viewport={"width": 1440, "height": 900})


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """Return a fresh page of 360 × 740 pixels with touch; `phone.watch` records it."""
    return new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, device_scale_factor=2)


def watch(page: Page) -> Watch:
    """Record a page's requests and problems, also as `page.watch`."""
    seen = Watch()
    page.on("request", lambda request: _begin(seen, request))
    page.on("requestfinished", lambda request: seen.open.discard(request))
    page.on("requestfailed", lambda request: seen.open.discard(request))
    page.on("websocket", lambda socket: _listen(seen, socket))
    page.on("pageerror", lambda error: seen.problems.append(f"page error: {error}"))
    page.on("console", lambda said: _take(seen, said))
    page.watch = seen  # type: ignore[attr-defined]
    return seen


def _begin(seen: Watch, request: Request) -> None:
    """Take a request down; a new document in the page waits for nothing that the one before has asked for."""
    seen.requests.append(request.url)
    if request.is_navigation_request() and request.frame.parent_frame is None:
        seen.open.clear()
    seen.open.add(request)


def _listen(seen: Watch, socket: WebSocket) -> None:
    """Take down whether a run is asked for or under way; one that is cut short is followed by another."""
    begun = False

    def sent(said: bytes | str) -> None:
        nonlocal begun
        if isinstance(said, bytes) and BackMsg.FromString(said).WhichOneof("type") == "rerun_script":
            seen.runs, begun = True, False

    def received(said: bytes | str) -> None:
        nonlocal begun
        message = ForwardMsg.FromString(said) if isinstance(said, bytes) else ForwardMsg()
        kind = message.WhichOneof("type")
        begun = begun or kind == "new_session"
        if kind == "script_finished" and begun and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            seen.runs = False

    seen.requests.append(socket.url)
    seen.runs = False  # those that the page before had asked for
    socket.on("framesent", sent)
    socket.on("framereceived", received)


def _take(seen: Watch, said: Any) -> None:
    """Keep errors, and warnings that are about security; leave out how Streamlit looks for its server."""
    if _PROBE.fullmatch(urlsplit(said.location.get("url", "")).path):
        return
    if said.type == "error" or "Content Security Policy" in said.text:
        where = said.location.get("url", "")
        seen.problems.append(f"{said.type}: {said.text} ({where})")
