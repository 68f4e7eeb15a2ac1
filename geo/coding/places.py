"""Toponyms: what a gazetteer knows of a place, a name as a sentence has it, and the place that it was settled on.

Two passes: `mentions` gathers every name with its candidates; `settle` weighs the document's own countries and picks
one, keeping its rivals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from geo.coding.lexicon import Tables
from geo.coding.roles import Role
from geo.coding.text import Token


class Known(Protocol):
    """A place as a gazetteer knows it."""

    @property
    def name(self) -> str:
        """Its English name."""

    @property
    def names(self) -> Mapping[str, str]:
        """Its name by language."""

    @property
    def kind(self) -> str:
        """What it is: country, region, town, site, institution, airport or sea."""

    @property
    def country(self) -> str | None:
        """Its country, ISO 3166-1 alpha-2."""

    @property
    def admin1(self) -> str | None:
        """Its first-level region's code."""

    @property
    def lat(self) -> float:
        """Latitude in WGS 84 degrees."""

    @property
    def lon(self) -> float:
        """Longitude in WGS 84 degrees."""

    @property
    def population(self) -> int | None:
        """How many live there, where known."""


class Names(Protocol):
    """What the coder asks of a gazetteer."""

    def named(self, name: str) -> Sequence[Known]:
        """Return all places that bear this name, in any language, compared folded."""

    def seat(self, country: str) -> Known | None:
        """Return the seat of a country's government."""

    def country(self, code: str) -> Known | None:
        """Return a country."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as names are sought in it: tokens, their classes, the nations told by adjectives, and the tables."""

    tokens: tuple[Token, ...]
    marks: tuple[frozenset[str], ...]
    adjectives: Mapping[int, str]
    tables: Tables
    names: Names

    @property
    def language(self) -> str:
        """The language of the text."""
        return self.tables.language

    def has(self, name: str, at: int) -> bool:
        """Whether the token there is of class `name`; False beyond the ends."""
        return 0 <= at < len(self.marks) and f"<{name}>" in self.marks[at]


def begins_longer(last: int, line: Line) -> bool:
    """Whether a name that ends before token `last` only begins that of an unknown district: "in Phan Yuen district"."""
    if last + 1 >= len(line.tokens) or not line.tokens[last].capital or not line.tokens[last].word:
        return False
    if line.tokens[last - 1].text.endswith(("'s", "’s")):
        return False  # "in Tehran's Narmak district" is in Tehran
    beside = line.tokens[last].start - line.tokens[last - 1].end == 1
    district = line.has("region_word", last + 1) or line.has("settlement", last + 1)
    return beside and district and line.marks[last] <= {"<name>", "<person>"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence: tokens [first, last), its role, and every place that it may be."""

    first: int
    last: int
    text: str
    role: Role
    candidates: tuple[Known, ...]
    nation: str | None = None
    region: bool = False
    joined: bool = False
    sure: bool = False
    weak: bool = False
    plain: bool = False
    site: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A mention settled on one place; `precision` as the codebook's geo_precision; rivals were the other candidates."""

    first: int
    last: int
    text: str
    role: Role
    place: Known
    precision: int
    joined: bool
    rivals: tuple[str, ...] = ()
    reason: str = ""

    @property
    def area(self) -> bool:
        """Whether it is a country or a first-level region, whose point would be a fiction."""
        return self.precision == 3
