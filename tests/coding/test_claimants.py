"""Who claims a figure: the source of its own stretch where several speak, and who is none."""

import pytest

from tests.coding.conftest import Code

#: language, text, and of every figure the low and who claims it, in the order of the text.
CLAIMED = [
    # Competing claims in one sentence, the second verb left out.
    (
        "en",
        "Gunmen burst into a mosque in Goma on Tuesday; the government spoke of 13 killed, a local councillor of 27.",
        [(13, "government"), (27, "councillor")],
    ),
    (
        "de",
        "In Goma gab es am Dienstag Kämpfe. Die Polizei sprach von 3 Toten, die Veranstalter von 5.",
        [(3, "police"), (5, "organisers")],
    ),
    (
        "ru",
        "Во вторник в Гоме полиция разогнала митинг. МВД отчиталось о 40 задержанных, правозащитники насчитали 60.",
        [(40, "interior ministry"), (60, "rights defenders")],
    ),
    # Brackets and colons.
    ("de", "In Goma gab es am Dienstag Kämpfe mit 12 Toten (Polizei).", [(12, "police")]),
    (
        "en",
        "Clashes broke out in Goma on Tuesday. Police: 12 killed; hospital staff: 20 killed.",
        [(12, "police"), (20, "hospital staff")],
    ),
    ("en", "Bomb blast in Quetta on Tuesday, 8 dead, 20 wounded (police).", [(8, "police"), (20, "police")]),
    # What somebody does before a colon is no source.
    ("ru", "Во вторник в Гоме шли бои. Полиция открыла огонь: погибли 12 человек, уточнили в мэрии.", [(12, "city")]),
    # One who tells all of a sentence at its end, behind a comma or a dash; who acts is not counted.
    (
        "en",
        "A suicide bomber killed 25 people and wounded 40 more in Goma on Tuesday, a hospital spokesman told AFP.",
        [(25, "hospital"), (40, "hospital")],
    ),
    ("ru", "Во вторник в Минске задержаны не менее 300 человек — «Вясна».", [(300, "Viasna")]),
    (
        "en",
        "According to the interior ministry, 11 officers were hurt in clashes in Goma on Tuesday and 25 men detained.",
        [(11, "interior ministry"), (25, "interior ministry")],
    ),
    # The agency that is told, with its name.
    (
        "ru",
        "Боевики напали во вторник на деревню под Гао и убили 20 жителей, рассказал агентству AFP местный чиновник.",
        [(20, "authorities")],
    ),
    # A state or its capital speaks for the government.
    ("ru", "Во вторник шли бои под Горисом. Азербайджан признал гибель 77 солдат.", [(77, "Azerbaijan")]),
    # The one who is told is no source.
    ("en", "Clashes broke out in Goma on Tuesday. A doctor told Reuters that 12 people were killed.", [(12, "doctor")]),
    ("ru", "Во вторник в Бишкек вошли 200 военных, рассказал журналистам комендант.", [(200, "military commandant")]),
    # A phrase that takes up who spoke before, and one that is its sentence's own.
    (
        "de",
        "In Goma gab es am Dienstag Kämpfe, teilte die Armee mit. Nach ihrer Darstellung starben 12 Soldaten.",
        [(12, "army")],
    ),
    (
        "de",
        "In Goma gab es am Dienstag Kämpfe. Die Feuerwehr, die nach eigenen Angaben zwei Tote barg, half.",
        [(2, "fire service")],
    ),
    # A hospital vouches for those whom it treats.
    ("en", "Clashes broke out in Goma on Tuesday. The main hospital treated 23 injured.", [(23, "hospital")]),
    # A possessive is its owner.
    (
        "en",
        "Police arrested protesters in Goma on Tuesday. The Law Society's branch puts the number of arrests at 51.",
        [(51, "law society")],
    ),
]


@pytest.mark.parametrize(("language", "text", "claims"), CLAIMED)
def test_a_figure_is_claimed_by_the_source_beside_it(
    code: Code, language: str, text: str, claims: list[tuple[int, str]]
) -> None:
    found = [(c.low, " ".join(c.claimed_by)) for c in code(text, language=language).claims]
    assert [low for low, _ in found] == [low for low, _ in claims]
    assert all(by in said for (_, by), (_, said) in zip(claims, found, strict=True)), found
