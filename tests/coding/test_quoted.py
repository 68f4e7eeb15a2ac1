"""Who is quoted for a count, and how the codebook writes it."""

from datetime import date

import pytest

from geo.coding.record import records
from tests.coding.conftest import Code

THURSDAY = date(2024, 5, 16)
#: language, text, kind, low, best, high, and a word of the claimant.
CLAIMS = [
    ("de", "In Goma wurden am Dienstag nach Angaben der Polizei mindestens 12 Menschen bei Kämpfen getötet.",
     "fatalities", (12, None, None), "police"),
    ("de", "In Goma gab es am Dienstag Kämpfe. Dabei seien 14 Menschen getötet worden, sagte ein Arzt.",
     "fatalities", (14, 14, 14), "doctor"),
    ("de", "In Goma gab es am Dienstag Kämpfe. Laut einem Sprecher der Armee starben 40 Milizionäre.",
     "fatalities", (40, 40, 40), "army"),
    ("de", "In Goma wurde der Journalist Paul Baende am Dienstag festgenommen.", "arrested", (1, 1, 1), ""),
    ("en", "Clashes in Goma on Tuesday left at least 12 people dead, according to the health ministry.",
     "fatalities", (12, None, None), "health"),
    ("ru", "В Гоме во вторник шли бои, по данным полиции, убиты не менее 12 человек.",
     "fatalities", (12, None, None), "police"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind", "count", "by"), CLAIMS)
def test_a_count_has_its_bounds_and_the_one_who_is_quoted_for_it(
    code: Code, language: str, text: str, kind: str, count: tuple[int | None, int | None, int | None], by: str
) -> None:
    found = [f for f in records(code(text, THURSDAY, language)) if f[kind]]
    assert len(found) == 1
    claims = found[0][kind] if isinstance(found[0][kind], list) else [found[0][kind]]
    assert [(c["low"], c["best"], c["high"]) for c in claims] == [count]
    assert by in claims[0]["by"]
