"""The map over a table that is too large to be sent: squares, exact events near by, and questions that stay few."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Frame, Page, Route, expect

from tests.browser.conftest import Server
from tests.browser.map_frame import WAIT_MS, app, day_px, link, middle, open_map, shown, wait_for_link
from tests.serving import stop
from tests.synthetic_table import write_table

N = 50_000
CELLS = re.compile(r"/cells\?")
MOST_BYTES = 50_000


@pytest.fixture(scope="module")
def large(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the app on a table of 50,000 events."""
    server = serve(QANTAR_DATA=str(write_table(N, tmp_path_factory.mktemp("tables"))))
    yield server
    stop(server)


def open_large(page: Page, server: Server, query: str = "") -> Frame:
    """Open the map; return its frame once the first answer is drawn and the list has texts."""
    frame = open_map(page, server.url + query)
    frame.wait_for_function("qantar.stats.paints > 0", timeout=WAIT_MS)
    expect(frame.locator(".q-cards .q-card").first).to_be_visible(timeout=WAIT_MS)
    return frame


def asked(page: Page, part: str) -> list[str]:
    return [url for url in page.watch.requests if urlsplit(url).path.endswith(part)]  # type: ignore[attr-defined]


def painted_again(frame: Frame, act: Callable[[], Any]) -> None:
    """Do something and wait until a newer answer is drawn and nothing is under way."""
    before = app(frame, "a.far.drawn.number")
    act()
    frame.wait_for_function(
        f"() => qantar.app.far.drawn.number > {before} && !qantar.app.far.flying && !qantar.app.far.wanted",
        timeout=WAIT_MS,
    )


def in_cells(frame: Frame) -> int:
    return int(app(frame, "a.far.grid.cells.reduce((n, c) => n + c.n, 0)"))


def press_on_plot(frame: Frame, share: float) -> None:
    box = frame.locator(".q-plot").bounding_box()
    assert box is not None
    frame.page.mouse.click(box["x"] + share * box["width"], box["y"] + 60)


def test_a_large_table_opens_as_squares_with_counts(large: Server, page: Page) -> None:
    sizes: list[int] = []
    page.on("response", lambda r: sizes.append(int(r.headers["content-length"])) if CELLS.search(r.url) else None)
    frame = open_large(page, large)
    expect(shown(frame)).to_have_text("Shown: 50,000 of 50,000")
    assert asked(page, "/events.json") == []
    assert asked(page, "/shown") == []
    assert 20 < app(frame, "a.far.grid.cells.length") <= 2_000
    areas = app(frame, "[...a.far.grid.areas.values()].reduce((n, area) => n + area.n, 0)")
    assert in_cells(frame) + areas == N
    assert frame.evaluate("() => document.querySelectorAll('*').length") < 3_000
    assert frame.locator(".q-card").count() <= 120
    # a mark stays within the square whose events it counts
    assert app(
        frame,
        "a.scene.drawn.cells.every(({x, y, radius, left, top, side}) =>"
        " x - radius >= left && x + radius <= left + side && y - radius >= top && y + radius <= top + side)",
    )
    assert sizes
    assert max(sizes) <= MOST_BYTES


def test_the_legend_tells_sizes_and_counts_of_types(large: Server, page: Page) -> None:
    frame = open_large(page, large)
    expect(frame.locator(".q-sizes text")).to_have_text(["1", "10", "100", "1,000", "10k"], ignore_case=True)
    numbers = [int(n.replace(",", "")) for n in frame.locator(".q-type .q-number").all_inner_texts()]
    assert sum(numbers) == N
    frame.get_by_role("button", name="How to read the map").click()
    expect(frame.locator(".q-legend")).to_contain_text("its shape is the most frequent type", ignore_case=True)


def test_events_are_exact_near_by_and_a_link_reopens_them(
    large: Server, page: Page, new_page: Callable[..., Page]
) -> None:
    frame = open_large(page, large)
    fewest = app(frame, "a.far.grid.cells.at(-1)")
    painted_again(frame, lambda: app(frame, f"a.place.enter({json.dumps(fewest)})"))
    frame.wait_for_function("qantar.app.far.exact", timeout=WAIT_MS)
    assert app(frame, "a.scene.marks.reduce((n, m) => n + m.rows.length, 0)") == app(frame, "a.far.inside") > 0
    wait_for_link(page, "z=")
    again = new_page(viewport={"width": 1440, "height": 900})
    other = open_large(again, large, "?" + urlsplit(page.url).query)
    assert app(other, "a.far.drawn.key") == app(frame, "a.far.drawn.key")
    assert app(other, "[...a.shown]") == app(frame, "[...a.shown]")


