"""What a name is to its sentence: the role its preposition gives it, and whether it is a person's."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from geo.coding.text import Token


class Role(StrEnum):
    """What a place is to its clause."""

    AT = "at"
    NEAR = "near"
    TO = "to"
    FROM = "from"
    REFERENCE = "reference"
    BARE = "bare"
    DATELINE = "dateline"
    BY = "by"


_PLAIN: Final = frozenset({"<at>", "<to>", "<from>", "<near>", "<reference>"})


def role_before(
    first: int, tokens: Sequence[Token], marks: Sequence[frozenset[str]], language: str
) -> tuple[Role, bool, bool]:
    """Return the role by the preposition before a name, whether a settlement's noun stands between, or an article."""
    settlement = article = owned = False
    if language == "ru" and first and marks[first - 1] & _OWNED and "<of_people>" not in marks[first - 1]:
        return Role.BARE, False, False
    for back in range(1, 7):
        at = first - back
        if at < 0:
            break
        token, mark = tokens[at], marks[at]
        if back == 1 and "<of_people>" in mark and language != "en":
            return Role.AT, settlement, False
        if "<settlement>" in mark and not _PLAIN & mark:
            settlement = True
            continue
        if language == "en" and token.capital and (owned or token.low.endswith(("'s", "’s"))):
            # "in Ukraine's Chernihiv region", "in South Sudan's Jonglei state"
            owned = True
            continue
        if language == "en" and token.low == "by":
            return Role.BARE, settlement, article  # who did it: "mediated by Qatar"
        if token.low in ("of", "von") and at and marks[at - 1] & _HELD and (back == 1 or settlement or article):
            return Role.AT, settlement, False
        if token.low == "von" and back == 1 and at and tokens[at - 1].low in _EDGES:
            return Role.AT, settlement, False  # "am Rande von Mastung"
        if (
            "<reference>" in mark
            and at > 1
            and tokens[at - 2].low in ("in", "im", "the")
            and tokens[at].low in ("of", "von")
        ):
            return Role.AT, settlement, False
        if back == 1 and "<helping>" in mark:
            return Role.BY, settlement, article
        if "<reference>" in mark or "<formerly>" in mark:
            return Role.REFERENCE, settlement, article
        if "<near>" in mark and at > 1 and "<settlement>" in marks[at - 1] and "<from>" in marks[at - 2]:
            return Role.FROM, settlement, article  # "from villages around Bouar"
        if _PLAIN & mark:
            fused = language == "de" and token.low in ("im", "am", "vom", "zum", "zur", "beim", "ins")
            if back == 1 or settlement or article or owned or _light(tokens[at + 1 : first], marks[at + 1 : first]):
                if any("<formerly>" in m for m in marks[max(0, at - 3) : at]):
                    return Role.REFERENCE, settlement, article
                if language == "ru" and token.low in ("в", "во", "на"):
                    return _russian_role(tokens[at + 1] if settlement else tokens[first]), settlement, article
                return _role_of(token.low, mark), settlement, article or (fused and back == 1)
            break
        if token.low in _ARTICLES:
            article = back == 1
            continue
        if not token.word or "<speech>" in mark:
            break
    return Role.BARE, settlement, article


#: A Russian name behind these is whose they are: «минобороны Армении».
_OWNED: Final = frozenset({"<institution>", "<official>", "<army>", "<police>"})


_EDGES: Final = frozenset({"rand", "rande", "stadtrand", "ortsrand", "eingang", "ausgang", "herzen", "stadtgebiet"})
_HELD: Final = frozenset({"<of_people>", "<settlement>", "<square>", "<building>", "<territory>"})


_ARTICLES: Final = frozenset(
    ["der", "die", "das", "den", "dem", "des", "ein", "eine", "einem", "einer", "eines", "the", "a", "an"]
)


_LIGHT: Final = frozenset({"<settlement>", "<title>", "<nation>"})


def _light(tokens: Sequence[Token], marks: Sequence[frozenset[str]]) -> bool:
    """Whether only adjectives and articles stand between a preposition and the name."""
    return all(t.word and (not t.capital or m & _LIGHT) and len(t.text) > 2 for t, m in zip(tokens, marks, strict=True))


