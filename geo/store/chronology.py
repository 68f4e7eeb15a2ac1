"""How many events there are from day to day, counted without a row for each of an event's days."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import numpy as np

from geo.model import EventType

#: a histogram of more days has several to a step
MOST_STEPS: Final = 1_500

Ask = Callable[[str, list[Any]], dict[str, Any]]
_TYPES: Final = {t.value: i for i, t in enumerate(EventType)}


def steps(ask: Ask, condition: tuple[str, list[Any]], window: tuple[date, date]) -> dict[str, Any]:
    """Return how many events touch each step of the window, by type (see `Store.steps`)."""
    first, last = window
    days = (last - first).days + 1
    step = -(-days // MOST_STEPS)
    return {
        "epoch": str(first),
        "step": step,
        "types": [t.slug for t in EventType],
        "counts": count_steps(ask, condition, window, step).tolist(),
    }


def count_steps(ask: Ask, condition: tuple[str, list[Any]], window: tuple[date, date], step: int) -> Any:
    """Return an array [type, step] of the events that touch each step of days, clipped to the window."""
    sql, values = condition
    first, last = window
    found = ask(
        "SELECT event_type, (greatest(start_date, ?) - ?) // ? AS a, (least(end_date, ?) - ?) // ? AS b, "
        f"count(*) AS n FROM events WHERE {sql} GROUP BY ALL",
        [first, first, step, last, first, step, *values],
    )
    length = (last - first).days // step + 1
    kinds = np.array([_TYPES[name] for name in found["event_type"]], np.int64)
    inside = found["a"] <= found["b"]
    change = np.zeros((len(_TYPES), length + 1), np.int64)
    np.add.at(change, (kinds[inside], found["a"][inside]), found["n"][inside])
    np.add.at(change, (kinds[inside], found["b"][inside] + 1), -found["n"][inside])
    return change.cumsum(axis=1)[:, :length]
