"""The reading pages in a real browser: charts and tables that can be used, downloads that can be opened."""

import json
import os
import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import geopandas as gpd
import pytest
from playwright.sync_api import Download, Page, expect

from tests.browser.waiting import settle
from tests.serving import ROOT, Server, stop

PAGES = ("chronology", "figures", "events", "about")
WAIT = 30_000


#: a server on which a word of more than two events is too common, as of five million on a real one
STRICT = "from geo.store.database import Database\nDatabase.__init__.__kwdefaults__['most_found'] = 2\n"


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".q-lead h2")).to_be_visible(timeout=WAIT)
    return page


def test_the_chronology_is_drawn_and_a_click_opens_the_event(server: Server, page: Page) -> None:
    opened(page, server.url + "chronology?lang=en")
    chart = page.locator("[data-testid=stVegaLiteChart] svg.marks")
    expect(chart).to_be_visible(timeout=WAIT)
    settle(page)  # the chart listens to clicks only after it has been drawn
    box = chart.bounding_box()
    assert box is not None
    assert box["height"] > 23 * 40, "a row for each event"
    chart.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.45})
    page.wait_for_url(re.compile("event=kz22-"))
    details = page.locator(".q-details")
    expect(details).to_be_visible()
    expect(page.locator("li.q-lit")).to_have_count(1)
    page.get_by_role("button", name="Close").click()
    expect(details).to_have_count(0)
    page.wait_for_url(lambda url: "event=" not in url)
    settle(page)
    chart.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.45})
    page.wait_for_url(re.compile("event=kz22-"))


def test_the_list_is_read_without_the_map_and_leads_to_it(server: Server, page: Page) -> None:
    opened(page, server.url + "chronology?lang=en&type=riots")
    settle(page)  # what is opened in a list that is drawn once more is closed again
    listing = page.locator(".q-listing")
    expect(listing.get_by_role("heading", name="Tue 4 January")).to_be_visible(timeout=WAIT)
    entry = listing.get_by_role("listitem").filter(has=page.get_by_role("heading", name=re.compile("Riots: Almaty")))
    entry.get_by_text("Details").click()
    expect(entry.get_by_text("Police of Kazakhstan").last).to_be_visible()
    entry.get_by_role("link", name="Show on the map").click()
    page.wait_for_url(re.compile(r"/\?.*event=kz22-05"))
    assert "type=riots" in page.url


