"""How long a measurement may take, and how often it is repeated."""

import time
from collections.abc import Callable
from typing import Final

from tests.bench.table import Cell

#: what takes longer has no number
LIMIT_S: Final = 90
#: a slow measurement is repeated only while all its runs together have taken less than this
BUDGET_S: Final = 45
GAVE_UP: Final = Cell(why=f"> {LIMIT_S} s")


def several(once: Callable[[], float | None], runs: int) -> Cell:
    """Measure until there are enough runs or the time is spent, at least once; a None ends it."""
    found: list[float] = []
    began = time.monotonic()
    while len(found) < runs and (not found or time.monotonic() - began < BUDGET_S):
        value = once()
        if value is None:
            return Cell.of(found) if found else GAVE_UP
        found.append(value)
    return Cell.of(found)
