"""A report's text → paragraphs, sentences and tokens, each with its offsets into the text as read."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

#: A sentence is read in pieces of this many characters if it is longer, as no report's is.
LONGEST: Final = 4_000
_TOKEN: Final = re.compile(
    r"\d{1,4}(?:-[^\W\d_]+)+|\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,:]\d+)?"
    r"|[^\W\d_]+(?:['’ʼ`\-‑][^\W_]+)*|[^\w\s]|[\w]+"
)
_LINE: Final = re.compile(r"[^\r\n\u2028\u2029\x85]+")
_END: Final = re.compile(r"[.!?…]+[»«›‹”\"“’')\]]*(?=\s+[«»„“\"‚(\[–—-]*\s*[^\W_a-zа-яёäöü])")
_LOOKALIKE: Final = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "‑": "-", "`": "'"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark: `text` as written, `low` folded; characters [start, end) of the report."""

    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with an upper-case letter."""
        return self.text[:1].isupper()

    @property
    def word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[:1].isalpha()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; paragraph and number count from 1; `head` marks a headline or caption."""

    paragraph: int
    number: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    head: bool = False


def fold(word: str) -> str:
    """Return a word as the lexicon spells it: NFC, case folded, ё as е, one apostrophe, one hyphen."""
    return unicodedata.normalize("NFC", word).casefold().translate(_LOOKALIKE)


def tokens_of(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Return the tokens of text[start:end]; numbers keep their separators of thousands."""
    found = _TOKEN.finditer(text, start, end)
    return tuple(Token(m.group(), fold(m.group()), m.start(), m.end()) for m in found)


def split_report(
    text: str, *, abbreviations: frozenset[str] = frozenset(), ordinals: bool = False
) -> tuple[Sentence, ...]:
    """Return the sentences of a report; a paragraph is a line that is not blank.

    A first line without a full stop, with more lines below, is a headline (or a caption). `ordinals`: the language
    writes them with a full stop ("am 5. Januar").
    """
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.group().strip()]
    out: list[Sentence] = []
    for number, (start, end) in enumerate(lines, start=1):
        spans = _sentences(text, start, end, abbreviations, ordinals)
        head = number == 1 and len(lines) > 1 and len(spans) == 1 and text[: spans[0][1]].rstrip()[-1:] not in ".!?…"
        out += [Sentence(number, i, a, b, tokens_of(text, a, b), head) for i, (a, b) in enumerate(spans, start=1)]
    return tuple(out)


def _sentences(
    text: str, start: int, end: int, abbreviations: frozenset[str], ordinals: bool
) -> Sequence[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if match.group()[0] == "." and _goes_on(text, max(begin, match.start() - 30), match, abbreviations, ordinals):
            continue
        spans.append((begin, match.end()))
        begin = match.end()
    spans.append((begin, end))
    trimmed = (_trim(text, a, b) for a, b in spans)
    return [piece for a, b in trimmed for piece in _pieces(text, a, b)]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence whole, or in pieces no longer than LONGEST: the work grows with the text and not faster."""
    while start < end:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST) if end - start > LONGEST else -1
        cut = space if space >= 0 else min(end, start + LONGEST)
        first, last = _trim(text, start, cut)
        if first < last:
            yield first, last
        start = cut


def _goes_on(text: str, begin: int, match: re.Match[str], abbreviations: frozenset[str], ordinals: bool) -> bool:
    before = text[begin : match.start()].split()
    last = before[-1].lstrip("(«»„“\"'") if before else ""
    if last.replace("/", "").replace(".", "").isdigit() and len(last.rpartition("/")[2]) <= 2 and ordinals:
        following = text[match.end() : match.end() + 12].split()
        return bool(following) and fold(following[0]) not in _GERMAN
    if len(last) == 1 and last.isalpha() and last.isupper():
        return True
    return fold(last) in abbreviations


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def language_of(text: str) -> str:
    """Guess the language of a report: "ru" for Cyrillic, else "de" or "en" by their commonest words."""
    sample = text[:20_000].casefold()
    if sum("а" <= c <= "я" for c in sample) > sum("a" <= c <= "z" for c in sample):
        return "ru"
    words = sample.split()
    german = sum(w in _GERMAN for w in words)
    english = sum(w in _ENGLISH for w in words)
    return "de" if german > english else "en"


_GERMAN: Final = frozenset(
    (
        *(
            "der",
            "die",
            "das",
            "und",
            "den",
            "von",
            "zu",
            "mit",
            "sich",
            "des",
            "auf",
            "für",
            "ist",
            "im",
            "dem",
            "nicht",
        ),
        *("ein", "eine", "als", "auch", "am", "es", "er", "wurde", "wurden", "nach", "bei", "aus", "zum", "zur"),
    )
)
_ENGLISH: Final = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "was",
        "on",
        "with",
        "as",
        "by",
        "at",
        "from",
        "were",
        "had",
        "an",
        "be",
    ]
)
