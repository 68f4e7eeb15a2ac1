"""The lexicon's tables, read from `data/lexicon/`: reviewed TOML, one file a kind."""

import tomllib
from pathlib import Path
from typing import Any, Final

from geo.errors import SourceError

DATA: Final = Path(__file__).parents[2] / "data" / "lexicon"
TABLES: Final = (
    "words",
    "frames",
    "toponyms",
    "actions",
    "precedence",
    "times",
    "numbers",
    "nations",
    "seats",
    "sources",
    "letters",
    "verbs",
)


def read_lexicon(folder: Path = DATA) -> dict[str, dict[str, Any]]:
    """Return every table of a lexicon's folder by name, for `geo.coding.lexicon.Lexicon.from_tables`.

    Raises SourceError naming the file that is missing or damaged.
    """
    return {name: _table(folder / f"{name}.toml") for name in TABLES}


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SourceError(f"lexicon: {path.name} cannot be read ({error.strerror}); expected a TOML table") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"lexicon: {path.name} is damaged ({error}); expected a TOML table") from error
