"""A selection as a file: CSV, GeoJSON, GeoPackage, GeoParquet, each with its report, licence, day and filters inside.

export(events, claims, origin, form=Form.GEOJSON).data   the bytes of the file; the same ones for the same arguments
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Final, Self

import geopandas as gpd

from geo.errors import ExportError
from geo.export.gis import geojson, geopackage, geoparquet
from geo.export.origin import Origin
from geo.export.sheets import sheets
from geo.model import Claim

__all__ = ["Export", "Form", "Origin", "export"]


class Form(StrEnum):
    """The forms of file; the value is how its name ends."""

    CSV = "csv.zip"
    GEOJSON = "geojson"
    GEOPACKAGE = "gpkg"
    GEOPARQUET = "parquet"

    @classmethod
    def of(cls, name: str) -> Self:
        """Return the form of a file by its name. Raises ExportError for an ending that is none of ours."""
        for form in cls:
            if PurePath(name).name.lower().endswith(f".{form.value}"):
                return form
        raise ExportError(f"{name[:200]}: no such form of file; expected a name that ends in .{', .'.join(cls)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file: how it is called, what it is (a media type) and what it holds."""

    filename: str
    mime: str
    data: bytes


def export(events: gpd.GeoDataFrame, claims: Iterable[Claim], origin: Origin, *, form: Form) -> Export:
    """Write a selection of events (`geo.frame`) and the claims that belong to them as a file of one form.

    Claims of other events are left out. Days are ISO dates, coordinates WGS 84 degrees, areas have no geometry.
    """
    ids = frozenset(events["event_id"])
    write, mime = _FORMS[form]
    data = write(events, [c for c in claims if c.event_id in ids], origin)
    return Export(filename=f"qantar-{origin.data_set}.{form.value}", mime=mime, data=data)


_FORMS: Final[dict[Form, tuple[Callable[[gpd.GeoDataFrame, list[Claim], Origin], bytes], str]]] = {
    Form.CSV: (sheets, "application/zip"),
    Form.GEOJSON: (geojson, "application/geo+json"),
    Form.GEOPACKAGE: (geopackage, "application/geopackage+sqlite3"),
    Form.GEOPARQUET: (geoparquet, "application/vnd.apache.parquet"),
}
