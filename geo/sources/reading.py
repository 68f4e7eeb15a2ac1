"""Reading files strictly: what is not as written down in the contract of a file is refused, never repaired.

read_text   a UTF-8 file, with or without a byte order mark
read_json   JSON without NaN, infinities, twice-named members or numbers that no table holds
Fields      the named texts of one row or table, read one by one, each error naming file, row and column
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from geo.errors import DataSetError

#: A file of a data set may have this many bytes; some 100,000 events.
MAX_BYTES: Final = 256 * 1024 * 1024
MAX_NUMBER: Final = 2**53
#: how an escaped half of a surrogate pair starts
_ESCAPED_HALF: Final = ("\\ud", "\\uD")
Member = TypeVar("Member", bound=Enum)


def read_text(path: Path, *, file: str) -> str:
    """Return the text of a UTF-8 file; a byte order mark is no part of it. `file` names it in errors."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DataSetError(file, f"{size:,} bytes", f"at most {MAX_BYTES:,}")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise DataSetError(file, "no such file", "a data set of report.toml, events.geojson, claims.csv") from None
    except OSError as error:
        raise DataSetError(file, f"it cannot be read ({error.strerror})", "a readable file") from error
    except UnicodeDecodeError as error:
        found = f"byte 0x{error.object[error.start]:02x} at offset {error.start:,} is not UTF-8"
        raise DataSetError(file, found, "text in UTF-8") from error


def read_json(text: str, *, file: str) -> Any:
    """Return what a JSON text holds."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_members,
            parse_constant=_refuse,
            parse_float=_float,
            parse_int=_int,
        )
    except json.JSONDecodeError as error:
        found = f"not JSON at line {error.lineno}, character {error.colno} ({error.msg})"
        raise DataSetError(file, found, "a whole GeoJSON file") from error
    except ValueError as error:
        raise DataSetError(file, str(error), "JSON as RFC 8259 has it") from error
    except RecursionError as error:
        raise DataSetError(file, "brackets nested too deep", "a GeoJSON file") from error
    if any(escape in text for escape in _ESCAPED_HALF):
        _check_unicode(value, file)
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the member {next(n for n in names if names.count(n) > 1)!r} twice in one object")
    return members


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"the number {constant}")


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"the number {digits[:40]}")
    return number


def _int(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > MAX_NUMBER:
        raise ValueError(f"the number {digits[:40]}")
    return int(digits)


def _check_unicode(value: Any, file: str) -> None:
    """Refuse half a surrogate pair, which JSON can escape but UTF-8 cannot hold."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        found = f"half a character (U+{ord(error.object[error.start]):04X})"
        raise DataSetError(file, found, "whole Unicode characters") from error


@dataclass(frozen=True, slots=True)
class Fields:
    """The named values of one row (counted from 1) or of one table; each reader raises DataSetError."""

    values: Mapping[str, Any]
    file: str
    row: int | None = None

    def wrong(self, column: str, found: str, expected: str) -> DataSetError:
        """Return the error that says what `column` holds and what it should."""
        return DataSetError(self.file, found, expected, row=self.row, column=column)

    def value(self, column: str, expected: str) -> Any:
        """Return what stands in `column`, which must be there."""
        if column not in self.values:
            raise self.wrong(column, "it is missing", expected)
        return self.values[column]

    def text(self, column: str) -> str:
        """Return a text that is not empty."""
        expected = "a text that is not empty"
        value = self.value(column, expected)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(column, show(value), expected)
        return value

    def text_or_none(self, column: str) -> str | None:
        """Return a text, None where it is empty."""
        value = self.value(column, "a text, which may be empty")
        if value is not None and not isinstance(value, str):
            raise self.wrong(column, show(value), "a text, which may be empty")
        return value or None

    def day(self, column: str) -> date:
        """Return a day, written YYYY-MM-DD or as TOML has it."""
        expected = "a day written YYYY-MM-DD"
        value = self.value(column, expected)
        if type(value) is date:
            return value
        try:
            if date.fromisoformat(value).isoformat() == value:
                return date.fromisoformat(value)
        except (TypeError, ValueError):
            pass
        raise self.wrong(column, show(value), expected)

    def count(self, column: str) -> int | None:
        """Return a whole number from 0 written in digits, None where the field is empty."""
        expected = "a whole number from 0, or nothing"
        value = self.value(column, expected)
        if value in ("", None):
            return None
        if type(value) is int and value >= 0:
            return value
        if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 15:
            return int(value)
        raise self.wrong(column, show(value), expected)

    def needed_count(self, column: str) -> int:
        """Return a whole number from 1."""
        number = self.count(column)
        if not number:
            raise self.wrong(column, show(self.values[column]), "a whole number from 1")
        return number

    def member(self, column: str, members: type[Member]) -> Member:
        """Return the member of an enum whose value stands in `column`."""
        allowed = {m.value: m for m in members}
        expected = "one of " + ", ".join(map(str, allowed))
        value = self.value(column, expected)
        if not isinstance(value, str) or value not in allowed:
            raise self.wrong(column, show(value), expected)
        return allowed[value]

    def languages(self, column: str) -> dict[str, str]:
        """Return a text in English and German, from a table with the keys en and de."""
        expected = "a table with the texts en and de"
        value = self.value(column, expected)
        if not isinstance(value, dict) or set(value) != {"en", "de"}:
            raise self.wrong(column, show(value), expected)
        inner = Fields({f"{column}.{lang}": text for lang, text in value.items()}, self.file, self.row)
        return {lang: inner.text(f"{column}.{lang}") for lang in ("en", "de")}

    def columns_in_both(self, column: str) -> dict[str, str] | None:
        """Return the texts of `column`_en and `column`_de, None where both are empty."""
        texts = {lang: self.text_or_none(f"{column}_{lang}") for lang in ("en", "de")}
        for lang, text in texts.items():
            if text is None and any(texts.values()):
                raise self.wrong(f"{column}_{lang}", "nothing", "a text, as in the other language")
        return {lang: text for lang, text in texts.items() if text is not None} or None


def show(value: Any) -> str:
    """Write a value for an error, at most 80 characters of it."""
    text = "nothing" if value is None or value == "" else repr(value)
    return text if len(text) <= 80 else text[:79] + "…"
