"""Verbs as a sentence has them → the forms that the lexicon may list them under.

German verbs that stand in two parts ("griffen … an") are put together; English presents and gerunds, as tickers have
them ("fighters enter", "began withdrawing"), are given their past.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from geo.coding.text import Token


def other_forms(
    tokens: Sequence[Token], language: str, irregular: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int, str]]:
    """Yield for token numbers the folded forms that they also stand for; forms that are no words do no harm.

    `irregular` has German finite forms with their participle, English bases with their pasts.
    """
    if language == "de":
        yield from _parted(tokens, irregular)
    elif language == "en":
        yield from _presents(tokens, irregular)


# German

_PARTICLES: Final = frozenset(
    (
        *("ab", "an", "auf", "aus", "ein", "fest", "nieder", "vor", "zu", "zurück", "zusammen", "auseinander", "frei"),
        *(
            "um",
            "los",
            "weg",
            "fort",
            "durch",
            "bei",
            "mit",
            "nach",
            "statt",
            "über",
            "hoch",
            "bekannt",
            "heraus",
            "sicher",
            "her",
            "aneinander",
        ),
    )
)
_WEAK: Final = ("ten", "te", "en", "t")


def _parted(tokens: Sequence[Token], irregular: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[int, str]]:
    for at, token in enumerate(tokens):
        if token.word and not token.capital:
            yield from ((at, form) for form in _whole(token.low, irregular))
        if token.low not in _PARTICLES or not _closes(at, tokens):
            continue
        for i in range(at - 1, max(at - 30, -1), -1):
            if tokens[i].text in (";", ":", "."):
                break
            if tokens[i].word and (not tokens[i].capital or i == 0):
                yield from ((i, token.low + form) for form in _joined(tokens[i].low, irregular))


def _whole(low: str, irregular: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The participle of a verb in one piece: "erschießen" → "erschossen", "stürmen" → "gestürmt"."""
    prefix = next((p for p in _FIXED if low.startswith(p) and low[len(p) :] in irregular), None)
    if prefix:
        yield from (prefix + participle.removeprefix("ge") for participle in irregular[low.removeprefix(prefix)])
    elif low in irregular:
        yield from irregular[low]
    else:
        ending = next((e for e in _WEAK if low.endswith(e) and len(low) > len(e) + 3), None)
        if ending:
            stem = low.removesuffix(ending)
            yield from (f"ge{stem}t", f"{stem}t", f"{stem}ten")


#: Prefixes that stay with their verb.
_FIXED: Final = ("be", "er", "ver", "zer", "ent", "über", "um", "unter")


def _closes(at: int, tokens: Sequence[Token]) -> bool:
    """Whether a particle ends its clause: behind it a mark, "und", or nothing."""
    if at + 1 == len(tokens):
        return True
    return not tokens[at + 1].word or tokens[at + 1].low in ("und", "oder", "als", "sowie", "aber")


