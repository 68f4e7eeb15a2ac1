"""The page for other people's tables, with files as a reader would give them."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.sources.dataset import read_dataset
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


def give(name: str, octets: bytes) -> AppTest:
    """Open the page and give it a file."""
    app = AppTest.from_string(SCRIPT, default_timeout=120)
    app.query_params["lang"] = "en"
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


def test_a_table_of_ones_own_shows_a_mapping_that_can_be_corrected(kept: Path) -> None:
    app = give("liste.csv", GERMAN.encode("cp1252"))
    (area,) = app.text_area
    assert 'Kundgebung = "Peaceful protest"' in area.value
    area.set_value(area.value.replace("[values.event_type]", '[values.event_type]\nGrillfest = "Party"')).run()
    assert "'Grillfest' in [values.event_type] is 'Party'; expected a value of the codebook" in texts(app)
    assert not app.button
    area = app.text_area[0]
    area.set_value(area.value.replace('"Party"', '"Other"')).run()
    app.button(key="open_import").click().run()
    (folder,) = [p for p in kept.iterdir() if p.is_dir()]
    assert len(read_dataset(folder).events) == 4


def test_a_hostile_file_is_one_sentence(kept: Path) -> None:
    app = give("../../x.csv", b"<OGRVRTDataSource/>")
    assert texts(app) == "x.csv: XML or HTML; expected CSV, GeoJSON or Parquet"
    assert list(kept.iterdir()) == []


def test_without_a_folder_the_page_says_how_to_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QANTAR_IMPORTS", raising=False)
    app = give("a.csv", csv_text(ACLED, acled_rows(3)).encode())
    assert "This server keeps no data sets of others." in html(app)
    assert app.code[0].value.startswith("python -m geo import a.csv -o a-")
    assert not app.button
