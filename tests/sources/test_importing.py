import csv
import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from geo.errors import DataSetError, GeoError, SourceError
from geo.frame import check_frame
from geo.gazetteer import open_gazetteer
from geo.sources.dataset import read_dataset
from geo.sources.importing import Progress, import_tables
from geo.sources.limits import Limits
from geo.sources.part import EVENT_SCHEMA
from geo.sources.untrusted import reading
from geo.store import Store
from geo.store.telling import cards, tell
from geo.view import View
from geo.words import words
from tests.sources.layouts import ACLED, acled_rows, csv_text, write_layout


def left_behind(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


@pytest.mark.parametrize(
    ("layout", "name", "refused"),
    [
        ("acled", "a.csv", 0),
        ("acled-old", "a.csv", 0),
        ("acled", "a.parquet", 0),
        ("ucdp", "u.csv", 0),
        ("gdelt", "20220105.export.CSV", 13),
    ],
)
def test_an_import_is_a_data_set_that_opens(tmp_path: Path, layout: str, name: str, refused: int) -> None:
    path = write_layout(layout, 500, tmp_path / name)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    done = import_tables([path], tmp_path / "set")
    dataset = read_dataset(tmp_path / "set")
    check_frame(dataset.events, file="set")
    assert (done.rows, len(done.refused), done.events) == (500, refused, 500 - refused)
    assert (len(dataset.events), len(dataset.claims)) == (done.events, done.claims)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before == dataset.report.sha256


def test_the_events_are_geoparquet_with_the_columns_of_the_schema(tmp_path: Path) -> None:
    import_tables([write_layout("acled", 50, tmp_path / "a.csv")], tmp_path / "set")
    schema = pq.read_schema(tmp_path / "set" / "events.parquet")
    assert schema.names[: len(EVENT_SCHEMA)] == EVENT_SCHEMA.names
    assert b'"primary_column": "geometry"' in schema.metadata[b"geo"]
    geometry = read_dataset(tmp_path / "set").events.geometry
    assert set(geometry.dropna().geom_type) == {"Point"}


def test_the_same_files_give_the_same_version(tmp_path: Path) -> None:
    path = write_layout("acled", 50, tmp_path / "a.csv")
    for name in ("one", "two"):
        import_tables([path], tmp_path / name / "set")
    assert read_dataset(tmp_path / "one" / "set").version == read_dataset(tmp_path / "two" / "set").version


def test_several_files_are_one_data_set_and_an_event_in_two_of_them_is_refused(tmp_path: Path) -> None:
    rows = list(acled_rows(30))
    (tmp_path / "a.csv").write_text(csv_text(ACLED, iter(rows[:20])), encoding="utf-8")
    (tmp_path / "b.csv").write_text(csv_text(ACLED, iter(rows[15:])), encoding="utf-8")
    done = import_tables([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "set")
    assert (done.rows, done.events) == (35, 30)
    assert [r[:3] for r in done.refused] == [("b.csv", n, "event_id") for n in range(1, 6)]
    claims = [c.claim_id for c in read_dataset(tmp_path / "set").claims]
    assert len(claims) == len(set(claims))


def test_refused_rows_are_in_a_csv_beside_the_data_set(tmp_path: Path) -> None:
    rows = list(acled_rows(4))
    rows[1][ACLED.index("latitude")] = "=1+1"
    rows[2] = rows[2][:-1]
    (tmp_path / "=a.csv").write_text(csv_text(ACLED, iter(rows)), encoding="utf-8")
    import_tables([tmp_path / "=a.csv"], tmp_path / "set")
    with (tmp_path / "set.refused.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.reader(file))
    assert told == [
        ["file", "row", "column", "found", "expected"],
        ["'=a.csv", "2", "latitude", "'=1+1'", "a number"],
        ["'=a.csv", "3", "", "30 fields", "31, as in the header"],
    ]


@pytest.mark.parametrize("old", [False, True])
def test_a_file_without_an_event_leaves_nothing_but_the_report(tmp_path: Path, old: bool) -> None:
    rows = [["x" if c == "event_date" else v for c, v in zip(ACLED, row, strict=True)] for row in acled_rows(3)]
    (tmp_path / "a.csv").write_text(csv_text(ACLED, iter([] if old else rows)), encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.csv: no row"):
        import_tables([tmp_path / "a.csv"], tmp_path / "set")
    assert left_behind(tmp_path) == ["a.csv", *([] if old else ["set.refused.csv"])]


def test_a_second_file_that_is_broken_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    good = write_layout("acled", 30, tmp_path / "a.csv")
    (tmp_path / "b.csv").write_bytes(b"PK\x03\x04 no table")
    with pytest.raises(SourceError, match=r"b\.csv: a ZIP archive"):
        import_tables([good, tmp_path / "b.csv"], tmp_path / "set")
    assert left_behind(tmp_path) == ["a.csv", "b.csv"]


def test_files_of_two_kinds_are_refused(tmp_path: Path) -> None:
    files = [write_layout("acled", 3, tmp_path / "a.csv"), write_layout("ucdp", 3, tmp_path / "b.csv")]
    with pytest.raises(GeoError, match="expected files"):
        import_tables(files, tmp_path / "set")
    assert left_behind(tmp_path) == ["a.csv", "b.csv"]


def test_a_data_set_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    path = write_layout("acled", 3, tmp_path / "a.csv")
    (tmp_path / "set").mkdir()
    with pytest.raises(DataSetError, match="it is there already"):
        import_tables([path], tmp_path / "set")
    assert left_behind(tmp_path / "set") == []


@pytest.mark.parametrize("name", ["..", "a b", "ä", ".hidden", "a" * 101])
def test_the_name_of_a_data_set_is_one_that_a_link_can_hold(tmp_path: Path, name: str) -> None:
    path = write_layout("acled", 3, tmp_path / "a.csv")
    with pytest.raises(DataSetError, match="expected letters"):
        import_tables([path], tmp_path / name)


def test_progress_is_told_part_by_part(tmp_path: Path) -> None:
    told: list[int] = []

    def tell(progress: Progress) -> None:
        told.append(progress.rows)

    import_tables(
        [write_layout("ucdp", 20_000, tmp_path / "u.csv")], tmp_path / "set", limits=Limits.for_size(10**8), tell=tell
    )
    assert told[-1] == 20_000
    assert len(told) > 1


def test_the_wrong_source_names_what_is_absent(tmp_path: Path) -> None:
    path = write_layout("acled", 3, tmp_path / "a.csv")
    with pytest.raises(SourceError, match=r"a\.csv: the UCDP table lacks date_end"):
        import_tables([path], tmp_path / "set", source="ucdp")


@pytest.mark.parametrize(
    ("octets", "encoding", "separator"),
    [
        ("a,b\nä,ö\n".encode(), "utf-8-sig", ","),
        ("\ufeffa;b\nä;ö\n".encode(), "utf-8-sig", ";"),
        ("a\tb\nä\tö\n".encode("utf-16"), "utf-16", "\t"),
        ("a|b\r\nGrüße|für Ärzte\r\n".encode("cp1252"), "cp1252", "|"),
        ("a;b\nАлматы;Площадь\n".encode("cp1251"), "cp1251", ";"),
        (b'sep=;\r\na;b\r\n"1,5;x";2\r\n', "utf-8-sig", ";"),
    ],
)
def test_encoding_and_separator_are_found_out(tmp_path: Path, octets: bytes, encoding: str, separator: str) -> None:
    (tmp_path / "t.csv").write_bytes(octets)
    with reading(tmp_path / "t.csv") as table:
        (batch,) = table.batches()
    assert (table.head.form.encoding, table.head.form.separator) == (encoding, separator)
    assert (table.head.columns, table.rows) == (("a", "b"), 1)
    assert "\ufffd" not in str(batch.to_pylist())


def test_a_quoted_field_keeps_its_line_breaks(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'a,b\n"x\r\ny ""z""",2\n\n3,4\n')
    with reading(tmp_path / "t.csv") as table:
        rows = [row for batch in table.batches() for row in batch.to_pylist()]
    assert rows == [{"#": 1, "a": 'x\r\ny "z"', "b": "2"}, {"#": 2, "a": "3", "b": "4"}]


@pytest.mark.parametrize("layout", ["acled", "ucdp", "gdelt"])
def test_the_store_tells_of_an_imported_event_as_of_any_other(tmp_path: Path, layout: str) -> None:
    import_tables([write_layout(layout, 60, tmp_path / "t.csv")], tmp_path / "set")
    store = Store.of(read_dataset(tmp_path / "set"), open_gazetteer())
    shown = cards(store, View(), words("en"), 0, 100)
    assert len(shown) == store.total
    told = [tell(store, card["id"], words("de")) for card in shown]
    assert all(event is not None and event["place"] and event["summary"] and event["locator"] is None for event in told)
