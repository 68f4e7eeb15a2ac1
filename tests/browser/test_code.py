"""In Chromium: a pasted report becomes a map beside its text, is corrected, undone, taken along, and stays private."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, WebSocket, expect

from geo.sources.dataset import read_dataset
from tests.browser.conftest import Server
from tests.browser.waiting import settle, squeeze, texts
from tests.hostile import PAYLOADS
from tests.ui.test_code import TEXT

SECRET = "Xylophonquartett"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def desk_server(serve: Callable[..., Server], kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Server:
    scratch = tmp_path_factory.mktemp("scratch")
    return serve(QANTAR_IMPORTS=str(kept), QANTAR_DATA=str(kept), TMPDIR=str(scratch), HOME=str(scratch))


def paste(page: Page, server: Server, text: str = TEXT, lang: str = "en") -> Frame:
    """Open the page cold, paste a report, and return the frame of its map."""
    page.goto(f"{server.url}code?lang={lang}")
    field = page.locator(".st-key-code_text textarea")
    field.fill(text)
    field.press("Control+Enter")
    settle(page)
    page.locator(".st-key-code_go button").click()
    expect(page.locator(".text .s").first).to_be_visible(timeout=30_000)
    settle(page)
    return map_of(page)


def map_of(page: Page) -> Frame:
    """Return the map's frame once its events are drawn."""
    drawn = page.frame_locator("iframe[src$='/frame.html']").locator(".q-app:not(.q-waiting)")
    node = drawn.element_handle(timeout=60_000)
    frame = node.owner_frame() if node else None
    assert frame is not None
    return frame


def chosen(frame: Frame) -> str | None:
    found = frame.evaluate("qantar.app.selected < 0 ? null : qantar.app.columns.ids[qantar.app.selected]")
    return None if found is None else str(found)


def count(frame: Frame) -> int:
    return int(frame.evaluate("qantar.app.columns.n"))


def sentence(page: Page, words: str) -> None:
    page.locator(".text .s", has_text=words).dispatch_event("click")
    settle(page)


def test_from_paste_to_a_data_set_that_opens(desk_server: Server, kept: Path, page: Page) -> None:
    frame = paste(page, desk_server)
    total = count(frame)
    assert total >= 2
    assert frame.evaluate("qantar.stats.mounts") == 1
    # no other data set is named above the report that is being coded
    expect(page.locator(".q-title")).to_have_text("Qantar")

    sentence(page, "soldiers shot at demonstrators")
    first = chosen(frame)
    assert first is not None
    expect(page.locator(".st-key-code_panel")).to_contain_text("Bishkek")
    expect(page.locator(".text .s[aria-selected=true]")).to_contain_text("soldiers shot")

    row = frame.evaluate("qantar.app.columns.ids.findIndex((id) => id !== qantar.app.columns.ids[qantar.app.selected])")
    frame.evaluate(f"qantar.app.select({row}, {{ from: 'map' }})")
    settle(page)
    expect(page.locator(".text .s[aria-selected=true]")).to_contain_text("stormed")
    assert chosen(frame) != first

    page.get_by_role("button", name="Correct", exact=True).click()
    settle(page)
    place = page.get_by_label("Place (any spelling")
    place.fill("Шымкент")
    place.press("Enter")
    settle(page)
    page.get_by_role("button", name="Apply").click()
    settle(page)
    expect(page.locator(".st-key-code_panel")).to_contain_text("Shymkent")
    assert "Shymkent" in str(frame.evaluate("qantar.app.columns.places.map((place) => place.name_en)"))
    expect(page.get_by_text("Not saved yet")).to_be_visible()

    page.get_by_role("button", name="Undo").click()
    settle(page)
    assert "Shymkent" not in str(frame.evaluate("qantar.app.columns.places.map((place) => place.name_en)"))
    page.get_by_role("button", name="Reject").click()
    settle(page)
    assert count(frame) == total - 1
    assert frame.evaluate("qantar.stats.mounts") == 1, "the map was made anew"

    page.get_by_role("button", name="Save or open").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as a zip").click()
    taken = zipfile.ZipFile(waiting.value.path())
    assert (
        len(json.loads(taken.read(next(n for n in taken.namelist() if n.endswith("geojson"))))["features"]) == total - 1
    )
    settle(page)
    expect(page.get_by_text("Not saved yet")).to_have_count(0)
    name = page.get_by_label("Name of the data set").input_value()
    page.get_by_role("button", name="Keep it on this server").click()
    settle(page)
    assert len(read_dataset(kept / name).events) == total - 1
    page.goto(f"{desk_server.url}?data={name}&lang=en")
    settle(page)
    expect(page.locator(".q-count")).to_contain_text(f"{total - 1} of {total - 1}")
    assert page.watch.outside(desk_server.url) == []


