"""What decides how a report is coded, as one digest: a chunk coded by another version is coded anew."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import geo
from geo.gazetteer import DATA as GAZETTEER
from geo.sources.lexicon import DATA as LEXICON
from geo.words import LOCALES

_CODE: Final = Path(geo.__file__).parent
#: Our modules that read, code or write down a report.
_MODULES: Final = (
    "coding/*.py",
    "gazetteer/*.py",
    "model.py",
    "words.py",
    "sources/lexicon.py",
    "sources/part.py",
    "sources/inner.py",
)
_OWN: Final = ("archive/coded.py", "archive/documents.py", "archive/page_child.py")


@cache
def coder_version() -> str:
    """Return 16 hex digits that change with the coder's sources, its lexicon and its gazetteer."""
    digest = hashlib.sha256()
    for root, path in _files():
        digest.update(f"{path.relative_to(root).as_posix()} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files() -> Iterator[tuple[Path, Path]]:
    for pattern in (*_MODULES, *_OWN):
        yield from ((_CODE, path) for path in sorted(_CODE.glob(pattern)))
    for folder in (LEXICON, GAZETTEER, LOCALES):
        yield from ((folder, p) for p in sorted(folder.rglob("*")) if p.suffix in (".toml", ".csv", ".parquet", ".po"))
