"""The reader of untrusted documents: a process of its own that can open nothing, write nothing and not grow.

It is handed the file as its standard input and answers on its standard output with one JSON object: a document, or
`{"error": "…"}`. `python -m geo.sources.document_child '{"suffix": ".docx", "limits": {…}}'`.
"""

import codecs
import encodings
import json
import os
import sys
from collections.abc import Callable, Iterable
from encodings.aliases import aliases
from importlib import import_module
from typing import IO, Any, Final

from geo.errors import ReportError
from geo.sources.confine import Forbidden, confine
from geo.sources.limits import Limits
from geo.sources.texts.found import Found, text_of

#: suffix → module and function; only the one that is needed is imported
READERS: Final = {
    ".md": ("plain", "read_markdown"),
    ".html": ("webpage", "read_webpage"),
    ".htm": ("webpage", "read_webpage"),
    ".xhtml": ("webpage", "read_webpage"),
    ".docx": ("word", "read_word"),
    ".pdf": ("pdf", "read_pdf"),
    ".eml": ("mail", "read_mail"),
}
#: The encodings that pages and mails may name.
_ENCODINGS: Final = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "us-ascii", "latin-1", "iso8859-2", "iso8859-5"),
    *(
        "iso8859-9",
        "iso8859-15",
        "cp1250",
        "cp1251",
        "cp1252",
        "cp1254",
        "cp437",
        "cp866",
        "koi8-r",
        "koi8-u",
        "mac-cyrillic",
    ),
    *("gb18030", "gbk", "big5", "shift-jis", "euc-jp", "euc-kr", "raw-unicode-escape", "unicode-escape", "charmap"),
)


def prepare(suffix: str) -> Callable[[bytes], Found]:
    """Import a format's reader and have it open whatever it ever opens."""
    module, name = READERS[suffix]
    texts = import_module(f"geo.sources.texts.{module}")
    texts.warm_up()
    know_only(_ENCODINGS)
    read: Callable[[bytes], Found] = getattr(texts, name)
    return read


def know_only(names: Iterable[str]) -> None:
    """Forget all encodings but these: to look for another would be to import it."""
    modules = {aliases.get(n, n) for n in map(encodings.normalize_encoding, names)}
    table = {m: codecs.lookup(m) for m in modules}
    table |= {alias: table[module] for alias, module in aliases.items() if module in modules}

    def search(name: str) -> codecs.CodecInfo | None:
        return table.get(encodings.normalize_encoding(name).lower())

    codecs.unregister(encodings.search_function)
    codecs.register(search)


def run(request: str, source: IO[bytes]) -> dict[str, Any]:
    """Read the document as asked; return it, or the error."""
    asked = json.loads(request)
    limits = Limits(**asked["limits"])
    read = prepare(asked["suffix"])
    notes = confine(limits)
    try:
        octets = source.read(limits.size + 1)
        if len(octets) > limits.size:
            raise ReportError(f"more than {limits.size:,} bytes; expected no more")
        if not octets.strip():
            raise ReportError("an empty file; expected a report")
        return _answer(read(octets), notes)
    except ReportError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": f"more than {limits.memory:,} bytes of memory are needed to read it; expected a simpler file"}
    except Forbidden as error:
        return {"error": f"reading it would mean {error}; expected a file that stands alone"}
    except RecursionError:
        return {"error": "parts within parts without end; expected a simpler file"}
    except Exception as error:  # noqa: BLE001 - whatever a library meets in a hostile file is that file's fault
        return {"error": f"a damaged file ({type(error).__name__}); expected a whole {asked['suffix']} file"}


def _answer(found: Found, notes: list[str]) -> dict[str, Any]:
    return {
        "text": text_of(found.paragraphs),
        "title": found.title,
        "outlet": found.outlet,
        "language": found.language,
        "published": found.day.isoformat() if found.day else None,
        "published_from": found.day_from,
        "url": found.url,
        "notes": notes,
    }


if __name__ == "__main__":
    with open(0, "rb", closefd=False) as given, open(1, "wb", closefd=False) as pipe:
        pipe.write(json.dumps(run(sys.argv[1], given)).encode())
        pipe.flush()
    os._exit(0)
