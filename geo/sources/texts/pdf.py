"""A PDF: its lines joined to paragraphs, without what every page repeats, and what its properties say."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError, PdfReadError, PyPdfError

from geo.errors import ReportError
from geo.sources.texts.found import Found, line

MAX_PAGES: Final = 500
_SENTENCE_ENDS: Final = (".", "!", "?", "…", ":", "”", "“", "»", "«", '"')
#: A line ends its paragraph if it is this much shorter than the page's longest.
_SHORT_LINE: Final = 0.75
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u2010\xad]$")


def read_pdf(octets: bytes) -> Found:
    """Read a PDF. Raises ReportError for one that is encrypted, damaged, too long, or has no text, as a scan."""
    if b"%PDF" not in octets[:1024]:
        raise ReportError("no PDF; expected a file that begins with %PDF")
    try:
        reader = PdfReader(io.BytesIO(octets))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReportError("an encrypted PDF; expected one without a password")
        pages = len(reader.pages)
        if pages > MAX_PAGES:
            raise ReportError(f"{pages:,} pages; expected at most {MAX_PAGES}")
        texts = [page.extract_text() or "" for page in reader.pages]
        found = _properties(reader)
    except DependencyError as error:
        raise ReportError("an encrypted PDF; expected one without a password") from error
    except (PyPdfError, PdfReadError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        told = " ".join(str(error).split())[:100]
        raise ReportError(f"a damaged PDF ({told or type(error).__name__}); expected a whole one") from error
    found.paragraphs = list(paragraphs([t.splitlines() for t in texts]))
    if not any(p.strip() for p in found.paragraphs):
        raise ReportError("no text in the PDF, as in a scan; expected one with text (text recognition, OCR, adds it)")
    return found


def _properties(reader: Any) -> Found:
    own = reader.metadata or {}
    found = Found(title=line(own.get("/Title")))
    found.propose(str(own.get("/CreationDate") or ""), "the day on which the PDF was made")
    return found


def paragraphs(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """Join lines to paragraphs: one ends at a blank line, and at a sentence's end in a line that is short."""
    joined: list[str] = []
    for rows in _without_repeats(pages):
        longest = max(map(len, rows), default=0)
        for row in rows:
            if row:
                joined.append(row)
            if joined and (not row or (row.endswith(_SENTENCE_ENDS) and len(row) < _SHORT_LINE * longest)):
                yield _joined(joined)
                joined = []
        if joined and joined[-1].endswith(_SENTENCE_ENDS):
            yield _joined(joined)
            joined = []
    if joined:
        yield _joined(joined)


def _without_repeats(pages: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Yield each page's lines without page numbers, and without a first or last line that most pages share."""
    stripped = [[" ".join(row.split()) for row in rows] for rows in pages]
    filled_rows = ([r for r in rows if r] for rows in stripped)
    ends = Counter(_bare(r) for rows in filled_rows for r in {*rows[:1], *rows[-1:]})
    repeated = {r for r, n in ends.items() if n >= 3 and n > len(pages) / 2}
    for rows in stripped:
        filled = [i for i, r in enumerate(rows) if r]
        edge = {*filled[:1], *filled[-1:]}
        yield [r for i, r in enumerate(rows) if not (i in edge and (_bare(r) in repeated or r.isdecimal()))]


def _bare(row: str) -> str:
    return re.sub(r"\d+", "#", row)


def _joined(rows: Sequence[str]) -> str:
    """Join lines; a hyphen at a line's end goes where the word goes on in lower case."""
    text = rows[0]
    for row in rows[1:]:
        broken = _HYPHEN.search(text)
        text = f"{text[:-1] if broken and row[:1].islower() else text}{'' if broken else ' '}{row}"
    return text


def warm_up() -> None:
    """Write and read a PDF once, so that nothing is left to be opened."""
    writer, sink = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": "One"})
    writer.write(sink)
    for page in PdfReader(io.BytesIO(sink.getvalue())).pages:
        page.extract_text()
