"""Files that mean harm, or are merely broken, by the hundred and the same every time: `files()` gives them all."""

import bz2
import gzip
import io
import json
import lzma
import random
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from tests.sources.layouts import ACLED, GDELT, acled_rows, csv_text, gdelt_rows

GOOD: Final = csv_text(ACLED, acled_rows(5))
GEO: Final = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}
SECRETS: Final = ("/etc/passwd", "/vsicurl/http://127.0.0.1:9/x", "/vsizip//etc/x.zip", "http://127.0.0.1:9/x.geojson")


def files() -> Iterator[tuple[str, bytes]]:
    """Give every file of every family; a name begins with its family's."""
    families = (drivers, archives, not_tables, texts, headers, fields, documents, points, coordinates, geometry)
    for family in (*families, geoparquet, parquet, damaged, bombs):
        for i, (name, octets) in enumerate(family()):
            yield f"{family.__name__}-{i:03}{name}", octets


def drivers() -> Iterator[tuple[str, bytes]]:
    """Text that GDAL would open as a pointer to another file or address."""
    for secret in SECRETS:
        vrt = f"<OGRVRTDataSource><OGRVRTLayer><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
        gdalg = {"type": "gdal_streamed_alg", "command_line": f"gdal vector read {secret}"}
        for start in ("", "\ufeff", "\n\n  ", '<?xml version="1.0"?>\n'):
            yield ".geojson", (start + vrt).encode()
        yield ".csv", vrt.encode("utf-16")
        yield ".geojson", json.dumps(gdalg).encode()
        yield ".json", json.dumps([gdalg]).encode()
        yield ".csv", f"event_date,latitude\n{secret},{secret}\n".encode()
        yield ".geojson", json.dumps({"type": "FeatureCollection", "features": secret}).encode()
        entity = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret}">]><kml>&a;</kml>'
        yield ".kml", entity.encode()


def archives() -> Iterator[tuple[str, bytes]]:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"a,b\n" * 5_000_000)
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("../../etc/x"))
    text = GOOD.encode()
    made = (
        zipped.getvalue(),
        gzip.compress(bytes(50_000_000)),
        gzip.compress(text),
        bz2.compress(text),
        lzma.compress(text),
    )
    marks = (
        b"PK\x05\x06" + bytes(18),
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07",
        b"\x28\xb5\x2f\xfd\x00",
        tarred.getvalue(),
    )
    for octets in (*made, *marks):
        yield ".csv", octets
        yield ".parquet", octets


def not_tables() -> Iterator[tuple[str, bytes]]:
    for octets in (
        b"", b" \n\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n\0\0\0", b"GIF89a\0\0",
        b"\x7fELF\x02\x01\0",
        b"MZ\x90\0\x03\0", b"SQLite format 3\0" + bytes(84), b"ARROW1\0\0" + bytes(64), b"FEA1" + bytes(64),
        bytes(4096),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), b"\0\0\x27\x0a" + bytes(96), b"fgb\x03fgb\0" + bytes(64),
        b"#!/bin/sh\nrm -rf /\n", b"<html><script>alert(1)</script></html>", b"just a sentence",
        b"\x80\x04\x95pickle\x94.",
        random.Random(1).randbytes(5000), b"CDF\x01" + bytes(60), b"\x89HDF\r\n\x1a\n" + bytes(60),
    ):  # fmt: skip
        yield ".csv", octets


