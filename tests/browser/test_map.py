"""The map in a real browser: timeline, marks, legend, cards and details, and the link that follows them."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.map_frame import (
    ALL,
    WAIT_MS,
    app,
    day_px,
    link,
    middle,
    open_map,
    point_of_mark,
    shown,
    wait_for_link,
)


def test_the_report_opens_with_all_its_events(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    expect(shown(frame)).to_have_text(ALL)
    expect(frame.locator(".q-card")).to_have_count(23)
    expect(frame.locator(".q-card-text").first).to_contain_text("Zhanaozen")
    expect(frame.locator(".q-days")).to_have_text("Sun 2 – Thu 6 January 2022")
    assert [t.strip() for t in frame.locator(".q-tick").all_inner_texts()] == [
        *("Sun 2", "Mon 3", "Tue 4", "Wed 5"),
        "Thu 6 January",
    ]


def test_dragging_filters_map_and_cards_and_the_link_follows_once_on_release(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    frame.evaluate(
        "() => { window.sent = []; const send = Streamlit.setComponentValue;"
        " Streamlit.setComponentValue = (v) => { window.sent.push(v.change); send(v); }; }"
    )
    x, y = middle(frame.locator(".q-handle").first)
    step = day_px(frame)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + step, y, steps=4)
    expect(shown(frame)).to_have_text("Shown: 22 of 23")
    expect(frame.locator(".q-card")).not_to_have_count(23)
    page.mouse.move(x + 4 * step, y, steps=8)
    expect(frame.locator(".q-days")).to_have_text("Thu 6 January 2022")
    assert "from" not in link(page)
    assert frame.evaluate("sent") == []
    page.mouse.up()
    wait_for_link(page, "from=2022-01-06")
    assert frame.evaluate("sent") == [{"from": "2022-01-06", "to": None}]
    number = re.search(r"\d+", shown(frame).inner_text())
    assert number is not None
    expect(page.locator(".q-count")).to_contain_text(f"{number[0]} of 23", timeout=WAIT_MS)


def test_the_map_is_made_once_however_much_changes(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    loaded: list[str] = []
    page.on("framenavigated", lambda other: loaded.append(other.url))
    frame.evaluate("() => (window.mine = true)")
    frame.locator(".q-type").first.click()
    wait_for_link(page, "type=")
    page.get_by_test_id("stSidebar").locator("label", has_text="Protests").click()
    expect(frame.locator(".q-type").first).to_have_attribute("aria-pressed", "true", timeout=WAIT_MS)
    page.get_by_role("textbox", name="Search").fill("Schangaösen")
    page.keyboard.press("Enter")
    wait_for_link(page, "q=Schanga")
    expect(shown(frame)).not_to_have_text(ALL, timeout=WAIT_MS)
    expect(shown(frame)).to_have_text(re.compile(r"Shown: [1-9] of 23"))
    assert frame.evaluate("[window.mine, qantar.stats.mounts]") == [True, 1]
    assert [url for url in loaded if "streamlit_folium" in url] == []


def test_the_handles_work_by_keyboard_and_say_their_day(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    first, last = frame.locator(".q-handle").first, frame.locator(".q-handle").nth(1)
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("aria-valuetext", "Tue 4 January")
    expect(first).to_have_attribute("aria-valuenow", "2")
    expect(last).to_have_attribute("aria-valuemin", "2")
    wait_for_link(page, "from=2022-01-04")
    last.focus()
    page.keyboard.press("Home")
    expect(last).to_have_attribute("aria-valuetext", "Tue 4 January")
    expect(frame.locator(".q-days")).to_have_text("Tue 4 January 2022")
    page.keyboard.press("PageUp")
    expect(last).to_have_attribute("aria-valuetext", "Thu 6 January")
    page.keyboard.press("End")
    frame.locator(".q-span").focus()
    page.keyboard.press("ArrowLeft")
    expect(frame.locator(".q-span")).to_have_attribute("aria-valuetext", "Mon 3 – Wed 5 January")
    wait_for_link(page, "from=2022-01-03&to=2022-01-05")


def test_a_click_chooses_a_day_and_a_drag_moves_the_window(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    box = frame.locator(".q-plot").bounding_box()
    assert box is not None
    step, top = day_px(frame), box["y"] + 60
    page.mouse.click(box["x"] + 14 + 1.5 * step, top)
    expect(frame.locator(".q-days")).to_have_text("Mon 3 January 2022")
    page.mouse.move(box["x"] + 14 + 1.5 * step, top)
    page.mouse.down()
    page.mouse.move(box["x"] + 14 + 3.5 * step, top, steps=6)
    page.mouse.up()
    expect(frame.locator(".q-days")).to_have_text("Wed 5 January 2022")
    wait_for_link(page, "from=2022-01-05&to=2022-01-05")
    frame.get_by_role("button", name="Whole period").click()
    expect(shown(frame)).to_have_text(ALL)
    expect(page).to_have_url(re.compile(r"/$"), timeout=WAIT_MS)


def test_play_walks_through_the_days_and_stops(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    frame.get_by_label("Speed").select_option("4")
    frame.evaluate(
        "() => { window.days = []; const p = document.querySelector('.q-days');"
        " new MutationObserver(() => days.push(p.textContent)).observe(p, {childList: true}); }"
    )
    frame.get_by_role("button", name="Play").click()
    expect(frame.locator(".q-days")).to_have_text("Thu 6 January 2022", timeout=WAIT_MS)
    expect(frame.get_by_role("button", name="Play")).to_be_visible()
    assert [day.split()[0] for day in frame.evaluate("[...new Set(days)]")] == ["Sun", "Mon", "Tue", "Wed", "Thu"]
    wait_for_link(page, "from=2022-01-06")
    frame.get_by_role("button", name="Step back").click()
    expect(frame.locator(".q-days")).to_have_text("Wed 5 January 2022")
    frame.locator(".q-handle").first.focus()
    page.keyboard.press("Space")
    expect(frame.locator(".q-days")).to_have_text("Thu 6 January 2022", timeout=WAIT_MS)


def test_a_card_opens_everything_known_and_escape_goes_back(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    card = frame.locator(".q-card", has_text="hundreds of security forces")
    card.click()
    wait_for_link(page, "event=kz22-05")
    details = frame.locator(".q-details")
    expect(details.locator("h2")).to_be_focused()
    for text in (
        "night",
        "local time, UTC+6",
        "Almaty, Kazakhstan",
        "paragraph 3, sentence 3",
        "at least 24",
        "Khabar",
    ):
        expect(details).to_contain_text(text)
    expect(details).to_contain_text("Not added up")
    expect(details.locator("tbody tr")).to_have_count(5)
    expect(details).to_contain_text("included in row")
    frame.get_by_role("button", name="Next event").click()
    expect(page).not_to_have_url(re.compile("event=kz22-05"), timeout=WAIT_MS)
    frame.get_by_role("button", name="Previous event").click()
    wait_for_link(page, "event=kz22-05")
    page.keyboard.press("Escape")
    expect(frame.locator(".q-card", has_text="hundreds of security forces")).to_be_focused()
    expect(page).not_to_have_url(re.compile("event="), timeout=WAIT_MS)


def test_cards_are_walked_by_arrow_keys_and_mark_their_event(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    frame.locator(".q-card").first.focus()
    page.keyboard.press("ArrowDown")
    second = frame.locator(".q-card").nth(1)
    expect(second).to_be_focused()
    assert app(frame, "[...a.hover]") == [int(second.get_attribute("data-row") or -1)]
    page.keyboard.press("Enter")
    expect(frame.locator(".q-details h2")).to_be_visible()


def test_a_stacked_mark_opens_its_list(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    x, y = point_of_mark(frame, "Almaty")
    page.mouse.move(x, y)
    expect(frame.locator(".q-tip")).to_contain_text("Almaty")
    expect(frame.locator(".q-tip")).to_contain_text("Battles: 4")
    expect(frame.locator(".q-card.q-hot").first).to_be_visible()
    page.mouse.click(x, y)
    title = frame.locator(".q-list-title")
    expect(title).to_contain_text(re.compile(r"^Almaty.* · \d+ events$"))
    assert frame.locator(".q-card").count() < 23
    frame.locator(".q-card").first.click()
    expect(frame.get_by_role("button", name="Back to the list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(title).to_be_visible()
    page.keyboard.press("Escape")
    expect(frame.locator(".q-card")).to_have_count(23)


def test_a_single_mark_and_a_hatched_country_open_too(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    page.mouse.click(*point_of_mark(frame, "Zhanaozen"))
    expect(frame.locator(".q-details h2")).to_contain_text("Zhanaozen")
    pill = frame.evaluate("""() => {
        const {box} = qantar.app.scene.drawn.pills[0];
        const {margin} = qantar.app.scene.events.frame;
        return [(box[0] + box[2]) / 2 - margin.x, (box[1] + box[3]) / 2 - margin.y];
    }""")
    box = frame.locator(".q-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + pill[0], box["y"] + pill[1])
    expect(frame.locator(".q-list-title")).to_contain_text("Kazakhstan as a whole")


def test_the_legend_switches_types(server: Server, page: Page) -> None:
    frame = open_map(page, server.url)
    battles = frame.locator(".q-type", has_text="Battles")
    battles.click()
    expect(battles).to_have_attribute("aria-pressed", "false")
    expect(shown(frame)).to_have_text("Shown: 19 of 23")
    expect(page.get_by_role("checkbox", name="Battles")).not_to_be_checked(timeout=WAIT_MS)
    assert "battles" not in link(page)["type"]
    page.go_back()
    expect(shown(frame)).to_have_text(ALL, timeout=WAIT_MS)
    expect(battles).to_have_attribute("aria-pressed", "true")
    frame.get_by_role("button", name="How to read the map").click()
    expect(frame.locator(".q-legend")).to_contain_text("Hatched: the report names no place inside the country")