def _role_of(low: str, mark: frozenset[str]) -> Role:
    if "<near>" in mark and low not in ("bei",):
        return Role.NEAR
    if "<from>" in mark and "<at>" not in mark:
        return Role.FROM
    if low in ("nach", "to", "into", "towards", "ins", "gen", "toward", "onto"):
        return Role.TO
    return Role.AT


def _russian_role(token: Token) -> Role:
    """«в Бишкеке» is where, «в Бишкек» is whereto."""
    if token.low[-1:] in "оэ" or token.low in _UNINFLECTED:
        return Role.AT
    return Role.AT if token.low[-1:] in "еиыхй" and not token.low.endswith(("ий",)) else Role.TO


#: Names of towns that end as others do in the accusative.
_UNINFLECTED: Final = frozenset({"баку", "катманду", "тимбукту", "порту", "чэнду", "нанду", "зимбабве", "перу", "шри"})


def person(first: int, last: int, tokens: Sequence[Token], marks: Sequence[frozenset[str]], language: str) -> bool:
    """Whether the name looks like a part of a person's: a name or title beside it."""
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    scene = before is not None and before.low in _INSIDE
    if after is not None and after.capital and after.word and after.start - tokens[last - 1].end == 1 and not scene:
        known = marks[last] - {"<title>", "<name>", "<person>"}
        if not known and not after.low.startswith(tuple(_DAYS)):
            return True
    if before is None or not before.word or tokens[first].start - before.end != 1:
        return False
    if "<title>" in marks[first - 1] and "<settlement>" not in marks[first - 1]:
        return language != "en" or before.low not in ("king", "major", "president's")
    if before.low.endswith(("'s", "’s")) and language == "en":
        return False  # "Myanmar's Sagaing"
    return before.capital and first > 1 and not marks[first - 1] - {"<name>"} and "<not_place>" not in marks[first - 1]


#: Prepositions behind which a capitalised word is where, whatever follows: "In Minsk Lukaschenko …".
_INSIDE: Final = frozenset({"in", "near", "outside", "inside", "в", "во", "под", "возле", "nahe", "unweit"})


_DAYS: Final = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)


def sentence_of_one(first: int, last: int, tokens: Sequence[Token]) -> bool:
    """Whether a name and its full stop are a whole sentence, the label of what follows: "Goma."."""
    return first == 0 and len(tokens) == last + 1 and tokens[last].text == "."


def titled(at: int, tokens: Sequence[Token], marks: Sequence[frozenset[str]]) -> bool:
    """Whether a name stands alone in quotation marks, and so is a group's or a thing's: «отряд „Фано“»."""
    if not 0 < at < len(tokens) - 1 or tokens[at - 1].text not in _OPENING or tokens[at + 1].text not in _CLOSING:
        return False
    return at < 2 or ("<settlement>" not in marks[at - 2] and not tokens[at - 2].low.startswith(_FIELDS))


_OPENING: Final = frozenset('«"„“')
_CLOSING: Final = frozenset('»"“”')
#: What is often called after its town, in quotation marks.
_FIELDS: Final = ("аэро", "авиабаз", "баз", "полигон", "космодром", "кпп", "пункт", "порт", "станци")


def acted_upon(first: int, tokens: Sequence[Token], marks: Sequence[frozenset[str]]) -> bool:
    """Whether a name is what is hit, taken or left: "the shelling of Kherson", «захватили Гому»."""
    for at in range(first - 1, max(first - 5, -1), -1):
        if "<struck>" in marks[at]:
            return True
        if tokens[at].low not in _BETWEEN and not marks[at] & _PASSED_BY:
            return False
    return False


def befallen(first: int, last: int, tokens: Sequence[Token], marks: Sequence[frozenset[str]]) -> bool:
    """Whether tokens [first, last) name what is hit, taken or left, by the words on either side."""
    return acted_upon(first, tokens, marks) or undergoes(last, tokens, marks)


def undergoes(last: int, tokens: Sequence[Token], marks: Sequence[frozenset[str]]) -> bool:
    """Whether something is said to have befallen the name before token `last`: «Горис подвергся обстрелу»."""
    for at in range(last, min(last + 4, len(tokens))):
        if not tokens[at].word:
            return False
        if "<undergone>" in marks[at]:
            return True
    return False


_BETWEEN: Final = _ARTICLES | {"of", "von"}
_PASSED_BY: Final = frozenset({"<settlement>", "<direction>", "<nation>"})
