import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.errors import DataSetError, SourceError
from geo.sources.acled import from_acled
from geo.sources.checked import check_table
from geo.sources.dataset import read_dataset
from geo.sources.folder import new_dataset
from geo.sources.importing import import_tables
from geo.sources.part import EVENT_SCHEMA
from geo.sources.stored import objects
from tests.sources.layouts import write_layout
from tests.sources.tables import acled

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def events() -> pa.Table:
    return from_acled(acled(*[{"geo_precision": "1"}] * 3)).events


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    import_tables([write_layout("acled", 40, tmp_path / "a.csv")], tmp_path / "set")
    return tmp_path / "set"


def changed(table: pa.Table, column: str, value: Any) -> pa.Table:
    """Return the table with another value in the second row of a column."""
    values = table[column].to_pylist()
    values[1] = value
    at = table.column_names.index(column)
    return table.set_column(at, table.schema.field(at), pa.array(values, table.schema.field(at).type))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event_id", None),
        ("event_id", " "),
        ("event_type", "Party"),
        ("sub_event_type", "Party"),
        ("alternative_type", ["Party"]),
        ("summary_en", ""),
        ("place", None),
        ("country", "kz"),
        ("country", "KAZ"),
        ("geo_precision", 4),
        ("geo_precision", 3),
        ("origin_country", "x"),
        ("start_date", None),
        ("end_date", date(1999, 1, 1)),
        ("date_precision", 0),
        ("part_of_day", "tea time"),
        ("timezone", "Europe/Atlantis"),
        ("actors", ["a", ""]),
        ("actors", None),
        ("certainty", "sure"),
        ("paragraph", 0),
        ("char_start", -1),
        ("geometry", None),
    ],
)
def test_one_value_that_is_wrong_is_named_with_row_and_column(events: pa.Table, column: str, value: Any) -> None:
    check_table(events, file="x")
    with pytest.raises(DataSetError) as error:
        check_table(changed(events, column, value), file="x")
    told = "geometry" if (column, value) == ("geo_precision", 3) else column
    assert (error.value.row, error.value.column) == (2, told)


def test_a_sub_type_below_another_type_is_refused(events: pa.Table) -> None:
    other = "Riots" if events["event_type"][1].as_py() != "Riots" else "Battles"
    with pytest.raises(DataSetError, match="a sub-type of its event_type"):
        check_table(changed(events, "event_type", other), file="x")


def test_an_id_twice_and_a_column_that_is_missing_or_of_another_type_are_refused(events: pa.Table) -> None:
    with pytest.raises(DataSetError, match="again; expected each event_id once"):
        check_table(changed(events, "event_id", events["event_id"][0].as_py()), file="x")
    with pytest.raises(DataSetError, match="the column place is missing"):
        check_table(events.drop_columns(["place"]), file="x")
    at = EVENT_SCHEMA.get_field_index("paragraph")
    with pytest.raises(DataSetError, match="column paragraph: string"):
        check_table(events.set_column(at, "paragraph", pa.nulls(3, pa.string())), file="x")


@pytest.mark.parametrize(
    "lists",
    [[["a", "b"], [], ["a", "b"]], [[], []], [["a"], ["b"]], [["a", "b"], ["c", "d"]], [["a\x1fb"], ["c"]], []],
)
def test_lists_come_back_as_they_were(lists: list[list[str]]) -> None:
    found = objects(pa.chunked_array([pa.array(lists, pa.list_(pa.string()))]))
    assert (found.tolist(), found.ndim) == (lists, 1)
    pairs = [[[len(text), 1] for text in held] for held in lists]
    assert objects(pa.chunked_array([pa.array(pairs, pa.list_(pa.list_(pa.int32())))])).tolist() == pairs


def test_missing_is_none_and_days_are_days(folder: Path) -> None:
    frame = read_dataset(folder).events
    assert frame["label"].tolist() == [None] * 40
    assert {type(day) for day in frame["start_date"]} == {date}
    assert {type(p) for p in frame["geo_precision"]} == {int}
    assert frame.crs.to_epsg() == 4326
    assert frame.loc[frame["geo_precision"] == 3, "geometry"].isna().all()
    assert frame["acled_country"].notna().all()


@pytest.mark.parametrize("name", ["events.parquet", "claims.parquet"])
def test_a_file_that_is_broken_or_gone_is_named(folder: Path, name: str) -> None:
    path = folder / name
    whole = path.read_bytes()
    for broken in (whole[:-20], whole[:50], b""):
        path.write_bytes(broken)
        with pytest.raises(DataSetError, match=f"set/{name}: it cannot be read"):
            read_dataset(folder)
    path.unlink()
    with pytest.raises(DataSetError, match=r"no such file"):
        read_dataset(folder)


def test_geometry_that_is_no_point_never_reaches_a_geometry_library(folder: Path) -> None:
    table = pq.read_table(folder / "events.parquet")
    row = table["geo_precision"].to_pylist().index(1)
    shapes = table["geometry"].to_pylist()
    shapes[row] = b"\x01\x07\0\0\0\x01\0\0\0" * 100_000
    at = table.column_names.index("geometry")
    pq.write_table(table.set_column(at, "geometry", pa.array(shapes, pa.binary())), folder / "events.parquet")
    with pytest.raises(DataSetError, match=f"row {row + 1}, column geometry: no point on the globe"):
        read_dataset(folder)


def test_figures_belong_to_events_that_are_there(folder: Path) -> None:
    claims = pq.read_table(folder / "claims.parquet")
    at = claims.column_names.index("event_id")
    strange = claims.set_column(at, "event_id", pa.array(["x"] * claims.num_rows))
    pq.write_table(strange, folder / "claims.parquet")
    with pytest.raises(DataSetError, match="'x'; expected the event_id of an event"):
        read_dataset(folder)


def test_an_error_while_writing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="stop"), new_dataset(tmp_path / "set"):
        raise SourceError("stop")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_one_may_not_write_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DataSetError, match="it cannot be made"), new_dataset(tmp_path / "file" / "set"):
        pass


def test_a_disk_without_room_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    """Files of more than 20 kB fail to grow, as on a full disk."""
    path = write_layout("ucdp", 3_000, tmp_path / "u.csv")
    script = (
        "import resource, sys\nresource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "from geo.__main__ import main\nsys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", script, "import", str(path), "-o", str(tmp_path / "set")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "set: it cannot be written (File too large); expected room on the disk" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["u.csv"]


def test_an_import_that_is_killed_leaves_no_data_set_and_the_next_one_succeeds(tmp_path: Path) -> None:
    path = write_layout("ucdp", 20_000, tmp_path / "u.csv")
    command = [sys.executable, "-m", "geo", "import", str(path), "-o", str(tmp_path / "set")]
    for wait in (0.5, 2.0, 4.0):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(wait)
            os.kill(process.pid, signal.SIGKILL)
        if (tmp_path / "set").exists():  # it was done before
            break
    else:
        import_tables([path], tmp_path / "set")
    assert len(read_dataset(tmp_path / "set").events) == 20_000
