from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.columns import COLUMNS
from geo.errors import ViewError
from geo.frame import check_frame
from geo.gazetteer import open_gazetteer
from geo.model import Certainty, EventType
from geo.sources.dataset import read_dataset
from geo.store import Store, open_store
from geo.store.load import SORTABLE
from geo.view import View
from tests.synthetic import make_features, make_report, write_dataset
from tests.views import HOSTILE, views


def ids(events: gpd.GeoDataFrame) -> list[str]:
    return list(events["event_id"])


def overlapping(events: gpd.GeoDataFrame, first: date, last: date) -> list[str]:
    return [e.event_id for e in events.itertuples() if e.start_date <= last and e.end_date >= first]


def test_everything_is_selected_in_order_of_time(store: Store) -> None:
    events = store.select(View())
    keys = list(zip(events["start_date"], events["end_date"], events["event_id"], strict=True))
    assert len(events) == store.total == store.count(View()) == 25
    assert keys == sorted(keys)
    assert list(events.columns)[: len(COLUMNS)] == list(COLUMNS)
    check_frame(events, file="selected")


def test_an_interval_that_touches_the_window_is_selected(store: Store) -> None:
    events = store.select(View())
    for first in (date(2022, 1, 1) + timedelta(days=n) for n in range(6)):
        for last in (first, first + timedelta(days=2)):
            assert ids(store.select(View(first=first, last=last))) == overlapping(events, first, last)


def test_no_type_selects_nothing(store: Store) -> None:
    assert store.count(View(types=frozenset())) == 0
    assert store.select(View(types=frozenset())).crs.to_epsg() == 4326


@given(view=views())
def test_a_selection_is_a_part_of_the_whole_and_selects_itself_again(store: Store, view: View) -> None:
    selected = store.select(view)
    assert set(ids(selected)) <= set(ids(store.events))
    assert ids(store.select(view)) == ids(selected)
    assert store.count(view) == len(selected)
    check_frame(selected, file="selected")


@given(view=views())
def test_one_filter_less_never_selects_less(store: Store, view: View) -> None:
    selected = set(ids(store.select(view)))
    bare = View()
    for name in ("first", "last", "types", "subs", "certainty", "claimants", "actors", "countries", "places", "text"):
        assert selected <= set(ids(store.select(replace(view, **{name: getattr(bare, name)}))))


@given(view=views())
def test_the_mask_is_the_selection_with_no_regard_to_time(store: Store, view: View) -> None:
    mask = np.unpackbits(np.frombuffer(store.mask(view), dtype=np.uint8), bitorder="little")
    assert len(store.mask(view)) == (store.total + 7) // 8
    assert list(np.flatnonzero(mask)) == list(store.rows(view.without_time()))
    timed = set(store.rows(view))
    assert timed <= set(np.flatnonzero(mask))


@given(view=views())
def test_every_option_says_how_many_events_it_would_leave(store: Store, view: View) -> None:
    options = store.options(view)
    for event_type, n in options.types:
        assert store.count(replace(view, types=frozenset({event_type}))) == n
    for certainty, n in options.certainty:
        assert store.count(replace(view, certainty=frozenset({certainty}))) == n
    for name in ("subs", "claimants", "actors", "countries", "places"):
        for value, n in getattr(options, name):
            assert store.count(replace(view, **{name: frozenset({value})})) == n > 0


@given(view=views())
def test_types_add_up_to_the_selection(store: Store, view: View) -> None:
    options = store.options(view)
    assert sum(n for _, n in options.types) == store.count(replace(view, types=None))
    assert [t for t, _ in options.types] == list(EventType)
    assert sum(n for _, n in options.certainty) == store.count(replace(view, certainty=frozenset()))
    assert [c for c, _ in options.certainty] == list(Certainty)
    assert (options.days is None) == (store.count(view.without_time()) == 0)


