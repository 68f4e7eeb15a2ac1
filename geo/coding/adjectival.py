"""A Russian adjective of a town before a part or a house of it: «в кабульский аэропорт», «на киевской площади»."""

import re
from collections.abc import Iterator
from typing import Final

from geo.coding.places import Line, Mention
from geo.coding.roles import Role, role_before

_ENDING: Final = re.compile(r"(?P<stem>[а-яё-]{2,}?)(?P<last>ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их)$")
#: A town of fewer people than this is not told by an adjective of its own.
_KNOWN: Final = 50_000


def town_of(i: int, line: Line) -> Mention | None:
    """Return the town that the lower-case adjective `i` names before one of its parts; None if it names none."""
    token = line.tokens[i]
    if line.language != "ru" or token.capital or not line.has("town_part", i + 1):
        return None
    for name in _names(token.low):
        towns = tuple(p for p in line.names.named(name) if p.kind == "town" and (p.population or 0) >= _KNOWN)
        if towns:
            role, _, _ = role_before(i, line.tokens, line.marks, "ru")
            return Mention(i, i + 1, token.text, Role.AT if role is Role.BARE else role, towns)
    return None


def _names(adjective: str) -> Iterator[str]:
    """The names that an adjective may be of: «минский» is of Минск, «кабульский» of Кабул, «одесский» of Одесса."""
    found = _ENDING.match(adjective)
    if not found:
        return
    stem = found["stem"]
    yield stem + found["last"]
    bare = stem.removesuffix("ь")
    for base in (bare, stem):
        yield from (base + ending for ending in ("", "а", "о", "и", "ы", "е", "са", "ь"))
    for tail in ("ин", "н"):
        if bare.endswith(tail):
            yield from (bare.removesuffix(tail) + ending for ending in ("ы", "а", "у", "и", "о"))