def texts() -> Iterator[tuple[str, bytes]]:
    """CSV whose bytes are no text, or another text than they say."""
    text = GOOD.encode()
    for at in (0, 10, len(text) // 2, len(text) - 1):
        yield ".csv", text[:at] + b"\0" + text[at:]
        yield ".csv", text[:at] + b"\x81\x98\xff" + text[at:]
    yield ".csv", text + "Ж".encode()[:1]
    yield ".csv", GOOD.encode("utf-32")
    yield ".csv", GOOD.encode("utf-16")[:-1]
    yield ".csv", b"\xff\xfe" + text
    yield ".csv", "a,b\n\ud800,1\n".encode("utf-8", "surrogatepass")
    yield ".csv", b"+ADw-script+AD4-,b\n1,2\n"


def headers() -> Iterator[tuple[str, bytes]]:
    rest = GOOD.split("\n", 1)[1]
    made = (
        ACLED[:-1], [*ACLED, "event_date"], ["x" * 10_000, *ACLED[1:]], [*ACLED[:-1], "a\x00b"], [*ACLED[:-1],
        "a\u202eb"],
        [f"c{i}" for i in range(201)], [f"c{i}" for i in range(100_000)], [""] * 31, ["#", *ACLED[1:]],
        [c for c in ACLED if c != "event_date"], ["=cmd|' /C calc'!A0", "b"],
        ["__class__", "__reduce__", "{{7*7}}"], ["latitude", "longitude"], ["date", "type"], ["#lon", "#lat"],
        ["{% for x in y %}", "b"], ["date", "date "],
    )  # fmt: skip
    for header in made:
        yield ".csv", (",".join(header) + "\n" + rest).encode("utf-8")
        yield ".csv", (",".join(header) + "\n").encode("utf-8")


def fields() -> Iterator[tuple[str, bytes]]:
    """Rows in the right columns with a field that is wrong in every one of them."""
    wrong = {
        "latitude": ("9" * 100_000, "9" * 30_000, "NaN", "inf", "1e999", "1e-999x", "0x10", "", "९", "1_0",
        "43.25.1", "=1", "١٢"),
        "longitude": ("181", "-1e10", "None", "true", "1,5", "\t"),
        "event_date": ("9" * 30_000, "0000-00-00", "2022-13-01", "99999-01-01", "1/2/2022", "now", "2022-W01",
        "' OR 1=1 --"),
        "event_type": ("", "x" * 30_000, "Riots/Parties", "{{7*7}}", "<script>"),
        "geo_precision": ("9" * 5000, "-1", "1.5", "", "one"),
        "fatalities": ("9" * 400, "-1", "1e300", "many"),
        "event_id_cnty": ("", " ", "\u200b"),
    }  # fmt: skip
    for column, values in wrong.items():
        for value in values:
            rows = [_with(row, column, value) for row in acled_rows(3)]
            blank = [_with(row, "sub_event_type", "") if column == "event_type" else row for row in rows]
            points = [_with(row, "geo_precision", "1") if column != "geo_precision" else row for row in blank]
            yield ".csv", csv_text(ACLED, iter(points)).encode()
    head = ",".join(ACLED) + "\n"
    yield ".csv", (head + '"' + "x" * 40_000).encode()
    yield ".csv", (head + "x" * 20_000_000).encode()
    yield ".csv", (head + '"\n' * 200_001).encode()
    yield ".csv", (head + '"a"b,' * 31).encode()
    yield ".csv", (head + "," * 5_000_000).encode()
    yield ".csv", (head + "a,b\n" * 300_000).encode()
    yield ".csv", b"a;b,c\td|e\n" * 1000
    yield ".csv", b'"' * 1_000_000
    yield ".tsv", "\n".join("\t".join(["x", *row[1:]]) for row in gdelt_rows(20)).encode()
    yield ".tsv", ("\t".join(GDELT) + "\n" + "\t".join(["1"] * 61)).encode()
    yield ".tsv", ("\t".join(["1", "20220101", *[""] * 59]) + "\n").encode() * 100


def documents() -> Iterator[tuple[str, bytes]]:
    """JSON that is no list of points, or none that ends."""
    deep = 100_000
    for text in (
        "[" * deep, "[" * deep + "]" * deep, '{"a":' * deep, '{"a":' * deep + "1" + "}" * deep, "[" * 20_000_000,
        "[" + "9" * 100_000 + "]",
        '{"type":"FeatureCollection","features":[' + "{}," * 6_000_000, '[{"a":1e999}]', "[NaN]",
        '{"type":"FeatureCollection","features":[{"type":"Feature"', '[{"a":1,"a":2}]', '["\\ud800"]', "{}", "[]",
        "[[]]",
        '{"type":"FeatureCollection"}', '{"type":"FeatureCollection","features":{}}',
        '{"type":"FeatureCollection","features":[]}',
        '{"type":"Topology","objects":{}}', '{"type":"Point","coordinates":[1,2]}', '[null]', '[1,"a",null,[]]',
        '{"data":[]}',
        '{"data":{"a":1}}', '{"features":[]}', '"x"', '[{"__proto__":1}]', '[{"a":{"b":{"c":[1]}}}]', '[{"":1}]',
        "[" + "{}," * 1_000_000 + "{}]",
        '{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3857"}},"features":[{}]}',
        "[" + json.dumps({f"c{i}": 1 for i in range(300)}) + "]", "[" + json.dumps({"a": "x" * 40_000}) + "]",
        json.dumps([{"#": 1}]), '{"type":"FeatureCollection","features":[' + '{"type":"Feature"},' * 3 + "]}",
    ):  # fmt: skip
        yield ".geojson", text.encode()
    yield ".geojson", '[{"a":"ä"}]'.encode("latin-1")
    yield ".geojson", '[{"a":1}]'.encode("utf-16")


def collection(*geometries: Any) -> bytes:
    told = {"date": "2022-01-05", "event_type": "Riots", "id": "1"}
    made = [{"type": "Feature", "properties": {**told, "id": str(i)}, "geometry": g} for i, g in enumerate(geometries)]
    return json.dumps({"type": "FeatureCollection", "features": made}).encode()


def points() -> Iterator[tuple[str, bytes]]:
    """GeoJSON geometries that are no points."""
    nested: Any = {"type": "Point", "coordinates": [1, 2]}
    for _ in range(300):
        nested = {"type": "GeometryCollection", "geometries": [nested]}
    yield ".geojson", collection(nested)
    for kind in (
        "LineString",
        "Polygon",
        "MultiPoint",
        "MultiPolygon",
        "GeometryCollection",
        "Curve",
        "point",
        "",
        None,
        7,
    ):
        yield ".geojson", collection({"type": kind, "coordinates": [[1, 2], [3, 4]]})
    for geometry in ("POINT (1 2)", 5, [], [1, 2], True, {}, {"type": "Point"}, {"coordinates": [1, 2]}):
        yield ".geojson", collection(geometry)


def coordinates() -> Iterator[tuple[str, bytes]]:
    for at in (
        [], [1], [1, 2, 3, 4], ["1", "2"], [None, None], [[1, 2]], {"x": 1}, "1 2", [True, False], [1, 91],
        [181, 2], [1e308, 1e308],
        [-181, -91], None, [[[[]]]],
    ):  # fmt: skip
        yield ".geojson", collection({"type": "Point", "coordinates": at})


def geo_table(values: list[bytes | None], *, geo: Any = GEO) -> bytes:
    n = len(values)
    table = pa.table(
        {
            "id": [str(i) for i in range(n)],
            "date": ["2022-01-05"] * n,
            "event_type": ["Riots"] * n,
            "geometry": pa.array(values, pa.binary()),
        }
    )
    text = geo if isinstance(geo, bytes) else json.dumps(geo).encode()
    return written(table.replace_schema_metadata({"geo": text}))


def written(table: pa.Table, **options: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def geometry() -> Iterator[tuple[str, bytes]]:
    """WKB that is no point; the deep ones overflow the stack of a recursive reader."""
    collection_of_one, point = struct.pack("<BII", 1, 7, 1), struct.pack("<BIdd", 1, 1, 76.9, 43.2)
    for depth in (1, 10, 1_000, 100_000, 2_000_000):
        yield ".parquet", geo_table([collection_of_one * depth + point])
        yield ".parquet", geo_table([struct.pack(">BII", 0, 7, 1) * depth])
    for kind in (0, *range(2, 18), 1001, 2001, 3001, 0x80000001, 0x20000001, 0xFFFFFFFF):
        yield ".parquet", geo_table([struct.pack("<BI", 1, kind) + bytes(16)])
    for kind in (2, 3, 4, 5, 6, 7):
        yield ".parquet", geo_table([struct.pack("<BII", 1, kind, 0xFFFFFFFF) + bytes(16)])
    for octets in (
        b"",
        b"\x01",
        point[:-1],
        point + b"\0",
        b"\x02" + point[1:],
        bytes(21),
        b"POINT (1 2)",
        struct.pack("<BIdd", 1, 1, 1e9, 1e9),
    ):
        yield ".parquet", geo_table([octets])
    for x in (float("inf"), float("-inf"), 1e308):
        yield ".parquet", geo_table([struct.pack("<BIdd", 1, 1, x, x)])


def geoparquet() -> Iterator[tuple[str, bytes]]:
    """GeoParquet whose metadata lie."""
    point = struct.pack("<BIdd", 1, 1, 76.9, 43.2)
    column = GEO["columns"]["geometry"]  # type: ignore[index]
    for geo in (
        b"", b"{", b"[]", b"null", b'"x"', b"\xff", b"[" * 60_000, b"{" * 70_000, {}, {"primary_column": "geometry"},
        GEO | {"primary_column": "x"}, GEO | {"primary_column": ["geometry"]}, GEO | {"columns": []},
        GEO | {"columns": {"geometry": 1}},
        GEO | {"columns": {"geometry": {"encoding": "WKT"}}}, GEO | {"columns": {"geometry": {"encoding": "point"}}},
        GEO | {"columns": {"geometry": {**column, "crs": {"id": {"authority": "EPSG", "code": 3857}}}}},
        GEO | {"columns": {"geometry": {**column, "crs": "/etc/passwd"}}},
        GEO | {"columns": {"geometry": {**column, "crs": {"id": 5}}}},
        GEO | {"primary_column": "date", "columns": {"date": {"encoding": "WKB"}}},
    ):  # fmt: skip
        yield ".parquet", geo_table([point], geo=geo)


def parquet() -> Iterator[tuple[str, bytes]]:
    """Whole Parquet files that no table of events is."""
    nested = pa.array([1])
    for _ in range(40):
        nested = pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), nested)
    day = date(2022, 1, 5)
    for table in (
        pa.table({}), pa.table({"a": pa.array([], pa.string())}), pa.table({"a": nested}), pa.table({"a": [None] * 10}),
        pa.table({f"c{i}": [1] for i in range(201)}), pa.table({f"c{i}": [1] for i in range(3000)}),
        pa.table({"a": ["x" * 40_000]}), pa.table({"a": [["x" * 40_000]]}), pa.table({"a": pa.array([b"\xff\xfe"])}),
        pa.table({"date": [day], "event_type": [1.5]}), pa.table({"date": [day], "event_type": [{"a": 1}]}),
        pa.table({"date": [10**18], "event_type": ["Riots"]}), pa.table({"a": [Decimal("1.5")]}),
        pa.table({"\u202e": [1]}),
        pa.table({"date": pa.array([2**62], pa.timestamp("ns")), "event_type": ["Riots"], "latitude": [1.0],
        "longitude": [float("nan")]}),
        pa.table({"date": pa.array([-(2**31)], pa.date32()), "event_type": ["Riots"], "latitude": [1.0],
        "longitude": [1.0]}),
        pa.table({"x" * 10_000: [1]}), pa.table({"#": [1]}), pa.Table.from_arrays([pa.array([1]), pa.array([2])],
        names=["a", "a"]),
        pa.table({"date": pa.array([0], pa.timestamp("us", "Nowhere/Land")), "event_type": ["Riots"]}),
        pa.table({"a": pa.array([1], pa.time64("ns"))}), pa.table({"a": pa.array([[("k", 1)]], pa.map_(pa.string(),
        pa.int32()))}),
    ):  # fmt: skip
        yield ".parquet", written(table)