@given(view=views())
def test_days_count_every_event_on_each_of_its_days(store: Store, view: View) -> None:
    days = store.days(view)
    selected = store.select(view)
    first, last = view.first or store.window[0], view.last or store.window[1]
    lengths = [(min(e.end_date, last) - max(e.start_date, first)).days + 1 for e in selected.itertuples()]
    assert days["events"].sum() == sum(lengths)
    assert list(days.columns) == ["day", "event_type", "events"]
    assert all(type(day) is date and first <= day <= last for day in days["day"])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_values_never_sql(store: Store, text: str) -> None:
    for view in (View(text=text), View(places=frozenset({text})), View(actors=frozenset({text, "police"}))):
        assert store.count(view) <= store.total
    assert store.count(View(places=frozenset({text}))) == 0
    assert store.count(View()) == 25


def test_the_database_reaches_neither_files_nor_its_own_settings(store: Store) -> None:
    with store._database.cursor() as cursor:
        with pytest.raises(duckdb.Error, match="disabled"):
            cursor.execute("SELECT * FROM read_text('/etc/hostname')")
        with pytest.raises(duckdb.Error, match="disabled"):
            cursor.execute("COPY events TO '/tmp/stolen.csv'")
        with pytest.raises(duckdb.Error, match="locked"):
            cursor.execute("SET enable_external_access = true")


def test_search_finds_every_word_in_any_text_without_accents_or_case(store: Store) -> None:
    assert ids(store.select(View(text="POLIZEI"))) == ids(store.select(View(text="police")))
    both = set(ids(store.select(View(text="police almaty"))))
    assert both == set(ids(store.select(View(text="police")))) & set(ids(store.select(View(text="almaty"))))
    assert store.count(View(text="streitkrafte")) == store.count(View(text="Streitkräfte")) > 0


@pytest.mark.parametrize("spelling", ["Schangaösen", "Zhanaozen", "Жаңаөзен", "жанаозен", "SCHANGAÖSEN"])
def test_search_finds_a_place_by_any_of_its_spellings(store: Store, spelling: str) -> None:
    there = [e.event_id for e in store.events.itertuples() if e.place == "Zhanaozen"]
    assert there
    assert ids(store.select(View(text=spelling))) == there


@pytest.mark.parametrize("country", ["Kasachstan", "Kazakhstan", "Казахстан"])
def test_search_finds_a_country_by_its_names(store: Store, country: str) -> None:
    inside = set(ids(store.select(View(countries=frozenset({"KZ"})))))
    assert inside <= set(ids(store.select(View(text=country))))


def test_claimants_are_those_of_the_event_and_of_its_figures(store: Store) -> None:
    said_so = {e.event_id for e in store.events.itertuples() if "police" in e.attribution}
    counted = {c.event_id for c in store.all_claims if c.claimed_by and c.claimed_by["en"] == "police"}
    assert counted - said_so
    assert set(ids(store.select(View(claimants=frozenset({"police"}))))) == said_so | counted


def test_claims_come_with_the_selected_events(store: Store) -> None:
    assert store.claims(View())
    assert len(store.claims(View())) == len(store.all_claims)
    view = View(places=frozenset({"Almaty"}))
    assert {c.event_id for c in store.claims(view)} <= set(ids(store.select(view)))
    claim = store.all_claims[0]
    assert claim in store.claims_of(claim.event_id)
    assert store.claims_of("no such event") == ()


def test_one_event_by_its_id(store: Store) -> None:
    event = store.one("syn-000003")
    assert event is not None
    assert event["event_id"] == "syn-000003"
    assert store.one("' OR 1=1 --") is None


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", SORTABLE)
def test_a_page_is_a_part_of_the_sorted_selection(store: Store, column: str, descending: bool) -> None:
    view = View(types=frozenset({EventType.PROTESTS, EventType.STRATEGIC}))
    whole = store.page(view, column, descending, 0, 1000)
    parts = [store.page(view, column, descending, offset, 4) for offset in range(0, len(whole) + 4, 4)]
    assert sorted(ids(whole)) == sorted(ids(store.select(view)))
    assert [i for part in parts for i in ids(part)] == ids(whole)
    values = [v for v in whole[column] if v == v and v is not None]
    assert values == sorted(values, reverse=descending)


def test_a_page_is_sorted_by_known_columns_only(store: Store) -> None:
    with pytest.raises(ViewError, match="sort"):
        store.page(View(), "row; DROP TABLE events", False, 0, 1)


