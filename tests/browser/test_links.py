"""The link is the view: cold links, reload, Back and Forward, damaged links, on every page, in a real browser."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server

PAGES = ("", "chronology", "figures", "events", "open", "about")
LINK = "?from=2022-01-04&to=2022-01-05&type=riots&type=battles&lang=en"


def count(page: Page) -> str:
    """Return the words that say how much is shown, once the page has settled."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
    expect(page.locator("button.share")).not_to_be_empty(timeout=30_000)  # its script is there, and listens to links
    return page.locator(".q-count").inner_text()


def query(page: Page) -> dict[str, list[str]]:
    """Return what the link says, the values of a key in any order."""
    return meaning(urlsplit(page.url).query)


def meaning(link: str) -> dict[str, list[str]]:
    return {key: sorted(values) for key, values in parse_qs(link.lstrip("?")).items()}


def name(page: Page) -> str:
    return urlsplit(page.url).path.strip("/")


@pytest.mark.parametrize("where", PAGES)
def test_a_cold_link_to_any_page_shows_what_it_says(server: Server, page: Page, where: str) -> None:
    page.goto(server.url + where + LINK)
    expect(page.locator(".q-count")).to_be_visible(timeout=30_000)
    shown = count(page)
    assert re.match(r"\d+ of 23 events shown", shown)
    assert not shown.startswith("23 ")
    assert query(page) == meaning(LINK)
    assert name(page) == where
    expect(page.get_by_role("checkbox", name="Riots")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Protests")).not_to_be_checked()
    page.reload()
    expect(page.locator(".q-count")).to_have_text(shown, timeout=30_000)
    assert query(page) == meaning(LINK)


def test_a_cold_link_to_a_sub_page_works_on_a_server_that_has_just_started(serve: object, page: Page) -> None:
    fresh = serve()  # type: ignore[operator]
    page.goto(fresh.url + "figures" + LINK)
    expect(page.locator(".q-count")).to_be_visible(timeout=30_000)
    assert name(page) == "figures"
    assert query(page) == meaning(LINK)


def test_the_view_goes_along_from_page_to_page_and_back(server: Server, page: Page) -> None:
    def arrived(title: str, where: str) -> None:
        page.wait_for_url(re.compile(f"/{where}\\?"))
        # Alone: while a page takes over, the one before is still marked for a moment.
        expect(page.locator(".st-key-pages a[disabled]")).to_have_text([title], timeout=30_000)
        assert count(page) == shown
        assert query(page) == meaning(LINK)

    page.goto(server.url + LINK)
    expect(page.locator(".q-count")).to_be_visible(timeout=30_000)
    shown = count(page)
    others = [("Chronology", "chronology"), ("Figures", "figures"), ("Events", "events"), ("About", "about")]
    for title, where in others:
        page.locator(".st-key-pages").get_by_role("link", name=title).click()
        arrived(title, where)
    for title, where in [*others[2::-1], ("Map", "")]:
        page.go_back()
        arrived(title, where)
    page.go_forward()
    arrived("Chronology", "chronology")


def test_a_filter_writes_the_link_and_back_undoes_it(server: Server, page: Page) -> None:
    page.goto(server.url + "chronology?lang=en")
    expect(page.locator(".q-count")).to_have_text("23 of 23 events shown", timeout=30_000)
    page.get_by_text(re.compile("^● Protests")).click()
    page.wait_for_url(re.compile("type="))
    expect(page.locator(".q-count")).not_to_have_text("23 of 23 events shown")
    some, before = count(page), page.url
    page.get_by_text(re.compile("^▲ Riots")).click()
    expect(page).not_to_have_url(before)
    expect(page.locator(".q-count")).not_to_have_text(some)
    assert count(page) != "23 of 23 events shown"
    page.go_back()
    expect(page.locator(".q-count")).to_have_text(some)
    expect(page.get_by_role("checkbox", name="Riots")).to_be_checked()
    page.go_back()
    expect(page.locator(".q-count")).to_have_text("23 of 23 events shown")
    expect(page.get_by_role("checkbox", name="Protests")).to_be_checked()
    page.go_forward()
    expect(page.locator(".q-count")).to_have_text(some)


def test_a_damaged_link_says_what_was_wrong_and_honours_the_rest(server: Server, page: Page) -> None:
    page.goto(server.url + "chronology?from=yesterday&type=riots&type=uproar&event=nope&lang=en")
    told = page.locator(".st-key-problems")
    expect(told).to_be_visible(timeout=30_000)
    for wrong in ("from=yesterday", "type=uproar", "event=nope"):
        expect(told).to_contain_text(wrong)
    assert query(page) == {"type": ["riots"], "lang": ["en"]}
    told.get_by_role("button", name="Dismiss").click()
    expect(told).to_have_count(0)
    assert query(page) == {"type": ["riots"], "lang": ["en"]}


def test_an_unknown_data_set_is_named_and_the_default_one_opens(server: Server, page: Page) -> None:
    page.goto(server.url + "events?data=narnia&lang=en")
    expect(page.locator(".st-key-problems")).to_contain_text("data=narnia", timeout=30_000)
    expect(page.locator(".q-count")).to_have_text("23 of 23 events shown")


def test_the_language_is_the_browsers_until_the_reader_chooses(server: Server, new_page: object) -> None:
    german = new_page(locale="de-AT")  # type: ignore[operator]
    german.goto(server.url + "chronology")
    expect(german.locator(".q-count")).to_contain_text("von 23", timeout=30_000)
    assert query(german) == {}
    expect(german.locator("html")).to_have_attribute("lang", "de")
    german.get_by_text("EN", exact=True).click()
    expect(german.locator(".q-count")).to_have_text("23 of 23 events shown")
    assert query(german) == {"lang": ["en"]}
    expect(german.locator("html")).to_have_attribute("lang", "en")
    german.reload()
    expect(german.locator(".q-count")).to_have_text("23 of 23 events shown", timeout=30_000)


def test_share_copies_the_link(server: Server, new_page: object) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])  # type: ignore[operator]
    page.goto(server.url + "events" + LINK)
    expect(page.locator(".q-count")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_phone_finds_the_filters_behind_a_button_that_says_so(server: Server, phone: Page) -> None:
    phone.goto(server.url + "chronology?lang=en")
    expect(phone.locator(".q-count")).to_be_visible(timeout=30_000)
    button = phone.get_by_test_id("stExpandSidebarButton")
    assert "Filters" in button.evaluate("b => getComputedStyle(b, '::after').content")
    button.click()
    expect(phone.get_by_role("checkbox", name="Protests")).to_be_visible()


@pytest.mark.parametrize("where", PAGES)
def test_nothing_scrolls_sideways_on_a_phone(server: Server, phone: Page, where: str) -> None:
    phone.goto(server.url + where + "?lang=de")
    expect(phone.locator(".q-count")).to_be_visible(timeout=30_000)
    count(phone)
    wide = phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 360
    cut = phone.evaluate(
        """() => [...document.querySelectorAll('.st-key-head *, .st-key-pages *')]
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert cut == []


def test_the_maps_link_opens_the_map_in_a_new_tab_too(server: Server, page: Page) -> None:
    page.goto(server.url + "figures" + LINK)
    expect(page.locator(".q-count")).to_be_visible(timeout=30_000)
    count(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Map", exact=True).click(button="middle")
    tab = opened.value
    expect(tab.locator(".q-count")).to_be_visible(timeout=30_000)
    assert name(tab) == ""
    assert query(tab) == meaning(LINK)


def test_a_link_on_a_page_is_followed_without_loading_the_page_again(server: Server, page: Page) -> None:
    page.goto(server.url + "chronology" + LINK)
    expect(page.locator(".q-count")).to_be_visible(timeout=30_000)
    shown = count(page)
    page.evaluate("window.still = true")
    page.locator(".q-entries").get_by_role("link", name="Show on the map").nth(1).click()
    page.wait_for_url(re.compile("/\\?.*event="))
    expect(page.locator(".st-key-pages a[disabled]")).to_have_text(["Map"], timeout=30_000)
    assert count(page) == shown
    page.wait_for_selector("iframe[src*=streamlit_folium]")
    assert page.evaluate("window.still")
    page.go_back()
    expect(page.locator(".st-key-pages a[disabled]")).to_have_text(["Chronology"], timeout=30_000)
    assert count(page) == shown
    assert (name(page), query(page)) == ("chronology", meaning(LINK))
    assert page.evaluate("window.still")


@pytest.mark.parametrize(("where", "words"), [("chronology", "Show on the map"), ("figures", "On the map")])
def test_a_link_on_a_page_opens_in_a_new_tab_too(server: Server, page: Page, where: str, words: str) -> None:
    page.goto(server.url + where + LINK)
    expect(page.locator(".q-count")).to_be_visible(timeout=30_000)
    count(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=words).first.click(modifiers=["ControlOrMeta"])
    tab = opened.value
    expect(tab.locator(".q-count")).to_be_visible(timeout=30_000)
    assert name(tab) == ""
    assert "event" in query(tab)
    assert name(page) == where
