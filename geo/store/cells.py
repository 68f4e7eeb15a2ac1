"""What the map shows of too many events to be sent: how many lie in each cell of a grid, and in each area."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from geo.gazetteer import Gazetteer, Kind
from geo.model import EventType
from geo.store.grid import FINER, MOST_ZOOM, Window, to_degrees
from geo.store.where import EVENTS, SPOTS, Condition, Source

#: a data set of more events is not sent whole: the map asks for cells
MOST_SENT: Final = 20_000
#: with no more events than this inside, the map gets them one by one
MOST_EXACT: Final = 1_000
#: and no more than this of a table that is not loaded: each may lie in another part of its files
MOST_READ: Final = 250
MOST_AREAS: Final = 300

#: runs one query with a condition's parameters and returns its columns
Ask = Callable[[str, Condition], dict[str, Any]]
#: the condition of lying in one cell, or of having no nearer place than one area
Inside = Callable[[Ask, Gazetteer], tuple[str, list[Any]]]
_TYPES: Final = list(EventType)


def count(ask: Ask, condition: Condition, window: Window, *, source: Source = EVENTS) -> dict[str, Any]:
    """Return how many events of each type lie in each cell of a window, and the sums of their places.

    `cell` is (row << level | column) << 3 | type, `n` how many, `x` and `y` sums of float64. `source` is EVENTS, or
    SPOTS where the condition is about types alone.
    """
    times = " * n::BIGINT" if source is SPOTS else ""
    shift, bits = window.shift, window.level
    inside = condition.also(*window.condition())
    return ask(
        f"SELECT ((((y >> {shift})::BIGINT << {bits}) | (x >> {shift})) << 3) | type AS cell, "
        f"{source.n} AS n, sum(x{times})::DOUBLE AS x, sum(y{times})::DOUBLE AS y FROM {source.table} "
        f"WHERE {inside.sql} GROUP BY cell",
        inside,
    )


def cells(found: dict[str, Any], window: Window) -> dict[str, Any]:
    """Return the cells that hold an event, column by column: grid column and row, mean position, counts by type."""
    bits = window.level
    own, at = np.unique(found["cell"] >> 3, return_inverse=True)
    counts = np.zeros((len(_TYPES), len(own)), np.int64)
    counts[found["cell"] & 7, at] = found["n"]
    n = counts.sum(axis=0)
    x, y = (np.bincount(at, found[axis], len(own)) / n for axis in ("x", "y"))
    lon, lat = to_degrees(x, y)
    digits = _digits(window)
    return {
        "x": (own & ((1 << bits) - 1)).tolist(),
        "y": (own >> bits).tolist(),
        "lon": np.round(lon, digits).tolist(),
        "lat": np.round(lat, digits).tolist(),
        "counts": counts.tolist(),
    }


def kinds(ask: Ask, condition: Condition, source: Source = EVENTS) -> list[int]:
    """Return how many events fulfil a condition, by type."""
    query = f"SELECT type, {source.n} AS n FROM {source.table} WHERE {condition.sql} GROUP BY type"
    found = ask(query, condition)
    return [int(n) for n in np.bincount(found["type"], found["n"], len(_TYPES))]


def in_cell(text: str) -> Inside | None:
    """Read `level/x/y`, a cell of the grid, as the condition of lying in it; None where there is no such cell."""
    numbers = [int(part) for part in text[:40].split("/") if part.isascii() and part.isdigit()]
    if len(numbers) != 3 or numbers[0] > MOST_ZOOM + FINER or max(numbers[1:]) >> numbers[0]:
        return None
    level, x, y = numbers
    return lambda *_: Window(level, ((x, x),), (y, y)).condition()


def in_area(code: str) -> Inside | None:
    """Read `KZ` or `KZ.09` as the condition of being known to that area only; None where it is no such code."""
    country, dot, _ = code[:20].partition(".")
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        return None

    def inside(ask: Ask, gazetteer: Gazetteer) -> tuple[str, list[Any]]:
        known = ask("SELECT code, area FROM areas WHERE country = ?", Condition("", [country]))
        names = zip(known["code"].tolist(), known["area"], strict=True)
        codes = [c for c, name in names if _region(country, name, gazetteer) == (code if dot else None)]
        return "rowid IN (SELECT row FROM area_of WHERE area = ANY(?))", [codes]

    return inside


def _digits(window: Window) -> int:
    """Return the decimals of a degree that tell less than a pixel."""
    return max(1, min(5, window.level // 3))


def count_areas(ask: Ask, condition: Condition) -> dict[str, Any]:
    """Return how many events of each type have no nearer place than each area: country, area, type, n."""
    return ask(
        "SELECT country, area, type, n FROM (SELECT area AS code, type, count(*) AS n FROM area_of "
        f"JOIN (SELECT rowid AS row, type FROM events WHERE geo_precision = 3 AND {condition.sql}) USING (row) "
        "GROUP BY ALL) JOIN areas USING (code) ORDER BY n DESC, country, area",
        condition,
    )


def count_areas_by_days(ask: Ask, condition: Condition) -> dict[str, Any]:
    """Return what `count_areas` does, where the condition is about types and days alone."""
    return ask(
        "SELECT country, area, type, n FROM (SELECT area AS code, type, sum(n)::BIGINT AS n FROM area_spans "
        f"WHERE {condition.sql} GROUP BY ALL) JOIN areas USING (code) ORDER BY n DESC, country, area",
        condition,
    )


def areas(found: dict[str, Any], gazetteer: Gazetteer) -> tuple[list[dict[str, Any]], int]:
    """Return the areas that hold events with no nearer place, most events first, at most MOST_AREAS, and how many more.

    An area is a country, or a first-level region that the gazetteer knows: `region` is its code, such as KZ.09.
    """
    counted: dict[tuple[str, str | None], list[int]] = {}
    known: dict[tuple[str, str], tuple[str, str | None]] = {}
    rows = zip(found["country"], found["area"], found["type"].tolist(), found["n"].tolist(), strict=True)
    for country, area, kind, n in rows:
        if (country, area) not in known:
            known[country, area] = country, _region(country, area, gazetteer)
        counted.setdefault(known[country, area], [0] * len(_TYPES))[kind] += n
    most = sorted(counted, key=lambda key: (-sum(counted[key]), key[0], key[1] or ""))
    told = [_area(*key, counted[key], gazetteer) for key in most[:MOST_AREAS]]
    return told, sum(sum(counted[key]) for key in most[MOST_AREAS:])


def _region(country: str, area: str, gazetteer: Gazetteer) -> str | None:
    if area in gazetteer.country_names(country):
        return None
    found = gazetteer.find(area, kinds=(Kind.REGION,))
    return next((r.id for r in found if r.country == country), None)


def _area(country: str, region: str | None, counts: list[int], gazetteer: Gazetteer) -> dict[str, Any]:
    names = {f"name_{lang}": gazetteer.country_name(country, lang) for lang in ("en", "de")}
    place = gazetteer.region(region) if region else None
    if place is not None:
        names = {f"name_{lang}": place.names.get(lang, place.name) for lang in ("en", "de")}
    return {"country": country, "region": region, **names, "counts": counts}
