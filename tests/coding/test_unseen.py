"""Constructions that reports of any conflict use: what gives an event its place and its day."""

from datetime import date

import pytest

from geo.coding.record import records
from tests.coding.conftest import Code

THURSDAY = date(2024, 5, 16)
#: language, text, and the last event's sub-type, place and first day.
TOLD = [
    # A dateline's date is the writing's; its place stands for what has none.
    ("en", "DHAKA, May 16 (Reuters) - Protesters stormed the home of a minister on Monday.", "Dhaka", "2024-05-13"),
    ("ru", "ДАККА, 16 мая — Толпа ворвалась в понедельник в резиденцию президента.", "Dhaka", "2024-05-13"),
    ("de", "Omdurman (dpa) – Unbekannte plünderten am Montag Läden.", "Omdurman", "2024-05-13"),
    # What is shelled, taken or left is where.
    ("en", "Two people died in Russian shelling of Kherson on Tuesday.", "Kherson", "2024-05-14"),
    ("ru", "Во вторник повстанцы захватили Гому.", "Goma", "2024-05-14"),
    # Verbs in two parts, and the present of a ticker.
    ("de", "In Cherson griffen Rebellen am Dienstag einen Posten der Armee an.", "Kherson", "2024-05-14"),
    ("de", "Über Kiew wehrte die Luftabwehr am Dienstag zwölf Drohnen ab.", "Kyiv", "2024-05-14"),
    ("en", "On Tuesday fighters seize Goma after a short battle.", "Goma", "2024-05-14"),
    # Labels of an entry.
    ("de", "14. Mai, Loikaw (Kayah-Staat): Soldaten erschießen zwei Bauern.", "Loikaw", "2024-05-14"),
    ("en", "Clashes broke out in Goma on Monday. Two days later, shells landed on a market.", "Goma", "2024-05-15"),
    # An announcement for later moves no day.
    (
        "de",
        "In Goma begannen am Montag Kämpfe. Am Donnerstag sollen Gespräche beginnen. Granaten trafen einen Markt.",
        "Goma",
        "2024-05-13",
    ),
    # A possessive is no other town's name.
    ("en", "On Tuesday Mali's government declared a curfew.", "Mali", "2024-05-14"),
    # Inflected names that another town is called by.
    ("ru", "В Уфе во вторник прошёл митинг.", "Ufa", "2024-05-14"),
]


@pytest.mark.parametrize(("language", "text", "place", "day"), TOLD)
def test_place_and_day_of_what_is_told(code: Code, language: str, text: str, place: str, day: str) -> None:
    found = list(records(code(text, THURSDAY, language)))
    assert [(f["place"], f["start_date"]) for f in found][-1:] == [(place, day)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Участники митинга в Найроби во вторник спели гимн."),
        ("en", "Paris condemned the attack on Tuesday."),
        ("de", "Paris verurteilte am Dienstag den Angriff."),
        ("ru", "Париж во вторник осудил разгон демонстрации."),
        ("en", "A spokesman for the organisers of the march spoke in Lagos on Tuesday."),
    ],
)
def test_what_is_only_named_gives_no_event(code: Code, language: str, text: str) -> None:
    assert code(text, THURSDAY, language).events == ()


def test_an_item_of_a_list_begins_at_the_reports_own_day(code: Code) -> None:
    text = "MALI: Shells hit a market in Gao on Friday.\n\nCHAD: Fighters attacked an army post in Mao overnight."
    found = list(records(code(text, THURSDAY, "en")))
    assert [(f["place"], f["start_date"]) for f in found] == [("Gao", "2024-05-10"), ("Mao", "2024-05-15")]


def test_an_arrest_told_before_a_protest_is_not_its_end(code: Code) -> None:
    text = (
        "On Tuesday police arrested a mayor in Izmir. In the evening officers dispersed a rally in Izmir with tear gas."
    )
    found = list(records(code(text, THURSDAY, "en")))
    assert [f["sub_event_type"] for f in found] == ["Arrests", "Protest with intervention"]


def test_a_ministrys_seat_is_not_where_its_troops_are(code: Code) -> None:
    text = "Das Ministerium in Moskau erklärte am Dienstag, die Armee habe die Kleinstadt Nowohrodiwka eingenommen."
    assert "Moscow" not in [f["place"] for f in records(code(text, THURSDAY, "de"))]
