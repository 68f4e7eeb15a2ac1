"""Made-up tables of any size, the same every time, written in batches: a million rows need no more memory than a few.

python -m tests.synthetic_table 1000000 /tmp/sets     writes /tmp/sets/table-1000000

Towns in some hundred regions, few large and many small; unrest that comes in bursts and in places; some events with
coordinates of their own, some known to a district or a region only.
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.model import SUB_TYPES, Certainty, EventType
from geo.sources.folder import new_dataset
from geo.sources.part import CLAIM_SCHEMA, EVENT_SCHEMA
from geo.sources.wkb import write_points
from tests.synthetic import ACTORS, SOURCES, make_report

BATCH: Final = 100_000
FIRST: Final = date(2018, 1, 1)
DAYS: Final = 4 * 365
COUNTRIES: Final = (
    "KZ",
    "KG",
    "UZ",
    "TM",
    "TJ",
    "RU",
    "UA",
    "TR",
    "IR",
    "AF",
    "PK",
    "IN",
    "CN",
    "MM",
    "NG",
    "ML",
    "SD",
    "ET",
)
#: the region's middle, longitude and latitude, in the order of COUNTRIES
MIDDLES: Final = (
    (67, 48), (74, 42), (64, 41), (59, 39), (71, 39), (60, 56), (32, 49), (35, 39), (53, 33), (66, 34), (70, 30),
    (79, 22), (105, 33), (96, 21), (8, 9), (-2, 15), (30, 15), (40, 9),
)  # fmt: skip
_REGIONS: Final = 10
_TYPES: Final = list(EventType)


def write_table(n: int, parent: Path) -> Path:
    """Write a table of `n` events as `parent/table-n`; return its folder."""
    folder = parent / f"table-{n}"
    with new_dataset(folder) as writer:
        for batch in batches(n, report_id=folder.name):
            writer.add(batch, claims(batch))
        last = FIRST + timedelta(days=DAYS + 30)
        writer.finish({**make_report(last=last), "report_id": folder.name, "first": FIRST})
    return folder


def batches(n: int, *, report_id: str = "table") -> Iterator[pa.Table]:
    """Yield `n` events in tables of BATCH rows, with all columns of a data set."""
    world = _world(min(20_000, max(20, n // 20)))
    for first in range(0, n, BATCH):
        yield _batch(first, min(BATCH, n - first), world, report_id)


def _world(n: int) -> dict[str, Any]:
    """Return `n` towns: how many events each has, where it lies, in which country and region."""
    chance = np.random.default_rng(n)
    country = chance.integers(0, len(COUNTRIES), n)
    region = chance.integers(0, _REGIONS, n)
    middles = np.array(MIDDLES, float)[:, None, :] + chance.normal(0, 4, (len(COUNTRIES), _REGIONS, 2))
    at = middles[country, region] + chance.normal(0, 1, (n, 2))
    weight = 1 / (np.arange(n) + 3.0)
    return {
        "weight": weight / weight.sum(),
        "country": country,
        "region": region,
        "at": at.clip((-179, -80), (179, 80)).round(4),
        "burst": chance.integers(0, DAYS, (n, 3)),
    }


def _batch(first: int, n: int, world: dict[str, Any], report_id: str) -> pa.Table:
    chance = np.random.default_rng(first)
    town = chance.choice(len(world["weight"]), n, p=world["weight"])
    burst = world["burst"][town, chance.integers(0, 3, n)] + chance.normal(0, 12, n)
    start = np.where(chance.random(n) < 0.6, burst, chance.integers(0, DAYS, n)).astype(np.int32).clip(0, DAYS)
    end = start + chance.choice([0, 0, 0, 0, 1, 2, 7], n)
    precision = chance.choice([1, 2, 3], n, p=[0.8, 0.15, 0.05])
    own = chance.random(n) < 0.3
    at = world["at"][town] + np.where(own[:, None], chance.normal(0, 0.08, (n, 2)), 0)
    at = np.where((precision == 3)[:, None], np.nan, at.round(4))
    kind = chance.choice(len(_TYPES), n, p=[0.35, 0.2, 0.15, 0.1, 0.15, 0.05])
    subs = [SUB_TYPES[t] for t in _TYPES]
    sub = chance.integers(0, 100, n) % np.array([len(s) for s in subs])[kind]
    number = np.arange(first, first + n)
    names = pa.array([f"Town {i}" for i in range(len(world["weight"]))]).take(pa.array(town))
    regions = [f"Region {r} of {c}" for c in COUNTRIES for r in range(_REGIONS)]
    region = pa.array(regions).take(pa.array(world["country"][town] * _REGIONS + world["region"][town]))
    who = chance.integers(0, len(ACTORS), (n, 2))
    said = chance.integers(0, len(SOURCES), n)
    made = {
        "event_id": pa.array([f"t{i:08d}" for i in number]),
        "report_id": pa.repeat(report_id, n),
        "event_type": _of([t.value for t in _TYPES], kind),
        "sub_event_type": _of([s.value for ss in subs for s in ss], np.cumsum([0, *map(len, subs[:-1])])[kind] + sub),
        "alternative_type": _lists([], np.zeros(n, int), 0),
        "summary_en": pa.array(
            [
                f"Made-up event {i} in a town: {ACTORS[a][0]} met {ACTORS[b][0]}."
                for i, a, b in zip(number, *who.T, strict=True)
            ]
        ),
        "place": names,
        "place_as_written": names,
        "admin1": region,
        "country": _of(COUNTRIES, world["country"][town]),
        "geo_precision": pa.array(precision, pa.int8()),
        "start_date": _days(start),
        "end_date": _days(end),
        "date_precision": pa.repeat(pa.scalar(1, pa.int8()), n),
        "actors": _lists([a for a, _ in ACTORS], who.reshape(-1), 2),
        "actors_de": _lists([a for _, a in ACTORS], who.reshape(-1), 2),
        "attribution": _lists([s for s, _ in SOURCES], said, 1),
        "attribution_de": _lists([s for _, s in SOURCES], said, 1),
        "certainty": _of([c.value for c in Certainty], chance.choice(len(Certainty), n, p=[0.5, 0.3, 0.1, 0.1])),
        "paragraph": pa.array(number + 1, pa.int32()),
        "evidence": pa.repeat(pa.scalar([], pa.list_(pa.list_(pa.int32()))), n),
        "coded_by": pa.repeat("synthetic", n),
        "lon": pa.array(at[:, 0], from_pandas=True),
        "lat": pa.array(at[:, 1], from_pandas=True),
        "geometry": write_points(at[:, 0], at[:, 1]),
    }
    empty = {f.name: pa.nulls(n, f.type) for f in EVENT_SCHEMA if f.name not in made}
    return pa.table({f.name: {**made, **empty}[f.name].cast(f.type) for f in EVENT_SCHEMA})


def _of(values: Any, codes: Any) -> pa.Array:
    return pa.array(list(values), pa.string()).take(pa.array(codes))


def _lists(values: list[str], codes: Any, each: int) -> pa.Array:
    n = len(codes) // each if each else len(codes)
    inner = pa.array(values, pa.string()).take(pa.array(codes)) if each else pa.array([], pa.string())
    return pa.ListArray.from_arrays(pa.array(np.arange(n + 1) * each, pa.int32()), inner)


def _days(numbers: Any) -> pa.Array:
    return pa.array(numbers + (FIRST - date(1970, 1, 1)).days, pa.int32()).cast(pa.date32())


def claims(events: pa.Table) -> pa.Table:
    """Return a figure about every tenth event."""
    some = events.take(pa.array(np.arange(0, events.num_rows, 10)))
    n = some.num_rows
    made = {
        "claim_id": pc.binary_join_element_wise(some["event_id"], "dead", "-"),
        "event_id": some["event_id"],
        "kind": pa.repeat("fatalities", n),
        "whom_en": pa.repeat("persons", n),
        "whom_de": pa.repeat("Personen", n),
        "best": pa.array(np.arange(n) % 30 + 1, pa.int64()),
        "claimed_by_en": pa.repeat("police", n),
        "claimed_by_de": pa.repeat("Polizei", n),
        "certainty": pa.repeat("attributed", n),
    }
    empty = {f.name: pa.nulls(n, f.type) for f in CLAIM_SCHEMA if f.name not in made}
    return pa.table({f.name: {**made, **empty}[f.name] for f in CLAIM_SCHEMA}).cast(CLAIM_SCHEMA)


if __name__ == "__main__":
    write_table(int(sys.argv[1]), Path(sys.argv[2]))
