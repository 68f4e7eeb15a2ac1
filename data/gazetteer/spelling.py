"""Which of GeoNames' other names are usable, and which are Russian or German: the package does not say."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from geo.gazetteer.fold import fold

#: Countries whose German names are transcribed from Russian.
FROM_RUSSIAN: Final = frozenset(("AM", "AZ", "BY", "GE", "KG", "KZ", "MD", "RU", "TJ", "TM", "UA", "UZ"))
_RUSSIAN: Final = re.compile(r"[А-Яа-яЁё \-.()]+")
_GERMAN: Final = re.compile(r"[A-Za-zÄÖÜäöüß \-]+")
_LETTERS: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


def _sounds(text: str) -> dict[str, str]:
    return dict(zip(_LETTERS, text.split(" "), strict=True))


_DUDEN: Final = _sounds("a b w g d e jo sch s i i k l m n o p r s t u f ch z tsch sch schtsch  y  e ju ja")
_ENGLISH: Final = _sounds("a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya")


def usable(name: str) -> bool:
    """Tell whether a name is in Latin or Cyrillic letters alone, and no code, number or letter-by-letter transcript."""
    if not name or name[0].islower() or re.search(r"\d|http|\[|\(|,|\|", name) or re.fullmatch("[A-Z]{2,4}", name):
        return False
    scripts = {_script(c) for c in name if c.isalpha()}
    return scripts in ({"LATIN"}, {"CYRILLIC"})


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]


def russian(name: str, others: Iterable[str]) -> str:
    """Return the Russian name among `others`, the one that sounds most like `name`; "" if there is none.

    Among names that sound alike, those that look Bulgarian, Belarusian or Macedonian come last.
    """
    found = [n for n in others if _RUSSIAN.fullmatch(n)]
    return max(found, key=lambda n: (_alike(_in_latin(n, _ENGLISH), name) - _looks_foreign(n), n), default="")


def _looks_foreign(name: str) -> float:
    """Return how un-Russian a name looks: ъ before a consonant, э after one, a soft ending without its soft sign."""
    signs = re.findall(r"ъ(?![еёюя])|(?<=[бвгджзклмнпрстфхцчшщ])э|[жшщч]ы|л(?=[кнсш]|$)|(?<=[аеиоуы])н$", name.lower())
    return 0.04 * len(signs)


def german(name: str, ru: str, country: str, others: Iterable[str]) -> str:
    """Return the German name among `others` where German transcribes Russian: `Schangaösen`; "" if it is `name`."""
    if not ru or country not in FROM_RUSSIAN:
        return ""
    sound = _in_latin(ru, _DUDEN)
    as_it_is = _alike(sound, name)
    found = [(_alike(sound, n), n) for n in others if _GERMAN.fullmatch(n)]
    best, text = max(found, default=(0.0, ""))
    return text if best >= 0.9 and best > as_it_is + 0.03 else ""


def _in_latin(text: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(c, c) for c in text.lower())


def _alike(a: str, b: str) -> float:
    return SequenceMatcher(None, fold(a), fold(b), autojunk=False).ratio()
