"""In Chromium: hostile texts of a data set or a link are shown as texts on every page; nothing runs or breaks."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.waiting import settle, squeeze, texts
from tests.hostile import LONG, PAYLOADS, event_id, write_hostile

PAGES = ["", "chronology", "figures", "events", "code", "open", "about"]
#: those that something could run, most of all
SHARP = [PAYLOADS[n] for n in (0, 2, 6, 8, 11, 12, 17, 20, 31, 42)]
KEYS = ("q", "who", "actor", "place", "country", "type", "sub", "certainty", "from", "to", "event", "lat", "lon", "z")


@pytest.fixture(scope="module")
def hostile(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    return serve(QANTAR_DATA=str(write_hostile(tmp_path_factory.mktemp("hostile-sets"))))


def check(page: Page, server: Server) -> None:
    """Nothing ran in any frame, nothing broke, nobody else was asked."""
    settle(page)
    for frame in page.frames:
        assert frame.evaluate("window.pwned") is None
    assert page.get_by_test_id("stException").count() == 0
    assert page.watch.outside(server.url) == []
    assert page.watch.problems == []
    assert "Traceback" not in server.said()


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("where", PAGES)
def test_a_hostile_data_set_is_only_text(hostile: Server, page: Page, where: str, lang: str) -> None:
    page.goto(f"{hostile.url}{where}?data=hostile&lang={lang}")
    check(page, hostile)
    shown = texts(page)
    if where in ("", "chronology"):
        assert [text for text in PAYLOADS if squeeze(text) not in shown] == []
    # above a report that is being coded no other data set is named
    assert (squeeze(PAYLOADS[0]) in shown) == (where != "code")


@pytest.mark.parametrize("n", [PAYLOADS.index(text) for text in SHARP])
def test_the_details_of_a_hostile_event_are_only_text(hostile: Server, page: Page, n: int) -> None:
    for where in ("", ("chronology", "events")[n % 2]):
        page.goto(f"{hostile.url}{where}?{urlencode({'data': 'hostile', 'event': event_id(PAYLOADS[n], n)})}")
        check(page, hostile)
        assert squeeze(PAYLOADS[n]) in texts(page)


@pytest.mark.parametrize("where", PAGES)
def test_fields_of_a_hundred_thousand_characters_break_no_page(hostile: Server, page: Page, where: str) -> None:
    page.goto(f"{hostile.url}{where}?{urlencode({'data': 'long', 'event': event_id(LONG, 0)})}")
    check(page, hostile)
    assert ("<b>long</b>" in texts(page)) == (where != "code")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


@pytest.mark.parametrize(("n", "where"), list(enumerate(PAGES)))
def test_a_hostile_link_is_only_text(server: Server, page: Page, n: int, where: str) -> None:
    for text in SHARP[n::4]:
        query = [(key, text) for key in KEYS] + [("data", text), ("lang", text), ("tiles", text), (text, text)]
        page.goto(f"{server.url}{where}?{urlencode(query)}")
        check(page, server)
        expect(page.locator(".q-title")).to_be_visible()


@pytest.mark.parametrize("keys", [KEYS[:5], KEYS[5:10], KEYS[10:], ("data", "lang", "tiles"), ("embed", "nonsense")])
def test_every_parameter_takes_every_hostile_text(server: Server, page: Page, keys: tuple[str, ...]) -> None:
    page.goto(f"{server.url}about?{urlencode([(key, text) for text in PAYLOADS for key in keys])}")
    check(page, server)
    expect(page.locator(".q-count")).to_be_visible()


def test_text_typed_into_the_search_is_only_text(server: Server, page: Page) -> None:
    page.goto(server.url + "chronology")
    settle(page)
    field = page.get_by_role("textbox", name="Search")
    for text in SHARP[:4]:
        field.fill(text)
        field.press("Enter")
        check(page, server)
        expect(page.locator(".q-count")).to_contain_text("0 of")
