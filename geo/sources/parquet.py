"""Parquet and GeoParquet of unknown make: the footer checked before any row, then small batches, geometry by hand.

Runs in the reader process. Texts, numbers, days and times pass as they are, points as two numbers; what is nested
becomes JSON. GeoParquet 1.1: geometry as WKB, coordinates in WGS 84, longitude first.
"""

import json
from collections.abc import Iterator
from typing import IO, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.errors import SourceError
from geo.sources.delimited import Answer, Refused
from geo.sources.limits import Limits
from geo.sources.names import check_columns
from geo.sources.wire import ROW, Form, Head
from geo.sources.wkb import read_points

#: Columns of two numbers in which the points of a geometry column pass.
LON: Final = "#lon"
LAT: Final = "#lat"
BATCH: Final = 16_384
_MAGIC: Final = b"PAR1"
_MAX_FOOTER: Final = 4 * 1024 * 1024
_MAX_GEO: Final = 64 * 1024
_T: Final = pa.types


def read_parquet(source: IO[bytes], limits: Limits) -> Iterator[Answer]:
    """Read a Parquet file: a Head, then batches and refused rows, at last the number of rows.

    Raises SourceError for what is no table, or more of one than the limits allow.
    """
    _check_ends(source)
    source.seek(0)
    file = pq.ParquetFile(
        pa.PythonFile(source, mode="r"),
        pre_buffer=False,
        thrift_string_size_limit=_MAX_FOOTER,
        thrift_container_size_limit=1_000_000,
    )
    _check_footer(file.metadata, limits)
    schema = file.schema_arrow
    geometry = _geometry_column(schema)
    columns, notes = check_columns(schema.names, limits)
    shown = tuple(c for c in columns if c != geometry) + ((LON, LAT) if geometry else ())
    yield Head(form=Form(kind="parquet"), columns=shown, rows=file.metadata.num_rows, notes=tuple(notes))
    number = decoded = 0
    for batch in file.iter_batches(batch_size=_rows_at_once(file.metadata), use_threads=False):
        decoded += batch.nbytes
        if decoded > limits.decoded:
            raise SourceError(f"more than {limits.decoded:,} bytes when unpacked; expected at most that many")
        passed, refused = _plain(batch.rename_columns(list(columns)), geometry, number, limits)
        number += batch.num_rows
        yield passed
        if refused:
            yield refused
    yield number


def _check_ends(source: IO[bytes]) -> None:
    """Check the magic numbers and the footer's length before the library reads any of it."""
    size = source.seek(0, 2)
    source.seek(max(0, size - 8))
    tail = source.read(8)
    if size < 12 or tail[4:] != _MAGIC:
        what = "encrypted Parquet" if tail[4:] == b"PARE" else "a Parquet file without its end"
        raise SourceError(f"{what}; expected a whole Parquet file")
    length = int.from_bytes(tail[:4], "little")
    if not 0 < length <= min(size - 12, _MAX_FOOTER):
        raise SourceError(f"a Parquet footer of {length:,} bytes; expected at most {min(size - 12, _MAX_FOOTER):,}")


def _check_footer(footer: Any, limits: Limits) -> None:
    if footer.num_rows > limits.rows or footer.num_rows < 0:
        raise SourceError(f"{footer.num_rows:,} rows; expected at most {limits.rows:,}")
    if footer.num_columns > limits.columns * 4:
        raise SourceError(f"{footer.num_columns:,} columns; expected at most {limits.columns}")
    if footer.num_row_groups > 10_000:
        raise SourceError(f"{footer.num_row_groups:,} row groups; expected at most 10,000")
    unpacked = sum(footer.row_group(i).total_byte_size for i in range(footer.num_row_groups))
    if unpacked > limits.decoded or unpacked < 0:
        raise SourceError(f"{unpacked:,} bytes when unpacked; expected at most {limits.decoded:,}")


