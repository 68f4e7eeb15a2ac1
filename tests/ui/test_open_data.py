"""The page for other people's tables, with files as a reader would give them."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.sources.dataset import read_dataset
from geo.sources.mapping import Mapping
from tests.sources.layouts import ACLED, acled_rows, csv_text
from tests.sources.test_mapping import GERMAN
from tests.ui.test_main import html

PAGE = Path(__file__).parents[2] / "pages" / "open.py"
SCRIPT = f"""
import runpy
from geo.ui.state import begin
begin()
runpy.run_path({str(PAGE)!r})
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QANTAR_IMPORTS", str(tmp_path))
    return tmp_path


def give(name: str, octets: bytes, lang: str = "en") -> AppTest:
    """Open the page and give it a file."""
    app = AppTest.from_string(SCRIPT, default_timeout=120)
    app.query_params["lang"] = lang
    app.run()
    app.file_uploader(key="open_file").upload(name, octets, "text/csv").run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return "\n".join(block.value for block in app.text)


def test_a_known_table_is_imported_by_one_button(kept: Path) -> None:
    app = give("my file!.csv", csv_text(ACLED, acled_rows(20)).encode())
    assert "read as ACLED, csv in utf-8" in html(app)
    assert list(app.dataframe[0].value.columns) == ACLED
    assert len(app.dataframe[0].value) == 10
    app.button(key="open_import").click().run()
    assert not app.exception
    (folder,) = [p for p in kept.iterdir() if p.is_dir()]
    assert folder.name.startswith("my-file-")
    assert len(read_dataset(folder).events) == 20
    assert f"{folder.name}: 20 events" in texts(app)


def box(app: AppTest, label: str) -> Any:
    (found,) = [b for b in (*app.selectbox, *app.multiselect) if b.label == label]
    return found


def test_a_table_of_ones_own_shows_a_mapping_that_can_be_corrected(kept: Path) -> None:
    app = give("liste.csv", GERMAN.encode("cp1252"))
    assert (box(app, "First day").value, box(app, "Place").value, box(app, "Killed").value) == ("Datum", "Ort", "Tote")
    assert box(app, "Kundgebung").value == "Peaceful protest"
    assert box(app, "Grillfest").value is None
    box(app, "First day").select_index(0).run()
    assert "Needed before the table can be imported: First day." in html(app)
    assert "open_import" not in [b.key for b in app.button]
    box(app, "First day").set_value("Datum").run()
    box(app, "Grillfest").set_value("Other").run()
    app.button(key="open_import").click().run()
    assert not app.exception
    (folder,) = [p for p in kept.iterdir() if p.is_dir()]
    events = read_dataset(folder).events
    assert list(events["sub_event_type"]).count("Other") == 1
    assert len(events) == 4


def test_a_table_that_nothing_could_be_guessed_for_can_still_be_mapped(kept: Path) -> None:
    app = give("x.csv", b"p,q,r\n2022-01-05,Kundgebung,Almaty\n2022-01-06,Streik,Taraz\n")
    assert "Needed before the table can be imported: First day, Event type." in html(app)
    box(app, "First day").set_value("p").run()
    box(app, "Event type").set_value("q").run()
    box(app, "Place").set_value("r").run()
    for word in ("Kundgebung", "Streik"):
        box(app, word).set_value("Peaceful protest").run()
    app.button(key="open_import").click().run()
    (folder,) = [p for p in kept.iterdir() if p.is_dir()]
    assert list(read_dataset(folder).events["place"]) == ["Almaty", "Taraz"]


@pytest.mark.usefixtures("kept")
def test_what_could_be_guessed_stays_where_the_day_could_not() -> None:
    rows = b"Datum;Kategorie;Ort;Land\n99.01.2022;Kundgebung;Almaty;Kasachstan\n98.01.2022;Streik;Taraz;Kasachstan\n"
    app = give("x.csv", rows)
    assert "Needed before the table can be imported: First day." in html(app)
    assert "read as x, csv in utf-8" in html(app)
    assert (box(app, "Place").value, box(app, "Event type").value, box(app, "Country").value) == (
        "Ort",
        "Kategorie",
        "Land",
    )


@pytest.mark.usefixtures("kept")
def test_a_mapping_that_was_saved_is_used_again() -> None:
    app = give("liste.csv", GERMAN.encode("cp1252"))
    columns = {"start_date": "Datum", "event_type": "Kategorie"}
    toml = Mapping(outlet="List", columns=columns, values={"event_type": {"Grillfest": "Other"}}).to_toml()
    app.file_uploader(key="open_saved").upload("mapping.toml", toml.encode(), "application/toml").run()
    assert (box(app, "Place").value, box(app, "Grillfest").value) == (None, "Other")
    app.file_uploader(key="open_saved").upload("mapping.toml", b"outlet = ", "application/toml").run()
    assert "mapping.toml: not a mapping" in html(app)
    assert "open_import" not in [b.key for b in app.button]


@pytest.mark.usefixtures("kept")
def test_how_the_file_is_written_can_be_corrected() -> None:
    app = give("liste.csv", GERMAN.encode("cp1252"))
    assert len(app.dataframe[0].value.columns) == 11
    box(app, "Separator").set_value("|").run()
    assert len(app.dataframe[0].value.columns) == 1


def test_a_hostile_file_is_one_sentence(kept: Path) -> None:
    app = give("../../x.csv", b"<OGRVRTDataSource/>")
    assert "x.csv: XML or HTML; expected CSV, GeoJSON or Parquet" in html(app)
    assert list(kept.iterdir()) == []


def test_a_file_that_was_imported_is_not_imported_again_but_can_be_opened(kept: Path) -> None:
    octets = csv_text(ACLED, acled_rows(3)).encode()
    for _ in range(2):
        app = give("a.csv", octets)
        app.button(key="open_import").click().run()
    (folder,) = [p for p in kept.iterdir() if p.is_dir()]
    assert f"{folder.name}: it is there already; expected a name for a new data set" in html(app)
    assert str(kept) not in html(app)
    assert "Open it on the map" in [getattr(element, "label", "") for element in app.main]


def test_the_same_file_with_another_mapping_is_another_data_set(kept: Path) -> None:
    app = give("liste.csv", GERMAN.encode("cp1252"))
    app.button(key="open_import").click().run()
    box(app, "Grillfest").set_value("Other").run()
    app.button(key="open_import").click().run()
    assert len([p for p in kept.iterdir() if p.is_dir()]) == 2


@pytest.mark.usefixtures("kept")
def test_an_import_speaks_the_readers_language() -> None:
    app = give("liste.csv", GERMAN.encode("cp1252"), "de")
    assert "gelesen als liste, CSV in cp1252, Trennzeichen &#39;;&#39;, Dezimalzeichen" in html(app)
    app.button(key="open_import").click().run()
    said = texts(app)
    assert "Ereignisse, " in said
    assert "abgelehnt" in said
    assert "expected" not in said
    app = give("x.csv", b"<OGRVRTDataSource/>", "de")
    assert "x.csv: XML oder HTML; erwartet: CSV, GeoJSON oder Parquet" in html(app)


def test_without_a_folder_the_page_says_how_to_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QANTAR_IMPORTS", raising=False)
    app = give("a.csv", csv_text(ACLED, acled_rows(3)).encode())
    assert "This server keeps no data sets of others." in html(app)
    assert app.code[0].value.startswith("python -m geo import a.csv -o a-")
    assert "open_import" not in [b.key for b in app.button]
