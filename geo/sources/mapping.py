"""Any table through a mapping: which of its columns tell what, saved as a small TOML and used again.

    outlet = "Ministry of the Interior"
    [form]                       # how the file is written; what is left out is found out
    separator = ";"
    [columns]                    # our column = theirs; several theirs for actors
    start_date = "Datum"
    event_type = "Kategorie"
    [defaults]                   # for every row, where no column tells
    country = "KZ"
    [values.event_type]          # theirs = an event type or sub-event type of the codebook
    "Demo" = "Peaceful protest"

A row whose event type is neither in `values` nor in the codebook is refused: nothing is guessed while reading.
"""

import json
import tomllib
from collections.abc import Callable
from collections.abc import Mapping as Table
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from geo.errors import SourceError
from geo.model import SUB_TYPES, TYPE_OF, Certainty, ClaimKind, EventType, SubEventType
from geo.sources.countries import from_name
from geo.sources.wire import PLAIN, Form, check_form

#: the fields that a column can be mapped to
FIELDS: Final = (
    "event_id", "event_type", "label", "summary_en", "summary_de", "place", "admin1", "country", "geo_precision",
    "start_date", "end_date", "date_precision", "actors", "attribution", "certainty", "note", "latitude", "longitude",
    *(kind.value for kind in ClaimKind),
)  # fmt: skip
_FIRST: Final = {
    EventType.PROTESTS: SubEventType.PEACEFUL_PROTEST,
    EventType.RIOTS: SubEventType.VIOLENT_DEMONSTRATION,
    EventType.BATTLES: SubEventType.ARMED_CLASH,
    EventType.EXPLOSIONS: SubEventType.IED,
    EventType.CIVILIANS: SubEventType.ATTACK,
    EventType.STRATEGIC: SubEventType.OTHER,
}
#: an event type or sub-event type as written → the sub-event type; a type alone takes its plainest one
SUB_OF: Final = {t.value.casefold(): _FIRST[t].value for t in SUB_TYPES} | {
    s.value.casefold(): s.value for s in TYPE_OF
}
CODES: Final = {n: int(n) for n in "123"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Which of a table's columns tell what; `values` translates theirs into ours, by field."""

    outlet: str
    columns: Table[str, str | list[str]]
    form: Form = PLAIN
    defaults: Table[str, str] = field(default_factory=dict)
    values: Table[str, Table[str, str]] = field(default_factory=dict)

    def theirs(self, name: str) -> list[str]:
        """Return the table's columns that tell of a field."""
        found = self.columns.get(name, [])
        return [found] if isinstance(found, str) else list(found)

    def to_toml(self) -> str:
        """Write the mapping as TOML."""
        form = {k: v for k, v in asdict(self.form).items() if v is not None}
        tables = [("form", form), ("columns", self.columns), ("defaults", self.defaults)]
        tables += [(f"values.{name}", table) for name, table in self.values.items()]
        lines = [f"outlet = {json.dumps(self.outlet, ensure_ascii=False)}"]
        for name, table in tables:
            if table:
                lines += [
                    "",
                    f"[{name}]",
                    *(f"{_key(k)} = {json.dumps(v, ensure_ascii=False)}" for k, v in table.items()),
                ]
        return "\n".join(lines).replace("\x7f", "\\u007F") + "\n"


def read_mapping(path: Path) -> Mapping:
    """Read a mapping's file. Raises SourceError naming what in it is not understood."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name}: it cannot be read ({error}); expected a mapping in TOML") from error
    return parse_mapping(text, file=path.name)


def parse_mapping(text: str, *, file: str) -> Mapping:
    """Read a mapping's TOML. Raises SourceError naming what in it is not understood."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{file}: not a mapping ({error}); expected TOML") from error
    return _checked(raw, file)


def _checked(raw: dict[str, Any], file: str) -> Mapping:
    known = {"form": set(asdict(PLAIN)), "columns": set(FIELDS), "defaults": set(_DEFAULTS), "values": set(_VALUES)}
    for key, held in raw.items():
        if key != "outlet" and key not in known:
            raise SourceError(f"{file}: the key {key!r}; expected outlet, {', '.join(known)}")
        if key in known and not isinstance(held, dict):
            raise SourceError(f"{file}: {key} = {held!r}; expected a table")
    for table, keys in known.items():
        for key in raw.get(table, {}):
            if key not in keys:
                raise SourceError(f"{file}: {key!r} in [{table}]; expected one of {', '.join(sorted(keys))}")
    for key, theirs in raw.get("columns", {}).items():
        if not (isinstance(theirs, str) or (isinstance(theirs, list) and all(isinstance(t, str) for t in theirs))):
            raise SourceError(
                f"{file}: {key} = {theirs!r} in [columns]; expected the name of a column, or a list of them"
            )
    for key, ours in raw.get("defaults", {}).items():
        _check_value(file, f"{key} in [defaults]", ours, _DEFAULTS[key])
    for key, table in raw.get("values", {}).items():
        for theirs, ours in table.items() if isinstance(table, dict) else [("it", table)]:
            _check_value(file, f"{theirs!r} in [values.{key}]", ours, _VALUES[key])
    form = Form(**raw.get("form", {}))
    check_form(form, file=file)
    return Mapping(
        outlet=str(raw.get("outlet", file)),
        columns=raw.get("columns", {}),
        form=form,
        defaults=raw.get("defaults", {}),
        values=raw.get("values", {}),
    )


def _check_value(file: str, where: str, value: Any, fits: Callable[[str], bool]) -> None:
    if not isinstance(value, str) or not fits(value):
        raise SourceError(f"{file}: {where} is {value!r}; expected a value of the codebook, as a text")


_CERTAIN: Final = frozenset(c.value for c in Certainty)
_VALUES: Final[dict[str, Callable[[str], bool]]] = {
    "event_type": lambda v: v.casefold() in SUB_OF,
    "certainty": lambda v: v in _CERTAIN,
}
_DEFAULTS: Final[dict[str, Callable[[str], bool]]] = _VALUES | {
    "country": lambda v: from_name(v) is not None,
    "place": lambda v: bool(v.strip()),
    "attribution": lambda v: bool(v.strip()),
    "geo_precision": lambda v: v in CODES,
    "date_precision": lambda v: v in CODES,
}


def _key(text: str) -> str:
    return text if text.isascii() and text.replace("_", "").isalnum() else json.dumps(text, ensure_ascii=False)
