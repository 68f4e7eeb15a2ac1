"""Wait until a page has come to rest."""

import time

from playwright.sync_api import Error, Page

_LONGEST = 180.0
_PAUSE_MS = 200
_ALIKE = 4


def settle(page: Page) -> None:
    """Wait until the page's run has ended and neither the page nor its frames change any more.

    What has just been clicked is waited for too: the server has answered whatever the page has told it or asked for.
    """
    until = time.monotonic() + _LONGEST
    seen: list[str] = []
    while len(seen) < _ALIKE or len(set(seen[-_ALIKE:])) > 1 or not _done(page):
        if time.monotonic() > until:
            raise TimeoutError(f"{page.url} does not come to rest")
        page.wait_for_timeout(_PAUSE_MS)
        seen.append(_look(page))


def texts(page: Page) -> str:
    """Return all texts that the page and its frames hold, with single spaces."""
    return squeeze(" ".join(_text(page)))


def squeeze(text: str) -> str:
    """Return a text with single spaces for any white space."""
    return " ".join(text.split())


def _done(page: Page) -> bool:
    if page.watch.waits:  # type: ignore[attr-defined]
        return False
    app = page.query_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    return app is not None and page.query_selector("[data-testid=stSkeleton]") is None


def _look(page: Page) -> str:
    return "\n".join([page.url, *_text(page)])


def _text(page: Page) -> list[str]:
    found = []
    for frame in page.frames:
        try:
            found.append(str(frame.evaluate("document.body ? document.body.textContent : ''")))
        except Error:
            found.append("gone")
    return found
