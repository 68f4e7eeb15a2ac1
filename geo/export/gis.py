"""A selection for geographic programs: GeoJSON, GeoPackage, GeoParquet, each written part by part."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
from shapely.geometry import mapping

from geo.columns import COLUMNS, CRS
from geo.errors import ExportError
from geo.export.origin import Origin
from geo.export.selection import Selection, in_parts
from geo.export.tables import CLAIM_SCHEMA, claim_row, claim_table, event_rows, event_schema, event_table

_CLAIMS: Final = pa.list_(pa.struct(list(CLAIM_SCHEMA)))


def geojson(selection: Selection, origin: Origin, path: Path) -> None:
    """Write a FeatureCollection, as a data set's own events.geojson; claims and origin as members beside.

    Areas are features without geometry, as RFC 7946 has it.
    """
    facts = origin.facts(events=selection.events, claims=selection.claims)
    head = _json({"type": "FeatureCollection", "qantar": facts})[:-1]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f'{head}, "claims": [')
        file.writelines(_joined((_json(claim_row(claim)) for claim in selection.figures()), ", "))
        file.write('], "features": [\n')
        file.writelines(_joined((text for part in selection.parts() for text in _features(part)), ",\n"))
        file.write("\n]}\n")


def _features(events: gpd.GeoDataFrame) -> Iterator[str]:
    for row, shape in zip(event_rows(events), events.geometry, strict=True):
        geometry = None if shape is None else mapping(shape)
        yield _json({"type": "Feature", "properties": _properties(row), "geometry": geometry})


def _joined(texts: Iterable[str], between: str) -> Iterator[str]:
    for i, text in enumerate(texts):
        yield between + text if i else text


def geopackage(selection: Selection, origin: Origin, path: Path) -> None:
    """Write a GeoPackage with the layers events, claims and metadata; lists are joined by `; `."""
    import pyogrio.errors  # with GDAL, some 25 MB that a server has no need of until the first GeoPackage is asked for

    failures = pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FieldError
    facts = origin.facts(events=selection.events, claims=selection.claims)
    told = {key: value if isinstance(value, str) else _json(value) for key, value in facts.items()}
    schema = event_schema(selection.extra, lists=False)
    events = (_unique(event_table(part, schema, lists=False)) for part in selection.parts())
    claims = map(claim_table, in_parts(selection.figures()))
    try:
        pyogrio.write_arrow(
            _stream(_unique(schema.empty_table()).schema, events),
            path,
            layer="events",
            driver="GPKG",
            geometry_name="geometry",
            geometry_type="Unknown",
            crs=CRS,
            dataset_metadata=told,
        )
        _write_table(_stream(CLAIM_SCHEMA, claims), path, "claims")
        _write_table(pa.table({"key": list(told), "value": list(told.values())}), path, "metadata")
        _settle(path, f"{origin.on.isoformat()}T00:00:00.000Z")
    except (*failures, sqlite3.OperationalError) as error:
        said = " ".join(str(error).split())[:160]
        raise ExportError(f"{path.name}: it cannot be written ({said}); expected room on the disk") from error


def _stream(schema: pa.Schema, tables: Iterable[pa.Table]) -> pa.RecordBatchReader:
    return pa.RecordBatchReader.from_batches(schema, (batch for table in tables for batch in table.to_batches()))


def geoparquet(selection: Selection, origin: Origin, path: Path) -> None:
    """Write GeoParquet 1.1: each event with a list of its claims, and the origin as JSON in the schema (`qantar`)."""
    plain = event_schema(selection.extra, lists=True)
    name = "figures" if "claims" in plain.names else "claims"
    facts = origin.facts(events=selection.events, claims=selection.claims)
    about = {"geo": _json(_geo(selection)), "qantar": _json(facts)}
    schema = plain.insert(len(COLUMNS), pa.field(name, _CLAIMS)).with_metadata(about)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for part in selection.parts():
            table = event_table(part, plain, lists=True)
            ids = table["event_id"].to_pylist()
            known = selection.about(ids)
            nested = pa.array([list(map(claim_row, known.get(i, ()))) for i in ids], _CLAIMS)
            table = table.add_column(len(COLUMNS), name, nested).replace_schema_metadata(schema.metadata)
            writer.write_table(table)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _properties(row: dict[str, Any]) -> dict[str, Any]:
    return {k: "; ".join(v) if k in ("attribution", "attribution_de") else v for k, v in row.items()}


def _geo(selection: Selection) -> dict[str, Any]:
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": list(selection.shapes),
        "crs": pyproj.CRS.from_user_input(CRS).to_json_dict(),
    }
    if selection.bbox:
        column["bbox"] = list(selection.bbox)
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _write_table(table: pa.Table | pa.RecordBatchReader, path: Path, layer: str) -> None:
    import pyogrio

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
