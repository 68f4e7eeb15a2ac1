"""Charts draw what the report knows and no more; their texts are data, never code."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.charts import Chart, Look, chronology, figures
from geo.charts.figures import ticks, with_parts
from geo.charts.spans import HOURS, ROOMS, known_span, span_of
from geo.map.marks import by_type
from geo.model import Certainty, Claim, ClaimKind, EventType, Locator, PartOfDay
from geo.sources.dataset import read_dataset
from geo.store import Store, datasets, open_store
from geo.view import View
from geo.words import words

LOOK = Look(colours=by_type("light"), shapes=by_type("shape"), ink="#111", faint="#666", rule="#ddd", paper="#fff")
EN = words("en")
OURS = (date(2022, 1, 2), date(2022, 1, 6))


@pytest.fixture(scope="module")
def ours() -> Store:
    return open_store("kazakhstan-2022-01")


def rows(chart: Chart, name: str = "rows") -> list[dict[str, Any]]:
    """Return one of the chart's data sets."""
    found: list[dict[str, Any]] = chart["datasets"][name]
    return found


def draw(store: Store, view: View, window: tuple[date, date] = OURS, **more: Any) -> Chart:
    return chronology(store, store.select(view), window=window, words=EN, look=LOOK, **more)


def test_charts_are_vega_lite_and_json(ours: Store) -> None:
    for chart in (draw(ours, View(), selected="kz22-05"), figures(ours.all_claims, words=EN, look=LOOK)):
        alt.LayerChart.from_dict(json.loads(json.dumps(chart)), validate=True)


def test_every_event_has_its_row_in_order_of_time(ours: Store) -> None:
    drawn = rows(draw(ours, View()))
    ids = {row["event_id"]: row["row"] for row in drawn}
    assert sorted(ids, key=ids.__getitem__) == list(ours.select(View())["event_id"])


def test_a_night_spans_both_days_and_only_the_night_is_thick(ours: Store) -> None:
    clash = next(row for row in rows(draw(ours, View())) if row["event_id"] == "kz22-05")
    assert (clash["start"], clash["end"]) == (2, 4), "4 and 5 January, both whole"
    assert (clash["low"], clash["high"]) == (2 + 20 / 24, 3 + 6 / 24)
    assert clash["close"]


def test_what_is_known_to_some_days_only_is_paler_than_a_day(ours: Store) -> None:
    drawn = rows(draw(ours, View()))
    assert {row["strength"] for row in drawn if row["close"]} == {1.0}
    assert all(row["strength"] < 1 for row in drawn if not row["close"])


def test_an_event_that_began_before_the_window_points_out_of_it(ours: Store) -> None:
    before = {row["event_id"] for row in rows(draw(ours, View())) if row["before"]}
    assert before == {e["event_id"] for _, e in ours.events.iterrows() if e["start_date"] < OURS[0]} != set()


@pytest.mark.parametrize("part", PartOfDay)
def test_every_part_of_the_day_has_its_hours(part: PartOfDay) -> None:
    low, high = HOURS[part]
    assert 0 <= low < high <= 30


def test_a_part_of_several_days_is_not_drawn_as_if_known() -> None:
    start = date(2022, 1, 4)
    assert known_span(start, start + timedelta(days=2), "evening", 2) is None
    assert known_span(start, start, "night", 2) is None, "which of the day's two nights is not said"
    assert known_span(start, start, None, 1) == (0, 1)


@given(
    start=st.integers(-9, 9), days=st.integers(0, 9), part=st.none() | st.sampled_from(PartOfDay), p=st.integers(1, 3)
)
def test_a_span_stays_within_window_and_interval(start: int, days: int, part: PartOfDay | None, p: int) -> None:
    first = OURS[0] + timedelta(days=start)
    event = {"start_date": first, "end_date": first + timedelta(days=days), "part_of_day": part, "date_precision": p}
    span = span_of(event, OURS)
    assert 0 <= span.start <= span.low <= span.high <= span.end <= 5
    x, right, room = span.label(5)
    assert 0 <= x <= 5
    assert ROOMS // 2 <= room <= ROOMS
    assert right == (5 - span.low >= span.high)


