"""Any data set folder can be shown: the one QANTAR_DATA names, one picked, one that a link names; no dead ends."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.__main__ import main
from tests.ui.test_main import MAIN, html


@pytest.fixture
def _sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a report coded from the command line, and a broken data set."""
    (tmp_path / "belarus.txt").write_text("In Minsk und in Brest wurde am Dienstag protestiert.", encoding="utf-8")
    coded = ["code", str(tmp_path / "belarus.txt"), "--published", "2024-05-16", "--save", str(tmp_path / "belarus")]
    assert main(coded) == 0
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "report.toml").write_text("title = 3\n", encoding="utf-8")
    monkeypatch.setenv("QANTAR_DATA", str(tmp_path))


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=60)
    for key, value in {"lang": "en", **query}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


@pytest.mark.usefixtures("_sets")
def test_a_saved_coding_is_what_opens_where_the_environment_names_it() -> None:
    app = opened()
    assert "2 of 2 events shown" in html(app)
    assert app.selectbox(key="w_data").options == ["belarus", "broken", "kazakhstan-2022-01"]


@pytest.mark.usefixtures("_sets")
def test_another_is_picked_and_its_name_is_in_the_link() -> None:
    app = opened(type="protests")
    app.selectbox(key="w_data").select("kazakhstan-2022-01").run()
    assert "23 of 23 events shown" in html(app)
    assert app.query_params["data"] == "kazakhstan-2022-01"
    assert set(app.query_params) == {"data", "lang"}


@pytest.mark.usefixtures("_sets")
def test_a_link_names_it() -> None:
    assert "23 of 23 events shown" in html(opened(data="kazakhstan-2022-01"))
    assert "data=narnia" in html(opened(data="narnia")).replace("<code>", "")


@pytest.mark.usefixtures("_sets")
def test_a_broken_one_is_told_and_leads_to_the_others() -> None:
    app = opened(data="broken")
    (told,) = [text.value for text in app.text]
    assert "broken/report.toml" in told
    assert 'href="?data=belarus"' in html(app)
    assert 'href="?data=broken"' not in html(app)


def test_a_folder_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QANTAR_DATA", str(tmp_path / "typo"))
    app = opened()
    (told,) = [text.value for text in app.text]
    assert "typo: no such folder" in told
    assert 'href="?data=kazakhstan-2022-01"' in html(app)
