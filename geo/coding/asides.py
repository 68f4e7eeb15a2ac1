"""What a comma opens in Russian, participial phrases and led-in relative clauses; where an "and" parts no clause."""

from collections.abc import Mapping, Sequence
from typing import Final

from geo.coding.text import Token

_PARTICIPLES: Final = tuple(
    f"{stem}{end}{own}"
    for stem in ("вш", "ющ", "ущ", "ящ", "ащ")
    for end in ("ий", "ая", "ее", "ие", "его", "ей", "их", "ему", "им", "ими", "ую", "ем")
    for own in ("", "ся")
)
#: What stands between a Russian noun and a verb that is not the noun's.
PARTED_BY: Final = frozenset({",", ";", ":", "–", "—", "и", "а", "но"})
_ENDS: Final = frozenset({",", ";", ":", "–", "—", "."})


def asides(tokens: Sequence[Token]) -> Mapping[int, int]:
    """Return for every token within such a phrase the number of the phrase."""
    out: dict[int, int] = {}
    for i in range(1, len(tokens)):
        if tokens[i - 1].text == "," and participle(tokens[i].low):
            end = next((k for k in range(i, len(tokens)) if tokens[k].text in _ENDS), len(tokens))
            out |= dict.fromkeys(range(i, end), i)
    return out


def participle(low: str) -> bool:
    """Whether a word is an active participle by its form."""
    return len(low) > 6 and low.endswith(_PARTICIPLES)


def led_in(tokens: Sequence[Token], i: int) -> bool:
    """Whether a Russian relative clause opens with what leads in its pronoun: «…, участники которого …»."""
    if tokens[i - 1].text != "," or tokens[i].low in ("о", "об"):
        return False
    opening = [t.low for t in tokens[i : i + 4]]
    return "," not in opening[:2] and any(word.startswith("котор") for word in opening[1:])


def paired(tokens: Sequence[Token]) -> frozenset[int]:
    """The tokens before an "and" that joins the two sides of a "between", and so parts no clause."""
    out: list[int] = []
    for i in (i for i, t in enumerate(tokens) if t.low in _BETWEEN):
        near = range(i + 2, min(i + _PAIR, len(tokens)))
        joined = next((k for k in near if tokens[k].low in _AND or tokens[k].text in _ENDS), i)
        out += [joined - 1] if tokens[joined].low in _AND else []
    return frozenset(out)


_BETWEEN: Final = frozenset({"between", "zwischen", "между"})
_AND: Final = frozenset({"and", "und", "и"})
#: How many tokens behind "between" its "and" may stand.
_PAIR: Final = 7


def number_range(tokens: Sequence[Token], i: int) -> bool:
    """Whether a mark before token `i` stands within a number or a stretch of them: "3–5"."""
    return i >= 2 and tokens[i - 2].text[:1].isdigit() and i < len(tokens) and tokens[i].text[:1].isdigit()
