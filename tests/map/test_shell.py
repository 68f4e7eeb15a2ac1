"""folium gets constants and numbers: the shell is the same for every View, and nothing else is let in."""

import re

import pytest
import streamlit_folium
from hypothesis import given
from hypothesis import strategies as st

from geo.map.assets import edition
from geo.map.shell import See, event_map
from geo.model import ReportKind
from geo.view import View

VERSION = "0123456789abcdef"
HOSTILE = [
    "{{ 7*7 }}",
    "{% raw %}",
    "{# a #}",
    "${alert(1)}",
    "`",
    '"); alert(1); ("',
    "</script>",
    "<img src=x onerror=alert(1)>",
    "a b",
    "ä",
    "%zz",
    "%2",
    "a\nb",
    "q=\u202e",
]


def script(**changes: object) -> str:
    """Return the script that st_folium makes of the shell."""
    shell = event_map(**{"dataset": "kazakhstan-2022-01", "version": VERSION, "total": 25, **changes})  # type: ignore[arg-type]
    shell.get_root().render()
    return str(streamlit_folium._get_map_string(shell))


def command(query: str, handled: int = 3, lang: str = "en") -> str:
    """Return the script that st_folium makes of a command."""
    shell = event_map(dataset="kazakhstan-2022-01", version=VERSION, total=25)
    shell.get_root().render()
    streamlit_folium._get_map_string(shell)
    return str(streamlit_folium._get_feature_group_string(See(query, handled=handled, lang=lang), map=shell))


def test_the_shell_is_the_same_every_time() -> None:
    assert script() == script()


def test_the_shell_starts_our_script_with_constants() -> None:
    assert re.search(r"qantar\.mount\(map_div, \{[^\n]*\}\);", script())
    assert f'"edition": "{edition()}"' in script()
    assert '"embed": true' in script(embed=True)
    assert '"total": 25, "limit": 20000' in script()
    assert '"kind": "report"' in script()
    assert '"kind": "table"' in script(kind=ReportKind.TABLE)


def test_the_shell_asks_nobody_but_our_own_server() -> None:
    shell = event_map(dataset="kazakhstan-2022-01", version=VERSION, total=25)
    links = [url for _, url in (*shell.default_js, *shell.default_css)]
    assert [link for link in links if not re.fullmatch(r"\.\./\.\./assets/[0-9a-f]{16}/[a-z./]+", link)] == []
    page = shell.get_root().render()
    assert re.findall(r"https?://", page) == []


@pytest.mark.parametrize("name", [*HOSTILE, "", "../data", "a" * 200])
def test_a_data_set_of_another_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="data set"):
        event_map(dataset=name, version=VERSION, total=25)


@pytest.mark.parametrize("version", ["", "0123456789ABCDEF", "{{ 7*7 }}", "0123456789abcde"])
def test_another_version_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match="version"):
        event_map(dataset="kazakhstan-2022-01", version=version, total=25)


@pytest.mark.parametrize("query", HOSTILE)
def test_a_query_that_is_not_percent_encoded_is_refused(query: str) -> None:
    with pytest.raises(ValueError, match="percent-encoded"):
        See(query, handled=0, lang="en")


@pytest.mark.parametrize("lang", ["fr", "{{ 1 }}", '"'])
def test_another_language_is_refused(lang: str) -> None:
    with pytest.raises(ValueError, match="percent-encoded"):
        See("", handled=0, lang=lang)


def test_the_command_is_one_call() -> None:
    text = command("from=2022-01-04&q=a%7B%7Bb")
    assert 'qantar.see("from=2022-01-04&q=a%7B%7Bb", 3, "en");' in text
    assert text.count("qantar.") == 1


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=20), max_size=3))
def test_any_text_in_a_view_passes_encoded(text: str, places: list[str]) -> None:
    view, _ = View.from_query({"q": [text], "place": places})
    query = view.query_string()
    assert f'qantar.see("{query}", 3, "en");' in command(query)
