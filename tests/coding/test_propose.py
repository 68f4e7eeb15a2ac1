"""What a text tells of itself: language and latest day, or nothing."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coding.propose import proposed_day, proposed_language

CORPUS = Path(__file__).parents[1] / "fixtures" / "corpus"
NAMES = sorted(path.name for path in CORPUS.iterdir() if path.name[2:3] == "-")
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("name", NAMES)
def test_the_language_of_a_report_is_known(name: str) -> None:
    assert proposed_language((CORPUS / name / "report.txt").read_text(encoding="utf-8")) == name[:2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Osh",
        "Lundi soir, des manifestants ont envahi la mairie de la ville, selon la police et des témoins.",
        "Manifestantes tomaron el lunes por la noche el ayuntamiento de la ciudad, según la policía y muchos testigos.",
        "У понеділок увечері протестувальники взяли штурмом міську раду, повідомили поліція та свідки події в місті.",
        "Дүйшөмбү күнү кечинде нааразылык билдиргендер шаардык мэрияны басып алышты, деп билдирди милиция кызматы.",
        "0 1 2 3 4 5 6 7 8 9 " * 20,
    ],
)
def test_another_language_is_not_taken_for_one_of_ours(text: str) -> None:
    assert proposed_language(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("As of 3 May 2021, 10:00", date(2021, 5, 3)),
        ("May 3, 2021 – and on 30 April 2021", date(2021, 5, 3)),
        ("am 5. Januar 2022 und am 2. März 2021", date(2022, 1, 5)),
        ("Stand 06.01.2022", date(2022, 1, 6)),
        ("2022-01-06T10:00", None),
        ("published 2022-01-06", date(2022, 1, 6)),
        ("5 января 2022 года", date(2022, 1, 5)),
        ("12 мая 2021", date(2021, 5, 12)),
        ("31 February 2021, 99.99.2021, 12 Brumaire 2001", None),
        ("on 1 January 2031 it will end", None),
        ("on Tuesday", None),
    ],
)
def test_the_latest_day_that_is_named_in_full(text: str, day: date | None) -> None:
    assert proposed_day(text, until=TODAY) == day


@given(st.text())
def test_any_text_gives_an_answer(text: str) -> None:
    assert proposed_language(text) in (None, "de", "en", "ru")
    found = proposed_day(text, until=TODAY)
    assert found is None or found <= TODAY
