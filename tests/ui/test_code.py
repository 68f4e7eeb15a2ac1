"""The page Code a report, run without a browser: a text becomes events, which are corrected, undone and taken along."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.sources.dataset import read_dataset
from geo.ui.code_desk import Desk
from geo.ui.code_save import zipped
from tests.hostile import PAYLOADS
from tests.ui.test_main import html

PAGE = Path(__file__).parents[2] / "pages" / "code.py"
SCRIPT = f"""
import runpy
from geo.ui.state import begin
begin()
runpy.run_path({str(PAGE)!r})
"""
TEXT = """Unrest in the south, 16 May 2024

On Monday protesters stormed the town hall in Osh. Police said two people were killed. The weather was mild.

On Tuesday soldiers shot at demonstrators in Bishkek. A spokesman said more troops will be sent to Osh next week."""


def page(lang: str = "en") -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=120)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    return app


def paste(text: str = TEXT, lang: str = "en") -> AppTest:
    app = page(lang)
    app.text_area(key="code_text").set_value(text).run()
    app.button(key="code_go").click().run()
    assert not app.exception
    return app


def desk(app: AppTest) -> Desk:
    held: Desk = app.session_state["_desk"]
    return held


def choose(app: AppTest, **chosen: int | None) -> AppTest:
    """Choose as a click in the text does."""
    desk(app).choose(**{"sentence": None, "event": None, **chosen})
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def name(app: AppTest) -> Any:
    return next(w for w in app.text_input if str(w.key).startswith("code_name"))


def field(app: AppTest, kind: str, name: str) -> Any:
    return next(w for w in app.get(kind) if str(w.key).startswith("code_field_") and f"_{name}" in str(w.key))


def test_language_and_day_are_proposed_and_can_be_changed() -> None:
    app = page()
    app.text_area(key="code_text").set_value(TEXT).run()
    assert app.selectbox(key="code_language").options[0] == "as detected: English"
    assert str(app.date_input(key="code_day").value) == "2024-05-16"
    app.date_input(key="code_day").set_value("2024-05-20").run()
    press(app, "code_go")
    assert str(desk(app).published) == "2024-05-20"


def test_a_text_becomes_events_with_their_shares() -> None:
    app = paste()
    assert len(desk(app).now.kept) >= 2
    assert "English, published Thu 16 May 2024" in [p.proto.popover.label for p in app.get("popover")]
    assert "6 sentences" in html(app)
    assert "event: " in html(app)
    assert "not coded: " in html(app)
    assert "Click a sentence to see what became of it" in html(app)


def test_the_page_speaks_german() -> None:
    app = choose(paste(lang="de"), sentence=1, event=1)
    assert "Ereignis: " in html(app)
    assert app.button(key="code_reject").label == "Verwerfen"
    assert "Warum hier" in html(app)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  \n", "There is no text yet"),
        ("x" * 1_200_001, "This text has 1,200,001 characters; this page takes up to 1,200,000."),
        ("Lundi soir, la foule a envahi la mairie de la ville, selon plusieurs personnes.", "is not recognised"),
        (
            "On Tuesday the crowd that was in the town said that it was for the day.",
            "“on Tuesday” cannot be dated",
        ),
    ],
)
def test_what_cannot_be_coded_is_told_in_plain_words(text: str, said: str) -> None:
    app = paste(text)
    assert said in html(app)
    assert 'role="alert"' in html(app)
    assert "_desk" not in app.session_state


def test_a_report_without_events_says_why_and_takes_one_by_hand() -> None:
    app = paste("The weather of 16 May 2024 was mild. The bread in the shops was as good as it had been.")
    assert "No event was found in this text" in html(app)
    assert "there is nothing to save" in html(app)
    choose(app, sentence=0)
    assert "no action of the codebook" in html(app)
    press(app, "code_add")
    field(app, "text_input", "place").set_value("Osh").run()
    press(app, "code_apply")
    assert [e.found.where.place.name for e in desk(app).now.kept] == ["Osh"]
    assert "No event was found in this text" not in html(app)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "no PDF; expected a file"), ("de", "kein PDF; erwartet: eine Datei, die mit %PDF beginnt")],
)
def test_why_a_file_cannot_be_read_is_told_in_the_readers_language(lang: str, said: str) -> None:
    app = page(lang)
    app.file_uploader(key="code_file").upload("two words.pdf", b"no PDF at all", "application/pdf").run()
    assert f"two words.pdf: {said}" in html(app)


def test_a_file_fills_the_fields() -> None:
    app = page()
    mail = b"From: A <a@example.org>\nSubject: Unrest\nDate: Thu, 16 May 2024 10:00:00 +0000\n\n" + TEXT.encode()
    app.file_uploader(key="code_file").upload("report.eml", mail, "message/rfc822").run()
    assert not app.exception
    assert "stormed the town hall" in app.text_area(key="code_text").value
    assert str(app.date_input(key="code_day").value) == "2024-05-16"
    press(app, "code_go")
    assert desk(app).title == "Unrest"


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "Report of Thu 16 May 2024"), ("de", "Bericht vom Do 16. Mai 2024")]
)
def test_a_report_without_a_headline_is_called_by_its_day(lang: str, title: str) -> None:
    app = page(lang)
    app.text_area(key="code_text").set_value(
        "On 14 May 2024 protesters stormed the town hall in Osh. Two were hurt."
    ).run()
    app.date_input(key="code_day").set_value(date(2024, 5, 16)).run()
    press(app, "code_go")
    assert desk(app).title == title


def test_a_file_that_is_none_is_one_sentence() -> None:
    app = page()
    app.file_uploader(key="code_file").upload("report.pdf", b"%PDF-nonsense", "application/pdf").run()
    assert not app.exception
    assert "report.pdf: " in html(app)


def test_a_sentence_says_why_it_was_not_coded() -> None:
    app = choose(paste(), sentence=5)
    assert "Paragraph 3, sentence 2: context" in html(app)
    assert "future or plan" in html(app)
    assert "“Osh” → Osh (KG); its country is the one that the report is about" in html(app)


def test_an_event_is_rejected_and_comes_back_by_undo() -> None:
    app = paste()
    before = len(desk(app).now.kept)
    press(choose(app, event=1), "code_reject")
    assert len(desk(app).now.kept) == before - 1
    assert "Not saved yet" in html(app)
    assert "This event is rejected" in html(app)
    press(app, "code_undo")
    assert len(desk(app).now.kept) == before
    assert "Not saved yet" not in html(app)
    press(app, "code_redo")
    assert len(desk(app).now.kept) == before - 1
    press(choose(app, event=1), "code_restore")
    assert len(desk(app).now.kept) == before


def test_all_rejected_leaves_an_empty_map_that_says_so() -> None:
    app = paste()
    for entry in desk(app).now.entries:
        press(choose(app, event=entry.number), "code_reject")
    assert "All events are rejected: the map is empty." in html(app)
    assert "there is nothing to save" in html(app)


def test_an_event_is_corrected_in_one_step() -> None:
    app = press(choose(paste(), event=1), "code_edit")
    field(app, "selectbox", "certainty").set_value("disputed").run()
    field(app, "text_input", "who").set_value("crowd;  police ").run()
    field(app, "text_input", "place").set_value("Джалал-Абад").run()
    field(app, "text_area", "summary").set_value("Told in our own words.").run()
    press(app, "code_apply")
    entry = desk(app).now.entry(1)
    assert entry is not None
    assert (entry.found.certainty.value, entry.found.actors) == ("disputed", ("crowd", "police"))
    assert (entry.found.where.place.name, entry.found.where.basis) == ("Jalal-Abad", "hand")
    assert (entry.summary, entry.by, len(desk(app).history.before)) == ("Told in our own words.", "hand", 1)
    assert "Told in our own words." in html(app)


def test_a_click_elsewhere_keeps_what_was_typed_until_the_reader_drops_it() -> None:
    app = press(choose(paste(), event=1), "code_edit")
    field(app, "text_area", "summary").set_value("Typed by hand").run()
    desk(app).pick(sentence=3, event=None)
    app.run()
    assert "What is typed here is not applied." in html(app)
    press(app, "code_stay")
    assert field(app, "text_area", "summary").value == "Typed by hand"
    assert (desk(app).event, desk(app).wanted) == (1, None)
    desk(app).pick(sentence=3, event=None)
    press(app.run(), "code_drop")
    assert (desk(app).sentence, desk(app).event, desk(app).mode) == (3, None, "read")
    assert not desk(app).changed


def test_what_was_typed_can_still_be_applied_after_a_click_elsewhere() -> None:
    app = press(choose(paste(), event=1), "code_edit")
    field(app, "text_area", "summary").set_value("Typed by hand").run()
    desk(app).pick(sentence=3, event=None)
    press(app.run(), "code_apply")
    entry = desk(app).now.entry(1)
    assert entry is not None
    assert (entry.summary, desk(app).wanted) == ("Typed by hand", None)


def test_the_last_day_cannot_come_before_the_first() -> None:
    app = press(choose(paste(), event=1), "code_edit")
    field(app, "date_input", "last").set_value("2024-05-01").run()
    assert "The last day comes before the first." in html(app)
    assert app.button(key="code_apply").disabled
    press(app, "code_cancel")
    assert desk(app).mode == "read"
    assert not desk(app).changed


def test_an_event_is_added_from_a_sentence_and_a_place() -> None:
    app = press(choose(paste(), sentence=3), "code_add")
    field(app, "text_input", "place").set_value("Nowhere-at-all-XYZ").run()
    assert "No place of that name is known." in html(app)
    assert app.button(key="code_apply").disabled
    field(app, "text_input", "place").set_value("Batken").run()
    press(app, "code_apply")
    added = desk(app).now.entries[-1]
    assert (added.found.where.place.name, added.found.sentence, added.by) == ("Batken", 3, "hand")
    assert desk(app).event == added.number


def test_what_is_saved_is_a_data_set_without_the_text(tmp_path: Path) -> None:
    app = press(choose(paste(), event=1), "code_reject")
    with zipfile.ZipFile(io.BytesIO(zipped(desk(app)))) as archive:
        archive.extractall(tmp_path)
        together = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "stormed the town hall" not in together
    (folder,) = tmp_path.iterdir()
    saved = read_dataset(folder)
    assert len(saved.events) == len(desk(app).now.kept)
    assert zipped(desk(app)) == zipped(desk(app))


def test_a_server_keeps_it_only_where_it_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QANTAR_IMPORTS", raising=False)
    assert "code_keep" not in [b.key for b in paste().button]
    monkeypatch.setenv("QANTAR_IMPORTS", str(tmp_path))
    monkeypatch.setenv("QANTAR_DATA", str(tmp_path))
    app = paste()
    name(app).set_value("../evil").run()
    assert "This name cannot be used" in html(app)
    name(app).set_value("my-report").run()
    press(app, "code_keep")
    assert "Kept on this server as my-report." in html(app)
    assert "?data=my-report" in html(app)
    assert len(read_dataset(tmp_path / "my-report").events) == len(desk(app).now.kept)
    assert not desk(app).changed
    assert "This name cannot be used" not in html(app)
    press(choose(app, event=1), "code_reject")
    assert name(app).value == "my-report-2"
    press(app, "code_keep")
    assert len(read_dataset(tmp_path / "my-report-2").events) == len(desk(app).now.kept)
    assert len(read_dataset(tmp_path / "my-report").events) == len(desk(app).now.kept) + 1


def test_it_is_open_on_all_pages_until_it_leaves_the_session() -> None:
    app = press(paste(), "code_open")
    held = desk(app)
    assert "This data set is open on all pages now, in this session only." in html(app)
    assert app.query_params["data"] == held.name
    other = AppTest.from_string(SCRIPT.replace("code.py", "events.py"), default_timeout=120)
    other.session_state["_own_data_set"] = app.session_state["_own_data_set"]
    other.session_state["_report_text"] = app.session_state["_report_text"]
    other.query_params.update({"data": held.name, "lang": "en", "event": f"{held.name}-01"})
    other.run()
    assert not other.exception
    assert "From your own copy of the report" in html(other)
    assert "Show on the map" not in html(other)
    press(app, "code_new")
    assert app.session_state["_own_data_set"] is None
    assert "_report_text" not in app.session_state
    assert "data" not in app.query_params


def test_a_new_report_takes_everything_off_the_desk() -> None:
    app = press(paste(), "code_new")
    assert "_desk" not in app.session_state
    assert app.text_area(key="code_text").value == ""


@pytest.mark.parametrize("lang", ["en", "de"])
def test_hostile_text_breaks_nothing(lang: str) -> None:
    text = TEXT + "\n\n" + "\n".join(f"On Monday protesters stormed the {p} in Osh {p}." for p in PAYLOADS)
    app = paste(text, lang)
    for number in range(0, len(desk(app).coding.sentences), 9):
        own = desk(app).now.at(number)
        choose(app, sentence=number, event=own[0].number if own else None)
    assert "<img src=x" not in html(app)
    assert "{{7*7}}" in html(app) or "{{7*7}}" in json.dumps(desk(app).text)
