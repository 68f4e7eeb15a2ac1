from datetime import date

import pytest

from geo.words import best_language, words


def test_an_unknown_language_is_english() -> None:
    assert words("tlh").lang == "en"
    assert words("tlh")("Shown") == "Shown"


def test_days_are_written_as_people_say_them() -> None:
    assert words("en").day(date(2022, 1, 5)) == "Wed 5 January"
    assert words("de").day(date(2022, 1, 5)) == "Mi 5. Januar"
    assert words("en").day(date(2022, 1, 5), year=True) == "Wed 5 January 2022"


def test_a_night_is_an_interval() -> None:
    text = words("en").when(date(2022, 1, 4), date(2022, 1, 5), "night")
    assert text == "Tue 4 – Wed 5 January, night"
    assert words("de").span(date(2022, 1, 4), date(2022, 1, 5), year=True) == "Di 4. – Mi 5. Januar 2022"
    across = words("en").span(date(2021, 12, 31), date(2022, 1, 1), year=True)
    assert across == "Fri 31 December 2021 – Sat 1 January 2022"


def test_plural_fills_in_the_number() -> None:
    assert words("en").plural("{n} event", "{n} events", 1) == "1 event"
    assert words("en").plural("{n} event", "{n} events", 12345) == "12,345 events"


def test_countries_have_names_and_unknown_codes_stay() -> None:
    assert words("de").country("KZ") == "Kasachstan"
    assert words("en").country("XQ") == "XQ"


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("de-AT", "de"), ("de", "de"), ("en-US", "en"), ("fr", "en"), ("", "en"), (None, "en"), ("x{", "en")],
)
def test_the_browser_chooses_the_language(accepted: str | None, expected: str) -> None:
    assert best_language(accepted, ("en", "de")) == expected
