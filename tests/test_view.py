from datetime import date, timedelta
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Certainty, EventType, SubEventType
from geo.view import MAX_TEXT, MAX_VALUES, View

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
NAMES = (
    st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=30).map(str.strip).filter(str.isprintable)
)
TEXTS = NAMES.filter(bool)


@st.composite
def views(draw: st.DrawFn) -> View:
    first = draw(st.none() | DAYS)
    place = draw(st.none() | st.tuples(st.integers(-900000, 900000), st.integers(-1800000, 1800000)))
    types = draw(st.none() | st.frozensets(st.sampled_from(EventType), max_size=5))
    return View(
        data=draw(st.none() | TEXTS),
        first=first,
        last=draw(st.none() | st.integers(0, 400).map(lambda n: (first or date(2022, 1, 1)) + timedelta(n))),
        types=types,
        subs=draw(st.frozensets(st.sampled_from(SubEventType), max_size=4)),
        certainty=draw(st.frozensets(st.sampled_from(Certainty))),
        claimants=draw(st.frozensets(TEXTS, max_size=3)),
        actors=draw(st.frozensets(TEXTS, max_size=3)),
        countries=draw(st.frozensets(st.sampled_from(["KZ", "RU", "KG"]))),
        places=draw(st.frozensets(TEXTS, max_size=3)),
        text=draw(st.just("") | TEXTS),
        event=draw(st.none() | TEXTS),
        lat=None if place is None else place[0] / 10000,
        lon=None if place is None else place[1] / 10000,
        zoom=draw(st.none() | st.integers(0, 200).map(lambda n: n / 10)),
        lang=draw(st.sampled_from([None, "de", "en"])),
        tiles=draw(st.sampled_from([None, "online"])),
    )


@given(views())
def test_link_round_trip(view: View) -> None:
    assert View.from_query(view.to_query()) == (view, ())
    assert View.from_query(parse_qs(view.query_string(), keep_blank_values=True)) == (view, ())


@given(views())
def test_query_string_is_plain_ascii_that_no_template_or_script_can_read(view: View) -> None:
    assert set(view.query_string()) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+%&=")


@given(st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=300), max_size=4), max_size=6))
def test_any_link_is_read_and_what_is_read_is_a_link(query: dict[str, list[str]]) -> None:
    view, _ = View.from_query(query)
    assert View.from_query(view.to_query()) == (view, ())


def test_defaults_are_left_out() -> None:
    assert View().to_query() == {}
    assert View(types=frozenset(EventType)).to_query() != {}
    assert View.from_query({"type": [t.slug for t in EventType]})[0] == View()


def test_a_link_as_a_person_would_write_it() -> None:
    view, problems = View.from_query(
        {"from": ["2022-01-04"], "to": ["2022-01-05"], "type": ["riots", "battles"], "country": ["kz"]}
    )
    assert problems == ()
    assert view == View(
        first=date(2022, 1, 4),
        last=date(2022, 1, 5),
        types=frozenset({EventType.RIOTS, EventType.BATTLES}),
        countries=frozenset({"KZ"}),
    )


def test_no_type_at_all_can_be_linked() -> None:
    assert View.from_query({"type": ["none"]})[0].types == frozenset()
    assert View(types=frozenset()).to_query() == {"type": ["none"]}


@pytest.mark.parametrize(
    ("query", "key", "expected"),
    [
        ({"from": ["4 January"]}, "from", "YYYY-MM-DD"),
        ({"from": ["20220104"]}, "from", "YYYY-MM-DD"),
        ({"to": ["2022-02-30"]}, "to", "YYYY-MM-DD"),
        ({"from": ["2022-01-05"], "to": ["2022-01-04"]}, "to", "2022-01-05"),
        ({"type": ["riot"]}, "type", "riots"),
        ({"certainty": ["sure"]}, "certainty", "stated"),
        ({"lat": ["91"], "lon": ["0"]}, "lat", "-90"),
        ({"lat": ["nan"], "lon": ["0"]}, "lat", "-90"),
        ({"lat": ["1"]}, "lat", "together"),
        ({"z": ["1e9"]}, "z", "0 to 20"),
        ({"lang": ["fr"]}, "lang", "en, de"),
        ({"country": ["Kazakhstan"]}, "country", "KZ"),
        ({"q": ["x" * (MAX_TEXT + 1)]}, "q", str(MAX_TEXT)),
        ({"who": ["x" * (MAX_TEXT + 1)]}, "who", str(MAX_TEXT)),
        ({"colour": ["red"]}, "colour", "one of the keys"),
    ],
)
def test_a_bad_value_is_named_and_the_rest_honoured(query: dict[str, list[str]], key: str, expected: str) -> None:
    view, problems = View.from_query({**query, "tiles": ["online"]})
    assert view.tiles == "online"
    assert key in [p.key for p in problems]
    assert any(expected in str(p) for p in problems)


def test_what_is_said_of_a_hostile_link_stays_short_and_printable() -> None:
    _, problems = View.from_query({"from": ["\u202e\x00" + "9" * 100_000], "who": ["y" * 500] * (MAX_VALUES + 9)})
    assert 0 < len(problems) <= 6
    assert all(len(p.value) <= 61 and p.value.isprintable() for p in problems)


def test_embed_belongs_to_the_server_and_is_no_error() -> None:
    assert View.from_query({"embed": ["true"]}) == (View(), ())


def test_clearing_the_filters_keeps_the_map_where_it_is() -> None:
    view = View(text="x", event="e", lat=1.0, lon=2.0, zoom=3.0, lang="de", tiles="online", data="d")
    assert view.unfiltered() == View(lat=1.0, lon=2.0, zoom=3.0, lang="de", tiles="online", data="d")
    assert view.filters == {"q"}
    assert view.unfiltered().filters == frozenset()
