"""Made-up data sets of any size, the same every time: towns of unequal weight, days that come in bursts.

python -m tests.synthetic 10000 /tmp/sets     writes /tmp/sets/synthetic-10000
"""

import csv
import json
import random
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from geo.model import SUB_TYPES, Certainty, EventType, PartOfDay
from geo.sources.claims import CLAIM_COLUMNS
from geo.sources.folder import toml_value

FIRST: Final = date(2022, 1, 1)
#: name, country, latitude, longitude, time zone in January 2022
TOWNS: Final = (
    ("Almaty", "KZ", 43.25, 76.95, "Asia/Almaty"),
    ("Nur-Sultan", "KZ", 51.1801, 71.446, "Asia/Almaty"),
    ("Zhanaozen", "KZ", 43.3412, 52.8619, "Asia/Aqtau"),
    ("Aktau", "KZ", 43.6481, 51.1722, "Asia/Aqtau"),
    ("Aktobe", "KZ", 50.2797, 57.2072, "Asia/Aqtobe"),
    ("Shymkent", "KZ", 42.3, 69.6, "Asia/Almaty"),
    ("Taraz", "KZ", 42.9, 71.3667, "Asia/Almaty"),
    ("Kyzylorda", "KZ", 44.8528, 65.5092, "Asia/Qyzylorda"),
    ("Bishkek", "KG", 42.87, 74.59, "Asia/Bishkek"),
    ("Moscow", "RU", 55.7522, 37.6156, "Europe/Moscow"),
)
ACTORS: Final = (
    ("demonstrators", "Demonstrierende"),
    ("police", "Polizei"),
    ("armed forces", "Streitkräfte"),
    ("oil workers", "Ölarbeiter"),
    ("city administration", "Stadtverwaltung"),
    ("unknown armed men", "unbekannte Bewaffnete"),
)
SOURCES: Final = (
    ("police", "Polizei"),
    ("health ministry", "Gesundheitsministerium"),
    ("witnesses", "Augenzeugen"),
    ("state television", "Staatsfernsehen"),
)
Properties = dict[str, Any]
Feature = dict[str, Any]


def write_synthetic(n: int, parent: Path, *, days: int | None = None) -> Path:
    """Write a data set of `n` events as `parent/synthetic-n`; return its folder."""
    span = days or (6 if n <= 100 else 90)
    features = make_features(n, days=span)
    return write_dataset(
        parent / f"synthetic-{n}",
        features,
        make_claims(features),
        make_report(last=FIRST + timedelta(days=span - 1)),
    )


