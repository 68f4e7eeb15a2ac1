"""Made-up events of any number, straight to partitioned Parquet in batches: places of unequal weight, days in bursts.

python -m tests.archive.events 100000000 /tmp/sets     writes /tmp/sets/made-100000000
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.archive.coded import CODED_SCHEMA
from geo.model import SUB_TYPES, Certainty, EventType
from geo.sources.inner import CLAIMANTS, SEARCH
from geo.sources.layout import geo_schema
from geo.sources.wkb import write_points

FIRST: Final = date(2015, 1, 1)
YEARS: Final = 10
PLACES: Final = 20_000
GROUP: Final = 32_768
#: where events are: west, south, east, north of a country's towns, and its share
COUNTRIES: Final = {
    "KZ": (50, 41, 85, 54, 5), "KG": (70, 39.5, 79, 43, 3), "BY": (24, 51.5, 32, 56, 3), "TN": (8, 32, 11, 37, 3),
    "SD": (23, 10, 37, 21, 8), "LB": (35.2, 33.2, 36.4, 34.6, 6), "PE": (-80, -17, -69, -1, 4),
    "KE": (34.5, -4, 41, 4, 6), "BD": (88.5, 22, 92, 26, 8), "MM": (93, 12, 99, 27, 12), "GE": (41, 41.2, 46, 43.4, 2),
    "AF": (61.5, 30, 71, 37.5, 14), "CO": (-78, 0, -68, 11, 7), "NG": (3.2, 5, 14, 13, 10), "PK": (62, 25, 74, 35, 9),
    "FJ": (178, -18.5, 180, -16.5, 1),
}  # fmt: skip
_TYPES: Final = [t.value for t in EventType]
_SUBS: Final = [SUB_TYPES[t][0].value for t in EventType]
_CERTAINTY: Final = [c.value for c in Certainty]
_ACTORS: Final = [["protesters"], ["police", "protesters"], ["armed forces", "armed men"], ["armed men", "civilians"]]
_SAID: Final = [[], ["police"], ["witnesses"]]


def write_events(n: int, parent: Path) -> Path:
    """Write `n` events by year and country; return the data set's folder."""
    folder = parent / f"made-{n}"
    shares = np.array([c[-1] for c in COUNTRIES.values()], float)
    wanted = np.floor(n * np.outer(np.ones(YEARS) / YEARS, shares / shares.sum())).astype(int)
    wanted[0, 0] += n - wanted.sum()
    first = 0
    for year in range(YEARS):
        for country, (name, box) in enumerate(COUNTRIES.items()):
            path = folder / "events" / f"year={FIRST.year + year}" / f"country={name}" / "part-0.parquet"
            if wanted[year, country]:
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, name, box, FIRST.year + year, first, int(wanted[year, country]))
                first += int(wanted[year, country])
    (folder / "report.toml").write_text(_about(folder.name, n), encoding="utf-8")
    return folder


def _write(path: Path, country: str, box: Any, year: int, first: int, n: int) -> None:
    chance = np.random.default_rng([year, first, n])
    towns = _towns(country, box)
    begin = (date(year, 1, 1) - date(1970, 1, 1)).days
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    bursts = chance.integers(0, days, 12)
    with pq.ParquetWriter(path, geo_schema(CODED_SCHEMA), compression="zstd") as writer:
        for table in _batches(chance, towns, country, begin, days, bursts, first, n):
            writer.write_table(table, row_group_size=GROUP)


