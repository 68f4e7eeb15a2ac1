"""A Word document (.docx): its paragraphs, those in tables too, and what its properties say."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import docx
from docx.oxml.ns import qn

from geo.errors import ReportError
from geo.sources.texts.found import Found, language_code, line

#: The most that a document may unpack to, in bytes, and in how many parts.
MAX_UNPACKED: Final = 64 * 1024 * 1024
MAX_PARTS: Final = 2_000
#: When the template was made that libraries begin a document with; it says nothing of this one.
_TEMPLATE: Final = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)
_DEFINES: Final = (b"<!DOCTYPE", b"<!ENTITY")
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(octets: bytes) -> Found:
    """Read a .docx. Raises ReportError for another file, one that unpacks to too much, or one without text."""
    if octets.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReportError("an old or an encrypted Word document; expected a .docx without a password")
    _check_parts(octets)
    try:
        document = docx.Document(io.BytesIO(octets))
    except Exception as error:  # python-docx raises whatever a broken part makes it raise
        if isinstance(error, MemoryError | RuntimeError):
            raise
        raise ReportError(
            f"no Word document that can be read ({type(error).__name__}); expected a whole .docx"
        ) from error
    own = document.core_properties
    found = Found(title=line(own.title), language=language_code(own.language))
    if own.created != _TEMPLATE:
        found.propose(str(own.created or ""), "the day on which the Word document was created")
    found.paragraphs = list(_paragraphs(document.element.body))
    if not any(p.strip() for p in found.paragraphs):
        raise ReportError("no text in the Word document; expected a report")
    return found


def _check_parts(octets: bytes) -> None:
    """Refuse what is no ZIP, unpacks to too much, or defines entities; sizes are those that unpacking keeps to."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            parts = archive.infolist()
            unpacked = sum(p.file_size for p in parts)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
                found = f"{len(parts):,} parts that unpack to {unpacked:,} bytes"
                raise ReportError(f"{found}; expected at most {MAX_PARTS:,} and {MAX_UNPACKED:,}")
            if any(p.flag_bits & 1 for p in parts):
                raise ReportError("an encrypted archive; expected a .docx without a password")
            if "word/document.xml" not in archive.namelist():
                raise ReportError("an archive that is no Word document; expected a .docx")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and any(d in archive.read(part) for d in _DEFINES):
                    raise ReportError(
                        f"{part.filename[:80]} defines entities of its own; expected none, as in every .docx"
                    )
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise ReportError("no Word document, or a damaged one; expected a whole .docx") from error


def _paragraphs(body: Any) -> Iterator[str]:
    """Yield the paragraphs in the order of the file; what stands there twice for older programs is left out."""
    for paragraph in body.iter(qn("w:p")):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield paragraph.text


def warm_up() -> None:
    """Write and read a document once, so that nothing is left to be opened."""
    document = docx.Document()
    document.add_paragraph("One.")
    sink = io.BytesIO()
    document.save(sink)
    read_word(sink.getvalue())
