"""View → SQL conditions. Every value is a bound parameter; the SQL text is made of constants only.

A filter is known by the name of its View field, except `time`, which is `first` and `last` together.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from geo.gazetteer import fold
from geo.view import View

#: one SQL condition and its parameters; None where the filter is not set
Condition = tuple[str, list[Any]] | None

MAX_WORDS: Final = 20


def where(view: View, *, leaving_out: str | None = None) -> tuple[str, list[Any]]:
    """Return the condition that a row of `events` fulfils if it passes all filters, or all but one."""
    found = [condition(view) for name, condition in _CONDITIONS.items() if name != leaving_out]
    set_ones = [c for c in found if c is not None]
    sql = " AND ".join(f"({text})" for text, _ in set_ones) or "TRUE"
    return sql, [value for _, values in set_ones for value in values]


def _time(view: View) -> Condition:
    """Keep intervals that overlap the window; both have their ends included."""
    parts: list[str] = []
    values: list[Any] = []
    if view.first is not None:
        parts.append("end_date >= ?")
        values.append(view.first)
    if view.last is not None:
        parts.append("start_date <= ?")
        values.append(view.last)
    return (" AND ".join(parts), values) if parts else None


def _types(view: View) -> Condition:
    return None if view.types is None else ("event_type = ANY(?)", [_stored(view.types)])


def _text(view: View) -> Condition:
    """Every word occurs in the event's own texts or in a name of its place."""
    words = list(dict.fromkeys(fold(view.text).split()))[:MAX_WORDS]
    one = "contains(search, ?) OR place_id IN (SELECT place_id FROM places WHERE contains(names, ?))"
    sql = " AND ".join(f"({one})" for _ in words)
    return (sql, [word for word in words for _ in range(2)]) if words else None


def _equal(column: str, field: str) -> Callable[[View], Condition]:
    def condition(view: View) -> Condition:
        chosen = getattr(view, field)
        return (f"{column} = ANY(?)", [_stored(chosen)]) if chosen else None

    return condition


def _any_of(column: str, field: str) -> Callable[[View], Condition]:
    def condition(view: View) -> Condition:
        chosen = getattr(view, field)
        return (f"list_has_any({column}, ?)", [_stored(chosen)]) if chosen else None

    return condition


def _stored(values: Iterable[Any]) -> list[str]:
    return sorted(str(getattr(v, "value", v)) for v in values)


_CONDITIONS: Final[dict[str, Callable[[View], Condition]]] = {
    "time": _time,
    "types": _types,
    "subs": _equal("sub_event_type", "subs"),
    "certainty": _equal("certainty", "certainty"),
    "claimants": _any_of("claimants", "claimants"),
    "actors": _any_of("actors", "actors"),
    "countries": _equal("country", "countries"),
    "places": _equal("place", "places"),
    "text": _text,
}
