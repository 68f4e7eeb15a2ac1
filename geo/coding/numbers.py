"""Numbers in a sentence, in digits and words: their low, best and high as the codebook has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.coding.phrases import fits
from geo.coding.text import Token

#: No count of people is larger than this; longer digits are no count.
_MOST: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Number:
    """A number of tokens [first, last): low, best, high as the codebook has them."""

    first: int
    last: int
    low: int | None
    best: int | None
    high: int | None
    vague: bool = False


def numbers_in(tokens: Sequence[Token], table: Mapping[str, Any], *, skip: Sequence[tuple[int, int]]) -> list[Number]:
    """Return the numbers of a sentence; `skip` are character ranges that are dates."""
    out: list[Number] = []
    i = 0
    while i < len(tokens):
        found = None if any(a <= tokens[i].start < b for a, b in skip) else _number(i, tokens, table)
        if found and out and (whole := _range(out[-1], found, tokens)):
            out[-1] = whole
        elif found:
            out.append(found)
        i = found.last if found else i + 1
    return out


def _range(low: Number, high: Number, tokens: Sequence[Token]) -> Number | None:
    """One number of two: "10 to 15", "between 10 and 15", «от 10 до 15»; None if they are two."""
    between = tokens[low.last].low if high.first == low.last + 1 else ""
    opened = low.first > 0 and tokens[low.first - 1].low in _BETWEEN
    joined = between in _TO or (opened and between in _AND)
    least, most = low.best or low.low, high.best or high.high
    if not joined or low.vague or high.vague or not least or not most or least >= most:
        return None
    return Number(low.first, high.last, least, None, most)


_BETWEEN: Final = frozenset({"between", "zwischen", "от", "from"})
_TO: Final = frozenset({"to", "bis", "до", "-", "–", "—"})
_AND: Final = frozenset({"and", "und", "и"})


def _number(i: int, tokens: Sequence[Token], table: Mapping[str, Any]) -> Number | None:
    low = tokens[i].low
    vague = table["vague"].get(low)
    value = _digits(low) if low[0].isdigit() else table["words"].get(low)
    if low in _GENITIVES and i and tokens[i - 1].low in _OF_ONE:
        vague, value = None, _GENITIVES[low]
    if value is None and vague is None:
        value = _compound(low, table["words"])
    if value is None and vague is None:
        return None
    last = i + 1
    following = tokens[last].low if last < len(tokens) else ""
    if value == 1 and following in table["vague"] and following not in table["scale"]:
        return None  # "a few": the next word says how many
    if vague is not None and not value:
        return _some(i, vague, tokens, table)
    scale = table["scale"].get(following)
    if scale and value and value < scale:
        value, last = value * scale, last + 1
    spelt = tokens[i].word
    while value and spelt and last < len(tokens) and _adds(value, less := table["words"].get(tokens[last].low, 0)):
        value, last = value + less, last + 1
    if value is None or value > _MOST:
        return None
    return _bounded(i, last, value, tokens, table)


#: «более сотни» is more than one hundred, «сотни» some hundreds.
_GENITIVES: Final = {"сотни": 100, "тысячи": 1000, "десятка": 10}
_OF_ONE: Final = frozenset({"более", "больше", "около", "свыше", "порядка", "до", "менее", "меньше"})


def _some(i: int, low: int, tokens: Sequence[Token], table: Mapping[str, Any]) -> Number:
    """A vague number and what it multiplies: "several hundred", "tens of thousands", «несколько сотен»."""
    at = i + 1
    if at + 1 < len(tokens) and tokens[at].low in ("of", "von"):
        at += 1
    word = tokens[at].low if at < len(tokens) else ""
    low = 20 if low == 24 and word else low  # «десятки тысяч» are tens of thousands, not dozens
    if word in table["scale"] and (at == i + 1 or word not in table["vague"]):
        return Number(i, at + 1, max(low * table["scale"][word], table["vague"].get(word, 0)), None, None, True)
    if word in table["vague"] and at == i + 2:
        return Number(i, at + 1, low * 1000, None, None, True)
    return Number(i, i + 1, table["vague"][tokens[i].low], None, None, True)


def _adds(value: int, less: int) -> bool:
    """Whether a number word goes on from one: «сто двадцать три»."""
    return value >= 20 and 0 < less < 1000 and value % 10 ** len(str(less)) == 0


def _compound(low: str, words: Mapping[str, int]) -> int | None:
    """A number in one word of several: "twenty-one", "einundzwanzig", "zweihundertfünfzig"."""
    tens, _, ones = low.partition("-")
    if ones:
        return words[tens] + words[ones] if words.get(tens, 0) >= 20 and ones in words else None
    for name, scale in _GERMAN_SCALES:
        before, found, after = low.partition(name)
        if not found or len(low) > _LONGEST:
            continue
        many, rest = _part(before, words) if before else 1, _part(after.removeprefix("und"), words) if after else 0
        if many is not None and rest is not None and many < scale and rest < scale:
            return many * scale + rest
    less, found, more = low.partition("und")
    if found and 0 < words.get(less, 0) < 10 and words.get(more, 0) >= 20:
        return words[less] + words[more]
    return None


def _part(word: str, words: Mapping[str, int]) -> int | None:
    return words[word] if word in words else _compound(word, words)


#: No number is a longer word.
_LONGEST: Final = 60
_GERMAN_SCALES: Final = (("tausend", 1000), ("hundert", 100))


def _digits(text: str) -> int | None:
    plain = text
    for mark in (".", ",", "\u00a0", "\u202f", " "):
        groups = plain.split(mark)
        if len(groups) > 1:
            if all(len(g) == 3 for g in groups[1:]):
                plain = "".join(groups)
            else:
                return None
    return int(plain) if plain.isdigit() and len(plain) <= 9 and plain.isascii() else None


def _bounded(i: int, last: int, value: int, tokens: Sequence[Token], table: Mapping[str, Any]) -> Number:
    before = [t.low for t in tokens[max(0, i - 5) : i]]
    if before and before[-1] in _LINKS:
        before = before[:-1]  # «по меньшей мере о 73», "at least in 73"
    elif " ".join(t.low for t in tokens[last : last + 2]) in _OR_MORE:
        return Number(i, last, value, None, None)
    bounds = [
        (phrase, phrase.split("_"), bound)
        for words, bound in (
            (table["least"], (value, None, None)),
            (table["most"], (None, None, value)),
            (table["about"], (value, value, value)),
        )
        for phrase in words.split()
    ]
    # The longest phrase first: "no more than" is not "more than".
    for phrase, parts, (low, best, high) in sorted(bounds, key=lambda b: -len(b[1])):
        near = before[-len(parts) :]
        if len(near) == len(parts) and all(fits(p, w) for p, w in zip(parts, near, strict=True)):
            risen = phrase in _UP_TO and len(before) > 1 and before[-2].startswith(_RISEN)
            return Number(i, last, value, value, value) if risen else Number(i, last, low, best, high)
    return Number(i, last, value, value, value)


_LINKS: Final = frozenset({"о", "об", "в"})
_OR_MORE: Final = frozenset({"or more", "oder mehr", "und mehr", "или более", "или больше", "и более"})
#: «выросло до 13» is thirteen, not at most thirteen.
_UP_TO: Final = frozenset({"до"})
_RISEN: Final = ("вырос", "увелич", "возрос", "достиг", "поднял")
