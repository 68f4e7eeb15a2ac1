"""A Chromium for measuring: fresh pages with a cold cache, and how long something takes until it is really painted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.table import Cell
from tests.chromium import executable

#: nothing but the server itself is reachable, so that tiles and CDNs fail at once, on every machine alike
_ARGS: Final = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking"]

#: in every frame: painted(then) calls back once the frame that is being prepared now has been painted
_PAINTED: Final = "window.benchPainted = (then) => requestAnimationFrame(() => requestAnimationFrame(() => then()));"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless Chromium until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=_ARGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_page(browser: Browser, *scripts: str) -> Iterator[Page]:
    """Open a page of 1440 × 900 pixels with an empty cache; `scripts` run first in every frame."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="UTC")
    for script in (_PAINTED, *scripts):
        context.add_init_script(script)
    try:
        yield context.new_page()
    finally:
        context.close()


def repeat(once: Callable[[], float], runs: int) -> Cell:
    """Measure several times."""
    return Cell.of(once() for _ in range(runs))


def screenshot(page: Page, path: Path) -> None:
    """Keep a picture of what was measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
