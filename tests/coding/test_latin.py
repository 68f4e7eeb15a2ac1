"""Names in another script, as a coding writes them."""

import pytest

from geo.coding.latin import in_latin
from geo.coding.lexicon import Lexicon
from tests.coding.conftest import Code


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Никол Пашинян", "Nikol Pashinyan"),
        ("Евгений Щербаков", "Yevgeny Shcherbakov"),
        ("Андреев", "Andreyev"),
        ("МЧС", "MCHS"),
        ("Ёлкин", "Yolkin"),
        ("CGT", "CGT"),
        ("", ""),
    ],
)
def test_a_name_is_written_as_newspapers_do(lexicon: Lexicon, name: str, latin: str) -> None:
    assert in_latin(name, lexicon.letters["ru"]) == latin


def test_a_language_in_latin_letters_keeps_its_names() -> None:
    assert in_latin("Żółć", None) == "Żółć"


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        # A known name stands under itself, also behind its kind, which is then left out.
        ("ru", "Во вторник в Гоме убиты 12 человек, сообщает агентство «Интерфакс».", "Interfax"),
        ("de", "Bei Kämpfen in Goma starben am Dienstag nach Angaben der Agentur Reuters 12 Menschen.", "Reuters"),
        # An unknown one is spelt in Latin letters behind its kind.
        ("ru", "Во вторник в Гоме убиты 12 человек, сообщает газета «Заря».", "newspaper Zarya"),
        # Of sources that share a word the longest counts.
        ("en", "Twelve people were killed in clashes in Goma on Tuesday, a union official said.", "union"),
        ("en", "On Tuesday 12 people died in clashes in Goma, the military administration said.", "administration"),
    ],
)  # fmt: skip
def test_a_source_is_named_in_english(code: Code, language: str, text: str, source: str) -> None:
    assert [c for c in code(text, language=language).claims if any(source in name for name in c.claimed_by)]
