"""A real run on real processes: nothing is lost and nothing is twice, whoever is killed."""

import re
import shutil
from pathlib import Path

import pyarrow.compute as pc
import pytest

from geo.errors import DataSetError
from geo.gazetteer import open_gazetteer
from geo.store.shelf import open_folder
from geo.view import View
from tests.archive.made import BROKEN, EVENTS, report, write_archive
from tests.archive.running import (
    contents,
    finished,
    go_on,
    hold_after_chunks,
    kill,
    kill_a_worker,
    run,
    start,
    table,
)

REPORTS = 600
CHUNK = 4_000
WHOLE = [n for n in range(REPORTS) if n % BROKEN != BROKEN - 1]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(tmp_path_factory.mktemp("archive") / "in", REPORTS)


@pytest.fixture(scope="module")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed") / "made"
    code, said = run(archive, "-o", out, "--workers", "2", "--chunk", CHUNK, env={"PYTHONHASHSEED": "1"})
    assert code == 0, said
    assert f"from {REPORTS} reports" in said
    assert f"{REPORTS - len(WHOLE)} reports were not coded: {out}/errors.parquet says why" in said
    return out


def check_whole(out: Path) -> None:
    """Every report is there once, and every event of it once."""
    reports, events = table(out, "reports.parquet"), table(out, "events")
    assert sorted(reports["name"].to_pylist()) == sorted(f"made-{n}" for n in range(REPORTS))
    assert len(set(reports["report_id"].to_pylist())) == REPORTS
    assert events.num_rows == sum(EVENTS[n % 5] for n in WHOLE)
    assert len(set(events["event_id"].to_pylist())) == events.num_rows
    told = dict(zip(reports["report_id"].to_pylist(), reports["events"].to_pylist(), strict=True))
    counted = pc.value_counts(events["report_id"]).to_pylist()
    assert {c["values"]: c["counts"] for c in counted} == {r: n for r, n in told.items() if n}


def test_every_report_is_coded_once(undisturbed: Path) -> None:
    check_whole(undisturbed)


def test_the_dashboard_opens_it(undisturbed: Path) -> None:
    store = open_folder(undisturbed, open_gazetteer())
    assert store.total == table(undisturbed, "events").num_rows
    assert store.claim_total == table(undisturbed, "claims.parquet").num_rows > 0
    assert store.report.kind.value == "table"
    almaty = store.select(View(places=frozenset({"Almaty"})))
    assert set(almaty["country"]) == {"KZ"}
    assert store.count(View(claimants=frozenset({"health ministry"}))) > 0


def test_a_flipped_bit_is_told_with_its_file(undisturbed: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(undisturbed, tmp_path / "made")
    part = next(iter(sorted((folder / "events").rglob("*.parquet"))))
    for path in (part, folder / "claims.parquet"):
        whole = path.read_bytes()
        path.write_bytes(bytes([*whole[:100], whole[100] ^ 4, *whole[101:]]))
        told = f"made/{path.relative_to(folder).as_posix()}: its bytes have changed since it was written"
        with pytest.raises(DataSetError, match=re.escape(told)):
            open_folder(folder, open_gazetteer())
        path.write_bytes(whole)
    assert open_folder(folder, open_gazetteer()).total == table(folder, "events").num_rows


def test_a_broken_report_is_a_row_that_says_why(undisturbed: Path) -> None:
    errors = {row["name"]: row["error"] for row in table(undisturbed, "errors.parquet").to_pylist()}
    assert set(errors) == {f"made-{n}" for n in set(range(REPORTS)) - set(WHOLE)}
    lacking = {name: "text" not in report(int(name.removeprefix("made-"))) for name in errors}
    for name, error in errors.items():
        assert error == (
            "no text in 'text'; expected the report's text"
            if lacking[name]
            else "no day in 'published'; expected when it appeared, such as 2022-01-06"
        )


def test_partitions_hold_what_they_are_named_for(undisturbed: Path) -> None:
    parts = sorted((undisturbed / "events").rglob("*.parquet"))
    assert len(parts) > 50
    for part in parts:
        events = table(part.parent, part.name)
        year, country = (folder.name.partition("=")[2] for folder in (part.parents[1], part.parent))
        assert {str(day.year) for day in events["start_date"].to_pylist()} == {year}
        assert set(events["country"].to_pylist()) == {country}


def test_workers_and_driver_are_killed_and_nothing_is_lost_or_twice(
    archive: Path, undisturbed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "made"
    arguments = (archive, "-o", out, "--workers", "2", "--chunk", CHUNK)
    first = start(*arguments)
    assert hold_after_chunks(first, out, 0)
    assert kill_a_worker(first)
    go_on(first)
    assert hold_after_chunks(first, out, 3)
    kill(first)
    assert not out.exists()
    there = {name: (tmp_path / "made.chunks" / name).stat().st_mtime_ns for name in finished(out)}
    assert 3 < len(there) < len(finished(undisturbed))

    second = start(*arguments)
    assert hold_after_chunks(second, out, len(there) + 2)
    assert kill_a_worker(second)
    go_on(second)
    said, _ = second.communicate(timeout=300)
    assert second.returncode == 0, said
    assert f"{len(there)} of {len(finished(undisturbed))} chunks were there already" in said
    assert all((tmp_path / "made.chunks" / n).stat().st_mtime_ns == changed for n, changed in there.items())
    check_whole(out)
    assert contents(out) == contents(undisturbed)


def test_a_run_with_nothing_left_writes_the_same_bytes(archive: Path, undisturbed: Path) -> None:
    before = contents(undisturbed)
    code, said = run(archive, "-o", undisturbed, "--workers", "1", "--chunk", CHUNK, env={"PYTHONHASHSEED": "2"})
    chunks = len(finished(undisturbed))
    assert code == 0
    assert f"0 of them in this run, 0 a second; {chunks} of {chunks} chunks were there already" in said
    assert contents(undisturbed) == before


def test_an_archive_without_an_event_is_refused(tmp_path: Path) -> None:
    (tmp_path / "calm.txt").write_text("Calm\n\nIt rained in Minsk.\n", encoding="utf-8")
    code, said = run(tmp_path / "calm.txt", "-o", tmp_path / "out", "--published", "2022-01-06", "--workers", "1")
    assert code == 1
    assert "1 reports and no event in them; expected at least one" in said
    assert not (tmp_path / "out").exists()
