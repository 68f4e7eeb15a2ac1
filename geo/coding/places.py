"""Toponyms in a report: which words name a place, what they stand for in the sentence, and which place is meant.

Two passes: `mentions` gathers every name with its candidates; `settle` weighs the document's own countries and picks
one, keeping its rivals. Names of persons, media and ordinary words that are also towns are kept off by their context.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from geo.coding.inflect import forms
from geo.coding.lexicon import Tables
from geo.coding.roles import Role, person, role_before
from geo.coding.text import Sentence, Token


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


_LONGEST: Final = 4


def nations(tokens: Sequence[Token], tables: Tables) -> dict[int, str]:
    """Return for token numbers the country whose adjective or people they name."""
    found: dict[int, str] = {}
    stems = tables.nation_stems
    for i, token in enumerate(tokens):
        if not token.word or len(token.low) < 3:
            continue
        if tables.language == "en":
            pair = f"{token.low}_{tokens[i + 1].low}" if i + 1 < len(tokens) else ""
            code = stems.get(token.low) or stems.get(pair)
        elif tables.language == "ru":
            code = next(
                (stems[token.low[:n]] for n in range(min(len(token.low), 22), 3, -1) if token.low[:n] in stems), None
            )
            code = code if code and ("ск" in token.low or "цк" in token.low) else None
        else:
            code = _german_nation(token, stems)
        if code:
            found[i] = code
    return found


def _german_nation(token: Token, stems: Mapping[str, str]) -> str | None:
    at = token.low.find("isch")
    if at < 0 and not token.low.startswith("deutsche"):
        return None
    stem = token.low[: at + 4] if at >= 0 else "deutsch"
    return next((stems[stem[i:]] for i in range(len(stem) - 3) if stem[i:] in stems), None)


def mentions(
    sentence: Sentence, marks: Sequence[frozenset[str]], adjectives: Mapping[int, str], tables: Tables, names: Names
) -> tuple[Mention, ...]:
    """Return the names of places in a sentence, longest first, each with its role and candidates."""
    out: list[Mention] = []
    tokens = sentence.tokens
    i = 0
    while i < len(tokens):
        if i in adjectives and not (tables.language == "en" and _seat(i, tokens, marks, adjectives, tables, names)):
            i += 1 if (i + 1) not in adjectives and tables.nation_words(tokens[i].low) == 1 else 2
            continue
        found = _mention(i, tokens, marks, adjectives, tables, names, out[-1] if out else None)
        if found:
            out.append(found)
            i = found.last
        else:
            i += 1
    line = _dateline(sentence)
    return tuple(_placed_by(m, line, tokens) for m in out)


def _placed_by(mention: Mention, line: int, tokens: Sequence[Token]) -> Mention:
    """A name in a dateline, or one that heads an entry ("Goma: …"), says where the passage is."""
    if mention.last <= line:
        return replace(mention, role=Role.DATELINE)
    label = next((i for i, t in enumerate(tokens[:8]) if t.text == ":"), 0)
    if mention.last <= label and not any(t.word and not t.capital for t in tokens[:label]):
        return replace(mention, role=Role.AT, weak=True)
    head = all(not t.word for t in tokens[: mention.first])
    if head and mention.last < len(tokens) and tokens[mention.last].text in (":", "–", "—", "-", "|"):
        return replace(mention, role=Role.AT, weak=True)
    return mention


def _dateline(sentence: Sentence) -> int:
    """How many tokens a dateline ("PARIS, July 2 —") takes at the head of a paragraph; 0 if there is none."""
    if sentence.number != 1 or sentence.paragraph > 3:
        return 0
    for i, token in enumerate(sentence.tokens[:12]):
        if token.text in ("—", "–", "-") and i:
            return i
        if not (token.capital or token.text[:1].isdigit() or token.text in ",./()" or (i and token.low in _MONTHLY)):
            return 0
    return 0


_MONTHLY: Final = frozenset(
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря von and und".split()  # noqa: SIM905
)


def _mention(
    i: int,
    tokens: Sequence[Token],
    marks: Sequence[frozenset[str]],
    adjectives: Mapping[int, str],
    tables: Tables,
    names: Names,
    previous: Mention | None,
) -> Mention | None:
    token = tokens[i]
    if not token.word or len(token.text) > 60:
        return None
    if found := _seat(i, tokens, marks, adjectives, tables, names):
        return found
    if not token.capital:
        return None
    for length in range(min(_LONGEST, len(tokens) - i), 0, -1):
        words = tokens[i : i + length]
        if not _name_like(words, marks[i : i + length]):
            continue
        if length == 1 and _ordinary(i, tokens, marks, tables.language):
            continue
        found = _look_up(i, length, tokens, marks, tables, names, previous)
        if found:
            return found
    return None


def _name_like(words: Sequence[Token], marks: Sequence[frozenset[str]]) -> bool:
    if any(not w.word for w in words):
        return False
    last = words[-1].text
    arabic = "-" in last and last.rpartition("-")[2][:1].isupper()
    return words[-1].capital or (len(words) > 1 and arabic) or "<region_word>" in marks[-1]


def _ordinary(i: int, tokens: Sequence[Token], marks: Sequence[frozenset[str]], language: str) -> bool:
    """Whether a single capitalised word is no name: an ordinary word, or part of a person's name."""
    if marks[i] & _NO_NAMES:
        return True
    if language == "de" and any(m.startswith("<") and m not in _PASSED for m in marks[i]):
        return True
    return len(tokens[i].text) < 3 and tokens[i].low not in ("ош", "ürümqi")