def _towns(country: str, box: Any) -> tuple[Any, Any, Any]:
    """Return longitude, latitude and share of a country's towns, in the order of a curve through them."""
    chance = np.random.default_rng(sum(map(ord, country)))
    west, south, east, north, share = box
    n = max(20, PLACES * share // 100)
    lon, lat = np.round(chance.uniform(west, east, n), 4), np.round(chance.uniform(south, north, n), 4)
    order = np.lexsort((lat, np.floor(lon)))
    weight = 1 / chance.permutation(np.arange(1, n + 1))
    return lon[order], lat[order], weight / weight.sum()


def _batches(
    chance: Any, towns: Any, country: str, begin: int, days: int, bursts: Any, first: int, n: int
) -> Iterator[pa.Table]:
    """Yield events town by town, as an archive keeps neighbours together."""
    counts = chance.multinomial(n, towns[2])
    town = np.repeat(np.arange(len(counts)), counts)
    for start in range(0, n, 1 << 18):
        own = town[start : start + (1 << 18)]
        yield _table(chance, own, towns, country, begin, days, bursts, first + start)


def _table(
    chance: Any, town: Any, towns: Any, country: str, begin: int, days: int, bursts: Any, first: int
) -> pa.Table:
    n = len(town)
    burst = bursts[chance.integers(0, len(bursts), n)] + chance.normal(0, 6, n).astype(int)
    day = np.clip(np.where(chance.random(n) < 0.4, burst, chance.integers(0, days, n)), 0, days - 1)
    length = np.where(chance.random(n) < 0.1, chance.integers(1, 40, n), 0)
    kind = chance.choice(6, n, p=[0.35, 0.1, 0.2, 0.15, 0.12, 0.08])
    area = chance.random(n) < 0.02
    said = chance.integers(0, len(_SAID), n)
    lon, lat = (np.where(area, np.nan, axis[town]) for axis in towns[:2])
    names = pc.binary_join_element_wise("Town", pa.array(town).cast(pa.string()), " ")
    start = pa.array((begin + day).astype(np.int32)).cast(pa.date32())
    columns: dict[str, Any] = {
        "event_id": pc.binary_join_element_wise("m", pa.array(np.arange(first, first + n)).cast(pa.string()), ""),
        "event_type": _pick(_TYPES, kind),
        "sub_event_type": _pick(_SUBS, kind),
        "place": pc.if_else(pa.array(area), country, names),
        "country": pa.array([country] * n),
        "geo_precision": pa.array(np.where(area, 3, 1).astype(np.int8)),
        "start_date": start,
        "end_date": pa.array((begin + day + length).astype(np.int32)).cast(pa.date32()),
        "date_precision": pa.array(np.where(length, 2, 1).astype(np.int8)),
        "actors": _pick(_ACTORS, chance.integers(0, len(_ACTORS), n)),
        "attribution": _pick(_SAID, said),
        "certainty": _pick(_CERTAINTY, chance.choice(4, n, p=[0.5, 0.35, 0.1, 0.05])),
        "coded_by": pa.array(["synthetic"] * n),
        CLAIMANTS: _pick(_SAID, said),
        SEARCH: pc.utf8_lower(names),
        "lon": pa.array(lon, from_pandas=True),
        "lat": pa.array(lat, from_pandas=True),
        "geometry": write_points(lon, lat),
    }
    empty = {
        name: pa.array([[]] * 1, CODED_SCHEMA.field(name).type)
        for name in ("alternative_type", "actors_de", "attribution_de", "evidence")
    }
    zeros = pa.array(np.zeros(n, np.int32))
    columns |= {name: values.take(zeros) for name, values in empty.items()}
    whole = [columns[f.name].cast(f.type) if f.name in columns else pa.nulls(n, f.type) for f in CODED_SCHEMA]
    return pa.table(whole, schema=geo_schema(CODED_SCHEMA))


def _pick(values: list[Any], at: Any) -> pa.Array:
    return pa.array(values).take(pa.array(at))


def _about(name: str, n: int) -> str:
    last = date(FIRST.year + YEARS, 2, 10)
    return f"""kind = "table"
report_id = "{name}"
title = {{ en = "Made-up events", de = "Erfundene Ereignisse" }}
outlet = {{ en = "Nobody", de = "Niemand" }}
language = "en"
published = {last}
sha256 = "{"0" * 64}"
characters = {n}
paragraphs = {n}
first = {FIRST}
last = {last}
coded_by = "synthetic"
codebook = "Qantar codebook 1"
"""


if __name__ == "__main__":
    write_events(int(sys.argv[1]), Path(sys.argv[2]))