def test_it_opens_on_all_pages_in_this_session_alone(desk_server: Server, page: Page, phone: Page) -> None:
    total = count(paste(page, desk_server))
    page.get_by_role("button", name="Save or open").click()
    page.get_by_role("button", name="Look at it on all pages").click()
    settle(page)
    expect(page.locator(".q-count")).to_contain_text(f"{total} of {total}")
    address = page.url
    for name in ("Chronology", "Figures", "Events", "About"):
        page.locator(".st-key-pages").get_by_role("link", name=name).click()
        settle(page)
        assert page.get_by_test_id("stException").count() == 0
        expect(page.locator(".q-count")).to_contain_text(f"{total} of {total}")
    page.locator(".st-key-pages").get_by_role("link", name="Map").click()
    settle(page)
    frame = map_of(page)
    assert count(frame) == total
    frame.locator(".q-card").first.click()
    expect(frame.locator(".q-details h2")).to_be_visible()
    settle(page)
    assert "event=" in page.url
    page.locator(".st-key-pages").get_by_role("link", name="Code a report").click()
    settle(page)
    expect(page.locator(".text .s").first).to_be_visible()
    phone.goto(address)
    settle(phone)
    expect(phone.locator(".st-key-problems")).to_contain_text("data=")


def test_nothing_of_a_pasted_text_is_stored_or_logged(desk_server: Server, kept: Path, page: Page) -> None:
    before = set(kept.parent.rglob("*"))
    paste(page, desk_server, TEXT.replace("mild", SECRET))
    sentence(page, SECRET)
    expect(page.locator(".text .s[aria-selected=true]")).to_contain_text(SECRET)
    assert SECRET not in desk_server.said()
    new = [p for p in kept.parent.rglob("*") if p not in before and p.is_file()]
    assert [p for p in new if SECRET.encode() in p.read_bytes()] == []
    assert [url for url in page.watch.requests if SECRET in url] == []
    assert page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])").count(SECRET) == 0
    assert page.watch.outside(desk_server.url) == []


def test_the_text_is_sent_once_until_its_events_change(desk_server: Server, page: Page) -> None:
    sent: list[bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: sent.append(frame if isinstance(frame, bytes) else frame.encode()))

    def times() -> int:
        return sum(SECRET.encode() in frame for frame in sent)

    page.on("websocket", listen)
    paste(page, desk_server, TEXT.replace("mild", SECRET))
    sent.clear()
    for words in ("stormed", "soldiers shot", "stormed"):
        sentence(page, words)
        expect(page.locator(".text .s[aria-selected=true]")).to_contain_text(words)
    assert sent
    assert times() == 0
    page.get_by_role("button", name="Reject").click()
    settle(page)
    assert times() == 1
    page.locator(".st-key-pages").get_by_role("link", name="About").click()
    settle(page)
    page.locator(".st-key-pages").get_by_role("link", name="Code a report").click()
    settle(page)
    expect(page.locator(".text .s", has_text=SECRET)).to_be_visible()
    assert count(map_of(page)) > 0


def test_a_long_text_says_how_far_it_is_read(desk_server: Server, page: Page) -> None:
    again = "\n\n".join(TEXT.split("\n\n")[1:])
    page.goto(f"{desk_server.url}code?lang=en")
    field = page.locator(".st-key-code_text textarea")
    field.fill("\n\n".join([TEXT, *[again] * 1_000]), timeout=120_000)
    field.press("Control+Enter")
    settle(page)
    page.locator(".st-key-code_go button").click()
    expect(page.get_by_text(re.compile(r"\d % of the text is read"))).to_be_visible(timeout=120_000)
    expect(page.locator(".text .s").first).to_be_visible(timeout=240_000)
    settle(page)
    assert page.locator(".text .s").count() > 5_000
    assert count(map_of(page)) > 1
    page.locator(".text .s", has_text="stormed").nth(400).dispatch_event("click")
    settle(page)
    expect(page.locator(".text .s[aria-selected=true]")).to_contain_text("stormed")