#: Classes that a place's name may be in all the same.
_PASSED: Final = frozenset({"<name>", "<connector>", "<title>", "<seat_kremlin>", "<not_only>"})
_SCENES: Final = frozenset({"country", "region", "town", "sea", "airport"})
_NO_NAMES: Final = frozenset({"<not_place>", "<abbreviation>", "<day_name>", "<person>"})


def _look_up(
    i: int,
    length: int,
    tokens: Sequence[Token],
    marks: Sequence[frozenset[str]],
    tables: Tables,
    names: Names,
    previous: Mention | None,
) -> Mention | None:
    words = tuple(t.text for t in tokens[i : i + length])
    for name, adjective in forms(words, tables.language):
        places = tuple(p for p in names.named(name) if p.kind in _SCENES or (p.kind == "site" and len(words) > 1))
        if not places:
            continue
        if adjective and not _before_noun(i + length, tokens):
            continue
        return _judge(i, i + length, tokens, marks, places, adjective, previous, tables)
    return None


def _before_noun(i: int, tokens: Sequence[Token]) -> bool:
    return i < len(tokens) and tokens[i].capital


def _judge(
    first: int,
    last: int,
    tokens: Sequence[Token],
    marks: Sequence[frozenset[str]],
    places: tuple[Known, ...],
    adjective: bool,
    previous: Mention | None,
    tables: Tables,
) -> Mention | None:
    joined = previous is not None and _joined(previous.last, first, tokens)
    role, settlement, article = role_before(first, tokens, marks, tables.language)
    after = marks[last] if last < len(tokens) else frozenset()
    region = "<region_word>" in after or "<region_word>" in marks[last - 1] or _region_before(first, marks)
    if joined and previous and role is Role.BARE:
        role = previous.role
    if adjective:
        role = Role.AT if role in (Role.AT, Role.BARE) else role
    if tables.language == "en" and tokens[last - 1].text.endswith(("'s", "’s")) and places[0].kind == "country":
        role = Role.BARE
    big = max((p.population or 0) for p in places) >= 100_000 or any(p.kind == "country" for p in places)
    named = person(first, last, tokens, marks, tables.language)
    if named and not settlement and not region and not any(p.kind == "country" for p in places):
        return None
    if tables.language == "de" and article and not settlement and not adjective:
        areas = tuple(p for p in places if p.kind in ("country", "region", "sea"))
        places = areas or (places if big and last - first > 1 else ())
    site = bool(after & _SITES)
    if tables.language == "en" and article and not settlement and not site and not region:
        places = tuple(p for p in places if p.kind in ("country", "region", "sea"))
    if not places:
        return None
    weak = role is Role.BARE and not settlement and not big and not joined
    if len(tokens[first].text) < 4 and role is Role.BARE and not settlement and last - first == 1:
        return None
    if "<street>" in after and (adjective or tokens[last].capital):
        return None
    text = " ".join(t.text for t in tokens[first:last])
    plain = tables.language == "de" and last - first == 1 and not settlement
    return Mention(
        first, last, text, role, places, None, region, joined, settlement or joined or last - first > 1, weak, plain
    )


