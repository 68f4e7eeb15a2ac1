"""The events as compact columns of numbers, which the map draws and filters in the browser."""

from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.gazetteer import Gazetteer, Kind, Place
from geo.model import Certainty, EventType, GeoPrecision
from geo.store.sites import Site, sites


def columns(events: gpd.GeoDataFrame, window: tuple[date, date], gazetteer: Gazetteer) -> dict[str, Any]:
    """Return what the map needs of every event, column by column, in the order of rows.

    `start` counts days from `epoch`, `days` from start to end; `place` is -1 where the event is an area. `origins`
    holds [row, lat, lon, precision, English name, German name], lat and lon None where only a name is known. `regions`
    holds [row, GeoNames' code such as KZ.09, English name, German name] of the areas that are not whole countries.
    """
    epoch = window[0]
    types = {t.value: i for i, t in enumerate(EventType)}
    certainties = {c.value: i for i, c in enumerate(Certainty)}
    places, place_ids = sites(events)
    drawn, drawn_ids = _drawn(places, place_ids, [int(p) for p in events["geo_precision"]])
    starts = [(day - epoch).days for day in events["start_date"]]
    ends = [(day - epoch).days for day in events["end_date"]]
    return {
        "n": len(events),
        "window": [str(window[0]), str(window[1])],
        "epoch": str(epoch),
        "types": [t.slug for t in EventType],
        "certainties": [c.slug for c in Certainty],
        "places": [_place(site, gazetteer) for site in drawn],
        "countries": _countries(events, gazetteer),
        "ids": list(events["event_id"]),
        "type": [types[t] for t in events["event_type"]],
        "certainty": [certainties[c] for c in events["certainty"]],
        "start": starts,
        "days": [end - start for start, end in zip(starts, ends, strict=True)],
        "precision": [int(p) for p in events["geo_precision"]],
        "place": drawn_ids,
        "country": list(events["country"]),
        "origins": _origins(events, gazetteer),
        "regions": _regions(events, gazetteer),
    }


def _drawn(places: tuple[Site, ...], ids: list[int], precision: list[int]) -> tuple[list[Site], list[int]]:
    """Keep the places that are drawn as a point, and point each event at them; -1 for areas."""
    new: dict[int, int] = {}
    own = [
        -1 if p == GeoPrecision.AREA or places[i].at is None else new.setdefault(i, len(new))
        for i, p in zip(ids, precision, strict=True)
    ]
    return [places[i] for i in new], own


def _place(site: Site, gazetteer: Gazetteer) -> dict[str, Any]:
    names = {f"name_{lang}": site_name(site, lang, gazetteer) for lang in ("en", "de")}
    lat, lon = site.at or (None, None)
    return {**names, "country": site.country, "lat": lat, "lon": lon}


def site_name(site: Site, lang: str, gazetteer: Gazetteer) -> str:
    """Return a place's name in a language; as the events name it where the gazetteer does not know it."""
    if site.name == gazetteer.country_name(site.country, "en"):
        return gazetteer.country_name(site.country, lang)
    lat, lon = site.at or (None, None)
    return gazetteer.place_name(site.name, site.country or None, lat, lon, lang)


def _countries(events: gpd.GeoDataFrame, gazetteer: Gazetteer) -> dict[str, dict[str, str]]:
    codes = sorted({*events["country"], *(c for c in events["origin_country"] if isinstance(c, str))})
    return {code: {lang: gazetteer.country_name(code, lang) for lang in ("en", "de")} for code in codes}


def _regions(events: gpd.GeoDataFrame, gazetteer: Gazetteer) -> list[list[Any]]:
    """Return the first-level regions of the events whose place is one, as far as the base map has them."""
    wanted = zip(events["geo_precision"], events["place"], events["admin1"], events["country"], strict=True)
    known: dict[tuple[str, str], Place | None] = {}
    found = []
    for row, (precision, place, admin1, country) in enumerate(wanted):
        name = admin1 if isinstance(admin1, str) else place
        if precision != GeoPrecision.AREA or name in gazetteer.country_names(country):
            continue
        if (name, country) not in known:
            regions = gazetteer.find(name, kinds=(Kind.REGION,))
            known[name, country] = next((r for r in regions if r.country == country), None)
        region = known[name, country]
        if region is not None:
            found.append([row, region.id, *(region.names.get(lang, region.name) for lang in ("en", "de"))])
    return found


def _origins(events: gpd.GeoDataFrame, gazetteer: Gazetteer) -> list[list[Any]]:
    found = []
    for row, (name, precision) in enumerate(zip(events["origin"], events["origin_precision"], strict=True)):
        if isinstance(name, str):
            site = origin(events.iloc[row])
            names = [site_name(site, lang, gazetteer) for lang in ("en", "de")]
            found.append([row, *(site.at or (None, None)), None if pd.isna(precision) else int(precision), *names])
    return found


def origin(event: pd.Series) -> Site:
    """Return where a movement began; a LineString runs from origin to place."""
    country = event["origin_country"] if isinstance(event["origin_country"], str) else ""
    shape = event["geometry"]
    at = None
    if shape is not None and shape.geom_type == "LineString":
        lon, lat = shape.coords[0]
        at = round(lat, 5), round(lon, 5)
    return Site(event["origin"], country, at)