def test_a_row_of_the_table_opens_its_event_and_back_closes_it(server: Server, page: Page) -> None:
    opened(page, server.url + "events?lang=en")
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_be_visible(timeout=WAIT)
    settle(page)
    table.click(position={"x": 17, "y": 35 + 35 // 2})
    page.wait_for_url(re.compile("event=kz22-"))
    expect(page.locator(".q-details")).to_be_visible()
    page.go_back()
    expect(page.locator(".q-details")).to_have_count(0)
    page.wait_for_url(lambda url: "event=" not in url)


def test_all_rows_of_a_short_table_are_seen(server: Server, page: Page) -> None:
    opened(page, server.url + "events?lang=en")
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_be_visible(timeout=WAIT)
    settle(page)
    box = table.bounding_box()
    assert box is not None
    assert box["height"] >= (23 + 1) * 35


@pytest.mark.parametrize(("where", "lang", "said"), [("code", "de", "Datei wählen"), ("open", "en", "Choose a file")])
def test_a_file_is_asked_for_in_the_readers_language(
    server: Server, page: Page, where: str, lang: str, said: str
) -> None:
    page.goto(f"{server.url}{where}?lang={lang}")
    expect(page.get_by_role("button", name=said)).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("button", name="Upload", exact=True)).to_have_count(0)


@pytest.mark.parametrize(
    ("choice", "ending"),
    [("CSV", "csv.zip"), ("GeoJSON", "geojson"), ("GeoPackage", "gpkg"), ("GeoParquet", "parquet")],
)
def test_a_selection_is_downloaded_and_opens(
    server: Server, page: Page, tmp_path: Path, choice: str, ending: str
) -> None:
    opened(page, server.url + "events?lang=en&type=riots")
    saved = take(page, choice, ending, tmp_path)
    assert "type=riots" in page.url, "a click during the first run has emptied the filters"
    assert re.fullmatch(rf"qantar-kazakhstan-2022-01-[0-9a-f]{{12}}\.{re.escape(ending)}", saved.name)
    if ending == "csv.zip":
        with zipfile.ZipFile(saved) as archive:
            rows = archive.read("events.csv").decode("utf-8-sig").splitlines()
            assert "events?type=riots" in archive.read("README.txt").decode()
        assert len(rows) == 1 + 2
    elif ending == "geojson":
        told = json.loads(saved.read_text(encoding="utf-8"))
        assert told["qantar"]["filters"] == {"type": ["riots"]}
        assert len(told["features"]) == 2
    else:
        table = gpd.read_parquet(saved) if ending == "parquet" else gpd.read_file(saved, layer="events")
        assert set(table["event_type"]) == {"Riots"}


def test_the_whole_is_downloaded_beside_the_selection(server: Server, page: Page, tmp_path: Path) -> None:
    opened(page, server.url + "figures?lang=en&type=riots")
    page.locator(".st-key-take summary").click()
    page.get_by_text("The whole data set, 23 events").click()
    told = json.loads(take(page, "GeoJSON", "geojson", tmp_path, open_first=False).read_text(encoding="utf-8"))
    assert len(told["features"]) == 23
    assert told["qantar"]["filters"] == {}
    assert len(told["claims"]) == 11


def take(page: Page, choice: str, ending: str, folder: Path, *, open_first: bool = True) -> Path:
    """Choose a form of file, wait until it is made, and save it."""
    if open_first:
        page.locator(".st-key-take summary").click()
    page.get_by_text(re.compile(f"^{choice}")).click()
    expect(page.locator(".q-file")).to_contain_text(f".{ending} ", timeout=WAIT)
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the file").click()
    download: Download = waiting.value
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def settled(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=WAIT)


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("where", PAGES)
def test_nothing_is_cut_off_on_a_phone(server: Server, phone: Page, where: str, lang: str) -> None:
    opened(phone, f"{server.url}{where}?lang={lang}&event=kz22-05")
    settle(phone)
    assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 360
    cut = phone.evaluate(
        """() => [...document.querySelectorAll('.stHtml *, [data-testid=stVegaLiteChart] svg.marks')]
          .filter(e => !e.closest('.q-claims thead') && e.className !== 'q-unseen')
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert cut == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_in_both_themes(server: Server, new_page: Callable[..., Page], scheme: str) -> None:
    page = opened(new_page(color_scheme=scheme), server.url + "chronology?lang=en&event=kz22-05")
    expect(page.locator(".q-quiet p").first).to_be_visible(timeout=WAIT)
    settle(page)
    ratios = page.evaluate(CONTRAST, [".q-listing p", ".q-listing a", ".q-facts dt", ".q-facts dd", ".q-quiet p"])
    assert min(ratios.values()) >= 4.5, ratios


CONTRAST = """names => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(c => c / 255)
      .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (!colour.endsWith(', 0)') && colour !== 'transparent') return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  return Object.fromEntries(names.map(name => {
    const e = document.querySelector(name);
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    return [name, (a + 0.05) / (b + 0.05)];
  }));
}"""


def test_headings_are_in_order_and_every_picture_has_a_name(server: Server, page: Page) -> None:
    for where in PAGES:
        opened(page, f"{server.url}{where}?lang=en")
        settle(page)
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))")
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), (where, levels)
        assert page.evaluate("[...document.querySelectorAll('main img')].every(i => i.hasAttribute('alt'))")


@pytest.mark.parametrize("name", ["chronology", "figures", "events"])
def test_an_empty_page_says_why_and_leads_back(server: Server, page: Page, name: str) -> None:
    opened(page, f"{server.url}{name}?lang=en&type=riots&q=xyzzy")
    expect(page.locator(".q-count")).to_have_text("0 of 23 events shown", timeout=WAIT)
    expect(page.locator(".q-empty")).to_contain_text("all of these together: the event types, the search “xyzzy”.")
    settle(page)
    page.get_by_role("button", name=re.compile("Without the search: [0-9]+ events")).click()
    page.wait_for_url(lambda url: "q=" not in url)
    assert "type=riots" in page.url, "the other filters stay"
    expect(page.locator(".q-empty")).to_have_count(0)
    expect(page.locator(".q-count")).not_to_have_text(re.compile("^(0|23) of"))


def test_a_place_is_found_by_each_of_its_names(server: Server, page: Page) -> None:
    opened(page, server.url + "chronology?lang=en")
    found = set()
    for name in ("Schangaösen", "Zhanaozen", "Жаңаөзен"):
        settle(page)
        page.get_by_role("textbox", name="Search").fill(name)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, name=name: f"q={name}" in unquote(url))
        expect(page.locator(".q-listing h4")).to_have_count(1, timeout=WAIT)
        settle(page)
        found.add((page.locator(".q-listing h4").inner_text(), page.locator(".q-count").inner_text()))
    assert len(found) == 1
    assert "Zhanaozen" in str(found)


def test_a_word_that_too_many_events_have_is_told_and_dismissed(
    serve: Callable[..., Server], page: Page, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(STRICT, encoding="utf-8")
    strict = serve(PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]))
    opened(page, f"{strict.url}chronology?lang=en&type=riots&q=report")
    told = page.locator(".st-key-problems")
    expect(told).to_contain_text("“report” stands in too many of these events to be searched for.", timeout=WAIT)
    expect(page.locator(".q-count")).to_have_text("2 of 23 events shown")
    page.wait_for_url(lambda url: "q=" not in url and "type=riots" in url)
    settle(page)
    told.get_by_role("button", name="Dismiss").click()
    expect(told).to_have_count(0)
    expect(page.locator(".q-count")).to_have_text("2 of 23 events shown")
    stop(strict)
