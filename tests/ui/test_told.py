"""What importing a table says, in the reader's language: every sentence of its sources, and none half translated."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from geo.sources.importing import Progress
from geo.ui.told import at_the_end, row_told, so_far, told
from geo.words import words

SOURCES: Final = Path(__file__).parents[2] / "geo" / "sources"
MODULES: Final = ("child", "delimited", "guess", "importing", "json_points", "names", "parquet", "preview", "untrusted")
GERMAN: Final = words("de")


def sentences() -> Iterator[str]:
    """Find what the readers of a file refuse it with, with 7 for what differs from file to file."""
    for module in MODULES:
        for node in ast.walk(ast.parse((SOURCES / f"{module}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "SourceError":
                yield _plain(node.args[0])


def _plain(text: ast.expr) -> str:
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    said = "".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in parts)
    return said.replace("7 is no 7", "byte 7 is no 7")


#: whose parts are all named elsewhere
PASSED_ON: Final = {"7", "7: 7", "7; expected 7", "7; expected at most 7", "7; expected a whole Parquet file"}


@pytest.mark.parametrize("sentence", sorted(set(sentences()) - PASSED_ON))
def test_every_sentence_of_the_readers_is_known(sentence: str) -> None:
    assert told(sentence, GERMAN) != sentence


@pytest.mark.parametrize(
    ("sentence", "german"),
    [
        (
            "a.csv: 30,000,000 bytes; expected at most 26,214,400",
            "a.csv: 30.000.000 Bytes; erwartet: höchstens 26.214.400",
        ),
        ("an empty file; expected a table of events", "eine leere Datei; erwartet: eine Tabelle mit Ereignissen"),
        (
            "no column tells the day of an event; expected a mapping that says so, the table has a, b",
            "keine Spalte sagt den Tag eines Ereignisses; erwartet: eine Zuordnung, die es sagt; die Tabelle hat a, b",
        ),
        (
            "read as ACLED, csv in utf-8, separated by tab, decimal mark '.', dates as day, month, year",
            "gelesen als ACLED, CSV in utf-8, Trennzeichen Tabulator, Dezimalzeichen '.', Datum als Tag, Monat, Jahr",
        ),
        ("a sentence of somebody else's; expected nothing", "a sentence of somebody else's; expected nothing"),
        ("an empty file; expected somebody else's wish", "an empty file; expected somebody else's wish"),
    ],
)
def test_a_sentence_is_told_whole_or_left_as_it_is(sentence: str, german: str) -> None:
    assert told(sentence, GERMAN) == german
    assert told(sentence, words("en")) == sentence


def test_a_long_sentence_is_left_as_it_is() -> None:
    sentence = "column " * 10_000 + ": a field of 7 bytes; expected at most 1"
    assert told(sentence, GERMAN) == sentence


def test_a_refused_row_says_what_stands_in_it() -> None:
    refused = ("a.csv", 1234, "Datum", "'99.01.2022'", "a day")
    assert row_told(refused, GERMAN) == "a.csv, Zeile 1.234, Datum: '99.01.2022'; erwartet: ein Tag"
    assert row_told(("a.csv", 2, "", "3 fields", "8, as in the header"), words("en")) == (
        "a.csv, row 2: 3 fields; expected: 8, as in the header"
    )


def test_an_import_is_told_on_its_way_and_at_its_end() -> None:
    progress = Progress(rows=12_000, events=11_999, claims=7, refused=[("a.csv", 3, "Datum", "nothing", "a day")])
    assert so_far(progress, GERMAN).startswith("12.000 Zeilen, ")
    assert so_far(progress, GERMAN).endswith(" 1 abgelehnt")
    first, count, row = at_the_end(progress, "liste-1", GERMAN).splitlines()
    assert first.startswith("liste-1: 11.999 Ereignisse, 7 Zahlen, aus 12.000 Zeilen in ")
    assert (count, row) == ("1 Zeile abgelehnt:", "a.csv, Zeile 3, Datum: nichts; erwartet: ein Tag")
