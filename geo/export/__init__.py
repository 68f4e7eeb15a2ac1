"""A selection as a file: CSV, GeoJSON, GeoPackage, GeoParquet, each with its report, licence, day and filters inside.

export(events, claims, origin, form=Form.GEOJSON).data   the bytes of the file; the same ones for the same arguments
write(Selection.over(store, view), origin, path)         the same file for a selection of any size, never held whole
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Final, Self

import geopandas as gpd

from geo.errors import ExportError
from geo.export.gis import geojson, geopackage, geoparquet
from geo.export.origin import Origin
from geo.export.selection import Selection
from geo.export.sheets import sheets
from geo.model import Claim

__all__ = ["Export", "Form", "Origin", "Selection", "export", "write"]


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
    filename = f"qantar-{origin.data_set}.{form.value}"
    with TemporaryDirectory() as folder:
        path = Path(folder) / filename
        write(Selection.of(events, claims), origin, path)
        return Export(filename=filename, mime=_MIMES[form], data=path.read_bytes())


def write(selection: Selection, origin: Origin, path: Path) -> None:
    """Write a selection of any size as the new file `path`, whose name tells its form. Raises ExportError, OSError."""
    _WRITERS[Form.of(path.name)](selection, origin, path)


_WRITERS: Final[dict[Form, Callable[[Selection, Origin, Path], None]]] = {
    Form.CSV: sheets,
    Form.GEOJSON: geojson,
    Form.GEOPACKAGE: geopackage,
    Form.GEOPARQUET: geoparquet,
}
_MIMES: Final = {
    Form.CSV: "application/zip",
    Form.GEOJSON: "application/geo+json",
    Form.GEOPACKAGE: "application/geopackage+sqlite3",
    Form.GEOPARQUET: "application/vnd.apache.parquet",
}
