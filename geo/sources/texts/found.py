"""A document's paragraphs and metadata as they were found, before anybody has looked at them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from geo.errors import ReportError

#: The longest text that is taken out of a document, in characters.
MAX_TEXT: Final = 5_000_000
MAX_META: Final = 300
EARLIEST: Final = date(1900, 1, 1)
_DAY: Final = re.compile(r"(?:D:)?(\d{4})-?(\d\d)-?(\d\d)")
_LANGUAGE: Final = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?", re.DOTALL)
_SPACE: Final = re.compile(r"[^\S\n]+")


@dataclass(kw_only=True)
class Found:
    """What a reader has found; a text of metadata is at most 300 characters, `day_from` says where the day was."""

    paragraphs: list[str] = field(default_factory=list)
    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    day: date | None = None
    day_from: str | None = None
    url: str | None = None

    def propose(self, raw: str | None, source: str) -> None:
        """Take a day of publication, if there is none yet and `raw` begins with one (2024-05-16, D:20240516)."""
        if self.day is None and raw and (day := day_of(raw)):
            self.day, self.day_from = day, source


def day_of(raw: str) -> date | None:
    """Return the day that a text begins with; None where it is none, or one before 1900."""
    match = _DAY.match(raw.strip()[:40])
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    return day if day and day >= EARLIEST else None


def line(raw: object) -> str | None:
    """Return metadata as one printable line of at most 300 characters; None where there is nothing in it."""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(raw or "")[: 4 * MAX_META]).split())
    return text[:MAX_META] or None


def language_code(raw: object) -> str | None:
    """Return the language of a tag such as `de-DE`."""
    match = _LANGUAGE.fullmatch(str(raw or "").strip()[:40])
    return match[1].lower() if match else None


def text_of(paragraphs: Iterable[str]) -> str:
    """Join paragraphs with blank lines, each with single spaces. Raises ReportError where the text is too long."""
    text = "\n\n".join(filter(None, map(_tidy, paragraphs)))
    if len(text) > MAX_TEXT:
        raise ReportError(f"{len(text):,} characters of text; expected at most {MAX_TEXT:,}")
    return text


def _tidy(paragraph: str) -> str:
    lines = (_SPACE.sub(" ", row).strip() for row in paragraph.replace("\xad", "").splitlines())
    return "\n".join(filter(None, lines))


def decoded(octets: bytes, declared: str | None = None) -> str:
    """Return a text file's text: UTF-8, or the encoding that it names. Raises ReportError for another, or binary."""
    if b"\0" in octets[:100_000] and not octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReportError("it holds NUL bytes, as programs and pictures do; expected text")
    tried = "utf-16" if octets.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for name in dict.fromkeys((tried, *([declared] if declared else []))):
        try:
            return octets.decode(name)
        except LookupError as error:
            raise ReportError(f"the encoding {name[:40]!r}, which nobody knows; expected UTF-8") from error
        except UnicodeDecodeError as error:
            at = error.start + 1
    said = f"byte {at:,} is not {declared or 'UTF-8'}"
    raise ReportError(f"{said}; expected text in UTF-8, or in the encoding that it names")


def paragraphs_of(text: str) -> Iterator[str]:
    """Yield the stretches between blank lines."""
    yield from re.split(r"\n[^\S\n]*\n\s*", text.replace("\r\n", "\n").replace("\r", "\n"))