def test_only_what_is_typed_is_asked_about(desk_server: Server, page: Page) -> None:
    paste(page, desk_server)
    sentence(page, "stormed")
    page.get_by_role("button", name="Correct", exact=True).click()
    settle(page)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    sentence(page, "soldiers shot")
    expect(page.locator(".st-key-code_panel h3")).to_contain_text("Bishkek")
    expect(page.get_by_role("button", name="Correct", exact=True)).to_be_visible()

    page.get_by_role("button", name="Correct", exact=True).click()
    settle(page)
    page.get_by_label("Who says so").first.fill("a passer-by")
    page.locator(".text .s", has_text="stormed").click()
    expect(page.locator(".st-key-code_panel")).to_contain_text("You have chosen something else.")
    page.get_by_role("button", name="Go on here").click()
    settle(page)
    expect(page.get_by_label("Who says so").first).to_have_value("a passer-by")
    sentence(page, "stormed")
    page.get_by_role("button", name="Drop it and go there").click()
    settle(page)
    expect(page.locator(".st-key-code_panel h3")).to_contain_text("Osh")


def test_closing_while_something_is_typed_warns(desk_server: Server, page: Page) -> None:
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.type), dialog.accept()))
    for typed in (False, True):
        paste(page, desk_server)
        sentence(page, "stormed")
        page.get_by_role("button", name="Correct", exact=True).click()
        settle(page)
        if typed:
            page.get_by_label("Who says so").first.press_sequentially("police")
        page.reload()
        assert said == (["beforeunload"] if typed else [])


def test_closing_with_unsaved_corrections_warns(desk_server: Server, page: Page) -> None:
    paste(page, desk_server)
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.type), dialog.accept()))
    page.reload()
    assert said == []
    paste(page, desk_server)
    sentence(page, "stormed")
    page.get_by_role("button", name="Reject").click()
    settle(page)
    page.reload()
    assert said == ["beforeunload"]


@pytest.mark.parametrize("lang", ["en", "de"])
def test_hostile_text_is_only_text(desk_server: Server, page: Page, lang: str) -> None:
    lines = [p for p in PAYLOADS if p.isprintable()]
    text = TEXT + "\n\n" + "\n\n".join(f"On Monday protesters stormed the {p} in Osh." for p in lines)
    paste(page, desk_server, text, lang)
    for nth in range(5, page.locator(".text .s").count(), 11):
        page.locator(".text .s").nth(nth).dispatch_event("click")
        settle(page)
    page.locator(".tab").nth(1).click()
    for frame in page.frames:
        assert frame.evaluate("window.pwned") is None
    page.locator(".tab").nth(0).click()
    shown = texts(page) + squeeze(str(page.locator(".text").first.inner_text()))
    assert [p for p in lines if squeeze(p) not in shown] == []
    assert page.get_by_test_id("stException").count() == 0
    assert page.watch.outside(desk_server.url) == []
    assert "Traceback" not in desk_server.said()


def test_the_keyboard_alone_is_enough(desk_server: Server, page: Page) -> None:
    frame = paste(page, desk_server)
    page.locator(".text .s[tabindex='0']").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.locator(".text .s[aria-selected=true]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settle(page)
    assert chosen(frame) is not None


def test_on_a_phone_the_text_stands_above_the_map(desk_server: Server, phone: Page) -> None:
    paste(phone, desk_server)
    text, chart = phone.locator(".pane").bounding_box(), phone.locator("iframe.frame").bounding_box()
    assert text is not None
    assert chart is not None
    assert text["y"] + text["height"] <= chart["y"]
    assert chart["width"] <= 360
    assert phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_maps_frame_is_cut_off_from_the_page(desk_server: Server, page: Page) -> None:
    frame = paste(page, desk_server)
    assert frame.evaluate("window.origin") == "null"
    for reach in ("window.parent.document", "window.localStorage", "document.cookie"):
        assert frame.evaluate(f"(() => {{ try {{ return String({reach}) }} catch (e) {{ return e.name }} }})()") == (
            "SecurityError"
        )


def test_what_opens_over_the_page_can_be_read_in_the_dark(desk_server: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(color_scheme="dark", viewport={"width": 1440, "height": 900})
    paste(page, desk_server)
    page.get_by_role("button", name="Save or open").click()
    aside = page.get_by_text("Everybody who can open this page")
    expect(aside).to_be_visible()
    expect(aside).to_have_css("color", "rgb(179, 174, 165)", timeout=30_000)
