"""What the map shows of too many events to be sent: how many lie in each cell of a grid, and in each area."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from geo.gazetteer import Gazetteer, Kind
from geo.model import EventType
from geo.store.grid import FINER, MOST_ZOOM, Window, to_degrees

#: a data set of more events is not sent whole: the map asks for cells
MOST_SENT: Final = 20_000
#: with no more events than this inside, the map gets them one by one
MOST_EXACT: Final = 1_000
MOST_AREAS: Final = 300

Ask = Callable[[str, list[Any]], dict[str, Any]]
Condition = tuple[str, list[Any]]
#: the condition of lying in one cell, or of having no nearer place than one area
Inside = Callable[[Ask, Gazetteer], Condition]
_TYPES: Final = [t.value for t in EventType]


def cells(ask: Ask, condition: Condition, window: Window) -> dict[str, Any]:
    """Return the cells that hold an event, column by column: grid column and row, mean position, counts by type."""
    inside, limits = window.condition()
    sql, values = condition
    shift = window.shift
    found = ask(
        f"SELECT x >> {shift} AS column, y >> {shift} AS row, event_type, count(*) AS n, avg(x) AS x, avg(y) AS y "
        f"FROM events WHERE {sql} AND {inside} GROUP BY ALL",
        [*values, *limits],
    )
    keys = found["row"].astype(np.int64) << window.level | found["column"]
    own, at = np.unique(keys, return_inverse=True)
    counts = np.zeros((len(_TYPES), len(own)), np.int64)
    kinds = {name: i for i, name in enumerate(_TYPES)}
    counts[[kinds[t] for t in found["event_type"]], at] = found["n"]
    n = counts.sum(axis=0)
    x, y = (np.bincount(at, found[axis] * found["n"], len(own)) / n for axis in ("x", "y"))
    lon, lat = to_degrees(x, y)
    digits = _digits(window)
    return {
        "x": (own & ((1 << window.level) - 1)).tolist(),
        "y": (own >> window.level).tolist(),
        "lon": np.round(lon, digits).tolist(),
        "lat": np.round(lat, digits).tolist(),
        "counts": counts.tolist(),
    }


def kinds(ask: Ask, condition: Condition) -> list[int]:
    """Return how many events fulfil a condition, by type."""
    sql, values = condition
    found = ask(f"SELECT event_type, count(*) AS n FROM events WHERE {sql} GROUP BY ALL", values)
    counted = dict(zip(found["event_type"], found["n"].tolist(), strict=True))
    return [counted.get(name, 0) for name in _TYPES]


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

    def inside(ask: Ask, gazetteer: Gazetteer) -> Condition:
        known = ask("SELECT DISTINCT area FROM events WHERE geo_precision = 3 AND country = ?", [country])["area"]
        names = [name for name in known if _region(country, name, gazetteer) == (code if dot else None)]
        return "geo_precision = 3 AND country = ? AND area = ANY(?)", [country, names]

    return inside


def _digits(window: Window) -> int:
    """Return the decimals of a degree that tell less than a pixel."""
    return max(1, min(5, window.level // 3))


def areas(ask: Ask, condition: Condition, gazetteer: Gazetteer) -> tuple[list[dict[str, Any]], int]:
    """Return the areas that hold events with no nearer place, most events first, at most MOST_AREAS, and how many more.

    An area is a country, or a first-level region that the gazetteer knows: `region` is its code, such as KZ.09.
    """
    sql, values = condition
    found = ask(
        "SELECT country, area, event_type, count(*) AS n FROM events "
        f"WHERE {sql} AND geo_precision = 3 GROUP BY ALL ORDER BY n DESC",
        values,
    )
    counted: dict[tuple[str, str | None], list[int]] = {}
    known: dict[tuple[str, str], tuple[str, str | None]] = {}
    kinds = {name: i for i, name in enumerate(_TYPES)}
    for country, area, kind, n in zip(*(found[c] for c in ("country", "area", "event_type", "n")), strict=True):
        if (country, area) not in known:
            known[country, area] = country, _region(country, area, gazetteer)
        counted.setdefault(known[country, area], [0] * len(_TYPES))[kinds[kind]] += int(n)
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
