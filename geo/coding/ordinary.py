"""Words that are also towns, and towns that sound like words: "Mannheim", "in Nice", «в Волжском прошёл митинг»."""

from typing import Final

from geo.coding.inflect import forms
from geo.coding.places import Line
from geo.coding.text import Token


def ordinary(i: int, line: Line) -> bool:
    """Whether a single capitalised word is no name: an ordinary word, or part of a person's name."""
    marks = line.marks[i]
    joint = "-" in line.tokens[i].text  # "Guatemala-Stadt", «Нур-Султан»
    if "<not_place>" in marks and _meant(i, line):
        return False
    if marks & _NO_NAMES or (line.language != "de" and marks & BODIES and not joint and not _sounds(i, line)):
        return True
    german = line.language == "de" and not joint
    if german and any(m.startswith("<") and m not in _PASSED for m in marks) and not _sounds(i, line):
        return True
    after = line.tokens[i + 1] if i + 1 < len(line.tokens) else None
    ruled = i > 0 and line.tokens[i].low.endswith("ском") and line.tokens[i - 1].low in INSTRUMENTAL
    adjectival = line.tokens[i].low.endswith(_ADJECTIVAL) and not joint and not ruled
    if adjectival and after is not None and after.word and not after.capital and not _tells(after, i, line):
        # «Ленинский районный суд»: an adjective of what follows
        return not (line.has("region_word", i + 1) or line.has("settlement", i + 1))
    return len(line.tokens[i].text) < 3 and line.tokens[i].low not in ("ош", "ürümqi")


def _meant(i: int, line: Line) -> bool:
    """Whether a city is meant that is also an ordinary word: "in Nice", "in Essen", but not "in Mobile Bay"."""
    if line.language == "ru" or not i or line.tokens[i - 1].low not in ("in", "near", "bei"):
        return False
    after = line.tokens[i + 1] if i + 1 < len(line.tokens) else None
    alone = after is None or not after.word or not after.capital
    return alone and line.tokens[i].low not in _PERSONS and _is_town(i, line, _CITY)


_PERSONS: Final = frozenset({"man"})
#: How many people a town has that an ordinary word may mean, and one whose name only sounds like a word.
_CITY: Final = 140_000
_LARGE: Final = 30_000


def _sounds(i: int, line: Line) -> bool:
    """Whether a larger town's name only sounds like a building or a square: "Mannheim", "Darmstadt", «Ангарск»."""
    classes = {m for m in line.marks[i] if m.startswith("<")} - _PASSED
    if line.language == "en" or not classes <= _BUILT or (line.language == "ru" and not i):
        return False
    return _is_town(i, line, _LARGE)


def _is_town(i: int, line: Line, least: int) -> bool:
    """Whether a word is the name of a town of at least so many people."""
    named = (p for name, _ in forms((line.tokens[i].text,), line.language) for p in line.names.named(name))
    return any(p.kind == "town" and (p.population or 0) >= least for p in named)


def _tells(after: Token, i: int, line: Line) -> bool:
    """Whether a verb follows, and so an adjective's form is a town's name: «в Волжском прошёл митинг»."""
    told = after.low.endswith(_VERBS) or after.low in _PREPOSITIONS
    return told and i > 0 and _is_town(i, line, _LARGE)


_BUILT: Final = frozenset({"<building>", "<square>", "<road>", "<street>", "<territory>", "<vehicle>", "<town_part>"})
_PREPOSITIONS: Final = frozenset({"в", "во", "на", "и", "у", "за", "по", "с", "около"})
_VERBS: Final = (
    *("л", "ла", "ло", "ли", "лся", "лась", "лись", "лось", "ют", "ет", "ят", "ются", "ется"),
    *("ен", "ан", "ены", "аны", "ена", "ано", "ено"),
)


#: Classes that a place's name may be in all the same.
_PASSED: Final = frozenset({"<name>", "<connector>", "<title>", "<seat_kremlin>", "<not_only>"})
#: Behind these «Покровском» is a name's instrumental, no adjective.
INSTRUMENTAL: Final = frozenset({"под", "над", "за", "перед", "между", "с"})
_ADJECTIVAL: Final = ("ский", "ского", "скому", "ском", "ская", "ской", "скую", "ское", "ские", "ских")
BODIES: Final = frozenset({"<institution>", "<official>", "<building>", "<square>"})
_NO_NAMES: Final = frozenset({"<not_place>", "<abbreviation>", "<day_name>", "<person>"})

__all__ = ["BODIES", "INSTRUMENTAL", "ordinary"]