def _joined(finite: str, irregular: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    yield finite
    if finite in irregular:
        yield from irregular[finite]
        return
    ending = next((e for e in _WEAK if finite.endswith(e) and len(finite) > len(e) + 2), None)
    if ending:
        yield f"ge{finite.removesuffix(ending)}t"


# English

#: Words before a noun: what follows them is no verb.
_NOMINAL: Final = frozenset(
    (
        *("the", "a", "an", "of", "in", "on", "at", "for", "from", "with", "by", "to", "his", "her", "their", "its"),
        *("this", "that", "these", "those", "no", "any", "some", "more", "new", "heavy", "under", "after", "amid"),
        *(
            "between",
            "against",
            "into",
            "during",
            "about",
            "several",
            "two",
            "three",
            "four",
            "air",
            "drone",
            "missile",
        ),
        *("deadly", "first", "last", "recent", "violent", "fresh", "major", "such", "all", "other", "and", "or"),
    )
)
_DOUBLED: Final = frozenset("bdgmnprt")


def _presents(tokens: Sequence[Token], irregular: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(tokens):
        if not i or not token.word or token.capital or len(token.low) < 3 or tokens[i - 1].low in _NOMINAL:
            continue
        if i + 1 < len(tokens) and tokens[i + 1].low == "of":
            continue
        if not token.low.endswith(("ing", "s", "ed")) and not _may_act(tokens[i - 1]):
            continue
        yield from ((i, past) for base in _bases(token.low) for past in irregular.get(base) or _pasts(base))


def _may_act(before: Token) -> bool:
    """Whether a verb in its bare form can stand behind this word: "rebels seize", not "the district jail"."""
    return before.capital or not before.word or before.low.endswith(("s", "ly")) or before.low in _ACTING


_ACTING: Final = frozenset(
    (
        *("to", "they", "who", "we", "people", "men", "women", "police", "troops", "crowd", "military", "army"),
        *("will", "would", "can", "could", "may", "might", "must", "should", "not", "then", "gunmen", "let"),
        *("children", "have"),
        *("militiamen", "policemen", "servicemen", "taliban", "junta", "and"),
    )
)


def _bases(low: str) -> tuple[str, ...]:
    if low.endswith("ing") and len(low) > 5:
        stem = low[:-3]
        undoubled = (stem[:-1],) if stem[-1] == stem[-2] and stem[-1] in _DOUBLED else ()
        return (stem, f"{stem}e", *undoubled)
    if low.endswith("ies"):
        return (f"{low[:-3]}y",)
    if low.endswith("s") and not low.endswith("ss"):
        return (low[:-1], low[:-2]) if low.endswith("es") else (low[:-1],)
    return () if low.endswith("ed") else (low,)


def _pasts(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return (f"{base}d",)
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return (f"{base[:-1]}ied",)
    return (f"{base}ed", f"{base}{base[-1:]}ed") if base[-1:] in _DOUBLED else (f"{base}ed",)


#: Verbs behind which nobody is told as acting: "residents say".
_SAY: Final = frozenset({"say", "says", "said", "told", "reported", "tell", "recalled", "added", "estimate"})
_BYSTANDERS: Final = frozenset({"<crowd>", "<civilians>", "<rioters>"})
_FORCES: Final = frozenset({"<army>", "<police>", "<rebels>"})


#: What is general before these, no general of an army.
_OF_ALL: Final = frozenset(
    ("strike", "strikes", "election", "elections", "assembly", "public", "population", "mobilisation", "mobilization")
)
_A: Final = frozenset({"a", "an"})
_MANNED: Final = frozenset({"police", "army", "military", "border", "command", "guard", "observation", "trading"})
_ONE_OF: Final = frozenset({"a", "one", "the", "another", "main", "prime", "key", "two", "three", "four", "several"})
_SPEECH: Final = frozenset({"<speech>"})
_GUESS: Final = frozenset({"<opinion>"})
#: Words that mean something else behind others: "an estimated 30", "a police post", "a suspect".
_OTHERWISE: Final = {
    "estimated": (_A, _SPEECH),
    "reported": (_A, _SPEECH),
    "post": (_MANNED, _SPEECH),
    "posts": (_MANNED, _SPEECH),
    "suspect": (_ONE_OF, _GUESS),
    "suspects": (_ONE_OF, _GUESS),
}
_OFFICER: Final = frozenset({"<official>", "<title>", "<one_person>", "<source_army>"})


def _closes_sentence(i: int, tokens: Sequence[Token]) -> bool:
    """Whether somebody only vouches for what stands before: "…, the army said on Thursday."."""
    opened = any(tokens[k].text == "," for k in range(max(0, i - 3), i))
    rest = tokens[i + 2 : i + 6]
    return opened and i > 5 and (not rest or all(not t.word or t.capital or t.low in ("on", "late") for t in rest))


def no_actors(tokens: Sequence[Token]) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield tokens of an English sentence that do not act, with the classes to take away; all, where there are none."""
    for i, token in enumerate(tokens):
        if i and token.text in ("March", "May"):
            yield i, frozenset()
        elif token.text == "general" and i + 1 < len(tokens) and tokens[i + 1].low in _OF_ALL:
            yield i, _OFFICER
        elif i and (other := _OTHERWISE.get(token.low)) and tokens[i - 1].low in other[0]:
            yield i, other[1]
        elif i + 1 < len(tokens) and tokens[i + 1].low in _SAY:
            yield i, _BYSTANDERS | (_FORCES if _closes_sentence(i, tokens) else frozenset())
