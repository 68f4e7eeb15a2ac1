"""Who speaks where no known kind of source stands: the words beside the verb or phrase, as written."""

from typing import Final

from geo.coding.reading import Reading
from geo.coding.text import Token

#: No source takes more words than this.
_MOST: Final = 5
_PRONOUNS: Final = frozenset({"he", "she", "it", "they", "we", "i", "you", "that", "which", "who", "this", "what"})
_STOPS: Final = frozenset(
    (
        *("who", "that", "which", "now", "in", "on", "at", "from", "and", "but", "as", "to", "also", "has", "have"),
        *("had", "was", "were", "is", "are", "later", "earlier", "then", "while", "when", "after", "before", "since"),
    )
)
_LIGHT: Final = frozenset({"the", "a", "an", "its", "his", "her", "their", "our", "some", "two", "three", "several"})


def speaker_behind(reading: Reading, at: int, language: str) -> str:
    """Return the words behind "according to", articles and numbers left out; "" in another language, or without any."""
    if language == "de":
        return _nouns(reading, at + 1, at + 6)
    if language != "en":
        return ""
    end = at + 1
    while end < len(reading.tokens) and end <= at + _MOST and _part(reading.tokens[end]):
        end += 1
    return _said(reading.tokens[at + 1 : end])


def speaker_before(reading: Reading, at: int, language: str) -> str:
    """Return the words before the verb at token `at`, back to a comma or a preposition; "" as above."""
    if language == "de":
        return _nouns(reading, max(0, at - 4), at)
    if language != "en":
        return ""
    start = at
    while start > 0 and start > at - _MOST and _part(reading.tokens[start - 1]):
        start -= 1
    return _said(reading.tokens[start:at])


def _nouns(reading: Reading, first: int, last: int) -> str:
    """The capitalised words of a German stretch, up to a mark or what is told next."""
    words: list[str] = []
    for token in reading.tokens[first:last]:
        if not token.word or (words and not token.capital):
            break
        if token.capital and token.low not in _GERMAN:
            words.append(token.text)
    return " ".join(words[:3])


_GERMAN: Final = frozenset({"ihm", "ihr", "er", "es", "das", "dies", "die", "der", "in", "am", "im"})


def _part(token: Token) -> bool:
    return token.word and token.low not in _STOPS and not token.low.endswith("ly")


def _said(tokens: tuple[Token, ...]) -> str:
    if any(t.low in _PRONOUNS for t in tokens):
        return ""
    return " ".join(t.text for t in tokens if t.low not in _LIGHT)
