import base64
import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode

import numpy as np
import pytest
from hypothesis import given
from starlette.applications import Starlette
from starlette.routing import Mount

from geo.map.assets import address, assets, edition
from geo.model import Certainty, EventType
from geo.routes.answers import Packed, to_json
from geo.routes.data import MOST_CARDS, _packed_cells, data_routes
from geo.store import MOST_SENT, Box, Store, open_store
from geo.view import View
from tests.asgi import get
from tests.synthetic import make_claims, make_features, make_report, write_dataset
from tests.views import HOSTILE, views

APP = Starlette(routes=data_routes())


@pytest.fixture(scope="module")
def opened(synthetic: Callable[[int], Path]) -> Store:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QANTAR_DATA", str(synthetic(25)))
        return open_store("synthetic-25")


@pytest.fixture(autouse=True)
def _there(synthetic: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QANTAR_DATA", str(synthetic(25).parent))


def root(store: Store) -> str:
    return f"/data/{store.name}/{store.version}/"


def linked(view: View) -> View:
    """Return the View as it comes out of its link."""
    return View.from_query(parse_qs(view.query_string(), keep_blank_values=True))[0]


def test_events_come_as_columns(opened: Store) -> None:
    answer = get(APP, root(opened) + "events.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == json.loads(json.dumps(opened.columns()))


def test_ten_thousand_events_need_less_than_sixty_bytes_each(synthetic: Callable[[int], Path]) -> None:
    synthetic(10_000)
    large = open_store("synthetic-10000")
    answer = get(APP, root(large) + "events.json", {"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) <= 60 * 10_000
    assert answer.json()["n"] == 10_000


@given(view=views())
def test_shown_is_the_stores_mask_without_time(opened: Store, view: View) -> None:
    view = linked(view)
    answer = get(APP, f"{root(opened)}shown?{view.query_string()}").json()
    bits = np.unpackbits(np.frombuffer(base64.b64decode(answer["mask"]), np.uint8), bitorder="little")
    assert answer["n"] == bits.sum() == opened.count(view.without_time())
    assert answer["of"] == 25


@given(view=views())
def test_cards_are_the_selection_in_order_of_time(opened: Store, view: View) -> None:
    view = linked(view)
    answer = get(APP, f"{root(opened)}cards?{view.query_string()}").json()
    assert [card["id"] for card in answer["cards"]] == list(opened.select(view)["event_id"])
    assert [card["row"] for card in answer["cards"]] == list(opened.rows(view))
    assert answer["total"] == opened.count(view)


def test_cards_come_in_parts(opened: Store) -> None:
    whole = get(APP, root(opened) + "cards").json()["cards"]
    parts = [get(APP, f"{root(opened)}cards?offset={n}&limit=10").json()["cards"] for n in (0, 10, 20, 30)]
    assert [card for part in parts for card in part] == whole
    assert len(whole) == 25


def test_a_card_is_in_the_readers_language(opened: Store) -> None:
    english = get(APP, root(opened) + "cards?limit=1").json()["cards"][0]
    german = get(APP, root(opened) + "cards?limit=1&lang=de").json()["cards"][0]
    assert english["summary"].startswith("Made-up event")
    assert german["summary"].startswith("Erfundenes Ereignis")
    assert english["id"] == german["id"]
    said = {"when", "place", "summary", "sub", "label", "who"}
    assert set(english) == said | {"row", "id", "country", "at", "type", "certainty"}


def test_who_does_not_know_the_version_is_not_told_it(opened: Store) -> None:
    for path in ("events.json", "shown", "cards", "event/syn-000000"):
        answer = get(APP, f"/data/{opened.name}/{'0' * 16}/{path}")
        assert answer.status_code == 404
        assert opened.version not in answer.text + str(answer.headers)


@pytest.mark.parametrize("query", ["limit=-1", "limit=x", "offset=1.5", "offset=99999999999999999999", "limit=٣"])
def test_offset_and_limit_are_whole_numbers(opened: Store, query: str) -> None:
    answer = get(APP, f"{root(opened)}cards?{query}")
    assert answer.status_code == 400
    assert "whole numbers" in answer.json()["error"]


def test_a_limit_has_a_limit(synthetic: Callable[[int], Path]) -> None:
    synthetic(1000)
    large = open_store("synthetic-1000")
    assert len(get(APP, root(large) + "cards?limit=999999999").json()["cards"]) == MOST_CARDS


def test_one_event_with_everything_that_is_known_of_it(opened: Store) -> None:
    event = opened.one("syn-000000")
    assert event is not None
    told = get(APP, root(opened) + "event/syn-000000").json()
    assert told["summary"] == event["summary_en"]
    assert told["locator"] == "paragraph 1, sentence 1"
    assert told["precision"] == event["geo_precision"]
    assert told["certainty_name"] == event["certainty"]
    assert [claim["figure"] for claim in told["claims"]] == ["2", "12"]
    assert told["claims"][0]["claimed_by"] == "police"
    german = get(APP, root(opened) + "event/syn-000000?lang=de").json()
    assert german["claims"][0]["claimed_by"] == "Polizei"
    assert german["locator"] == "Absatz 1, Satz 1"


def test_every_event_of_our_own_data_can_be_told_in_both_languages() -> None:
    own = open_store("kazakhstan-2022-01")
    for event_id in own.events["event_id"]:
        for lang in ("en", "de"):
            told = get(APP, f"{root(own)}event/{event_id}?lang={lang}").json()
            assert told["id"] == event_id
            assert told["summary"]
            assert told["certainty"] in {c.slug for c in Certainty}


def test_local_time_is_that_of_the_place_on_that_day() -> None:
    own = open_store("kazakhstan-2022-01")
    zones = {
        (event.timezone, get(APP, f"{root(own)}event/{event.event_id}").json()["time_zone"])
        for event in own.events.itertuples()
        if isinstance(event.timezone, str)
    }
    assert ("Asia/Almaty", "local time, UTC+6") in zones
    assert {shift for zone, shift in zones if zone in ("Asia/Aqtau", "Asia/Yekaterinburg")} == {"local time, UTC+5"}


@pytest.mark.parametrize(
    "path",
    [
        "/data/no-such-set/0123456789abcdef/events.json",
        "/data/no-such-set/0123456789abcdef/shown",
        "/data/%2e%2e/0123456789abcdef/events.json",
        "/data/..%2f..%2fetc/0123456789abcdef/events.json",
        "/data/kazakhstan-2022-01/0123456789abcdef/events.json",
        "/data/kazakhstan-2022-01/0123456789abcdef/cards",
        "/words/fr.json",
        "/words/..%2fde.json",
        "/assets/0123456789abcdef/nothing.js",
        "/assets/0123456789abcdef/..%2fmarks.py",
        "/assets/0123456789abcdef/%2e%2e/%2e%2e/errors.py",
        "/assets/0123456789abcdef//etc/passwd",
        "/assets/leaflet/..%2f__init__.py",
        "/assets/leaflet/nothing.js",
        "/assets/leaflet/",
    ],
)
def test_what_does_not_exist_is_a_404(path: str) -> None:
    answer = get(APP, path)
    assert answer.status_code == 404
    if answer.headers["content-type"] == "application/json":
        assert set(answer.json()) == {"error"}


@pytest.mark.parametrize("text", [*HOSTILE, "../../../etc/passwd", "x" * 5000])
def test_hostile_parameters_are_passed_over_or_taken_as_plain_texts(opened: Store, text: str) -> None:
    keys = (
        "q",
        "place",
        "actor",
        "who",
        "country",
        "type",
        "sub",
        "certainty",
        "from",
        "to",
        "lang",
        "event",
        "z",
        text,
    )
    for key in keys:
        query = urlencode({key: text})
        for page in ("shown", "cards", "events.json", "event/syn-000000"):
            assert get(APP, f"{root(opened)}{page}?{query}").status_code == 200
    assert get(APP, f"{root(opened)}event/{quote(text, safe='')}").status_code == 404


def test_texts_are_ascii_json_that_no_browser_takes_for_html(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    features = make_features(3)
    features[0]["properties"]["summary_en"] = "</script><img src=x onerror=alert(1)>{{7*7}}\u2028\u202e"
    folder = write_dataset(tmp_path / "odd", features, make_claims(features), make_report(last=date(2022, 1, 6)))
    monkeypatch.setenv("QANTAR_DATA", str(folder))
    odd = open_store("odd")
    answer = get(APP, root(odd) + "event/syn-000000")
    assert answer.json()["summary"] == features[0]["properties"]["summary_en"]
    assert answer.content.isascii()
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_broken_data_set_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_dataset(tmp_path / "cut", make_features(3), [], make_report(last=date(2022, 1, 6)))
    (folder / "events.geojson").write_text('{"type": "FeatureColl', encoding="utf-8")
    monkeypatch.setenv("QANTAR_DATA", str(folder))
    answer = get(APP, "/data/cut/0123456789abcdef/events.json")
    assert answer.status_code == 503
    assert "cut/events.geojson" in answer.json()["error"]


PUBLIC = ("events.json", "shown", "cards", "event/syn-000000", "days", "cells?bounds=40,40,80,60&zoom=4")


@pytest.mark.parametrize("page", PUBLIC)
def test_an_answer_that_is_known_already_is_not_sent_again(opened: Store, page: str) -> None:
    first = get(APP, root(opened) + page)
    again = get(APP, root(opened) + page, {"if-none-match": first.headers["etag"]})
    other = get(APP, root(opened) + page, {"if-none-match": '"other"'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert other.status_code == 200


@pytest.mark.parametrize("page", PUBLIC)
def test_the_sandboxed_map_may_read_public_data(opened: Store, page: str) -> None:
    answer = get(APP, root(opened) + page, {"origin": "null"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers["cache-control"].startswith("public, max-age=")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_routes_can_only_be_read(opened: Store, method: str) -> None:
    assert get(APP, root(opened) + "events.json", method=method).status_code == 405


@pytest.mark.parametrize("name", ["basemap.json", "leaflet/leaflet.js", "leaflet/leaflet.css", "regions/KZ.json"])
def test_an_asset_is_kept_for_ever_under_its_editions_address(name: str) -> None:
    answer = get(APP, "/" + address(name))
    assert answer.content == assets()[name].read_bytes()
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert get(APP, f"/assets/0000000000000000/{name}").headers["cache-control"] == "no-cache"
    small = get(APP, "/" + address(name), {"accept-encoding": "gzip, br"})
    assert small.headers["content-encoding"] == "gzip"
    assert small.headers["vary"] == "Accept-Encoding"
    assert small.content == answer.content
    assert int(small.headers["content-length"]) < len(answer.content)


def test_leaflet_has_a_plain_address_too() -> None:
    assert b"Leaflet 1.9" in get(APP, "/assets/leaflet/leaflet.js").content
    assert get(APP, "/assets/leaflet/images/layers.png").headers["content-type"] == "image/png"


def test_only_files_of_known_kinds_are_assets() -> None:
    assert {Path(name).suffix for name in assets()} <= {".js", ".css", ".html", ".json", ".png", ".svg"}
    assert len(edition()) == 16


def test_the_maps_texts_are_those_that_its_scripts_ask_for() -> None:
    english = get(APP, "/words/en.json").json()
    german = get(APP, f"/words/de.json?v={edition()}")
    assert set(german.json()) == set(english)
    assert all(text == same for text, same in english.items())
    assert german.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert get(APP, "/words/de.json?v=old").headers["cache-control"] == "no-cache"


def test_the_routes_work_below_a_path_prefix(opened: Store) -> None:
    below = Starlette(routes=[Mount("/some/where", routes=data_routes())])
    assert get(below, "/some/where" + root(opened) + "shown").json()["of"] == 25


def test_json_is_short_and_strict() -> None:
    assert to_json({"a": [1, 2], "b": "ä"}) == b'{"a":[1,2],"b":"\\u00e4"}'
    with pytest.raises(ValueError, match="JSON compliant"):
        to_json({"a": float("nan")})


def test_columns_compress_well(opened: Store) -> None:
    assert len(gzip.compress(to_json(opened.columns()))) < 2500


def test_cells_come_for_bounds_and_zoom_and_every_filter(opened: Store) -> None:
    ask = f"{root(opened)}cells?bounds=-180,-90,180,90&zoom=4"
    answer = get(APP, ask, {"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"].startswith("public, max-age=")
    assert answer.json() == json.loads(json.dumps(opened.cells(View(), Box(-180, -90, 180, 90), 4)))
    riots = get(APP, ask + "&type=riots&lat=1&lon=2&z=3&lang=de").json()
    assert 0 < riots["of"] == opened.count(View(types=frozenset({EventType.RIOTS}))) < answer.json()["of"]


def test_a_map_moved_by_less_than_a_cell_shares_the_answer(opened: Store) -> None:
    before = _packed_cells.cache_info()
    one, two = (get(APP, f"{root(opened)}cells?bounds={west},41.3,77.77,47.9&zoom=6") for west in (60.01, 60.02))
    after = _packed_cells.cache_info()
    assert one.content == two.content
    assert (after.hits - before.hits, after.misses - before.misses) == (1, 1)


@pytest.mark.parametrize(
    "query", ["", "bounds=1,2,3,4", "zoom=4", "bounds=1,2,3,4&zoom=-1", "bounds=1,2,3,4&zoom=nan", "bounds=a&zoom=1"]
)
def test_cells_without_good_bounds_and_zoom_are_refused(opened: Store, query: str) -> None:
    answer = get(APP, f"{root(opened)}cells?{query}")
    assert answer.status_code == 400
    assert "bounds=west,south,east,north" in answer.json()["error"]


def test_days_are_counted_by_type_with_no_regard_to_time(opened: Store) -> None:
    answer = get(APP, f"{root(opened)}days?from=2022-01-02&to=2022-01-02&type=riots").json()
    view = View(types=frozenset({EventType.RIOTS}))
    assert (answer["n"], answer["total"], answer["limit"]) == (opened.count(view), 25, MOST_SENT)
    assert answer["places"] == opened.steps(view)["places"]
    assert answer["bounds"] == list(opened.bounds or ())
    months = get(APP, f"{root(opened)}days?unit=month").json()
    assert (months["unit"], len(months["areas"]["sure"][0])) == ("month", 1)
    assert get(APP, f"{root(opened)}days?unit=hour").status_code == 400


def test_cards_come_by_cell_area_and_row(opened: Store) -> None:
    asked = root(opened) + "cards?limit=3&"
    assert get(APP, asked + "cell=0/0/0").json()["total"] == opened.cells(View(), Box(-180, -90, 180, 90), 4)["n"]
    assert get(APP, asked + "area=KZ").json()["cards"] == []
    assert [card["row"] for card in get(APP, asked + "rows=7,2,x,99999").json()["cards"]] == [7, 2]
    assert get(APP, asked + "cell=1/2/0").status_code == get(APP, asked + "area=Kasachstan").status_code == 400


def test_too_many_events_to_send_are_refused(synthetic: Callable[[int], Path]) -> None:
    synthetic(MOST_SENT + 1)
    large = open_store(f"synthetic-{MOST_SENT + 1}")
    answer = get(APP, root(large) + "events.json")
    assert answer.status_code == 413
    assert "ask for cells" in answer.json()["error"]


@pytest.mark.parametrize("body", [b"", b"{}", b'{"n":1}' * 10_000])
def test_an_answer_is_kept_once_and_given_back_as_it_was(body: bytes) -> None:
    packed = Packed(body, "application/json")
    assert packed.body == body
    assert packed.kept_bytes <= max(len(body) // 20, 20)