_SITES: Final = frozenset({"<building>", "<square>", "<region_word>", "<settlement>", "<territory>"})


def _region_before(first: int, marks: Sequence[frozenset[str]]) -> bool:
    return first > 0 and "<region_word>" in marks[first - 1]


def _joined(end: int, first: int, tokens: Sequence[Token]) -> bool:
    between = [t.low for t in tokens[end:first]]
    return 0 < len(between) <= 3 and _LINKS.issuperset(between) and not _AND.isdisjoint(between)


_AND: Final = frozenset({",", "und", "and", "и", "sowie"})
_LINKS: Final = _AND | {"as", "well", "or", "oder", "в", "in", "en", "the", "der", "а", "также", "bzw", "town", "city"}


def _seat(
    i: int,
    tokens: Sequence[Token],
    marks: Sequence[frozenset[str]],
    adjectives: Mapping[int, str],
    tables: Tables,
    names: Names,
) -> Mention | None:
    """A capital told as such ("the Kyrgyz capital"), or an institution as a scene ("vor dem Parlament")."""
    capital = "<capital_word>" in marks[i]
    house = "<institution>" in marks[i] and "<building>" in marks[i]
    if not capital and not house:
        return None
    code = next((adjectives[j] for j in (i - 1, i - 2, i + 1) if j in adjectives), None)
    owner = _owner(i, tokens, names, tables) if code is None else None
    if owner == "":
        return None
    code = code or owner
    if code is None and i + 1 < len(tokens) and tokens[i + 1].capital and tokens[i + 1].word and capital:
        return None
    role, _, _ = role_before(i, tokens, marks, tables.language)
    if role is Role.BARE and capital and tables.language == "ru":
        role = Role.TO if tokens[i].low.endswith("у") else Role.BARE
    if house and (role not in (Role.AT, Role.NEAR) or code is None):
        return None
    if role is Role.NEAR and house:
        role = Role.AT
    return Mention(i, i + 1, tokens[i].text, role, (), code or "*")


def _owner(i: int, tokens: Sequence[Token], names: Names, tables: Tables) -> str | None:
    """The country that a capital or parliament is told to be of: "Kenya's parliament", "столица Уганды".

    None if it is of nothing; "" if it is of something that is no country ("the capital of Sinaloa").
    """
    if i and tokens[i - 1].text.endswith(("'s", "’s")):
        before = [p.country for p in names.named(tokens[i - 1].text[:-2]) if p.kind == "country"]
        return before[0] if before else None
    linked = i + 1 < len(tokens) and tokens[i + 1].low in ("of", "von", "der", "des")
    after = i + (2 if linked else 1)
    if after < len(tokens) and tokens[after].low in ("the", "der", "des"):
        after += 1
    if after >= len(tokens) or not tokens[after].capital or not (linked or tables.language == "ru"):
        return None
    for name, _ in forms((tokens[after].text,), tables.language):
        for place in names.named(name):
            if place.kind == "country":
                return place.country
    return "" if linked else None
