"""Which people a number counts, and what befell them."""

from datetime import date

import pytest

from tests.coding.conftest import Code

#: language, text, kind and the low of every figure of that kind, in the order of the text.
COUNTED = [
    # The verb stands far from the number, or behind an aside.
    ("de", "Bei Kämpfen in Goma starben am Dienstag, eine Stunde vor der Waffenruhe, zwei Männer.", "fatalities", [2]),
    (
        "de",
        "Vier Bauern, die nicht fliehen wollten, wurden am Dienstag bei Kämpfen in Goma erschossen.",
        "fatalities",
        [4],
    ),
    ("en", "Four farmers, who had refused to flee, were shot dead in clashes in Goma on Tuesday.", "fatalities", [4]),
    # A pronoun takes up who was counted.
    ("de", "Am Dienstag trug die Polizei in Goma 40 Demonstranten weg und nahm sie in Gewahrsam.", "arrested", [40]),
    # People without a verb of their own share their neighbours'.
    (
        "en",
        "Militants attacked an army post in Goma on Tuesday; two officers and five rebels were killed.",
        "fatalities",
        [2, 5],
    ),
    # A number alone counts what the one before it did.
    (
        "de",
        "In Goma nahm die Polizei am Dienstag bei Protesten 20 Menschen fest. Am Vortag waren es 30.",
        "arrested",
        [20, 30],
    ),
    # An age counts nobody, whom it tells of is one.
    ("en", "Clashes in Goma on Tuesday killed a 19-year-old.", "fatalities", [1]),
    ("de", "Bei Kämpfen in Goma starb am Dienstag ein 22 Jahre alter Soldat.", "fatalities", [1]),
    # One person is the object of an active verb.
    ("de", "Die Polizei nahm am Dienstag in Goma den Oppositionsführer Paul Baende fest.", "arrested", [1]),
    (
        "de",
        "Bei Goma tötete am Dienstag, so die Armee, ein Scharfschütze einen ugandischen Soldaten.",
        "fatalities",
        [1],
    ),
    ("en", "Police in Goma arrested the opposition leader Paul Baende on Tuesday.", "arrested", [1]),
    ("en", "Police in Goma arrested supporters of the opposition leader on Tuesday.", "arrested", []),
    ("ru", "Во вторник в Гоме взяли под стражу мужчину.", "arrested", [1]),
    ("ru", "Во вторник спецназ задержал в селе под Бишкеком бывшего президента.", "arrested", [1]),
    ("en", "Clashes in Goma on Tuesday: forty people were arrested and a dozen hurt.", "injured", [12]),
    ("en", "Clashes in Goma on Tuesday left 9 injured. Both tallies include the wounded soldiers.", "injured", [9]),
    ("de", "In Goma sind am Dienstag bei der Explosion einer Mine fünf Kinder ums Leben gekommen.", "fatalities", [5]),
    ("ru", "Во вторник в Ереване полиция задержала, как сообщили в мэрии, 142 участника акции.", "arrested", [142]),
    (
        "de",
        "In Goma kam es am Dienstag zu Kämpfen. Die Miliz M23 sprach von 40 getöteten Soldaten.",
        "fatalities",
        [40],
    ),
    (
        "de",
        "Bei Kämpfen in Goma starben am Dienstag elf Menschen. Die Behörden bestätigten nur sechs.",
        "fatalities",
        [11, 6],
    ),
    # What is no person is not counted as one, nor are beasts, weapons, flights or the dead of a memorial.
    ("en", "Clashes in Goma on Tuesday; on Wednesday police made a wave of arrests.", "arrested", []),
    ("de", "Bei Kämpfen in Goma erlag am Dienstag der Bauernführer Remo Candia einer Schussverletzung.", "injured", []),
    ("de", "Bei Kämpfen in Goma wurden am Dienstag fünf Menschen getötet, 300 Rinder geraubt.", "fatalities", [5]),
    (
        "ru",
        "Во вторник в Гоме полиция разогнала марш. Потом 300 студентов прошли в память о погибших.",
        "fatalities",
        [],
    ),
    ("en", "Clashes broke out in Goma on Tuesday and lasted until 8 a.m. A driver died.", "fatalities", [1]),
    ("de", "Bei einem Luftangriff auf Goma ist am Dienstag ein Wachmann verletzt worden.", "injured", [1]),
    ("en", "A 26-year-old man died in clashes in Goma on Tuesday.", "fatalities", [1]),
]


@pytest.mark.parametrize(("language", "text", "kind", "lows"), COUNTED)
def test_a_number_counts_whom_its_sentence_says(
    code: Code, language: str, text: str, kind: str, lows: list[int]
) -> None:
    assert [c.low for c in code(text, language=language).claims if c.kind == kind] == lows


@pytest.mark.parametrize("told", ["Hospitals in Bukavu treated 44 wounded.", "The morgue in Bukavu counted nine dead."])
def test_where_the_hurt_are_counted_nothing_happened(code: Code, told: str) -> None:
    text = f"Unrest in Congo\n\nIn Goma police fired tear gas at hundreds of protesters on Thursday.\n\n{told}\n"
    assert {e.where.place.name for e in code(text, date(2024, 3, 8), "en").events} == {"Goma"}