def _rows_at_once(footer: Any) -> int:
    """Return how many rows a batch may have: fewer where the footer tells of long ones."""
    unpacked = sum(footer.row_group(i).total_byte_size for i in range(footer.num_row_groups))
    each = unpacked // max(1, footer.num_rows) + 1
    return int(min(BATCH, max(256, 16 * 1024 * 1024 // each)))


def _geometry_column(schema: pa.Schema) -> str | None:
    """Return the name of the geometry column; None where the file is no GeoParquet."""
    raw = (schema.metadata or {}).get(b"geo")
    if raw is None:
        return None
    if len(raw) > _MAX_GEO:
        raise SourceError(f"{len(raw):,} bytes of GeoParquet metadata; expected at most {_MAX_GEO:,}")
    try:
        geo = json.loads(raw)
        name = geo["primary_column"]
        column = geo["columns"][name]
        encoding, crs = column["encoding"], column.get("crs", "OGC:CRS84")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise SourceError("GeoParquet metadata that cannot be read; expected those of GeoParquet 1.1") from None
    if not isinstance(name, str) or name not in schema.names:
        raise SourceError("a geometry column that is not there; expected GeoParquet's primary_column")
    if encoding != "WKB":
        raise SourceError(f"geometry as {str(encoding)[:40]!r}; expected WKB")
    _check_crs(crs)
    if not (_T.is_binary(schema.field(name).type) or _T.is_large_binary(schema.field(name).type)):
        raise SourceError(f"a geometry column of {str(schema.field(name).type)[:40]}; expected binary")
    return name


def _check_crs(crs: Any) -> None:
    """Refuse all but WGS 84: the default of GeoParquet, PROJJSON with its code, or a null nobody has filled in."""
    known = (("OGC", "CRS84"), ("EPSG", "4326"))
    if crs is None or crs == "OGC:CRS84":
        return
    code = crs.get("id") if isinstance(crs, dict) else None
    if not isinstance(code, dict) or (code.get("authority"), str(code.get("code"))) not in known:
        raise SourceError("another CRS than WGS 84; expected longitude and latitude in degrees (OGC:CRS84, EPSG:4326)")


def _plain(
    batch: pa.RecordBatch, geometry: str | None, before: int, limits: Limits
) -> tuple[pa.RecordBatch, list[Refused]]:
    """Return the batch with plain types only, and the rows whose geometry is no point."""
    numbers = np.arange(before + 1, before + 1 + batch.num_rows)
    columns = {ROW: pa.array(numbers)}
    refused: list[Refused] = []
    keep = None
    for name, values in zip(batch.schema.names, batch.columns, strict=True):
        if name == geometry:
            x, y, odd = read_points(values.cast(pa.binary()))
            refused = [(int(n), name, "no point", "a point in WKB") for n in numbers[odd]]
            keep = ~odd
            columns[LON], columns[LAT] = (pa.array(v, from_pandas=True) for v in (x, y))
        else:
            columns[name] = _plain_column(values, name, limits)
    points = [c for c in (LON, LAT) if c in columns]
    whole = pa.record_batch({c: columns[c] for c in [*(c for c in columns if c not in points), *points]})
    return (whole.filter(pa.array(keep)) if refused else whole), refused


def _plain_column(values: pa.Array, name: str, limits: Limits) -> pa.Array:
    kind = values.type
    if _T.is_dictionary(kind):
        values, kind = values.dictionary_decode(), kind.value_type
    if _is_text(kind) or _T.is_binary(kind) or _T.is_large_binary(kind) or _T.is_fixed_size_binary(kind):
        if _T.is_fixed_size_binary(kind):
            values = values.cast(pa.binary())
        return _checked(values.cast(pa.string()), name, limits)
    if _T.is_boolean(kind) or _T.is_integer(kind) or _T.is_floating(kind) or _T.is_date(kind) or _T.is_timestamp(kind):
        return values.cast(pa.float64()) if _T.is_float16(kind) else values
    if _T.is_null(kind) or _T.is_time(kind) or _T.is_decimal(kind):
        return values.cast(pa.string())
    if _T.is_list(kind) and _is_text(kind.value_type):
        _checked(values.flatten().cast(pa.string()), name, limits)
        return values.cast(pa.list_(pa.string()))
    texts = [None if v is None else json.dumps(v, default=str, ensure_ascii=False) for v in values.to_pylist()]
    return _checked(pa.array(texts, pa.string()), name, limits)


def _is_text(kind: pa.DataType) -> bool:
    return bool(_T.is_string(kind) or _T.is_large_string(kind) or _T.is_string_view(kind))


def _checked(values: pa.Array, name: str, limits: Limits) -> pa.Array:
    """Return the texts if all are short enough and UTF-8."""
    longest = pc.max(pc.binary_length(values)).as_py() or 0
    if longest > limits.field:
        raise SourceError(f"column {name}: a field of {longest:,} bytes; expected at most {limits.field:,}")
    values.validate(full=True)
    return values
