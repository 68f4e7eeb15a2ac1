"""A table in object storage in a real browser: seen, panned, filtered, an event opened by its link, and taken along."""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from geo.archive.pyramid import build_pyramid
from tests.archive import events
from tests.browser.conftest import Server
from tests.browser.map_frame import WAIT_MS, app, open_map, shown, wait_for_link
from tests.browser.test_map_scale import in_cells, open_large, painted_again
from tests.browser.test_pages import opened, take
from tests.serving import stop
from tests.storage import BUCKET, put

#: more than are sent to a browser at once
N = 21_000
DAYS = "from=2016-03-05&to=2016-03-20"


@pytest.fixture(scope="module")
def far(
    serve: Callable[..., Server], object_storage: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Return the app on a table in object storage, with its pyramid."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "YEARS", 2)
        folder = events.write_events(N, tmp_path_factory.mktemp("far"))
        build_pyramid(str(folder))
        for key, value in object_storage.items():
            patch.setenv(key, value)
        url = put(folder, f"s3://{BUCKET}/seen/{folder.name}")
    server = serve(**object_storage, QANTAR_DATA=url)
    yield server
    stop(server)


def test_it_is_seen_panned_filtered_and_its_events_are_opened(far: Server, page: Page) -> None:
    frame = open_large(page, far, "?lang=en")
    expect(shown(frame)).to_have_text("Shown: 21,000 of 21,000")
    whole = in_cells(frame)
    areas = app(frame, "[...a.far.grid.areas.values()].reduce((n, area) => n + area.n, 0)")
    assert whole + areas == N
    painted_again(frame, lambda: app(frame, "a.map.setView([33, 67], 6, {animate: false})"))
    assert 0 < in_cells(frame) < whole
    painted_again(frame, lambda: frame.locator(".q-type").nth(1).click())
    wait_for_link(page, "type=")
    assert app(frame, "a.far.grid.cells.every(({counts}) => counts[1] === 0)")
    frame = open_large(page, far, f"?lang=en&type=battles&{DAYS}")
    number = re.search(r"[\d,]+", shown(frame).inner_text())
    assert number is not None
    expect(page.locator(".q-count")).to_contain_text(f"{number[0]} of 21,000", timeout=WAIT_MS)
    assert 0 < int(number[0].replace(",", "")) < 1_000
    frame.locator(".q-cards .q-card").nth(2).click()
    wait_for_link(page, "event=")
    heading = frame.locator(".q-details h2")
    expect(heading).to_be_visible(timeout=WAIT_MS)
    words = heading.inner_text()
    again = open_map(page, f"{far.url}?{urlsplit(page.url).query}")
    expect(again.locator(".q-details h2")).to_have_text(words, timeout=WAIT_MS)


@pytest.mark.parametrize(("choice", "ending"), [("CSV", "csv.zip"), ("GeoParquet", "parquet")])
def test_a_selection_is_taken_along(far: Server, page: Page, tmp_path: Path, choice: str, ending: str) -> None:
    opened(page, f"{far.url}events?lang=en&type=battles&{DAYS}")
    count = page.locator(".q-count")
    expect(count).to_contain_text("of 21,000", timeout=WAIT_MS)
    number = re.search(r"[\d,]+", count.inner_text())
    assert number is not None
    saved = take(page, choice, ending, tmp_path)
    found = gpd.read_parquet(saved) if ending == "parquet" else _events_of(saved)
    assert len(found) == int(number[0].replace(",", ""))
    assert set(found["event_type"]) == {"Battles"}


def _events_of(path: Path) -> pd.DataFrame:
    with zipfile.ZipFile(path) as archive, archive.open("events.csv") as file:
        return pd.read_csv(file, encoding="utf-8-sig")
