"""Expressions and the days they mean, against Thursday 6 January 2022 unless said otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coding.days import Day, When
from geo.coding.lexicon import Lexicon
from geo.coding.report import time_table
from geo.coding.times import find_times

THURSDAY = date(2022, 1, 6)


def times(lexicon: Lexicon, text: str, language: str, day: Day | None = None) -> tuple[When, ...]:
    at = day or Day(THURSDAY, THURSDAY, THURSDAY)
    return find_times(text, offset=0, table=time_table(lexicon, language), day=at)


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("de", "Noch am Dienstag war es ruhig.", "2022-01-04", "2022-01-04"),
        ("de", "In der Nacht auf den Mittwoch fielen Schüsse.", "2022-01-04", "2022-01-05"),
        ("de", "In der Nacht zum Mittwoch fielen Schüsse.", "2022-01-04", "2022-01-05"),
        ("de", "Am Dienstagabend rief er den Notstand aus.", "2022-01-04", "2022-01-04"),
        ("de", "am vergangenen Wochenende", "2022-01-01", "2022-01-02"),
        ("de", "Am frühen Donnerstagmorgen", "2022-01-06", "2022-01-06"),
        ("de", "Ende Dezember brannte es.", "2021-12-21", "2021-12-31"),
        ("de", "vorgestern", "2022-01-04", "2022-01-04"),
        ("de", "Am 3. Januar 2022", "2022-01-03", "2022-01-03"),
        ("de", "Am 28. Dezember", "2021-12-28", "2021-12-28"),
        ("de", "seit Sonntag", "2022-01-02", "2022-01-06"),
        ("de", "am Montag vergangener Woche", "2021-12-27", "2021-12-27"),
        ("de", "vor drei Tagen", "2022-01-03", "2022-01-03"),
        ("de", "in der Silvesternacht", "2021-12-31", "2022-01-01"),
        ("en", "on Tuesday evening", "2022-01-04", "2022-01-04"),
        ("en", "overnight to Wednesday", "2022-01-04", "2022-01-05"),
        ("en", "last weekend", "2022-01-01", "2022-01-02"),
        ("en", "yesterday", "2022-01-05", "2022-01-05"),
        ("en", "on 2 January", "2022-01-02", "2022-01-02"),
        ("en", "on January 2, 2022", "2022-01-02", "2022-01-02"),
        ("en", "since Monday", "2022-01-03", "2022-01-06"),
        ("en", "last Thursday", "2021-12-30", "2021-12-30"),
        ("ru", "в ночь на среду", "2022-01-04", "2022-01-05"),
        ("ru", "накануне вечером", "2022-01-05", "2022-01-05"),
        ("ru", "утром в субботу", "2022-01-01", "2022-01-01"),
        ("ru", "2 января 2022 года", "2022-01-02", "2022-01-02"),
        ("ru", "с понедельника", "2022-01-03", "2022-01-06"),
        ("ru", "позавчера", "2022-01-04", "2022-01-04"),
    ],
)
def test_an_expression_means_these_days(lexicon: Lexicon, language: str, text: str, first: str, last: str) -> None:
    found = times(lexicon, text, language)
    assert [(str(w.first), str(w.last)) for w in found] == [(first, last)]
    assert not found[0].background


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Erst in diesem Sommer"),
        ("de", "in Kirgistan 2010 kam"),
        ("de", "Im Dezember 2020 hatte er"),
        ("de", "in den vergangenen Jahren"),
        ("en", "in 2010"),
        ("en", "last summer"),
        ("en", "in May 2014"),
        ("en", "decades ago"),
        ("ru", "в 2010 году"),
        ("ru", "летом 2010-го"),
        ("ru", "в июне 1989 года"),
        ("ru", "в последние годы"),
    ],
)
def test_history_is_background(lexicon: Lexicon, language: str, text: str) -> None:
    found = times(lexicon, text, language)
    assert found
    assert all(w.background for w in found)


@pytest.mark.parametrize("text", ["Etwa 2000 Menschen kamen.", "gut 2000, sagte er", "Er ist 54 Jahre alt."])
def test_counts_are_no_years(lexicon: Lexicon, text: str) -> None:
    assert times(lexicon, text, "de") == ()


def test_relative_days_go_on_from_the_passage(lexicon: Lexicon) -> None:
    tuesday = date(2022, 1, 4)
    day = Day(THURSDAY, tuesday, tuesday, moved=True)
    for language, text, expected in [
        ("de", "Am Vortag", 3),
        ("de", "Tags darauf", 5),
        ("en", "The day before", 3),
        ("en", "the next day", 5),
        ("en", "The same day", 4),
        ("ru", "на следующий день", 5),
        ("ru", "в тот же день", 4),
    ]:
        (found,) = times(lexicon, text, language, day)
        assert found.first == date(2022, 1, expected), text


def test_a_weekday_after_a_date_is_the_first_such_day(lexicon: Lexicon) -> None:
    day = Day(date(2019, 11, 13), date(2019, 11, 13), date(2019, 11, 13))
    found = times(lexicon, "am Montagabend nach der Wahl vom 20. Oktober", "de", day)
    assert found[0].first == date(2019, 10, 21)


@given(st.text(max_size=200), st.sampled_from(["de", "en", "ru"]), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_no_text_breaks_it_and_spans_lie_inside(lexicon: Lexicon, text: str, language: str, published: date) -> None:
    for when in times(lexicon, text, language, Day(published, published, published)):
        assert 0 <= when.start < when.end <= len(text)
        if when.first and when.last:
            assert when.first <= when.last
