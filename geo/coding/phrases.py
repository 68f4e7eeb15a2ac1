"""Patterns of several words that stand side by side, and which of them a sentence holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, eq=False)
class Phrase:
    """The words of a pattern and the classes and items that it stands for."""

    words: tuple[str, ...]
    names: tuple[str, ...]

    @cached_property
    def sources(self) -> frozenset[str]:
        """The kinds of source among its classes."""
        return frozenset(n for n in self.names if is_source(n))

    def opens(self, low: str) -> bool:
        """Whether it may begin with this word."""
        return fits(self.words[0], low)

    def goes_on(self, lows: Sequence[str], at: int) -> bool:
        """Whether its other words stand behind token `at`."""
        words = self.words
        return len(words) <= len(lows) - at and all(fits(words[k], lows[at + k]) for k in range(1, len(words)))


class Openings:
    """Phrases that may begin with one word, by the word that has to follow."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        """Take up phrases, whose order is kept."""
        self._exact: dict[str, list[tuple[int, Phrase]]] = {}
        self._others: list[tuple[int, Phrase]] = []
        for rank, phrase in enumerate(phrases):
            second = phrase.words[1] if len(phrase.words) > 1 else "*"
            others = self._others if second.endswith("*") else self._exact.setdefault(second, [])
            others.append((rank, phrase))

    def before(self, following: Iterable[str]) -> list[Phrase]:
        """Return those that may go on with one of these words, in their order."""
        near = [*self._others, *(one for word in set(following) for one in self._exact.get(word, ()))]
        return [phrase for _, phrase in sorted(near, key=_rank)]


def _rank(ranked: tuple[int, Phrase]) -> int:
    return ranked[0]


def fits(pattern: str, word: str) -> bool:
    """Whether a word is what a part of a phrase asks for: itself, or its beginning before \"*\"."""
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def is_source(name: str) -> bool:
    """Whether a class is a kind of source, rather than a phrase before one."""
    return name.startswith("<source_") and name != "<source_phrase>"


def without_shorter(
    quoted: Sequence[tuple[int, int, frozenset[str]]], found: Sequence[set[str]]
) -> Iterator[tuple[int, set[str]]]:
    """Yield tokens and their classes with the longest of the sources that share words: a "union official" is none.

    `quoted` are the tokens [first, last) of phrases and their sources, `found` the classes of every token.
    """
    held: dict[int, set[str]] = {}
    for first, last, names in sorted(quoted, key=lambda q: q[1] - q[0]):
        for at in range(first, last):
            held[at] = {n for n in held.get(at, found[at]) if not is_source(n) or n in names}
        held[last - 1] |= names
    yield from held.items()
