"""On the server: every text of a hostile data set arrives as it is, as data and nothing else."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.applications import Starlette

from geo.map.shell import See, event_map
from geo.routes.data import data_routes
from geo.sources.inner import linkable
from geo.store import Store, open_store
from geo.view import View
from tests.asgi import get
from tests.hostile import LONG, PAYLOADS, event_id, write_hostile

APP = Starlette(routes=data_routes())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hostile(tmp_path_factory.mktemp("hostile-sets"))


@pytest.fixture(autouse=True)
def _there(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QANTAR_DATA", str(hostile))


def root(store: Store) -> str:
    return f"/data/{store.name}/{store.version}/"


def told(store: Store, text: str, n: int, lang: str = "en") -> dict[str, object]:
    answer = get(APP, f"{root(store)}event/{quote(event_id(text, n), safe='')}?lang={lang}")
    assert answer.status_code == 200
    return dict(answer.json())


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize(("n", "text"), list(enumerate(PAYLOADS)))
def test_every_text_of_an_event_arrives_unchanged(n: int, text: str, lang: str) -> None:
    event = told(open_store("hostile"), text, n, lang)
    assert event["id"] == event_id(text, n)
    for name in ("summary", "place", "place_as_written", "admin1", "origin", "note", "label", "coded_by"):
        assert event[name] == text, name
    assert event["who"] == [text, f"{text} again"]
    assert event["says"] == text.split("; ")
    for claim in open_store("hostile").claims_of(event_id(text, n)):
        assert (claim.whom["en"], claim.as_written) == (text, text)
    assert all(claim["whom"] == claim["note"] == claim["claimed_by"] == text for claim in event["claims"])  # type: ignore[attr-defined]


def test_fields_of_a_hundred_thousand_characters_arrive_whole() -> None:
    store = open_store("long")
    assert len(LONG) > 100_000
    assert told(store, LONG, 0)["summary"] == LONG
    assert store.report.title["en"] == LONG
    cards = get(APP, root(store) + "cards").json()["cards"]
    assert [card["summary"] for card in cards] == [LONG] * 3


def test_cards_hold_every_text() -> None:
    cards = get(APP, root(open_store("hostile")) + "cards?limit=500").json()["cards"]
    assert sorted(card["summary"] for card in cards) == sorted(PAYLOADS)


@pytest.mark.parametrize("text", PAYLOADS)
def test_every_text_can_be_searched_filtered_and_linked(text: str) -> None:
    store = open_store("hostile")
    name = linkable(text)
    for view in (View(places=frozenset({name})), View(actors=frozenset({name}))):
        assert View.from_query(view.to_query()) == (view, ())
        assert store.count(view) == 1
    assert store.count(View(claimants=frozenset(map(linkable, text.split("; "))))) == 1
    for view in (View(text=text), View(event=text), View(data=text)):
        query = view.query_string()
        assert query.isascii()
        assert not set(query) & set("<>\"'`{}\\ \n\t")
        assert store.count(view) <= store.total
        See(query, handled=0, lang="en")


@pytest.mark.parametrize("text", PAYLOADS)
def test_the_maps_shell_refuses_all_but_harmless_words(text: str) -> None:
    if text in ("constructor", "hasOwnProperty", "null", "NaN", "undefined"):
        assert text in event_map(dataset=text, version="0" * 16, total=1).get_root().render()
        return
    with pytest.raises(ValueError, match="not"):
        event_map(dataset=text, version="0" * 16, total=1)
    with pytest.raises(ValueError, match="not"):
        event_map(dataset="hostile", version=text, total=1)


def test_the_maps_shell_knows_no_event() -> None:
    page = event_map(dataset="hostile", version=open_store("hostile").version, total=1).get_root().render()
    for text in PAYLOADS:
        if len(text) > 12:
            assert text not in page


def test_options_name_what_there_is() -> None:
    options = open_store("hostile").options(View())
    assert {place for place, _ in options.places} == {linkable(text) for text in PAYLOADS}
    assert {actor for actor, _ in options.actors} == {linkable(t) for text in PAYLOADS for t in (text, f"{text} again")}


def test_the_files_hold_what_was_put_there(hostile: Path) -> None:
    features = json.loads((hostile / "hostile" / "events.geojson").read_text(encoding="utf-8"))["features"]
    assert [f["properties"]["note"] for f in features] == list(PAYLOADS)
    table = (hostile / "hostile" / "claims.csv").read_text(encoding="utf-8")
    assert {row["note_en"] for row in csv.DictReader(io.StringIO(table, newline=""))} <= set(PAYLOADS)