def make_features(n: int, *, days: int = 6) -> list[Feature]:
    """Return `n` GeoJSON features with every property of a data set."""
    chance = random.Random(n)
    towns = [*TOWNS, *_villages(chance, min(400, n // 10))]
    weights = [1 / (i + 1) for i in range(len(towns))]
    bursts = [chance.randrange(days) for _ in range(max(2, days // 10))]
    return [_feature(i, chance, chance.choices(towns, weights)[0], bursts, days) for i in range(n)]


def _villages(chance: random.Random, n: int) -> list[tuple[str, str, float, float, str]]:
    return [
        (
            f"Village {i}",
            "KZ",
            round(chance.uniform(42, 54), 4),
            round(chance.uniform(52, 82), 4),
            "Asia/Almaty",
        )
        for i in range(n)
    ]


def _feature(
    i: int, chance: random.Random, town: tuple[str, str, float, float, str], bursts: list[int], days: int
) -> Feature:
    name, country, lat, lon, zone = town
    offset = min(days - 1, max(0, round(chance.gauss(chance.choice(bursts), days / 20))))
    start = FIRST + timedelta(days=offset)
    end = min(start + timedelta(days=chance.choice((0, 0, 0, 1, 2))), FIRST + timedelta(days=days - 1))
    event_type = chance.choices(list(EventType), (6, 4, 3, 1, 1, 4))[0]
    certainty = chance.choices(list(Certainty), (6, 4, 1, 1))[0]
    actors = chance.sample(ACTORS, 2)
    source = chance.choice(SOURCES) if certainty is not Certainty.STATED else ("", "")
    kind = chance.random()
    precision, geometry = 1, {"type": "Point", "coordinates": [lon, lat]}
    moved = kind > 0.98 and name != "Moscow"
    if kind < 0.03:
        precision, geometry, name = 3, None, "Kazakhstan" if country == "KZ" else name
    elif kind < 0.1:
        precision = 2
    elif moved:
        geometry = {"type": "LineString", "coordinates": [[37.6156, 55.7522], [lon, lat]]}
    properties: Properties = {
        "event_id": f"syn-{i:06d}",
        "report_id": "syn",
        "event_type": event_type.value,
        "sub_event_type": chance.choice(SUB_TYPES[event_type]).value,
        "alternative_type": [],
        "label": "",
        "summary_en": f"Made-up event {i}: {actors[0][0]} and {actors[1][0]} in {name}.",
        "summary_de": f"Erfundenes Ereignis {i}: {actors[0][1]} und {actors[1][1]} in {name}.",
        "place": name,
        "place_as_written": name,
        "admin1": "",
        "country": country,
        "geo_precision": precision,
        "origin": "Moscow" if moved else "",
        "origin_country": "RU" if moved else "",
        "origin_precision": 2 if moved else None,
        "start_date": start.isoformat(),
        "end_date": end.isoformat(),
        "date_precision": 1,
        "part_of_day": chance.choice(("", "", chance.choice(list(PartOfDay)).value)),
        "timezone": zone,
        "actors": [a for a, _ in actors],
        "actors_de": [a for _, a in actors],
        "attribution": source[0],
        "attribution_de": source[1],
        "certainty": certainty.value,
        "paragraph": 1 + i % 40,
        "sentence": 1 + i % 5,
        "char_start": i * 40,
        "char_end": i * 40 + 39,
        "evidence": [],
        "note": "",
        "note_de": "",
        "coded_by": "synthetic",
    }
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def make_claims(features: Iterable[Feature]) -> list[Properties]:
    """Return a claim for every seventh event, and a second one that differs for every fourteenth."""
    return [
        _claim(f["properties"], copy, source)
        for i, f in enumerate(features)
        if i % 7 == 0
        for copy, source in enumerate(SOURCES[: 1 + (i % 14 == 0)])
    ]


def _claim(event: Properties, copy: int, source: tuple[str, str]) -> Properties:
    low = 2 + copy * 10
    return {
        "claim_id": f"{event['event_id']}-{copy}",
        "event_id": event["event_id"],
        "kind": "injured",
        "whom_en": "demonstrators",
        "whom_de": "Demonstrierende",
        "low": low,
        "best": low,
        "high": low,
        "claimed_by_en": source[0],
        "claimed_by_de": source[1],
        "certainty": "attributed",
        "paragraph": event["paragraph"],
        "sentence": event["sentence"],
        "char_start": event["char_start"],
        "char_end": event["char_end"],
        "part_of": "",
        "as_written": str(low),
        "note_en": "",
        "note_de": "",
    }


def make_report(*, last: date) -> Properties:
    """Return what `report.toml` holds, for a window from FIRST to `last`."""
    return {
        "report_id": "syn",
        "title": {"en": "Made-up events", "de": "Erfundene Ereignisse"},
        "outlet": {"en": "Nobody", "de": "Niemand"},
        "language": "en",
        "published": last,
        "sha256": "0" * 64,
        "characters": 10_000_000,
        "paragraphs": 40,
        "first": FIRST,
        "last": last,
        "coded_by": "synthetic",
        "codebook": "1",
    }


def write_dataset(folder: Path, features: Iterable[Feature], claims: Iterable[Properties], report: Properties) -> Path:
    """Write the three files of a data set; return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    collection = {"type": "FeatureCollection", "features": list(features)}
    (folder / "events.geojson").write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    with (folder / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, CLAIM_COLUMNS)
        writer.writeheader()
        writer.writerows(claims)
    lines = [f"{key} = {toml_value(value)}" for key, value in report.items()]
    (folder / "report.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


if __name__ == "__main__":
    write_synthetic(int(sys.argv[1]), Path(sys.argv[2]))
