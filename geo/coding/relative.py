"""What a comma opens that only tells more of the noun before it: a relative clause, or a participle."""

from typing import Final

from geo.coding.reading import RELATIVE, Reading

WHO: Final = RELATIVE | frozenset({"who", "whose", "der", "die", "das", "deren", "dessen", "dem", "denen"})
_PARTICIPLE: Final = {
    "ru": ("нных", "нным", "нного", "нной", "нные", "вших", "вшим", "вшего", "вшей", "вший", "тых"),
    "en": ("ed",),
}


def relative(reading: Reading, at: int) -> tuple[int, int] | None:
    """Return the tokens [first, last) between the commas around `at` if a relative pronoun opens them; else None."""
    first = _behind_comma(reading, at)
    if not first or WHO.isdisjoint(t.low for t in reading.tokens[first : min(first + 3, at + 1)]):
        return None
    last = next((i for i in range(at + 1, len(reading.tokens)) if reading.tokens[i].text == ","), len(reading.tokens))
    return first, last


def by_participle(reading: Reading, at: int, language: str) -> bool:
    """Whether the last comma before `at` opens a participle: «граждане, задержанные в Ходжалы, …»."""
    first = _behind_comma(reading, at)
    return first > 0 and reading.tokens[first].low.endswith(_PARTICIPLE.get(language, ()))


def _behind_comma(reading: Reading, at: int) -> int:
    """The token behind the last comma before `at`; 0 if there is none."""
    return next((i + 1 for i in range(at - 1, -1, -1) if reading.tokens[i].text == ","), 0)
