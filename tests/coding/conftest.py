from collections.abc import Callable
from datetime import date

import pytest

from geo.coding import Coding, code_report
from geo.coding.lexicon import Lexicon
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.sources.lexicon import read_lexicon

Code = Callable[..., Coding]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.from_tables(read_lexicon())


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture(scope="session")
def code(lexicon: Lexicon, gazetteer: Gazetteer) -> Code:
    def run(text: str, published: date = date(2024, 5, 16), language: str | None = None) -> Coding:
        return code_report(text, published=published, language=language, lexicon=lexicon, gazetteer=gazetteer)

    return run
