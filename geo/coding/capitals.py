"""A capital told as such ("the Kyrgyz capital"), or an institution as a scene ("vor dem kirgisischen Parlament")."""

from typing import Final

from geo.coding.inflect import forms
from geo.coding.places import Line, Mention
from geo.coding.roles import Role, role_before


def capital_at(i: int, line: Line) -> Mention | None:
    """Return the capital or the institution's seat that token `i` names as a place; None if it names none."""
    tokens, marks, adjectives = line.tokens, line.marks, line.adjectives
    capital = "<capital_word>" in marks[i]
    national = "<national_house>" in marks[i]
    house = national or ("<institution>" in marks[i] and "<building>" in marks[i])
    if not capital and (not house or "<source_embassy>" in marks[i]):
        return None  # an embassy stands in a country other than its own
    code = next((adjectives[j] for j in (i - 1, i - 2, i + 1) if j in adjectives), None)
    owner = _owner(i, line) if code is None else None
    if owner == "" or (capital and code is None and _minor(i, line)):
        return None
    code = code or owner
    if code is None and i + 1 < len(tokens) and tokens[i + 1].capital and tokens[i + 1].word and capital:
        return None
    role, _, _ = role_before(i, tokens, marks, line.language)
    if role is Role.BARE and capital and line.language == "ru":
        role = Role.TO if tokens[i].low.endswith("у") else Role.BARE
    if house and not capital and (role not in (Role.AT, Role.NEAR) or (code is None and not _alone(i, line))):
        return None
    if role is Role.NEAR and house:
        role = Role.AT
    return Mention(i, i + 1, tokens[i].text, role, (), code or "*")


def _owner(i: int, line: Line) -> str | None:
    """The country that a capital or parliament is told to be of: "Kenya's parliament", "столица Уганды".

    None if it is of nothing; "" if it is of something that is no country ("the capital of Sinaloa").
    """
    tokens, names = line.tokens, line.names
    if i and tokens[i - 1].text.endswith(("'s", "’s")):
        before = [p.country for p in names.named(tokens[i - 1].text[:-2]) if p.kind == "country"]
        return before[0] if before else None
    linked = i + 1 < len(tokens) and tokens[i + 1].low in ("of", "von", "der", "des")
    after = i + (2 if linked else 1)
    if after < len(tokens) and tokens[after].low in ("the", "der", "des"):
        after += 1
    if after >= len(tokens) or not tokens[after].capital or not (linked or line.language == "ru"):
        return None
    for name, _ in forms((tokens[after].text,), line.language):
        for place in names.named(name):
            if place.kind == "country":
                return place.country
    return "" if linked else None


def _alone(i: int, line: Line) -> bool:
    """Whether a house of the state stands as a scene of its own: "vor dem Generalstab", "outside parliament"."""
    before = line.tokens[max(0, i - 3) : i]
    scene = any(t.low in _BEFORE for t in before)
    named = i + 1 < len(line.tokens) and line.tokens[i + 1].low in ("in", "von", "of", "der", "des", "в")
    return line.has("national_house", i) and scene and not named


_BEFORE: Final = frozenset({"vor", "outside", "перед", "у", "возле", "gegenüber"})


def _minor(i: int, line: Line) -> bool:
    """Whether a capital is that of a part of the country: "the provincial capital", «столица автономии»."""
    near = [i - 1, i + 1, i + 2] if i + 1 < len(line.tokens) and line.tokens[i + 1].low in _ARTICLES else [i - 1, i + 1]
    return any(line.has("part_word", j) or line.has("region_word", j) for j in near)


_ARTICLES: Final = frozenset({"of", "der", "des", "dieser", "this"})
