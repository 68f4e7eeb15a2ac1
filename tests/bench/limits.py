"""What may be measured: of which sizes, how long a measurement may take, how often it is repeated."""

import argparse
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


def sizes_of(known: tuple[int, ...]) -> Callable[[str], tuple[int, ...]]:
    """Return what reads an argument such as `25,1000`: some of the known numbers of events."""

    def read(text: str) -> tuple[int, ...]:
        try:
            found = tuple(int(size) for size in text.split(","))
        except ValueError:
            found = (-1,)
        if not set(found) <= set(known):
            raise argparse.ArgumentTypeError("expected some of " + ",".join(map(str, known)))
        return found

    return read
