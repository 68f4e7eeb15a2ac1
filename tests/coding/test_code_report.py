"""The chain as a whole: pure, deterministic, in linear work, and unbreakable."""

import csv
import io
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.coding import Outcome, code_report
from geo.coding.lexicon import Lexicon
from geo.coding.record import records
from geo.coding.text import LONGEST
from geo.errors import ReportError
from geo.export.coded import Coded, written
from geo.gazetteer import Gazetteer
from geo.sources.documents import Document
from tests.coding import law
from tests.coding.conftest import Code

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "fixtures" / "corpus"
DAY = date(2024, 5, 16)
WORDS = (
    *(
        "Polizei",
        "Demonstranten",
        "in",
        "Minsk",
        "am",
        "Dienstag",
        "wurden",
        "12",
        "Menschen",
        "festgenommen",
        ".",
        ",",
    ),
    *(
        "»",
        "«",
        "nicht",
        "police",
        "fired",
        "at",
        "protesters",
        "killed",
        "on",
        "Tuesday",
        "Nairobi",
        "said",
        "ministry",
    ),
    *("в", "Москве", "полиция", "задержала", "людей", "не", "2000", "2010", "–", ":", ";", "(", ")", "\n"),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)),
    language=st.sampled_from(["de", "en", "ru", None]),
)
def test_no_text_breaks_it_and_every_span_lies_inside(
    code: Code, gazetteer: Gazetteer, text: str, language: str | None
) -> None:
    coding = code(text, DAY, language)
    law.check(coding, text, DAY, gazetteer)


def test_every_sentence_has_an_outcome_and_the_shares_add_up(code: Code) -> None:
    coding = code("Am Dienstag gab es in Minsk Proteste. Es war kalt. Das kam 1998 schon einmal vor.", DAY, "de")
    assert [s.outcome for s in coding.sentences] == [Outcome.EVENT, Outcome.NOT_CODED, Outcome.CONTEXT]
    assert all(s.reason for s in coding.sentences)
    assert sum(coding.coverage.values()) == pytest.approx(1)


SURROUNDINGS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Almaty", "LC_ALL": "de_DE.UTF-8", "PYTHONUTF8": "0", "LANGUAGE": "de"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/La_Paz", "LC_ALL": "tr_TR.UTF-8", "PYTHONOPTIMIZE": "1"},
)


def test_the_same_reports_give_the_same_bytes_whatever_the_surroundings(tmp_path: Path) -> None:
    reports = [str(CORPUS / name / "report.txt") for name in ("de-01", "en-01", "ru-01")]
    command = [sys.executable, "-m", "geo", "code", *reports]
    outs = set()
    for number, surroundings in enumerate(SURROUNDINGS):
        folder = tmp_path / str(number)
        printed = [
            subprocess.run(
                [*command, *options],
                cwd=ROOT,
                env={**os.environ, **surroundings},
                capture_output=True,
                timeout=240,
                check=True,
            ).stdout
            for options in ([], ["--format", "geojson"], ["--save", str(folder), "-o", str(tmp_path / f"{number}.csv")])
        ]
        files = sorted(p for p in folder.rglob("*") if p.is_file())
        saved = [(p.relative_to(folder).as_posix(), p.read_bytes()) for p in files]
        outs.add((*printed, (tmp_path / f"{number}.csv").read_bytes(), *saved))
    (same,) = outs
    assert len(same) == 4 + 3 * 3


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "1" * 100_000,
        "Almaty " * 20_000,
        "In Minsk protestierten am Dienstag " * 3_000,
        "Пoлиция in Мinsk 警察 抗议 \u202e\u2066 ev\u200bil \U0001f525\U0001f4a5 " * 500,
        "\x00\x01\ufffe nul \x00" * 1000,
        "a\u0300" * 50_000,
        "«" * 50_000,
        "in " * 50_000,
        "Dr. " * 50_000,
    ],
    ids=[
        "one word",
        "digits",
        "one place",
        "one line",
        "mixed scripts",
        "control",
        "combining",
        "quotes",
        "in",
        "stops",
    ],
)
def test_pathological_input_ends_soon(code: Code, text: str) -> None:
    began = time.process_time()
    code(text, DAY, "de")
    assert time.process_time() - began < 20


