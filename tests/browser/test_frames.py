"""Who may show the app in a frame: any site the page made for it, no other site anything else."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.waiting import settle


class Story(BaseHTTPRequestHandler):
    """A page of another site that holds the address behind its `?` in a frame."""

    def do_GET(self) -> None:
        address = unquote(urlsplit(self.path).query)
        page = f'<!doctype html><link rel=icon href="data:,"><iframe src="{address}" width=900 height=700></iframe>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Story) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        yield f"http://localhost:{other.server_port}/story?"
        other.shutdown()


def test_another_site_can_show_the_map(server: Server, page: Page, site: str) -> None:
    page.goto(f"{site}{server.url}%3Fembed=true")
    shell = page.frame_locator("iframe").frame_locator("iframe")
    expect(shell.locator(".leaflet-container").first).to_be_visible(timeout=60_000)
    assert page.frame_locator("iframe").get_by_test_id("stException").count() == 0


def test_another_site_can_show_nothing_else(server: Server, page: Page, site: str) -> None:
    with page.expect_event("console", lambda said: "frame-ancestors" in said.text, timeout=30_000):
        page.goto(site + server.url)
    assert page.frame_locator("iframe").get_by_test_id("stApp").count() == 0
    page.watch.problems.clear()


def test_the_embedded_page_asks_only_its_own_server(server: Server, page: Page) -> None:
    page.goto(f"{server.url}?embed=true&q=almaty")
    settle(page)
    assert page.watch.outside(server.url) == []
