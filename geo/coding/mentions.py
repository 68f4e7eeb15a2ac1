"""Which words of a sentence name a place, and what each is to its sentence.

Names of persons, media and ordinary words that are also towns are kept off by their context.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from geo.coding.adjectival import town_of
from geo.coding.capitals import capital_at
from geo.coding.inflect import forms
from geo.coding.lexicon import Tables
from geo.coding.ordinary import BODIES, INSTRUMENTAL, ordinary
from geo.coding.places import Known, Line, Mention, Names, begins_longer
from geo.coding.roles import Role, befallen, person, role_before, sentence_of_one, titled
from geo.coding.sites import before_site, names_site, of_site
from geo.coding.spelt import places_spelt
from geo.coding.text import Sentence, Token

#: No name of a place has more words than this.
_LONGEST: Final = 6


def mentions(
    sentence: Sentence, marks: Sequence[frozenset[str]], adjectives: Mapping[int, str], tables: Tables, names: Names
) -> tuple[Mention, ...]:
    """Return the names of places in a sentence, longest first, each with its role and candidates."""
    out: list[Mention] = []
    tokens = sentence.tokens
    line = Line(tokens, tuple(marks), adjectives, tables, names)
    i = 0
    while i < len(tokens):
        if i in adjectives and not (tables.language == "en" and capital_at(i, line)):
            i += 1 if (i + 1) not in adjectives and tables.nation_words(tokens[i].low) == 1 else 2
            continue
        found = _mention(i, line, out[-1] if out else None)
        if found:
            out.append(found)
            i = found.last
        else:
            i += 1
    head = dateline(sentence)
    return tuple(_placed_by(m, head, line) for m in out)


def _placed_by(mention: Mention, dateline: int, line: Line) -> Mention:
    """A name in a dateline, or one that heads an entry ("Goma: …"), says where the passage is."""
    tokens = line.tokens
    if mention.last <= dateline:
        return replace(mention, role=Role.DATELINE)
    label = next((i for i, t in enumerate(tokens[:14]) if t.text == ":"), 0)
    loose = [i for i, t in enumerate(tokens[:label]) if t.word and not t.capital]
    if mention.last <= label and all(tokens[i].low in _MONTHLY or _sort(i, line) for i in loose):
        return replace(mention, role=Role.AT, weak=True)
    head = all(not t.word for t in tokens[: mention.first])
    alone = sentence_of_one(mention.first, mention.last, tokens)
    if head and mention.last < len(tokens) and (alone or tokens[mention.last].text in (":", "–", "—", "-", "|")):
        return replace(mention, role=Role.AT, weak=True)
    return mention


def _sort(i: int, line: Line) -> bool:
    """Whether a word in a label says what sort of place it is about: "Rutshuru territory: …"."""
    return any(line.has(name, i) for name in ("settlement", "region_word", "territory"))


def dateline(sentence: Sentence) -> int:
    """How many tokens a dateline ("PARIS, July 2 —", "Baku/Eriwan (dpa) –", "Goma.") takes; 0 if there is none."""
    tokens = sentence.tokens
    if sentence.number != 1 or sentence.paragraph > 4:
        return 0
    written = all(t.capital or not t.word or (i and t.low in _MONTHLY) for i, t in enumerate(tokens))
    if len(tokens) <= 5 and tokens[-1].text == "." and written:
        return len(tokens)
    inside = False
    for i, token in enumerate(tokens[:20]):
        if token.text in _DASHES and i and not inside:
            return i
        if token.text == "." and i and not inside and tokens[i - 1].text == ")":
            return i
        if token.text in "()":
            inside = token.text == "("
        date = token.low in _MONTHLY or token.text[:1].isdigit()
        if not (inside or token.capital or token.text in ",./()" or (i and date)):
            return 0
    return 0


_DASHES: Final = frozenset("—–-−―")
_MONTHLY: Final = frozenset(
    [
        *("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября"),
        *("декабря", "янв", "фев", "февр", "мар", "апр", "июн", "июл", "авг", "сен", "сент", "окт", "ноя", "нояб"),
        *("дек", "von", "and", "und", "aus", "by", "из", "bis", "to", "uhr", "по", "с"),
    ]
)


def _mention(i: int, line: Line, previous: Mention | None) -> Mention | None:
    tokens, marks = line.tokens, line.marks
    token = tokens[i]
    if not token.word or len(token.text) > 60:
        return None
    if found := capital_at(i, line):
        return found
    if not token.capital:
        return town_of(i, line)
    for length in range(min(_LONGEST, len(tokens) - i), 0, -1):
        words = tokens[i : i + length]
        if not _name_like(words, marks[i : i + length]):
            continue
        if length == 1 and (ordinary(i, line) or (line.language == "ru" and titled(i, line.tokens, line.marks))):
            continue
        found = _look_up(i, length, line, previous)
        if found:
            return None if line.language == "en" and begins_longer(found.last, line) else found
    return None


def _name_like(words: Sequence[Token], marks: Sequence[frozenset[str]]) -> bool:
    if any(not w.word for w in words):
        return False
    last = words[-1].text
    arabic = "-" in last and last.rpartition("-")[2][:1].isupper()
    return words[-1].capital or (len(words) > 1 and arabic) or "<region_word>" in marks[-1]


_SCENES: Final = frozenset({"country", "region", "town", "sea", "airport"})


def _look_up(i: int, length: int, line: Line, previous: Mention | None) -> Mention | None:
    words = tuple(t.text for t in line.tokens[i : i + length])
    first: tuple[Known, ...] = ()
    others: dict[int, Known] = {}
    spellings = list(forms(words, line.language))
    if line.language == "ru" and length == 1 and i and line.tokens[i - 1].low in INSTRUMENTAL:
        # «под Покровском» is Покровск, «в Покровском» is Покровское.
        spellings.sort(key=lambda form: not form[0].endswith("ск"))
    for name, adjective in spellings:
        places = tuple(p for p in line.names.named(name) if p.kind in _SCENES or (p.kind == "site" and length > 1))
        if not places:
            continue
        if adjective and not _before_noun(i + length, line.tokens):
            continue
        if line.language != "ru" or length > 1:
            return _judge(i, i + length, line, places, adjective, previous)
        # An ending may be that of several names («Уфе»): the report's own countries decide.
        others.update((id(p), p) for p in places)
        first = first or places
    if first:
        return _judge(i, i + length, line, _likely(first, tuple(others.values())), False, previous)
    role, settlement, _ = role_before(i, line.tokens, line.marks, line.language)
    if length > 1 or (role is Role.BARE and not settlement and not sentence_of_one(i, i + 1, line.tokens)):
        return None
    unknown = places_spelt((name for name, _ in spellings), line)
    found = _judge(i, i + 1, line, unknown, False, previous) if unknown else None
    return replace(found, weak=True, sure=False) if found else None


def _likely(first: tuple[Known, ...], places: tuple[Known, ...]) -> tuple[Known, ...]:
    """Of the places that an inflected name may mean those of its likeliest form, and larger ones of another."""
    if any(p.kind == "country" for p in first):
        return first
    least = max(10 * max((p.population or 0) for p in first), 20_000)
    mine = {id(p) for p in first}
    return first + tuple(p for p in places if id(p) not in mine and p.kind == "town" and (p.population or 0) >= least)


def _before_noun(i: int, tokens: Sequence[Token]) -> bool:
    return i < len(tokens) and tokens[i].capital


def _judge(
    first: int, last: int, line: Line, places: tuple[Known, ...], adjective: bool, previous: Mention | None
) -> Mention | None:
    tokens, marks = line.tokens, line.marks
    joined = previous is not None and _joined(previous.last, first, tokens)
    if joined and previous and line.language == "en" and _apposed(previous.last, first, last, tokens):
        joined = False
    role, settlement, article = role_before(first, tokens, marks, line.language)
    after = marks[last] if last < len(tokens) else frozenset()
    region = "<region_word>" in after or "<region_word>" in marks[last - 1] or _region_before(first, marks)
    if joined and previous and role is Role.BARE:
        role = previous.role
    if adjective:
        role = Role.AT if role in (Role.AT, Role.BARE) else role
    if line.language == "en" and tokens[last - 1].text.endswith(("'s", "’s")) and places[0].kind == "country":
        role = Role.BARE
    fits = places[0].kind != "country" and not after & _HOUSES
    if role is Role.BARE and fits and befallen(first, last, tokens, marks):
        role = Role.AT
    if role is Role.BARE and line.language == "en" and places[0].kind == "town" and names_site(last, marks):
        role = Role.AT
    big = max((p.population or 0) for p in places) >= 100_000 or any(p.kind == "country" for p in places)
    named = person(first, last, tokens, marks, line.language)
    titled = line.has("title", first - 1) and not line.has("settlement", first - 1)
    # «мэр Стамбула» owns a town, «мэр Иванов» is a person: a large town's name in another case than the first
    post = titled and line.language == "ru" and big and all(_inflected(first, last, tokens, p) for p in places)
    if (
        named
        and not post
        and (titled or not settlement)
        and not region
        and not any(p.kind == "country" for p in places)
    ):
        return None
    if line.language == "de" and article and not settlement and not adjective:
        areas = tuple(p for p in places if p.kind in ("country", "region", "sea"))
        places = areas or (places if big and last - first > 1 else ())
    site = before_site(last, line)
    if line.language == "en" and article and not settlement and not site and not region:
        places = tuple(p for p in places if p.kind in ("country", "region", "sea"))
    if not places:
        return None
    weak = role is Role.BARE and not settlement and not big and not joined
    label = last < len(tokens) and tokens[last].text == ":"
    owned = line.language == "ru" and bool(marks[first - 1] & BODIES) if first else False
    if (
        len(tokens[first].text) < 4
        and role is Role.BARE
        and not settlement
        and last - first == 1
        and not (label or owned or joined or (line.language == "ru" and places[0].kind == "country"))
    ):
        return None
    if "<street>" in after and (adjective or tokens[last].capital):
        return None
    # "Jubilee Market" is a market before it is a town, «площадь Свободы» a square.
    held = of_site(first, last, line, places[0])
    weak = weak or held
    text = " ".join(t.text for t in tokens[first:last])
    plain = line.language == "de" and last - first == 1 and not settlement
    sure = settlement or joined or last - first > 1
    return Mention(first, last, text, role, places, None, region, joined, sure, weak, plain, held)


def _inflected(first: int, last: int, tokens: Sequence[Token], place: Known) -> bool:
    """Whether a name is written otherwise than the place's own name: in another case."""
    return " ".join(t.text for t in tokens[first:last]) not in place.names.values()


_HOUSES: Final = frozenset({"<building>", "<institution>"})


def _region_before(first: int, marks: Sequence[frozenset[str]]) -> bool:
    return first > 0 and "<region_word>" in marks[first - 1]


def _apposed(end: int, first: int, last: int, tokens: Sequence[Token]) -> bool:
    """Whether a comma parts two names and the second opens what follows: "In Homa Bay, Oyugis police …"."""
    following = tokens[last] if last < len(tokens) else None
    return first - end == 1 and tokens[end].text == "," and following is not None and following.word and (
        following.low not in _LINKS and not following.capital
    )  # fmt: skip


def _joined(end: int, first: int, tokens: Sequence[Token]) -> bool:
    between = [t.low for t in tokens[end:first]]
    return 0 < len(between) <= 3 and _LINKS.issuperset(between) and not _AND.isdisjoint(between)


_AND: Final = frozenset({",", "und", "and", "и", "sowie"})
_LINKS: Final = _AND | {"as", "well", "or", "oder", "в", "in", "en", "the", "der", "а", "также", "bzw", "town", "city"}
