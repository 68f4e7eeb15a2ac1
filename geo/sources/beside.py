"""What a person has noted beside a report: `a.toml` beside `a.pdf`, with title, outlet, language, published, url."""

import tomllib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from geo.errors import ReportError
from geo.sources.documents import Document

_TEXTS: Final = ("title", "outlet", "language", "url")
_MAX_BYTES: Final = 65_536


def with_notes(document: Document, path: Path) -> Document:
    """Return a document with what the TOML file of the same name beside it says, which goes before its own metadata.

    Raises ReportError, which names that file, where it cannot be read.
    """
    notes = path.with_suffix(".toml")
    if not notes.is_file():
        return document
    try:
        if notes.stat().st_size > _MAX_BYTES:
            raise ReportError(f"{notes}: {notes.stat().st_size:,} bytes; expected at most {_MAX_BYTES:,}")
        own = tomllib.loads(notes.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReportError(f"{notes}: it cannot be read ({error.strerror}); expected notes on {path.name}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReportError(f"{notes}: not TOML ({error}); expected notes on {path.name}") from error
    texts: dict[str, Any] = {k: v for k in _TEXTS if isinstance(v := own.get(k), str) and v.strip()}
    document = replace(document, **texts)
    if "published" in own:
        document = replace(document, published=_day(own["published"], notes), published_from=notes.name)
    return document


def _day(value: Any, notes: Path) -> date:
    try:
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise ReportError(f"{notes}: published = {value!r}; expected a day written YYYY-MM-DD") from error
