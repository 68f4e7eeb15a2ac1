"""The places of events as they are drawn: a name, a country and a point."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely


@dataclass(frozen=True, slots=True)
class Site:
    """A place as events name it; `at` is latitude and longitude in WGS 84 degrees, None for an area."""

    name: str
    country: str
    at: tuple[float, float] | None


def sites(events: gpd.GeoDataFrame) -> tuple[tuple[Site, ...], list[int]]:
    """Return the distinct places, and for each event the index of its own.

    A LineString runs from origin to place.
    """
    index: dict[Site, int] = {}
    known: dict[tuple[str, str, float, float], int] = {}
    own = []
    for key in zip(events["place"], events["country"], *ends(events.geometry.to_numpy()), strict=True):
        if key not in known:
            name, country, lat, lon = key
            known[key] = index.setdefault(Site(name, country, None if lat != lat else (lat, lon)), len(index))
        own.append(known[key])
    return tuple(index), own


def ends(shapes: np.ndarray[tuple[int], np.dtype[np.object_]]) -> tuple[list[float], list[float]]:
    """Return latitude and longitude of points and of the ends of lines, to a metre; NaN where there is no shape."""
    at = np.where(shapely.get_type_id(shapes) == shapely.GeometryType.LINESTRING, shapely.get_point(shapes, -1), shapes)
    lat, lon = (np.round(axis, 5).tolist() for axis in (shapely.get_y(at), shapely.get_x(at)))
    return lat, lon
