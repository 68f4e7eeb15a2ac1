"""Single sentences in three languages, one for most of the codebook's actions, and some that tell no event."""

from datetime import date
from pathlib import Path

from geo.coding.record import records
from geo.gazetteer import Gazetteer, fold
from tests.coding.conftest import Code

FIELD = Path(__file__).parents[1] / "fixtures" / "coding" / "field.txt"
TUESDAY = "2024-05-14"


def rows() -> list[list[str]]:
    lines = FIELD.read_text("utf-8").splitlines()
    return [[p.strip() for p in line.split(" | ", 3)] for line in lines if line and not line.startswith("#")]


def test_nearly_every_sentence_gives_its_one_event(code: Code, gazetteer: Gazetteer) -> None:
    wrong = []
    for language, sub, place, text in rows():
        found = list(records(code(text, date(2024, 5, 16), language)))
        places = {p.name for p in gazetteer.lookup(fold(place))}
        told = [(f["sub_event_type"], f["start_date"]) for f in found if f["place"] in places]
        if (found and sub == "-") or (sub != "-" and told != [(sub, TUESDAY)]):
            wrong.append((language, sub, text, found))
    assert len(wrong) <= 0.07 * len(rows()), wrong


def test_no_sentence_of_guesses_history_or_denial_gives_an_event(code: Code) -> None:
    told = [text for language, sub, _, text in rows() if sub == "-" and code(text, language=language).events]
    assert told == []
