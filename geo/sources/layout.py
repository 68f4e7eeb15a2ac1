"""A large data set's files: their names, their checksums, and what makes a table GeoParquet."""

import hashlib
import json
from pathlib import Path
from typing import Final

import pyarrow as pa

EVENTS: Final = "events.parquet"
CLAIMS: Final = "claims.parquet"
_GEO: Final = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}


def geo_schema(schema: pa.Schema) -> pa.Schema:
    """Return a table's schema with the metadata that make it GeoParquet 1.1."""
    return schema.with_metadata({"geo": json.dumps(_GEO)})


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
