"""Every page through the real main script: what it says, in both languages, also when nothing is selected."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.model import ClaimKind
from geo.store import open_store
from geo.view import View
from tests.synthetic import make_claims, make_features, make_report, write_dataset, write_synthetic
from tests.ui.test_main import MAIN, html

PAGES = ("chronology", "figures", "events", "about")
ROOT = Path(MAIN).parents[2]
TITLES = {
    ("chronology", "en"): "Chronology",
    ("chronology", "de"): "Chronologie",
    ("figures", "en"): "Figures",
    ("figures", "de"): "Zahlen",
    ("events", "en"): "Events",
    ("events", "de"): "Ereignisse",
    ("about", "en"): "About",
    ("about", "de"): "Über",
}


def open_page(page: str, **query: Any) -> AppTest:
    """Run a page with a link."""
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    for key, value in {"lang": "en", **query}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize(("page", "lang"), TITLES)
def test_a_page_opens_in_its_language(page: str, lang: str) -> None:
    drawn = html(open_page(page, lang=lang))
    assert f"<h2>{TITLES[page, lang]}</h2>" in drawn
    assert f'<div class="q-lead" lang="{lang}">' in drawn


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_chronology_tells_every_event_under_its_day(lang: str) -> None:
    drawn = html(open_page("chronology", lang=lang))
    store = open_store("kazakhstan-2022-01")
    for _, event in store.events.iterrows():
        assert drawn.count(f"event={event['event_id']}") >= 1, "a link to the map"
    day = {"en": "<h3>Tue 4 January</h3>", "de": "<h3>Di 4. Januar</h3>"}[lang]
    assert drawn.index(day) < drawn.index({"en": "state of emergency", "de": "Ausnahmezustand"}[lang])
    assert drawn.count("<details>") == len(store.events)


def test_the_chronology_says_of_a_day_without_events_why_it_is_empty() -> None:
    assert "Nothing begins here; what began earlier goes on." in html(open_page("chronology"))
    only = html(open_page("chronology", q="Bishkek"))
    assert "No event matches the filters here." in only
    assert "The report says nothing" not in only, "it does, the filters hide it"


def test_a_day_of_which_the_report_says_nothing_is_not_calm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    features = [f for f in make_features(25) if f["properties"]["start_date"] >= "2022-01-04"]
    claims = make_claims(features)
    folder = write_dataset(tmp_path / "late", features, claims, make_report(last=date(2022, 1, 6)))
    monkeypatch.setenv("QANTAR_DATA", str(folder))
    drawn = html(open_page("chronology"))
    assert re.search("<h3>Sat 1[^<]*</h3><p>The report says nothing about these days.</p>", drawn)


def test_the_figures_stand_side_by_side_with_who_says_so_and_no_sum() -> None:
    drawn = html(open_page("figures"))
    store = open_store("kazakhstan-2022-01")
    assert drawn.count("<tr>") == len(store.all_claims) + len({c.kind for c in store.all_claims})
    assert "at least 24" in drawn
    assert "written “dozens”" in drawn
    assert "counted within: 18 officers of the security forces" in drawn
    assert "not added up" in drawn
    for total in ("42", "45", "1,353", "570"):
        assert f">{total}<" not in drawn
    assert [drawn.index(f">{name}</h3>") for name in ("Killed", "Injured", "Taken to hospital", "Arrested", "Troops")]


def test_figures_follow_the_selection() -> None:
    drawn = html(open_page("figures", type="protests"))
    assert "The events shown come with no figures." in drawn


def test_the_table_holds_the_selection_and_opens_the_events_of_the_link() -> None:
    app = open_page("events", type="riots", event="kz22-05")
    (table,) = app.dataframe
    store = open_store("kazakhstan-2022-01")
    riots = [e["event_id"] for _, e in store.events.iterrows() if e["event_type"] == "Riots"]
    assert list(table.value["id"]) == riots
    assert 'class="q-details"' in html(app)
    assert "Almaty · Violent demonstration" in html(app)
    app.button(key="close_details").click().run()
    assert 'class="q-details"' not in html(app)
    assert "event" not in app.query_params


def test_what_a_damaged_link_should_have_held_is_said_in_german() -> None:
    drawn = html(open_page("about", **{"lang": "de", "from": "2031-01-01", "event": "nope", "type": "uproar"}))
    for said in (
        "ein Tag von 2022-01-02 bis 2022-01-06",
        "die Kennung eines der 23 Ereignisse",
        "Ereignisarten: protests",
    ):
        assert said in drawn


@pytest.mark.parametrize("page", ["chronology", "figures", "events"])
def test_an_empty_selection_says_why_and_offers_the_way_back(page: str) -> None:
    app = open_page(page, q="zzz<b>", type="riots")
    drawn = html(app)
    assert "No event is shown" in drawn
    assert "the event types, the search “zzz&lt;b&gt;”" in drawn
    assert "2 events" in app.button(key="without_q").label
    assert "without_type" not in {b.key for b in app.button}, "that alone would not help"
    app.button(key="without_q").click().run()
    assert not app.exception
    assert "2 of 23 events shown" in html(app)
    assert "q" not in app.query_params


def test_the_whole_comes_back_by_one_button() -> None:
    app = open_page("chronology", q="zzz")
    app.button(key="clear_here").click().run()
    assert "23 of 23 events shown" in html(app)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_about_names_report_licences_version_and_citation(lang: str) -> None:
    drawn = html(open_page("about", lang=lang))
    store = open_store("kazakhstan-2022-01")
    for needed in (store.report.sha256, store.version, "CC BY 4.0", "Natural Earth", "GeoNames", "Leaflet", "MIT"):
        assert needed in drawn, needed


def test_long_selections_come_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QANTAR_DATA", str(write_synthetic(300, tmp_path)))
    app = open_page("chronology")
    assert html(app).count("<details>") == 60
    late = open_store("synthetic-300").select(View())["event_id"].iloc[200]
    there = html(open_page("chronology", event=late))
    assert 'class="q-lit"' in there, "the part with the selected event is open"


HOSTILE = "</h4><img src=x onerror=alert(1)>{{7*7}} ![x](http://evil/) <script>alert(1)</script> ${x} `y` \u202e"


def test_hostile_texts_are_shown_as_text_on_every_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    features = make_features(8)
    for feature in features:
        for key, value in feature["properties"].items():
            if key.startswith(("summary", "label", "place_as", "note", "admin1")) or key == "place":
                feature["properties"][key] = HOSTILE
            elif key in ("actors", "actors_de"):
                feature["properties"][key] = [HOSTILE] * len(value)
    claims = [
        {**c, "whom_en": HOSTILE, "whom_de": HOSTILE, "note_en": HOSTILE, "note_de": HOSTILE}
        for c in make_claims(features)
    ]
    report = make_report(last=date(2022, 1, 6)) | {"title": {"en": HOSTILE, "de": HOSTILE}}
    monkeypatch.setenv("QANTAR_DATA", str(write_dataset(tmp_path / "hostile", features, claims, report)))
    for page in PAGES:
        drawn = html(open_page(page, event="syn-000000"))
        assert "<img src=x" not in drawn
        assert "<script" not in drawn
        assert "&lt;img src=x" in drawn
        assert all(HOSTILE not in str(m.value) for m in open_page(page).markdown)


def test_every_kind_of_figure_has_a_heading() -> None:
    source = (ROOT / "geo" / "ui" / "claims.py").read_text(encoding="utf-8")
    assert all(f"ClaimKind.{kind.name}: t(" in source for kind in ClaimKind)
