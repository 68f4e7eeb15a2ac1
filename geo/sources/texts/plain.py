"""Plain text as it is, and Markdown without its marks."""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from geo.errors import ReportError
from geo.sources.texts.found import Found, decoded, language_code, line

_FRONT: Final = re.compile(r"\A---[^\S\n]*\n(.*?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_KEYS: Final = ("date", "published", "pubdate")


def read_plain(octets: bytes) -> Found:
    """Return a text file's text, unchanged but for a byte order mark. Raises ReportError."""
    text = decoded(octets)
    if not text.strip():
        raise ReportError("an empty file; expected a report's text")
    return Found(paragraphs=[text])


def read_markdown(octets: bytes) -> Found:
    """Read Markdown: the text of its blocks, and date, title and language of a head between `---`."""
    text = decoded(octets).replace("\r\n", "\n")
    head = _FRONT.match(text)
    own = _front(head[1]) if head else {}
    tokens = MarkdownIt("commonmark").parse(text[head.end() :] if head else text)
    found = Found(title=line(own.get("title")), outlet=line(own.get("outlet")), language=language_code(own.get("lang")))
    for key in _KEYS:
        found.propose(own.get(key), f"{key} in the head of the file")
    found.paragraphs = [_plain(t) for t in tokens if t.type == "inline"]
    if not any(p.strip() for p in found.paragraphs):
        raise ReportError("no text in the file; expected a report in Markdown")
    return found


def _front(head: str) -> dict[str, str]:
    pairs = (row.partition(":") for row in head.splitlines()[:50])
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}


def _plain(inline: Token) -> str:
    """Return the text of a block's inline parts, a line break as a space."""
    return "".join(
        " " if t.type in ("softbreak", "hardbreak") else t.content
        for t in inline.children or ()
        if t.type in ("text", "code_inline", "softbreak", "hardbreak")
    )


def warm_up() -> None:
    """Read a text once, so that nothing is left to be opened."""
    read_markdown(b"---\ndate: 2024-05-16\n---\n# One\n\nTwo *three* [four](https://x.example)\n\n| a |\n")
