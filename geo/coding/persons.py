"""Persons: the last words of names that follow a title somewhere in the report, wherever they stand again."""

from collections.abc import Sequence

from geo.coding.text import Sentence, Token

_PERSON = frozenset({"<person>"})
_NAME = frozenset({"<name>"})


def mark_persons(
    sentences: Sequence[Sentence], marks: Sequence[tuple[frozenset[str], ...]], language: str
) -> list[tuple[frozenset[str], ...]]:
    """Return the marks with <person> at every name that somewhere stands behind a title, or in two parts."""
    names: set[str] = set()
    loose: set[str] = set()
    for sentence, row in zip(sentences, marks, strict=True):
        names.update(_names(sentence.tokens, row, titled=True))
        loose.update(_names(sentence.tokens, row, titled=False))
    if language == "ru":
        names, loose = {_stem(n) for n in names}, {_stem(n) for n in loose}
    out = []
    for sentence, row in zip(sentences, marks, strict=True):
        keys = [(_stem(t.low) if language == "ru" else t.low.removesuffix("'s")) for t in sentence.tokens]
        out.append(
            tuple(
                m | _PERSON if k in names and t.capital else m | _NAME if k in loose and t.capital else m
                for t, m, k in zip(sentence.tokens, row, keys, strict=True)
            )
        )
    return out


def _stem(low: str) -> str:
    return low[: max(4, len(low) - 2)] if len(low) > 5 else low


def _names(tokens: Sequence[Token], marks: Sequence[frozenset[str]], *, titled: bool) -> set[str]:
    """The last words of runs of two or three capitalised words unknown to the lexicon, behind a title or not."""
    found: set[str] = set()
    i = 0
    while i < len(tokens):
        last = i
        while last < len(tokens) and last < i + 4 and _part(tokens[last], marks[last]) and _near(tokens, last, i):
            last += 1
        behind = i > 0 and ("<title>" in marks[i - 1] or "<official>" in marks[i - 1])
        settled = i > 0 and marks[i - 1] & {"<settlement>", "<building>"}
        if (behind or not titled) and last - i in (2, 3) and not settled:
            found.update(t.low.removesuffix("'s") for t in tokens[i + 1 : last])
        i = max(last, i + 1)
    return found


def _part(token: Token, mark: frozenset[str]) -> bool:
    return token.capital and token.word and len(token.text) > 2 and not (mark - {"<connector>"})


def _near(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Whether a word goes on with a name: next to it, and no owner stands before ("Sudan's Darfur")."""
    before = tokens[at - 1]
    return at == first or (tokens[at].start - before.end == 1 and not before.low.endswith(("'s", "’s")))