def test_columns_hold_what_the_map_draws_row_by_row(store: Store) -> None:
    columns = store.columns()
    events = store.events
    epoch = date.fromisoformat(columns["epoch"])
    assert columns["n"] == len(columns["ids"]) == store.total
    for row, event in enumerate(events.itertuples()):
        assert columns["ids"][row] == event.event_id
        assert list(EventType)[columns["type"][row]] == event.event_type
        assert list(Certainty)[columns["certainty"][row]] == event.certainty
        start = epoch + timedelta(days=columns["start"][row])
        assert (start, start + timedelta(days=columns["days"][row])) == (event.start_date, event.end_date)
        if event.geo_precision == 3:
            assert columns["place"][row] == -1
        else:
            place = columns["places"][columns["place"][row]]
            lon, lat = event.geometry.coords[-1]
            assert (place["lat"], place["lon"]) == pytest.approx((lat, lon), abs=1e-5)
    assert {row for row, *_ in columns["origins"]} == {
        row for row, name in enumerate(events["origin"]) if isinstance(name, str)
    }


@pytest.mark.parametrize(
    ("place", "admin1", "expected"),
    [
        ("Mangystau Region", "", [[0, "KZ.09", "Mangystau", "Mangystau"]]),
        ("somewhere in the west", "Mangystau", [[0, "KZ.09", "Mangystau", "Mangystau"]]),
        ("Kazakhstan", "", []),
        ("Nowhere", "", []),
    ],
)
def test_an_area_that_is_a_region_is_told_by_its_code(
    tmp_path: Path, place: str, admin1: str, expected: list[Any]
) -> None:
    feature = make_features(1)[0]
    feature["geometry"] = None
    feature["properties"] |= {"geo_precision": 3, "place": place, "admin1": admin1, "country": "KZ", "origin": ""}
    folder = write_dataset(tmp_path / "area", [feature], [], make_report(last=date(2022, 3, 31)))
    assert Store.of(read_dataset(folder), open_gazetteer()).columns()["regions"] == expected


def test_places_are_named_in_the_readers_language(store: Store) -> None:
    columns = store.columns()
    assert columns["countries"]["KZ"] == {"en": "Kazakhstan", "de": "Kasachstan"}
    moscow = [place for place in columns["places"] if place["lat"] == 55.7522]
    assert [(p["name_en"], p["name_de"]) for p in moscow] in ([], [("Moscow", "Moskau")])
    assert {origin[4:] == ["Moscow", "Moskau"] for origin in map(list, columns["origins"])} <= {True}


def test_filters_are_said_in_the_readers_language(store: Store) -> None:
    german = store.in_words("de")
    assert german("police") == "Polizei"
    assert german("health ministry") == "Gesundheitsministerium"
    assert open_store("kazakhstan-2022-01").in_words("de")("Kazakhstan") == "Kasachstan"
    assert german("nobody knows") == "nobody knows"
    assert store.in_words("en")("police") == "police"


def test_the_window_is_the_reports_and_every_event_touches_it(tmp_path: Path) -> None:
    report = {**make_report(last=date(2022, 1, 3)), "first": date(2022, 1, 3)}
    folder = write_dataset(tmp_path / "early", make_features(25), [], report)
    opened = Store.of(read_dataset(folder), open_gazetteer())
    assert opened.window == (min(opened.events["end_date"]), max(opened.events["start_date"]))
    assert opened.count(View(first=opened.window[0], last=opened.window[1])) == opened.total


def test_many_threads_get_the_same_answers(store: Store) -> None:
    asked = [View(first=date(2022, 1, 1 + n % 6), text=("almaty", "")[n % 2]) for n in range(200)]
    alone = [(store.count(view), store.options(view)) for view in asked]
    store._selected.cache_clear()
    store._options.cache_clear()
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(lambda view: (store.count(view), store.options(view)), asked)) == alone


@given(text=st.text(max_size=40))
def test_any_search_text_can_be_asked(store: Store, text: str) -> None:
    assert 0 <= store.count(View(text=text)) <= store.total
