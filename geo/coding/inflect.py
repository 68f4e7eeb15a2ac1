"""A name as it stands in a sentence → the forms that a gazetteer may have it under (German, English, Russian)."""

from collections.abc import Iterator
from typing import Final

#: Russian endings and what stands there in the nominative, the likeliest first.
_RUSSIAN: Final = (
    ("ской", ("ская",)),
    ("ском", ("ский", "ское", "ск")),
    ("ского", ("ский", "ское")),
    ("скую", ("ская",)),
    ("ской", ("ской",)),
    ("ии", ("ия",)),
    ("ию", ("ия",)),
    ("ией", ("ия",)),
    ("ого", ("ый", "ое", "ий")),
    ("ому", ("ый", "ое", "ий")),
    ("ых", ("ые", "ы")),
    ("ами", ("ы", "а", "и")),
    ("ах", ("ы", "и")),
    ("ам", ("ы", "и")),
    ("ями", ("и",)),
    ("ях", ("и",)),
    ("ием", ("ий", "ие")),
    ("ем", ("", "ь", "й", "е")),
    ("ом", ("", "о", "ый")),
    ("ой", ("а", "ая")),
    ("ей", ("я", "а", "ь")),
    ("ью", ("ь",)),
    ("е", ("", "а", "о", "ь", "й", "я")),
    ("у", ("", "а", "о")),
    ("ю", ("я", "ь", "й")),
    ("а", ("", "о")),
    ("я", ("ь", "й", "е")),
    ("ы", ("а", "")),
    ("и", ("ь", "а", "я", "й", "")),
    ("ую", ("ая",)),
)
#: German words before a country's name that say which part of it.
_PARTS: Final = ("Nordost", "Nordwest", "Südost", "Südwest", "Nord", "Süd", "Ost", "West", "Zentral", "Mittel")
#: Russian words that stand beside a name: any case → nominative.
_NOUNS: Final = {
    "области": "область", "областью": "область", "краю": "край", "крае": "край", "края": "край",
    "районе": "район", "района": "район", "району": "район", "районом": "район",
    "республике": "республика", "республики": "республика", "республику": "республика",
    "провинции": "провинция", "провинцию": "провинция",
}  # fmt: skip


#: The article of Arabic names, which every newspaper spells as it likes.
_ARABIC: Final = frozenset({"Al", "El", "al", "el", "As", "Ash", "An", "Ar", "At"})


def spellings(name: str, language: str) -> Iterator[str]:
    """Yield the names that a name written in a text may be a form of: "Almatys", «Бишкеке», "Minsker"; none of ""."""
    if words := tuple(name.split()):
        yield from (form for form, _ in forms(words, language))


def forms(words: tuple[str, ...], language: str) -> Iterator[tuple[str, bool]]:
    """Yield spellings to look up, the word itself first; True where the form is an adjective ("Minsker")."""
    name = " ".join(words)
    if language == "en" and name.endswith(("'s", "’s")):
        # Before the whole: without its apostrophe "Mali's" is a town elsewhere.
        yield name[:-2], False
    yield name, False
    if language == "en" and len(words) == 2 and words[0] in _ARABIC:
        yield from ((f"{article}{words[1]}", False) for article in ("El ", "Al ", "Al-", "El-"))
    if len(words) == 1 and name[:3] in ("Al-", "El-", "al-", "Ar-", "As-", "Эль", "Аль"):
        rest = name[4:] if name[0] in "ЭА" else name[3:]
        yield from ((f"{article} {rest}", False) for article in ("Al", "El", "Ar", "As", "Эль"))
    if language == "ru":
        yield from ((n, False) for n in _russian(words))
        return
    for ending in ("'s", "’s", "'", "’"):
        if name.endswith(ending):
            yield name.removesuffix(ending), False
    if language != "de":
        return
    if name.endswith("s") and len(name) > 3:
        yield name[:-1], False
    for part in _PARTS:
        if name.startswith(part) and len(name) > len(part) + 3:
            rest = name[len(part) :].lstrip("-")
            yield rest[:1].upper() + rest[1:], False
    if name.endswith("er") and len(name) > 5:
        yield from ((name[:-2] + end, True) for end in ("", "en", "e", "er", "a", "o"))


def _russian(words: tuple[str, ...]) -> Iterator[str]:
    if len(words) == 1:
        yield from _nominatives(words[0])
        return
    if words[-1].lower() in _NOUNS:
        noun = _NOUNS[words[-1].lower()]
        for word in _nominatives(words[0]):
            yield " ".join((word, *words[1:-1], noun))
        return
    first = (words[0], *_adjectives(words[0]), *_nominatives(words[0]))[:6]
    last = (words[-1], *_nominatives(words[-1]))[:6]
    for a in first:
        for b in last:
            yield " ".join((a, *words[1:-1], b))


_ADJECTIVES: Final = (
    ("ком", "кий"), ("гом", "гий"), ("кой", "кая"), ("ких", "кие"),
    ("ем", "ий"), ("ом", "ый"), ("ом", "ой"), ("ой", "ая"), ("ей", "яя"), ("их", "ие"), ("ых", "ые"), ("ую", "ая"),
    ("ого", "ый"), ("его", "ий"),
)  # fmt: skip


def _adjectives(word: str) -> Iterator[str]:
    yield from (word[: -len(old)] + new for old, new in _ADJECTIVES if word.endswith(old))


def _nominatives(word: str) -> Iterator[str]:
    front, joint, rest = word.partition("-на-")
    if joint:
        yield from (name + joint + rest for name in _nominatives(front))
        return
    head, dash, tail = word.rpartition("-")
    for ending, instead in _RUSSIAN:
        if tail.endswith(ending) and len(tail) - len(ending) >= 2:
            for new in instead:
                yield head + dash + tail[: len(tail) - len(ending)] + new
    if dash and head and head[-1:] in "еуа" and len(head) > 3:
        yield head[:-1] + dash + tail
