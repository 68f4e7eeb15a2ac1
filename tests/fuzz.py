"""A fuzzer of the coder: texts grown towards code that no text has reached, each checked against `tests.coding.law`.

    pip install atheris==3.0.0        (Linux on x86-64; no part of the test environment)
    python -m tests.fuzz -max_total_time=600 -timeout=10 out/fuzz

The options are libFuzzer's; the folder keeps the texts that reached something new. A text that breaks a law, crashes
the coder or takes more than ten seconds is printed and left in a file `crash-…` or `timeout-…`; `python -m tests.fuzz
FILE` runs it again.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Any, Final

import atheris

with atheris.instrument_imports(include=["geo.coding"]):
    from geo.coding import code_report
    from geo.coding.lexicon import LANGUAGES, Lexicon

from geo.gazetteer import open_gazetteer
from geo.sources.lexicon import read_lexicon
from tests.coding.law import check

FIXTURES: Final = Path(__file__).parent / "fixtures"
DAY: Final = date(2024, 2, 29)
LEXICON: Final = Lexicon.from_tables(read_lexicon())
GAZETTEER: Final = open_gazetteer()
#: Words, numbers and marks of reports in three languages, which a text is put together from, beside raw characters.
VOCABULARY: Final = sorted(
    {
        word
        for path in sorted(FIXTURES.glob("*/*/report.txt"))
        for word in path.read_text(encoding="utf-8").replace("\n", " \n ").split(" ")
        if word
    }
)
_PIECES: Final = 200


def text_of(data: Any) -> str:
    """Return a text put together from words of reports and raw characters."""
    pieces = []
    for _ in range(_PIECES):
        if not data.remaining_bytes():
            break
        if data.ConsumeIntInRange(0, 5):
            pieces.append(VOCABULARY[data.ConsumeIntInRange(0, len(VOCABULARY) - 1)])
        else:
            pieces.append(data.ConsumeUnicodeNoSurrogates(data.ConsumeIntInRange(0, 12)))
    return " ".join(pieces)


def try_one(octets: bytes) -> None:
    """Code one text and check the coding."""
    data = atheris.FuzzedDataProvider(octets)
    language = (*LANGUAGES, None)[data.ConsumeIntInRange(0, len(LANGUAGES))]
    text = text_of(data)
    try:
        coding = code_report(text, published=DAY, language=language, lexicon=LEXICON, gazetteer=GAZETTEER)
        check(coding, text, DAY, GAZETTEER)
    except Exception:
        sys.stderr.write(f"{language} {text!r}\n")
        raise


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()
