"""The map page in a real browser: cold links, empty results, a silent server, tiles, languages, themes and sizes."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Server
from tests.browser.map_frame import (
    ALL,
    WAIT_MS,
    app,
    link,
    middle,
    open_map,
    point_of_mark,
    shown,
    wait_for_link,
)
from tests.browser.waiting import settle


def test_a_cold_link_shows_its_days_event_and_place(server: Server, page: Page) -> None:
    frame = open_map(page, server.url + "?from=2022-01-04&to=2022-01-05&event=kz22-05&lat=43.25&lon=76.9&z=8")
    expect(frame.locator(".q-days")).to_have_text("Tue 4 – Wed 5 January 2022")
    expect(frame.locator(".q-details h2")).to_contain_text("city hall")
    assert app(frame, "[a.map.getZoom(), Math.round(a.map.getCenter().lat * 100) / 100]") == [8, 43.25]
    assert link(page)["event"] == ["kz22-05"]


def test_moving_the_map_is_in_the_link_and_back_undoes_it(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    start = app(frame, "a.map.getCenter().lng")
    x, y = middle(frame.locator(".q-map"))
    page.mouse.move(x, y - 120)
    page.mouse.down()
    page.mouse.move(x - 150, y - 120, steps=8)
    page.mouse.up()
    wait_for_link(page, r"lat=[\d.]+&lon=[\d.]+&z=[\d.]+")
    assert app(frame, "a.map.getCenter().lng") > start
    page.go_back()
    expect(page).to_have_url(re.compile(r"/$"), timeout=WAIT_MS)
    frame.wait_for_function(f"Math.abs(qantar.app.map.getCenter().lng - {start}) < 0.01", timeout=WAIT_MS)


@pytest.mark.parametrize(
    ("query", "words", "way_back"),
    [
        ("?type=none", "All event types are switched off", "Show all types"),
        ("?q=zzzz", "No event passes these filters: search text", "Clear filters"),
        (
            "?from=2022-01-03&to=2022-01-03&type=battles&certainty=attributed",
            "no event passes the filters",
            "Whole period",
        ),
    ],
)
def test_an_empty_result_says_why_and_leads_back(
    server: Server, page: Page, query: str, words: str, way_back: str
) -> None:
    frame = open_map(page, server.url + query)
    expect(frame.locator(".q-empty")).to_contain_text(words)
    expect(shown(frame)).to_have_text("Shown: 0 of 23")
    frame.get_by_role("button", name=way_back).last.click()
    if way_back != "Whole period":
        expect(shown(frame)).to_have_text(ALL, timeout=WAIT_MS)
    expect(page).not_to_have_url(re.compile(re.escape(query)), timeout=WAIT_MS)


def test_a_server_that_does_not_answer_is_told_and_asked_again(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    expect(frame.locator(".q-card-text").first).to_contain_text("Zhanaozen")

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/shown?*", refuse)
    page.get_by_role("textbox", name="Search").fill("Dubai")
    page.keyboard.press("Enter")
    trouble = frame.locator(".q-trouble")
    expect(trouble).to_contain_text("The server does not answer", timeout=WAIT_MS)
    expect(frame.locator(".q-card")).to_have_count(23)
    page.unroute("**/shown?*", refuse)
    trouble.get_by_role("button", name="Try again").click()
    expect(shown(frame)).to_have_text("Shown: 1 of 23")
    expect(trouble).to_be_hidden()
    page.watch.problems.clear()  # type: ignore[attr-defined]


def test_events_that_cannot_be_read_are_told_and_asked_for_again(server: Server, page: Page) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/events.json", refuse)
    page.goto(server.url)
    frame = page.frame_locator("iframe[src*=streamlit_folium]")
    trouble = frame.locator(".q-trouble")
    expect(trouble).to_contain_text("The events could not be loaded", timeout=WAIT_MS)
    page.unroute("**/events.json", refuse)
    trouble.get_by_role("button", name="Try again").click()
    expect(frame.locator(".q-shown")).to_have_text(ALL, timeout=WAIT_MS)
    expect(trouble).to_be_hidden()
    page.watch.problems.clear()  # type: ignore[attr-defined]


def test_an_old_answer_never_replaces_a_newer_one(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    held: list[Route] = []
    page.route("**/shown?q=Dubai", lambda route: held.append(route))
    frame.evaluate("() => { qantar.see('q=Dubai', 0, 'en'); }")
    while not held:
        page.wait_for_timeout(50)
    frame.evaluate("() => { qantar.see('q=Moscow', 0, 'en'); }")
    frame.wait_for_function("qantar.app.shown.length < 5", timeout=WAIT_MS)
    newer = app(frame, "[...a.shown]")
    for route in held:
        route.fulfill(json={"n": 23, "of": 23, "mask": "////"}, headers={"Access-Control-Allow-Origin": "*"})
    page.wait_for_timeout(300)
    assert app(frame, "[...a.shown]") == newer
    page.watch.problems.clear()  # type: ignore[attr-defined]


def test_days_and_event_ask_the_server_for_no_filter(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    expect(frame.locator(".q-card-text").first).to_contain_text("Zhanaozen")
    before = [url for url in page.watch.requests if "/data/" in url]  # type: ignore[attr-defined]
    frame.locator(".q-handle").first.focus()
    page.keyboard.press("ArrowRight")
    wait_for_link(page, "from=")
    settle(page)
    after = [url for url in page.watch.requests if "/data/" in url]  # type: ignore[attr-defined]
    assert after == before


def test_the_link_to_an_event_is_copied(server: Server, page: Page) -> None:
    frame = open_map(page, server.url + "?event=kz22-05&type=riots")
    frame.get_by_role("button", name="Copy link to this event").click()
    said = frame.locator(".q-copy [role=status]")
    expect(said).to_have_text(re.compile("Copied|Press Ctrl"))
    assert app(frame, "a.linkTo('kz22-05')") == server.url + "?type=riots&event=kz22-05"


def test_online_tiles_are_asked_for_only_after_a_yes(server: Server, page: Page) -> None:
    asked: list[str] = []

    def tile(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("https://**/*", tile)
    frame = open_map(page, server.url)
    switch = frame.get_by_role("switch", name="Online map")
    switch.click()
    note = frame.locator(".q-tiles-note")
    expect(note).to_contain_text("sgx.geodatenzentrum.de")
    assert asked == []
    assert "tiles" not in link(page)
    note.get_by_role("button", name="Switch on").click()
    wait_for_link(page, "tiles=online")
    expect(frame.locator(".q-credit")).to_contain_text("BKG")
    expect(note).to_contain_text("cannot be reached")
    assert {urlsplit(url).netloc for url in asked} == {"sgx.geodatenzentrum.de"}
    switch.click()
    expect(page).not_to_have_url(re.compile("tiles"), timeout=WAIT_MS)
    page.watch.problems.clear()  # type: ignore[attr-defined]


def test_german_readers_get_german_words_days_and_places(server: Server, page: Page) -> None:
    frame = open_map(page, server.url + "?lang=de")
    expect(shown(frame)).to_have_text("Gezeigt: 23 von 23")
    expect(frame.locator(".q-days")).to_have_text("So 2. – Do 6. Januar 2022")
    expect(frame.locator(".q-card").first).to_contain_text("Schangaösen")
    page.get_by_text("EN", exact=True).click()
    expect(shown(frame)).to_have_text(ALL, timeout=WAIT_MS)
    assert frame.evaluate("qantar.stats.mounts") == 1


def test_the_map_is_dark_where_the_page_is(server: Server, new_page: Any) -> None:
    page = new_page(viewport={"width": 1440, "height": 900}, color_scheme="dark", reduced_motion="reduce")
    frame = open_map(page, server.url)
    assert app(frame, "[a.theme, a.still]") == ["dark", True]
    corner = app(frame, "[...a.scene.base.canvas.getContext('2d').getImageData(400, 300, 1, 1).data]")
    assert max(corner[:3]) < 80


def test_wide_the_frame_fills_the_window_and_nothing_scrolls_sideways(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    box = page.locator("iframe[src*=streamlit_folium]").bounding_box()
    assert box is not None
    assert 820 < box["y"] + box["height"] <= 900
    for place in (page.main_frame, frame):
        assert place.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_on_a_phone_all_is_there_and_large_enough_to_touch(server: Server, phone: Page) -> None:
    frame = open_map(phone, server.url)
    expect(frame.locator(".q-card")).to_have_count(23)
    settle(phone)
    for place in (phone.main_frame, frame):
        assert place.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    content, own = frame.evaluate("[document.querySelector('.q-app').getBoundingClientRect().height, innerHeight]")
    assert abs(content - own) <= 1
    for name in (".q-handle", ".q-time .q-tool", ".leaflet-control-zoom a", ".q-legend-toggle"):
        box = frame.locator(name).first.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 40, name
    phone.touchscreen.tap(*point_of_mark(frame, "Zhanaozen"))
    sheet = frame.locator(".q-sheet")
    expect(sheet).to_contain_text("Zhanaozen")
    sheet.get_by_role("button", name="Close").tap()
    expect(sheet).to_be_hidden()


def test_embedded_there_is_no_panel_but_a_sheet_and_a_source(server: Server, new_page: Any) -> None:
    page = new_page(viewport={"width": 800, "height": 560})
    frame = open_map(page, server.url + "?embed=true")
    assert frame.locator(".q-panel").count() == 0
    expect(page.locator(".q-embedded")).to_contain_text("Source:")
    expect(page.locator(".q-embedded a")).to_have_attribute("href", server.url)
    page.mouse.click(*point_of_mark(frame, "Zhanaozen"))
    expect(frame.locator(".q-sheet")).to_contain_text("Zhanaozen")
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Everything known of this event").click()
    expect(opened.value.locator(".q-count")).to_be_visible(timeout=WAIT_MS)


def test_the_map_can_be_skipped_by_keyboard(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    skip = frame.locator(".q-skip")
    skip.focus()
    page.keyboard.press("Enter")
    expect(frame.locator(".q-card").first).to_be_focused()
    expect(frame.locator(".q-map")).to_have_attribute("aria-label", re.compile("the list of events holds the same"))


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_figures_of_an_event_fit_beside_the_map_in_the_readers_language(
    server: Server, page: Page, lang: str
) -> None:
    frame = open_map(page, f"{server.url}?event=kz22-05&lang={lang}")
    table = frame.locator(".q-claims")
    expect(table).to_contain_text({"en": "written “dozens”", "de": "geschrieben „Dutzende“"}[lang], timeout=WAIT_MS)
    assert table.evaluate("(t) => t.parentElement.scrollWidth - t.parentElement.clientWidth") <= 0
    cells = table.locator("td")
    assert max(cells.evaluate_all("(all) => all.map((c) => c.scrollWidth - c.clientWidth)")) <= 0
