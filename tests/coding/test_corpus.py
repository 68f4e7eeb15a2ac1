"""The marks that the coder must keep on the coded reports; `make score` prints them all."""

import os
from pathlib import Path

import pytest

from geo.coding.lexicon import Lexicon
from geo.gazetteer import Gazetteer
from tests.score import CORPUS, HELD_OUT, default_report, tally

FOLDERS = sorted(p.parent for p in CORPUS.glob("*/gold.jsonl"))
REPORT = Path(os.environ.get("QANTAR_REPORT_DIR", Path(__file__).parents[3] / "shared" / "report"))


def test_the_ten_reports(lexicon: Lexicon, gazetteer: Gazetteer) -> None:
    assert len(FOLDERS) == 10
    total = tally(FOLDERS, lexicon, gazetteer)
    assert total.f1 >= 0.65
    assert total.sub / total.right >= 0.75
    assert total.certainty / total.right >= 0.8
    assert total.figures_claimed / total.figures >= 0.8
    assert total.trapped / total.traps <= 0.05


@pytest.mark.parametrize("language", ["de", "en", "ru"])
def test_no_language_falls_behind(lexicon: Lexicon, gazetteer: Gazetteer, language: str) -> None:
    assert tally([f for f in FOLDERS if f.name.startswith(language)], lexicon, gazetteer).f1 >= 0.55


def test_the_reports_that_the_rules_were_not_written_on(lexicon: Lexicon, gazetteer: Gazetteer) -> None:
    assert tally([f for f in FOLDERS if f.name in HELD_OUT], lexicon, gazetteer).f1 >= 0.5


@pytest.mark.parametrize("folder", [REPORT] if (REPORT / "reference_coding.csv").is_file() else [])
def test_the_default_report_gives_all_its_events_and_no_others(
    folder: Path, lexicon: Lexicon, gazetteer: Gazetteer
) -> None:
    told = default_report(folder, lexicon, gazetteer)
    assert "core: 18 of 18" in told
    assert "others: 0" in told
