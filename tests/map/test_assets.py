"""The map's own files: whole, plain, and never reading text as markup or code."""

import json
import re
from pathlib import Path

import pytest

from geo.map.assets import APP, SCRIPTS, STYLES, Bundle, address, assets, edition
from geo.model import EventType

BANNED = (
    *("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser"),
    *("createContextualFragment", "srcdoc", "bindPopup", "bindTooltip", "javascript:", 'setTimeout("'),
)
PARTS = sorted(APP.glob("*.js"))


def text(name: str) -> str:
    return assets()[name].read_text(encoding="utf-8")


def test_the_script_is_made_of_all_parts_once() -> None:
    assert sorted(SCRIPTS) == [part.stem for part in PARTS]
    assert sorted(STYLES) == sorted(part.stem for part in APP.glob("*.css"))
    assert isinstance(assets()["map.js"], Bundle)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_no_part_reads_text_as_markup_or_code(part: Path) -> None:
    source = part.read_text(encoding="utf-8")
    assert [word for word in BANNED if re.search(rf"\b{re.escape(word)}", source)] == []


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_no_part_is_long(part: Path) -> None:
    assert len(part.read_text(encoding="utf-8").splitlines()) <= 300


def test_the_script_holds_no_address_but_the_tiles() -> None:
    found = set(re.findall(r"https?://[^/\"']+", text("map.js")))
    assert found == {"https://sgx.geodatenzentrum.de", "http://www.w3.org"}


def test_names_from_the_data_stand_in_the_catalogue() -> None:
    said = re.findall(r'\bt\("([^"]+)"', text("map.js"))
    assert {kind.value for kind in EventType} <= set(said)


def test_constants_are_json_that_no_text_can_leave() -> None:
    line = text("map.js").splitlines()[1]
    shared = json.loads(line.removeprefix("window.qantar = ").removesuffix(";"))
    assert set(shared) == {"marks", "tiles"}


def test_an_address_names_the_edition() -> None:
    assert re.fullmatch(r"assets/[0-9a-f]{16}/map\.js", address("map.js"))
    assert edition() in address("map.css")
