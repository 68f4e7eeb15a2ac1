"""Every text of the interface, found in the sources, and the catalogues that hold them in other languages.

python -m tests.messages     adds the texts that a catalogue lacks, drops those that are gone, keeps all translations
"""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from geo import view
from geo.coding import Reason
from geo.coding.revision import REJECTED
from geo.model import Certainty, ClaimKind, EventType, PartOfDay, SubEventType
from geo.ui.told import SAYINGS
from geo.words import LOCALES

ROOT: Final = Path(__file__).parents[1]
PYTHON: Final = (*(ROOT / "geo").rglob("*.py"), *(ROOT / "pages").glob("*.py"))
SCRIPTS: Final = tuple((ROOT / "geo" / "map" / "app").rglob("*.js"))
DATA: Final = ROOT / "data" / "kazakhstan-2022-01"
#: what a `Words` is called where it is asked for a text
_NAMES: Final = frozenset({"t", "words"})
_IN_SCRIPT: Final = re.compile(r"""(?<![\w$])t\(\s*("(?:[^"\\\n]|\\.)*")""")
#: The codebook's labels for `Other` (section 2), and its number words (section 6).
_LABELS: Final = (
    *("state of emergency", "curfew", "communications shutdown", "request for military assistance", "resignation"),
    *("departure", "inquiry", "statement", "evacuation", "displacement", "airport closure", "martial law", "coup"),
    *("talks", "prison break", "election", "verdict"),
)
_NUMBERS: Final = ("dozens", "scores", "hundreds", "thousands", "several")
_CODERS: Final = ("hand", "rules")
#: Whom a figure counts, and who says so, where the report does not name them (`geo.coding`).
_COUNTED: Final = ("persons", "soldiers", "report", "as before")
LEXICON: Final = ROOT / "data" / "lexicon"
#: What Babel writes into a catalogue's head about times and people, none of which is true here.
_NOISE: Final = (b'"POT-', b'"PO-R', b'"Gener', b'"Report-', b'"Last-T', b'"Language-Team')
#: A text, or the forms of one in the singular and the plural.
Message = str | tuple[str, str]


def messages() -> dict[Message, set[str]]:
    """Return every text of the interface with the files that it stands in."""
    found: dict[Message, set[str]] = {}
    for path in PYTHON:
        for message in in_python(path.read_text(encoding="utf-8")):
            found.setdefault(message, set()).add(path.relative_to(ROOT).as_posix())
    for path in SCRIPTS:
        for message in in_script(path.read_text(encoding="utf-8")):
            found.setdefault(message, set()).add(path.relative_to(ROOT).as_posix())
    for message in (*_closed_lists(), *_titles(), *_of_the_data(), *_of_the_lexicon()):
        found.setdefault(message, set()).add("geo/model.py")
    for saying in SAYINGS:
        found.setdefault(saying, set()).add("geo/ui/told.py")
    for *_, expected in view._KEYS.values():
        found.setdefault(expected, set()).add("geo/view.py")
    return found


def in_python(source: str) -> Iterator[Message]:
    """Find `t("…")`, `here.words("…")`, `words("de")("…")`, `t.plural("…", "…", n)`, and what a ViewError expected."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        asked = node.func
        if isinstance(asked, ast.Name) and asked.id == "ViewError":
            yield from _texts(node.args[2])
        elif isinstance(asked, ast.Attribute) and asked.attr == "plural":
            one, many = (next(_texts(argument)) for argument in node.args[:2])
            yield one, many
        elif _asks(asked):
            yield from (text for text in _texts(node.args[0]) if text not in ("en", "de"))


def in_script(source: str) -> Iterator[Message]:
    """Find `t("…")` and `qantar.t("…")`."""
    for match in _IN_SCRIPT.finditer(source):
        yield str(json.loads(match[1]))


def catalogue(lang: str) -> Catalog:
    """Return the catalogue of a language; an empty one where there is none yet."""
    path = LOCALES / lang / "qantar.po"
    if not path.is_file():
        return Catalog(locale=lang)
    with path.open("rb") as file:
        return read_po(file, locale=lang, ignore_obsolete=False)


def renewed(lang: str) -> bytes:
    """Return the catalogue's file as it should be: every message of the sources, with the translations there are."""
    old = catalogue(lang)
    new = Catalog(locale=lang, project="Qantar", version="1", charset="utf-8", fuzzy=False)
    new.header_comment = "# The texts of Qantar in another language. `python -m tests.messages` keeps it complete."
    for message, files in sorted(messages().items(), key=lambda item: (min(item[1]), str(item[0]))):
        key = message if isinstance(message, str) else message[0]
        held = old.get(key)
        new.add(message, held.string if held and held.string else "", locations=[(f, 0) for f in sorted(files)])
    written = BytesIO()
    write_po(written, new, include_lineno=False, omit_header=False, width=0)
    kept = [line for line in written.getvalue().splitlines() if not line.startswith(_NOISE)]
    return b"\n".join(kept) + b"\n"


def _asks(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return _asks(node.func)
    return (isinstance(node, ast.Name) and node.id in _NAMES) or (
        isinstance(node, ast.Attribute) and node.attr in _NAMES
    )


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _texts(value)


def _closed_lists() -> Iterator[str]:
    for values in (EventType, SubEventType, Certainty, ClaimKind, PartOfDay):
        yield from (member.value for member in values)
    yield from (*(reason.value for reason in Reason), "a count of an event told before", REJECTED)
    yield from (*_LABELS, *_NUMBERS, *_CODERS, *_COUNTED)


def _of_the_lexicon() -> Iterator[str]:
    """Return what the coder calls those who act, those who say so, and acts of no type of their own."""
    actions = tomllib.loads((LEXICON / "actions.toml").read_text(encoding="utf-8"))
    yield from (row["label"] for row in actions.values() if "label" in row)
    words = tomllib.loads((LEXICON / "words.toml").read_text(encoding="utf-8"))
    yield from (label for row in words.values() if isinstance(row, dict) and (label := row.get("label")))
    yield from tomllib.loads((LEXICON / "sources.toml").read_text(encoding="utf-8"))


def _titles() -> Iterator[str]:
    """Return the pages' titles, which `geo/ui/main.py` lists."""
    tree = ast.parse((ROOT / "geo" / "ui" / "main.py").read_text(encoding="utf-8"))
    lists = [n.value for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "TITLES"]
    for titles in lists:
        yield from ast.literal_eval(titles).values()


def _of_the_data() -> Iterator[str]:
    features = json.loads((DATA / "events.geojson").read_text(encoding="utf-8"))["features"]
    yield from (label for feature in features if (label := feature["properties"]["label"]))


if __name__ == "__main__":
    for file in LOCALES.glob("*/qantar.po"):
        file.write_bytes(renewed(file.parent.name))
