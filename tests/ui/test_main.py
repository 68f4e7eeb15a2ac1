"""The frame of every page, run without a browser."""

from collections import OrderedDict
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.errors import DataSetError
from geo.store import Store, facets, open_store

ROOT = Path(__file__).parents[2]
MAIN = str(ROOT / "geo" / "ui" / "main.py")


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(MAIN, default_timeout=60)


def html(app: AppTest) -> str:
    """Return all the HTML that the page has drawn itself."""
    return "\n".join(str(block.proto.body) for block in app.get("html"))


def test_the_first_view_shows_everything(app: AppTest) -> None:
    app.query_params["lang"] = "en"
    app.run()
    assert not app.exception
    assert "23 of 23 events shown" in html(app)
    assert "Kazakhstan, 2–6 January 2022" in html(app)
    assert app.button(key="clear").disabled


def test_a_link_is_honoured_and_cleared_by_one_button(app: AppTest) -> None:
    app.query_params["lang"] = "en"
    app.query_params["type"] = ["riots", "battles"]
    app.query_params["from"] = "2022-01-04"
    app.run()
    assert app.checkbox(key="w_type_riots").value
    assert not app.checkbox(key="w_type_protests").value
    assert "23 of 23" not in html(app)
    app.button(key="clear").click().run()
    assert not app.exception
    assert "23 of 23 events shown" in html(app)
    assert set(app.query_params) == {"lang"}


def test_a_filter_is_written_into_the_link(app: AppTest) -> None:
    app.query_params["lang"] = "en"
    app.run()
    app.checkbox(key="w_type_protests").uncheck().run()
    assert "protests" not in app.query_params["type"]
    assert len(app.query_params["type"]) == 5
    for kind in ("riots", "battles", "explosions-remote-violence", "violence-against-civilians"):
        app.checkbox(key=f"w_type_{kind}").uncheck().run()
    app.checkbox(key="w_type_strategic-developments").uncheck().run()
    assert app.query_params["type"] == "none"
    assert "0 of 23 events shown" in html(app)


def test_places_are_found_in_any_of_their_spellings(app: AppTest) -> None:
    for spelling in ("Schangaösen", "Zhanaozen", "Жаңаөзен", "zhanaozen"):
        app.query_params["lang"] = "en"
        app.query_params["q"] = spelling
        app.run()
        assert "1 of 23 events shown" in html(app), spelling


def test_the_counts_say_what_ticking_a_value_brings(app: AppTest) -> None:
    app.query_params["lang"] = "en"
    app.query_params["type"] = "riots"
    app.run()
    said = [box.label.rsplit("\u00a0·\u00a0", 1) for box in app.checkbox]
    labels = {name: int(count) for name, count in said}
    assert labels["▲ Riots"] == int(html(app).split(" of 23 events")[0].rsplit(">", 1)[1])
    assert sum(labels.values()) == 23


def test_a_damaged_link_is_told_until_dismissed(app: AppTest) -> None:
    app.query_params["lang"] = "en"
    app.query_params["certainty"] = "<img src=x>"
    app.run()
    assert "&lt;img src=x&gt;" in html(app)
    assert "<img" not in html(app)
    app.button(key="dismiss").click().run()
    assert "&lt;img" not in html(app)


def test_german_is_spoken_throughout_the_frame(app: AppTest) -> None:
    app.query_params["lang"] = "de"
    app.run()
    assert "Kasachstan, 2.–6. Januar 2022" in html(app)
    assert app.button(key="clear").label != "Clear filters"


def test_a_broken_data_set_is_told_in_one_sentence(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "report.toml").write_text("title = 3\n", encoding="utf-8")
    monkeypatch.setenv("QANTAR_DATA", str(folder))
    app.run()
    assert not app.exception
    (told,) = [text.value for text in app.text]
    assert "report.toml" in told
    assert "expected" in told


@pytest.mark.parametrize("page", ["map", "chronology", "events"])
def test_a_word_of_too_many_events_is_told_and_the_rest_is_shown(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr(open_store("kazakhstan-2022-01")._database, "_most_found", 2)
    monkeypatch.setattr(open_store("kazakhstan-2022-01")._database, "_found", OrderedDict())
    app.query_params.update({"lang": "en", "q": "report Almaty", "type": "riots"})
    app.run()
    if page != "map":
        app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
    assert not app.exception
    assert "“report” stands in too many of these events to be searched for." in html(app)
    assert "Not understood" not in html(app)
    assert "2 of 23 events shown" in html(app)
    assert "q" not in app.query_params
    app.button(key="dismiss").click().run()
    assert "too many" not in html(app)


def test_a_data_set_that_fails_while_it_is_looked_at_leads_on(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise DataSetError("events/part-1.parquet", "no such file", "the files that were there when it was opened")

    monkeypatch.setattr(Store, "options", gone)
    app.query_params.update({"lang": "en", "type": "riots"})
    app.run()
    assert not app.exception
    assert [head.value for head in app.header] == ["This cannot be shown"]
    assert [text.value for text in app.text] == [
        "events/part-1.parquet: no such file; expected the files that were there when it was opened"
    ]
    assert '<a href="?lang=en" target="_self">All events, no filter</a>' in html(app)


def test_names_too_rare_to_be_offered_are_found_by_a_part_of_them(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "MOST_NAMES", 2)
    app.query_params.update({"lang": "en", "from": "2022-01-03", "certainty": ["stated", "attributed"]})
    app.run()
    assert len(app.multiselect(key="w_places").options) == 2
    app.text_input(key="w_find_places").set_value("BISH").run()
    assert not app.exception
    assert app.multiselect(key="w_places").options[0] == "Bishkek"
    assert "Found: 1, at the head of the list below." in html(app)
    app.multiselect(key="w_places").select("Bishkek").run()
    assert app.query_params["place"] == "Bishkek"
    assert "1 of 23 events shown" in html(app)
    assert "Bishkek\u00a0·\u00a01" in app.multiselect(key="w_places").options
    app.text_input(key="w_find_places").set_value("<nowhere>").run()
    assert "None has “&lt;nowhere&gt;” in its name." in html(app)


def test_a_view_of_the_sessions_own_says_that_no_link_opens_it_again(app: AppTest) -> None:
    app.query_params["lang"] = "en"
    app.run()
    unsaved = "A link cannot open this view again before the data set is saved."
    assert unsaved not in html(app)
    own = replace(open_store("kazakhstan-2022-01"), name="own-report")
    app.session_state["_own_data_set"] = own
    app.query_params["data"] = own.name
    app.run()
    assert not app.exception
    assert unsaved in html(app)
    assert [link.proto.page for link in app.get("page_link") if link.proto.label == "Save the data set"] == ["code"]
