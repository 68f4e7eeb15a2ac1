"""Small tables for the importers' tests: a made-up row of a layout with some of its fields changed."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from geo.sources.part import Part
from tests.sources import layouts


def acled(*changes: dict[str, str | None], old: bool = False) -> pa.Table:
    header = layouts.ACLED_OLD if old else layouts.ACLED
    return _table(header, list(layouts.acled_rows(len(changes), old=old)), changes)


def ucdp(*changes: dict[str, str | None]) -> pa.Table:
    return _table(layouts.UCDP, list(layouts.ucdp_rows(len(changes))), changes)


def gdelt(*changes: dict[str, str | None]) -> pa.Table:
    rows = list(layouts.gdelt_rows(len(changes) + 1))[1:]  # the first has no place
    return _table(layouts.GDELT, rows, changes)


def _table(header: Any, rows: list[list[str]], changes: tuple[dict[str, str | None], ...]) -> pa.Table:
    made = [dict(zip(header, row, strict=True)) | change for row, change in zip(rows, changes, strict=True)]
    return pa.table({name: pa.array([row[name] for row in made], pa.string()) for name in header})


def one(read: Callable[..., Part], table: pa.Table) -> dict[str, Any]:
    """Return the only event of a table; fails where its row was refused."""
    part = read(table)
    assert part.refused.to_pylist() == []
    (event,) = part.events.to_pylist()
    return dict(event)


def refused(read: Callable[..., Part], table: pa.Table) -> list[tuple[int, str, str]]:
    """Return the refused rows of a table: number, column, what was found."""
    return [(r["row"], r["column"], r["found"]) for r in read(table).refused.to_pylist()]