def test_filters_and_days_change_squares_and_never_the_map(large: Server, page: Page) -> None:
    frame = open_large(page, large)
    loaded: list[str] = []
    page.on("framenavigated", lambda other: loaded.append(other.url))
    painted_again(frame, lambda: frame.locator(".q-type").nth(1).click())
    wait_for_link(page, "type=")
    riots_off = in_cells(frame)
    assert riots_off < N
    assert app(frame, "a.far.grid.cells.every(({counts}) => counts[1] === 0)")
    painted_again(frame, lambda: page.get_by_test_id("stSidebar").locator("label", has_text="Protests").click())
    assert in_cells(frame) < riots_off
    painted_again(frame, lambda: press_on_plot(frame, 0.4))
    wait_for_link(page, "from=")
    number = re.search(r"[\d,]+", shown(frame).inner_text())
    assert number is not None
    expect(page.locator(".q-count")).to_contain_text(f"{number[0]} of 50,000", timeout=WAIT_MS)
    page.go_back()
    expect(shown(frame)).not_to_contain_text(f"Shown: {number[0]} of", timeout=WAIT_MS)
    assert frame.evaluate("qantar.stats.mounts") == 1
    assert [url for url in loaded if "streamlit_folium" in url] == []


def test_scrubbing_asks_at_a_bounded_rate_and_ends_where_it_stopped(large: Server, page: Page) -> None:
    frame = open_large(page, large)
    before = len(asked(page, "/cells"))
    x, y = middle(frame.locator(".q-handle").first)
    step = day_px(frame)
    page.mouse.move(x, y)
    page.mouse.down()
    began = frame.evaluate("performance.now()")
    for n in range(80):
        page.mouse.move(x + step * 8 * n, y)
    seconds = (frame.evaluate("performance.now()") - began) / 1000
    page.mouse.up()
    wait_for_link(page, "from=")
    frame.wait_for_function("!qantar.app.far.flying && !qantar.app.far.wanted", timeout=WAIT_MS)
    assert 1 <= len(asked(page, "/cells")) - before <= seconds / 0.04 + 3
    assert link(page)["from"][0] in app(frame, "a.far.drawn.key")
    days = app(frame, "a.window.first")
    assert f"from={app(frame, f'qantar.asIso(a.columns.epoch, {days})')}" in app(frame, "a.far.drawn.key")


def test_an_old_answer_never_overwrites_a_newer_one(large: Server, page: Page) -> None:
    frame = open_large(page, large)
    held: list[Route] = []
    page.route(CELLS, lambda route: held.append(route))
    frame.locator(".q-handle").first.press("PageUp")
    frame.wait_for_function("qantar.app.far.flying", timeout=WAIT_MS)
    expect(frame.locator(".q-work")).to_be_visible(timeout=WAIT_MS)
    frame.locator(".q-handle").first.press("PageUp")
    frame.wait_for_function("performance.now() - qantar.app.far.began > 20 && !qantar.app.far.wanted", timeout=WAIT_MS)
    while len(held) < 2:
        page.wait_for_timeout(50)
    held[1].continue_()
    key = app(frame, "a.far.query()")
    frame.wait_for_function("(key) => qantar.app.far.drawn.key.startsWith(key)", arg=key, timeout=WAIT_MS)
    number = app(frame, "a.far.drawn.number")
    held[0].abort()
    page.wait_for_timeout(300)
    assert app(frame, "a.far.drawn.number") == number
    expect(frame.locator(".q-work")).to_be_hidden()
    expect(frame.locator(".q-trouble")).to_be_hidden()
    page.unroute(CELLS)


def test_an_error_is_told_and_can_be_tried_again(large: Server, page: Page) -> None:
    frame = open_large(page, large)
    cells = app(frame, "a.far.grid.cells.length")
    # Questions fail until the reader has pressed the button: the page, which runs once more for the new link, asks too.
    frame.evaluate("addEventListener('click', ({target}) => (window.pressed = target.textContent), true)")

    def answer(route: Route) -> None:
        if frame.evaluate("window.pressed") == "Try again":
            route.continue_()
        else:
            route.abort()

    page.route(CELLS, answer)
    frame.locator(".q-handle").first.press("PageUp")
    expect(frame.locator(".q-trouble")).to_contain_text("What you see stays", timeout=WAIT_MS)
    assert app(frame, "a.far.grid.cells.length") == cells
    painted_again(frame, lambda: frame.get_by_role("button", name="Try again").click())
    expect(frame.locator(".q-trouble")).to_be_hidden()
    page.unroute(CELLS, answer)
    problems = page.watch.problems  # type: ignore[attr-defined]
    assert all("ERR_FAILED" in problem for problem in problems)
    problems.clear()