def test_work_grows_with_length_and_not_faster(code: Code) -> None:
    text = (CORPUS / "de-02" / "report.txt").read_text("utf-8")

    def calls(times: int) -> int:
        """Count the functions called, Python's own among them, to code so many copies of the report."""
        count = 0

        def seen(_frame: FrameType, event: str, _argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(seen)
        try:
            code((text + "\n") * times, date(2020, 8, 12), "de")
        finally:
            sys.setprofile(before)
        return count

    code(text, date(2020, 8, 12), "de")
    few, many = calls(8), calls(32)
    assert few > 8 * len(text), "the count sees the coder's work"
    assert many < 4 * few * 1.25


@pytest.mark.parametrize("piece", ["Minsk, Brest, Gomel und ", "В Минске полиция задержала 20 человек, ", "x"])
def test_a_sentence_without_end_is_read_in_pieces(code: Code, piece: str) -> None:
    sentences = code(piece * (40_000 // len(piece)), DAY, "ru").sentences
    assert max(s.end - s.start for s in sentences) <= LONGEST
    assert sum(s.end - s.start for s in sentences) > 39_000


def test_an_ordinal_before_nothing_but_space_ends_its_sentence(code: Code) -> None:
    assert [s.number for s in code("Am 22./23." + " " * 14 + "Kehl: 2014.", DAY, "de").sentences] == [1, 2]


def test_what_cannot_be_coded_is_said_in_a_sentence(code: Code) -> None:
    with pytest.raises(ReportError, match="language 'fr' cannot be coded"):
        code("Bonjour", DAY, "fr")
    with pytest.raises(ReportError, match="expected a day since 1900-01-01"):
        code("Hello", date(1066, 10, 14), "en")
    with pytest.raises(ReportError, match="expected at most"):
        code("x" * 5_000_001, DAY, "en")


def test_an_event_says_who_where_when_and_by_whom(code: Code) -> None:
    text = (
        "Nach Angaben des Innenministeriums wurden am Dienstag in Minsk bei Protesten "
        "mehr als 1000 Menschen festgenommen."
    )
    (event,) = records(code(text, DAY, "de"))
    assert event["event_type"] == "Protests"
    assert event["sub_event_type"] == "Protest with intervention"
    assert (event["place"], event["country"], event["geo_precision"]) == ("Minsk", "BY", 1)
    assert (event["start_date"], event["end_date"], event["date_precision"]) == ("2024-05-14", "2024-05-14", 1)
    assert (event["attribution"], event["certainty"]) == ("interior ministry", "attributed")
    assert {k: event["arrested"][k] for k in ("low", "best", "high")} == {"low": 1000, "best": None, "high": None}


def test_a_country_is_an_area_and_never_a_point(code: Code) -> None:
    text = "In ganz Belarus protestierten am Dienstag Tausende."
    coded = Coded(report_id="x", document=Document(text=text), coding=code(text, DAY, "de"))
    feature = json.loads(written([coded], form="geojson"))["features"][0]
    assert feature["geometry"] is None
    assert feature["properties"]["geo_precision"] == 3
    (row,) = csv.DictReader(io.StringIO(written([coded], form="csv").decode("utf-8-sig")))
    assert (row["lat"], row["lon"], row["geo_precision"]) == ("", "", "3")


def test_cells_that_a_spreadsheet_would_run_are_made_harmless(code: Code) -> None:
    text = "In Minsk protestierten am Dienstag Tausende."
    coded = Coded(report_id="=x", document=Document(text=text, title="@SUM(A1)"), coding=code(text, DAY, "de"))
    (row,) = csv.DictReader(io.StringIO(written([coded], form="csv").decode("utf-8-sig")))
    assert (row["event_id"], row["title"], row["published"]) == ("'=x-01", "'@SUM(A1)", "2024-05-16")
    assert row["licence"]


@pytest.mark.parametrize(
    ("text", "written", "place", "basis"),
    [
        ("Kazakhstan is tense. On Tuesday security forces detained 300 people.", None, "Kazakhstan", "country"),
        ("Kazakhstan saw unrest. Nationwide 300 people were arrested.", "Nationwide", "Kazakhstan", "country"),
        ("Kazakhstan saw unrest. Protesters stormed the town hall.", None, "Astana", "main country"),
    ],
)
def test_a_place_that_the_report_does_not_write_has_a_reason_and_no_words(
    code: Code, text: str, written: str | None, place: str, basis: str
) -> None:
    where = code(text, DAY, "en").events[0].where
    assert (where.text, where.place.name, where.basis) == (written, place, basis)


def test_it_is_told_how_far_a_text_is_read(lexicon: Lexicon, gazetteer: Gazetteer) -> None:
    told: list[tuple[int, int]] = []
    coding = code_report(
        "Unrest in the south\n\nOn Monday protesters stormed the town hall in Osh. The weather was mild.",
        published=date(2024, 5, 16),
        language="en",
        lexicon=lexicon,
        gazetteer=gazetteer,
        progress=lambda done, steps: told.append((done, steps)),
    )
    steps = 4 * len(coding.sentences)
    assert told == [(done, steps) for done in range(1, steps + 1)]
