"""Take the README's picture of the map page anew: `python -m tests.picture`."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGS
from tests.chromium import executable
from tests.serving import ROOT, start, stop

PICTURE = ROOT / "data" / "pictures" / "map.png"
VIEW = "?event=kz22-05&lang=en"


def main() -> None:
    """Write the picture; 1440 × 900 pixels."""
    PICTURE.parent.mkdir(exist_ok=True)
    server = start(Path("/dev/null"), {})
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=ARGS)
            page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB", color_scheme="light")
            page.goto(server.url + VIEW)
            frame = page.frame_locator(".st-key-map-frame iframe")
            frame.get_by_text("Figures", exact=True).wait_for(timeout=30_000)
            page.wait_for_timeout(1500)  # until labels and tiles have settled
            page.screenshot(path=PICTURE)
            browser.close()
    finally:
        stop(server)


if __name__ == "__main__":
    main()
