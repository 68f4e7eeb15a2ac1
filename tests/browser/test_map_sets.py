"""The map with other data sets: thousands of events, and events of whole regions."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.map_frame import WAIT_MS, app, open_map, shown, wait_for_link
from tests.synthetic import make_features, make_report, write_dataset


@pytest.fixture(scope="module")
def others(
    serve: Callable[..., Server], synthetic: Callable[[int], Path], tmp_path_factory: pytest.TempPathFactory
) -> Server:
    """Return the app with 10,000 made-up events, and with four of which two are of a whole region."""
    features = make_features(4)
    for feature, place in zip(features, ("Mangystau Region", "Mangystau Region", "Kazakhstan"), strict=False):
        feature["geometry"] = None
        feature["properties"] |= {"geo_precision": 3, "place": place, "country": "KZ", "origin": ""}
        feature["properties"] |= {"start_date": "2022-01-02", "end_date": "2022-01-02", "date_precision": 1}
    regional = write_dataset(
        tmp_path_factory.mktemp("sets") / "regional", features, [], make_report(last=date(2022, 1, 9))
    )
    return serve(QANTAR_DATA=f"{synthetic(10_000)}:{regional}")


def test_ten_thousand_events_are_few_marks_and_a_list_in_parts(others: Server, page: Page) -> None:
    frame = open_map(page, others.url)
    expect(shown(frame)).to_have_text("Shown: 10,000 of 10,000")
    assert 0 < app(frame, "a.scene.marks.length") < 400
    assert (
        app(frame, "a.scene.marks.reduce((n, m) => n + m.rows.length, 0) + [...a.scene.areas.values()].flat().length")
        == 10_000
    )
    expect(frame.locator(".q-card")).to_have_count(100)
    frame.get_by_role("button", name="and 9,900 more").click()
    expect(frame.locator(".q-card")).to_have_count(200)
    expect(frame.locator(".q-card-text", has_text="…")).to_have_count(0, timeout=WAIT_MS)


def test_marks_part_when_the_map_comes_nearer(others: Server, page: Page) -> None:
    frame = open_map(page, others.url)
    before = app(frame, "a.scene.grouping.size")
    frame.get_by_role("button", name="Zoom in").click()
    frame.wait_for_function(f"qantar.app.scene.grouping.size > {before}", timeout=WAIT_MS)
    wait_for_link(page, "z=")


def test_the_window_filters_thousands_as_the_server_does(others: Server, page: Page) -> None:
    frame = open_map(page, others.url + "?from=2022-01-10&to=2022-01-20&type=riots")
    words = shown(frame).inner_text()
    number = re.search(r"[\d,]+", words)
    assert number is not None
    expect(page.locator(".q-count")).to_contain_text(f"{number[0]} of 10,000", timeout=WAIT_MS)


def test_a_whole_region_is_hatched_and_opens(others: Server, page: Page) -> None:
    frame = open_map(page, others.url + "?data=regional&lat=46&lon=56&z=4")
    frame.wait_for_function("qantar.app.scene.drawn.pills.length === 2", timeout=WAIT_MS)
    assert app(frame, "a.scene.drawn.pills.map(({code, rows}) => [code, rows.length]).sort()") == [
        ["KZ", 1],
        ["KZ.09", 2],
    ]
    found = frame.evaluate(
        """() => {
            const a = qantar.app;
            const at = a.map.latLngToContainerPoint([44.0, 54.3]);
            return [a.scene.find(at, 1).code, a.scene.find(a.map.latLngToContainerPoint([49.5, 67.5]), 1).code];
        }"""
    )
    assert found == ["KZ.09", "KZ"]
    box = frame.locator(".q-map").bounding_box()
    point = frame.evaluate(
        "() => { const {x, y} = qantar.app.map.latLngToContainerPoint([44.0, 54.3]); return [x, y]; }"
    )
    assert box is not None
    page.mouse.click(box["x"] + point[0], box["y"] + point[1])
    expect(frame.locator(".q-list-title")).to_contain_text("Mangystau as a whole · 2 events")