def damaged() -> Iterator[tuple[str, bytes]]:
    """A good Parquet file with bytes cut off, turned over or put in."""
    columns = zip(*acled_rows(200), strict=True)
    whole = written(pa.table({c: list(v) for c, v in zip(ACLED, columns, strict=True)}))
    chance = random.Random(7)
    for cut in (4, 8, 11, 12, 100, len(whole) // 2, len(whole) - 9, len(whole) - 4, len(whole) - 1):
        yield ".parquet", whole[:cut]
    for length in (0, 1, len(whole) - 12, len(whole), 2**31, 2**32 - 1):
        yield ".parquet", whole[:-8] + struct.pack("<I", length) + b"PAR1"
    yield ".parquet", whole[:-4] + b"PARE"
    yield ".parquet", b"PAR1" + chance.randbytes(5000) + struct.pack("<I", 4000) + b"PAR1"
    footer = len(whole) - 8 - struct.unpack("<I", whole[-8:-4])[0]
    for _ in range(25):
        octets = bytearray(whole)
        for at in (chance.randrange(footer, len(whole) - 8) for _ in range(8)):
            octets[at] = chance.randrange(256)
        yield ".parquet", bytes(octets)
    for _ in range(15):
        octets = bytearray(whole)
        for at in (chance.randrange(4, footer) for _ in range(200)):
            octets[at] ^= 0xFF
        yield ".parquet", bytes(octets)


def bombs() -> Iterator[tuple[str, bytes]]:
    """Small files that unpack to gigabytes, by each way of packing."""
    long = pa.array(["x" * 30_000])
    many = pa.DictionaryArray.from_arrays(pa.array([0] * 900_000, pa.int32()), long)
    yield ".parquet", written(pa.table({"date": many}))
    for packing in ("gzip", "zstd", "snappy", "brotli", "lz4"):
        zeros = pa.array([bytes(1_000_000)] * 40, pa.binary())
        yield ".parquet", written(pa.table({"a": zeros}), compression=packing, use_dictionary=False)
    yield ".parquet", written(pa.table({"a": pa.array([0] * 1_000_001, pa.int8())}))
    yield ".parquet", written(pa.table({"a": pa.nulls(40_000_000, pa.string())}))


def _with(row: list[str], column: str, value: str) -> list[str]:
    return [value if c == column else v for c, v in zip(ACLED, row, strict=True)]
