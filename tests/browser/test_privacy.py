"""With tiles off, no page asks anybody but its own server for anything, and remembers nothing about the reader."""

import pytest
from playwright.sync_api import Page

from geo.map.tiles import HOST
from tests.browser.conftest import Server
from tests.browser.waiting import settle

PAGES = ["", "chronology", "figures", "events", "code", "open", "about", "?embed=true", "?event=kz22-15&lang=de"]


@pytest.mark.parametrize("where", PAGES)
def test_no_request_leaves_the_server(server: Server, page: Page, where: str) -> None:
    page.goto(server.url + where)
    settle(page)
    page.mouse.wheel(0, 4000)
    settle(page)
    assert len(page.watch.requests) > 10
    assert page.watch.outside(server.url) == []


def test_nothing_is_stored_but_what_the_session_needs(server: Server, page: Page) -> None:
    page.goto(server.url)
    settle(page)
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"_streamlit_xsrf", "_streamlit_session"}
    assert all(cookie["expires"] == -1 for cookie in page.context.cookies())


def test_tiles_that_are_switched_on_come_from_one_host_without_a_referer(server: Server, page: Page) -> None:
    asked: list[dict[str, str]] = []

    def answer(route, request) -> None:  # type: ignore[no-untyped-def]
        asked.append(request.all_headers())
        route.fulfill(status=204)

    page.route(HOST + "/**", answer)
    page.goto(server.url + "?tiles=online")
    settle(page)
    outside = page.watch.outside(server.url)
    assert outside
    assert all(url.startswith(HOST + "/") for url in outside)
    assert all("referer" not in headers and "cookie" not in headers for headers in asked)


def test_the_maps_frame_is_cut_off_from_the_page(server: Server, page: Page) -> None:
    page.goto(server.url)
    settle(page)
    frame = next(f for f in page.frames if "st_folium" in f.url)
    assert frame.evaluate("window.origin") == "null"
    for reach in ("window.parent.document", "window.localStorage", "document.cookie", "window.top.location.href"):
        assert frame.evaluate(f"(() => {{ try {{ return String({reach}) }} catch (e) {{ return e.name }} }})()") == (
            "SecurityError"
        )
    blocked = frame.evaluate(
        "fetch('https://example.org/').then(() => 'answered', error => error.name)",
    )
    assert blocked == "TypeError"
    assert page.watch.problems
    page.watch.problems.clear()
