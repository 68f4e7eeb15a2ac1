"""Names in Latin letters: «Никол Пашинян» is Nikol Pashinyan in a coding, whose words are English."""

from collections.abc import Mapping
from typing import Final

_OPENS: Final = frozenset("аеёиоуыэюяъь")


def in_latin(name: str, letters: Mapping[str, Mapping[str, str]] | None) -> str:
    """Return `name` with the letters of its script as the table spells them; any other letter stays."""
    return " ".join(_word(word, letters) for word in name.split(" ")) if letters else name


def _word(word: str, table: Mapping[str, Mapping[str, str]]) -> str:
    low = word.lower()
    ending = next((e for e in table["last"] if low.endswith(e) and len(low) > len(e) + 1), "")
    out: list[str] = []
    for at, letter in enumerate(low.removesuffix(ending)):
        opens = not at or low[at - 1] in _OPENS or not low[at - 1].isalpha()
        plain = table["first"].get(letter) if opens else None
        plain = table["letters"].get(letter, word[at]) if plain is None else plain
        out.append(plain.capitalize() if word[at].isupper() and (at == 0 or not word.isupper()) else plain)
    spelt = "".join(out) + table["last"].get(ending, "")
    return spelt.upper() if word.isupper() and len(word) > 1 else spelt
