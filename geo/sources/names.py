"""The column names of an untrusted table: few enough, short enough, each once."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from geo.errors import SourceError
from geo.sources.limits import Limits
from geo.sources.wire import ROW

MAX_NAME: Final = 200


def check_columns(names: Sequence[str], limits: Limits) -> tuple[tuple[str, ...], list[str]]:
    """Return the names, trimmed, the empty ones filled (`column_7`), and a note where one was filled.

    Raises SourceError for too many columns, a name twice, or one that is too long or cannot be seen.
    """
    if len(names) > limits.columns:
        raise SourceError(f"{len(names):,} columns; expected at most {limits.columns}")
    clean = [unicodedata.normalize("NFC", name.strip("\ufeff \t\r\n")) for name in names]
    filled = [name or f"column_{i}" for i, name in enumerate(clean, start=1)]
    if not any(clean):
        raise SourceError("no column has a name; expected a header")
    seen: set[str] = set()
    for name in filled:
        if len(name) > MAX_NAME:
            raise SourceError(f"a column name of {len(name):,} characters; expected at most {MAX_NAME}")
        if name == ROW or not name.isprintable():
            raise SourceError(f"the column name {name[:60]!r}; expected a name that can be seen")
        if name in seen:
            raise SourceError(f"the column {name[:60]!r} twice; expected each name once")
        seen.add(name)
    empty = [f for f, c in zip(filled, clean, strict=True) if not c]
    return tuple(filled), [f"columns without a name are called {', '.join(empty[:5])}"] if empty else []