def test_days_of_which_the_report_says_nothing_are_grey_also_if_filters_hide_others(ours: Store) -> None:
    dataset = read_dataset(datasets()["kazakhstan-2022-01"])
    late = dataset.events[dataset.events["start_date"] >= date(2022, 1, 4)]
    store = Store.of(replace(dataset, events=late.reset_index(drop=True), claims=()), ours.gazetteer)
    for view in (View(), View(types=frozenset({EventType.PROTESTS}))):
        days = rows(draw(store, view), "days")
        assert [d["x"] for d in days if d["empty"]] == [0, 1], "2 and 3 January"


def test_the_selected_event_is_lit(ours: Store) -> None:
    lit = [row["event_id"] for row in rows(draw(ours, View(), selected="kz22-05")) if row["lit"]]
    assert lit == ["kz22-05"]


def test_texts_are_data_and_never_expressions(ours: Store) -> None:
    hostile = "');alert(1)//{{7*7}}<img src=x onerror=alert(1)>"
    events = ours.select(View()).iloc[:3].assign(summary_en=hostile, label=hostile)
    spec = chronology(ours, events, window=OURS, words=EN, look=LOOK)
    assert rows(spec)[0]["summary"] == hostile
    assert "alert" not in json.dumps({key: value for key, value in spec.items() if key != "datasets"})


def test_german_days_and_names(ours: Store) -> None:
    events = ours.select(View())
    spec = str(chronology(ours, events, window=OURS, words=words("de"), look=LOOK)["datasets"])
    for said in ("Di 4. Januar", "Di 4.", "Schangaösen", "nachts", "Ausnahmezustand"):
        assert said in spec


def claim(name: str, low: int | None, best: int | None, high: int | None, part_of: str | None = None) -> Claim:
    return Claim(
        claim_id=name,
        event_id="e",
        kind=ClaimKind.FATALITIES,
        whom={"en": "people"},
        low=low,
        best=best,
        high=high,
        claimed_by=None,
        certainty=Certainty.ATTRIBUTED,
        locator=Locator(paragraph=1, sentence=1),
        part_of=part_of,
    )


def drawn(*claims: Claim) -> list[dict[str, Any]]:
    return rows(figures(claims, words=EN, look=LOOK))


def test_a_number_is_a_dot_a_range_a_bar_and_an_open_end_goes_on() -> None:
    exact, ranged, at_least, at_most = drawn(
        claim("a", 18, 18, 18), claim("b", 10, 15, 20), claim("c", 24, None, None), claim("d", None, None, 30)
    )
    assert (exact["low"], exact["best"], exact["high"], exact["open"]) == (18, 18, 18, False)
    assert (ranged["low"], ranged["best"], ranged["high"], ranged["open"]) == (10, 15, 20, False)
    assert (at_least["low"], at_least["open"]) == (24, True)
    assert at_least["high"] > 30, "to the edge of the scale"
    assert (at_most["low"], at_most["high"], at_most["open"]) == (0, 30, False)
    assert [row["title"].partition(" · ")[0] for row in (exact, at_least, at_most)] == [
        "18",
        "at least 24",
        "at most 30",
    ]


def test_a_part_stands_under_its_whole_and_nothing_is_summed(ours: Store) -> None:
    claims = [c for c in ours.all_claims if c.kind == ClaimKind.FATALITIES]
    ordered = [c.claim_id for c in with_parts(claims)]
    assert ordered.index("kz22-c05") == ordered.index("kz22-c03") + 1
    titles = [row["title"] for row in drawn(*claims)]
    assert titles[2].startswith("└ 3 ")
    assert not any("45" in title or "42" in title for title in titles)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), unique_by=lambda pair: pair[0]))
def test_no_claim_is_lost_in_ordering(pairs: list[tuple[str, str]]) -> None:
    claims = [claim(name, 1, 1, 1, part_of=whole if whole < name else None) for name, whole in pairs]
    assert sorted(c.claim_id for c in with_parts(claims)) == sorted(name for name, _ in pairs)


@given(st.integers(1, 10**9))
def test_ticks_are_few_round_and_reach_far(top: int) -> None:
    marks = ticks(top)
    assert marks[0] == 0
    assert 2 <= len(marks) <= 5
    assert top - marks[-1] < marks[1]