def test_a_square_opens_its_events_part_by_part(large: Server, page: Page) -> None:
    frame = open_large(page, large)
    x, y, n = frame.evaluate(
        """() => {
            const a = qantar.app;
            const {width, height, margin} = a.scene.events.frame;
            const inside = ({x, y}) => x > margin.x + 350 && x < width - margin.x - 60 && y > margin.y + 60 && y < height - margin.y - 60;
            const free = ({x, y}) => a.scene.find({x: x - margin.x, y: y - margin.y}, 1)?.kind === 'cell';
            const placed = a.scene.drawn.cells.filter(inside).filter(free).sort((one, two) => two.cell.n - one.cell.n)[0];
            return [placed.x - margin.x, placed.y - margin.y, placed.cell.n];
        }"""  # noqa: E501
    )
    box = frame.locator(".q-map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + x, box["y"] + y)
    expect(frame.locator(".q-tip")).to_contain_text("In this square")
    expect(frame.locator(".q-tip")).to_contain_text(f"{n:,} events")
    page.mouse.click(box["x"] + x, box["y"] + y)
    title = frame.locator(".q-list-title")
    expect(title).to_have_text(f"In this square · {n:,} events", timeout=WAIT_MS)
    expect(frame.locator(".q-cards .q-card")).to_have_count(min(n, 100), timeout=WAIT_MS)
    if n > 100:
        frame.get_by_role("button", name=f"and {n - 100:,} more").click()
        expect(frame.locator(".q-cards .q-card")).to_have_count(min(n, 200), timeout=WAIT_MS)
    frame.locator(".q-cards .q-card").first.click()
    expect(frame.locator(".q-details h2")).to_be_focused(timeout=WAIT_MS)
    wait_for_link(page, "event=")
    page.keyboard.press("Escape")
    expect(title).to_be_visible()
    before = app(frame, "a.map.getZoom()")
    painted_again(frame, lambda: frame.get_by_role("button", name="Zoom in on this square").click())
    assert app(frame, "a.map.getZoom()") > before


def test_squares_are_told_in_words_and_open_by_keyboard(large: Server, page: Page) -> None:
    frame = open_large(page, large)
    summary = frame.locator(".q-squares summary")
    expect(summary).to_contain_text(re.compile(r"[\d,]+ events in [\d,]+ squares"))
    summary.focus()
    page.keyboard.press("Enter")
    busiest = frame.locator(".q-squares .q-card").first
    expect(busiest).to_contain_text(re.compile(r"[\d,]+ events, around \d+(\.\d)?° [NS], \d+(\.\d)?° [EW]"))
    busiest.focus()
    assert app(frame, "a.hoverCell") == app(frame, "a.far.grid.cells[0].key")
    page.keyboard.press("Enter")
    expect(frame.locator(".q-list-title")).to_contain_text("In this square")


def test_a_link_to_an_event_opens_it_among_many(large: Server, page: Page) -> None:
    frame = open_large(page, large)
    frame.locator(".q-cards .q-card").nth(3).click()
    wait_for_link(page, "event=")
    expect(frame.locator(".q-details h2")).to_be_visible(timeout=WAIT_MS)
    words = frame.locator(".q-details h2").inner_text()
    page.goto(large.url + "?" + urlsplit(page.url).query)
    again = open_map(page, page.url)
    expect(again.locator(".q-details h2")).to_have_text(words, timeout=WAIT_MS)


def test_the_timeline_counts_what_the_store_counts(large: Server, page: Page) -> None:
    frame = open_large(page, large)
    frame.wait_for_function("qantar.app.timeline.counts", timeout=WAIT_MS)
    before = app(frame, "a.timeline.counts.places.sure.reduce((n, one) => n + one, 0)")
    assert N / 2 < before <= N
    frame.locator(".q-type").first.click()
    frame.wait_for_function(
        f"qantar.app.timeline.counts.places.sure.reduce((n, one) => n + one, 0) < {before}", timeout=WAIT_MS
    )
    assert len(asked(page, "/days")) <= 4


def test_a_day_that_the_table_does_not_tell_of_is_no_silence_of_a_report(large: Server, page: Page) -> None:
    frame = open_map(page, large.url + "?from=2022-01-29&to=2022-01-30")
    expect(frame.locator(".q-empty")).to_contain_text("The table says nothing about", timeout=WAIT_MS)
    expect(frame.get_by_text("report says")).to_have_count(0)
    expect(frame.locator(".q-empty").get_by_role("button", name="Whole period")).to_be_visible()


def test_a_phone_shows_squares_and_lists_them(large: Server, phone: Page) -> None:
    frame = open_large(phone, large)
    assert app(frame, "a.far.grid.cells.length") > 4
    assert frame.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    cell = app(frame, "a.far.grid.cells[0]")
    frame.evaluate(
        "(cell) => qantar.app.choose({kind: 'cell', rows: [], cell, n: cell.n, counts: cell.counts}, 'In this square')",
        cell,
    )
    expect(frame.locator(".q-sheet-title")).to_contain_text("In this square", timeout=WAIT_MS)
    expect(frame.locator(".q-sheet li").first).to_be_visible(timeout=WAIT_MS)
    expect(frame.locator(".q-sheet").get_by_role("button", name="Zoom in on this square")).to_be_visible()


def test_it_opens_in_german_before_any_answer(large: Server, page: Page) -> None:
    held: list[Route] = []
    page.route(CELLS, lambda route: held.append(route))
    frame = open_map(page, large.url + "?lang=de")
    expect(frame.locator(".q-type")).to_have_count(6)
    while not held:
        page.wait_for_timeout(50)
    page.unroute(CELLS)  # which lets go on what was held
    expect(shown(frame)).to_have_text("Gezeigt: 50.000 von 50.000", timeout=WAIT_MS)
    expect(frame.locator(".q-sizes + li")).to_have_text("Ereignisse in einem Quadrat der Karte")
