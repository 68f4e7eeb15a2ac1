"""A Chromium for measuring: fresh pages with a cold cache, and values that arrive in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Frame, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.bench.limits import LIMIT_S
from tests.chromium import executable

PROBE: Final = Path(__file__).parent / "probe.js"
#: nothing but the server itself is reachable, so that tiles and CDNs fail at once, on every machine alike
_ARGS: Final = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking"]


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
def fresh_page(browser: Browser) -> Iterator[Page]:
    """Open a page of 1440 × 900 pixels with an empty cache; `bench` of probe.js is there in every frame."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="UTC")
    context.add_init_script(path=PROBE)
    try:
        yield context.new_page()
    finally:
        context.close()


def took(frame: Page | Frame) -> Any | None:
    """Wait for what `bench.took` will hold; None where it takes longer than LIMIT_S."""
    try:
        return frame.wait_for_function("() => bench.took", timeout=LIMIT_S * 1000).json_value()
    except PlaywrightTimeoutError:
        return None
