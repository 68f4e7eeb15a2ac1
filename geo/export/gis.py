"""A selection for geographic programs: GeoJSON, GeoPackage, GeoParquet."""

import io
import json
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
from shapely.geometry import mapping

from geo.export.origin import Origin
from geo.export.tables import CLAIM_SCHEMA, claim_rows, claim_table, event_rows, event_table
from geo.frame import COLUMNS, CRS
from geo.model import Claim


def geojson(events: gpd.GeoDataFrame, claims: Sequence[Claim], origin: Origin) -> bytes:
    """Return a FeatureCollection, written as a data set's own events.geojson; claims and origin as members beside.

    Areas are features without geometry, as RFC 7946 has it.
    """
    about = {"qantar": origin.facts(events=len(events), claims=len(claims)), "claims": claim_rows(claims)}
    head = _json({"type": "FeatureCollection", **about})[:-1]
    features = [
        _json(
            {"type": "Feature", "properties": _properties(row), "geometry": None if shape is None else mapping(shape)}
        )
        for row, shape in zip(event_rows(events), events.geometry, strict=True)
    ]
    return (head + ', "features": [\n' + ",\n".join(features) + "\n]}\n").encode("utf-8")


def geopackage(events: gpd.GeoDataFrame, claims: Sequence[Claim], origin: Origin) -> bytes:
    """Return a GeoPackage with the layers events, claims and metadata; lists are joined by `; `."""
    facts = origin.facts(events=len(events), claims=len(claims))
    told = {key: value if isinstance(value, str) else _json(value) for key, value in facts.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.gpkg"
        pyogrio.write_arrow(
            _unique(event_table(events, lists=False)),
            path,
            layer="events",
            driver="GPKG",
            geometry_name="geometry",
            geometry_type="Unknown",
            crs=CRS,
            dataset_metadata=told,
        )
        _write_table(claim_table(claims), path, "claims")
        _write_table(pa.table({"key": list(told), "value": list(told.values())}), path, "metadata")
        _settle(path, f"{origin.on.isoformat()}T00:00:00.000Z")
        return path.read_bytes()


def geoparquet(events: gpd.GeoDataFrame, claims: Sequence[Claim], origin: Origin) -> bytes:
    """Return GeoParquet 1.1: each event with a list of its claims, and the origin as JSON in the schema (`qantar`)."""
    table = event_table(events, lists=True)
    of_event: dict[str, list[dict[str, Any]]] = {}
    for claim in claim_rows(claims):
        of_event.setdefault(claim["event_id"], []).append(claim)
    kind = pa.list_(pa.struct(list(CLAIM_SCHEMA)))
    nested = pa.array([of_event.get(i, []) for i in table["event_id"].to_pylist()], kind)
    table = table.add_column(len(COLUMNS), "figures" if "claims" in table.column_names else "claims", nested)
    about = {"geo": _geo(events), "qantar": origin.facts(events=len(events), claims=len(claims))}
    table = table.replace_schema_metadata({key: _json(value) for key, value in about.items()})
    written = io.BytesIO()
    pq.write_table(table, written, compression="zstd")
    return written.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _properties(row: dict[str, Any]) -> dict[str, Any]:
    return {k: "; ".join(v) if k in ("attribution", "attribution_de") else v for k, v in row.items()}


def _geo(events: gpd.GeoDataFrame) -> dict[str, Any]:
    shapes = events.geometry.dropna()
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(set(shapes.geom_type)),
        "crs": events.crs.to_json_dict(),
    }
    if len(shapes):
        column["bbox"] = [float(edge) for edge in shapes.total_bounds]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _write_table(table: pa.Table, path: Path, layer: str) -> None:
    pyogrio.write_arrow(table, path, layer=layer, driver="GPKG", geometry_type=None, append=False)


def _unique(table: pa.Table) -> pa.Table:
    """Rename columns that SQLite, which does not tell `Label` from `label`, would take for another or for its own."""
    taken = {"fid", "geometry"}
    names = []
    for name in table.column_names:
        while name != "geometry" and name.lower() in taken:
            name += "_"
        taken.add(name.lower())
        names.append(name)
    return table.rename_columns(names)


def _settle(path: Path, moment: str) -> None:
    """Put one moment for the time of writing, so that the same selection gives the same bytes."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_contents SET last_change = ?", [moment])
        database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", [moment])
