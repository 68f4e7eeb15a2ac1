"""Names in Cyrillic that no gazetteer has → the Latin spellings that it may have: «Дэбрэ-Табор» is Debre Tabor."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product
from typing import Final

from geo.coding.places import Known, Line

#: So many spellings of one name are tried, the likeliest first.
_MOST: Final = 48


def spellings(name: str, letters: Mapping[str, str]) -> Iterator[str]:
    """Yield Latin spellings of `name`; `letters` has what may stand for one or two of its letters, the likeliest first.

    Nothing where the name has a letter that the table lacks.
    """
    choices: list[tuple[str, ...]] = []
    low, at = name.lower(), 0
    while at < len(low):
        pair = low[at : at + 2]
        piece = pair if pair in letters else low[at]
        if piece not in letters and piece.isalpha():
            return
        choices.append(tuple(letters[piece].split("|")) if piece in letters else (piece,))
        at += len(piece)
    yield from islice(("".join(c) for c in product(*choices)), _MOST)


def places_spelt(forms: Iterable[str], line: Line) -> tuple[Known, ...]:
    """Return the towns that a name may mean by its Latin spelling; `forms` are its own in Cyrillic, the whole first."""
    letters = line.tables.lexicon.letters.get(line.language, {}).get("spelt", {})
    for form in forms if letters else ():
        for name in spellings(form, letters) if len(form) > _SHORT else ():
            towns = tuple(p for p in line.names.named(name) if p.kind == "town" and (p.population or 0) >= _LEAST)
            if towns:
                return towns
    return ()


#: Shorter names, and villages smaller than this, are not sought by their sound.
_SHORT: Final = 4
_LEAST: Final = 1_000
