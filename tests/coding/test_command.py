"""`python -m geo code` as people run it."""

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.export.command import find_reports, named
from geo.sources.dataset import read_dataset
from tests.sources.texts.papers import page, word
from tests.test_main import geo

ROOT = Path(__file__).parents[2]


def geo_code(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return geo("code", *arguments)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "short.txt"
    path.write_text("In Minsk wurde am Dienstag protestiert. Es regnete.\n", encoding="utf-8")
    return path


def test_one_event_a_line_with_the_codebooks_keys(report: Path) -> None:
    done = geo_code(report, "--published", "2024-05-16", "--explain")
    (event,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert (event["event_id"], event["place"], event["start_date"]) == ("short-01", "Minsk", "2024-05-14")
    assert done.stderr.splitlines()[0].startswith("1.1\tevent\tprotest\t")
    assert done.stderr.splitlines()[-1] == "event 50%, figure 0%, context 0%, not coded 50%"


def test_a_file_that_fails_is_named_and_the_rest_goes_on(report: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00")
    done = geo_code(tmp_path / "none.txt", tmp_path / "bad.txt", report, "--published", "2024-05-16")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert "none.txt: it cannot be read" in done.stderr
    assert "bad.txt: byte 3 is not UTF-8" in done.stderr
    assert "3 reports: 1 coded, 2 failed; 1 events" in done.stderr.splitlines()[-1]


def test_a_day_that_is_none_is_refused(report: Path) -> None:
    done = geo_code(report, "--published", "yesterday")
    assert done.returncode == 2
    assert "is no day; expected one such as 2022-01-06" in done.stderr


@pytest.fixture
def folder(report: Path) -> Path:
    """Two reports of Minsk and of Brest, one with its day in a file beside it, one with its day in itself."""
    tmp_path = report.parent
    (tmp_path / "short.toml").write_text('published = "2024-05-16"\ntitle = "Kurz"\n', encoding="utf-8")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "page.html").write_bytes(page())
    (tmp_path / "deeper" / "notes.odt").write_bytes(b"no report")
    return tmp_path


def test_every_key_of_the_codebook_is_there(report: Path) -> None:
    done = geo_code(report, "--published", "2024-05-16")
    gold = (ROOT / "tests" / "fixtures" / "corpus" / "de-01" / "gold.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert set(json.loads(gold)) - {"note"} <= set(json.loads(done.stdout.splitlines()[0]))


def test_a_folder_is_read_to_its_depth_and_summed_up(folder: Path) -> None:
    done = geo_code(folder)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert {e["event_id"].rpartition("-")[0] for e in events} == {"short", "page"}
    assert {e["place"] for e in events} >= {"Minsk", "Brest"}
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"2 reports: 2 coded, 0 failed; {len(events)} events, ")
    assert last.endswith(" s")
    assert "short.toml" in done.stderr
    assert "page.html: published 2024-05-16 (the page's article:published_time)" in done.stderr


def test_a_day_of_publication_that_nobody_tells_is_asked_for(report: Path) -> None:
    done = geo_code(report)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().endswith("no day of publication in it; expected --published DAY, such as 2022-01-06")


def test_the_day_that_is_given_goes_before_the_files_own(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word())
    done = geo_code(tmp_path / "a.docx", "--published", "2023-05-18")
    assert {json.loads(line)["start_date"][:4] for line in done.stdout.splitlines()} == {"2023"}


@pytest.mark.parametrize("notes", ["published = 2024", "published = 'soon'", "= 1", 'published = "2024-05-32"'])
def test_notes_beside_a_report_that_are_wrong_are_named(report: Path, notes: str) -> None:
    report.with_suffix(".toml").write_text(notes, encoding="utf-8")
    done = geo_code(report)
    assert done.returncode == 1
    assert "short.toml: " in done.stderr
    assert "expected" in done.stderr


def test_files_for_other_programs(folder: Path, tmp_path: Path) -> None:
    assert geo_code(folder, "-o", tmp_path / "out.geojson").returncode == 0
    collection = json.loads((tmp_path / "out.geojson").read_bytes())
    reports = {r["report_id"]: r for r in collection["qantar"]["reports"]}
    assert (reports["short"]["title"], reports["page"]["outlet"]) == ("Kurz", "Das Blatt")
    assert reports["short"]["published"] == "2024-05-16"
    assert collection["qantar"]["licence"]
    for feature in collection["features"]:
        assert (feature["geometry"] is None) == (feature["properties"]["geo_precision"] == 3)
    assert geo_code(folder, "-o", tmp_path / "out.csv").stdout == ""
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(collection["features"])
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_an_output_that_cannot_be_written_is_said(report: Path, tmp_path: Path) -> None:
    done = geo_code(report, "--published", "2024-05-16", "-o", tmp_path / "no" / "out.csv")
    assert done.returncode == 1
    assert "out.csv: it cannot be written" in done.stderr


def test_a_report_is_saved_as_a_data_set_once(report: Path, tmp_path: Path) -> None:
    arguments = (report, "--published", "2024-05-16", "--save", tmp_path / "minsk")
    done = geo_code(*arguments)
    assert (done.returncode, done.stdout) == (0, "")
    assert read_dataset(tmp_path / "minsk").report.title == {"en": "short", "de": "short"}
    again = geo_code(*arguments)
    assert again.returncode == 1
    assert "minsk: it is there already" in again.stderr
    assert geo_code(*arguments, "--overwrite").returncode == 0


def test_several_reports_are_saved_as_several_data_sets(folder: Path, tmp_path: Path) -> None:
    (folder / "calm.txt").write_text("Es regnete in Minsk.", encoding="utf-8")
    done = geo_code(folder, "--save", tmp_path / "sets", "--published", "2024-05-16")
    assert done.returncode == 1
    assert "no event was found in it" in done.stderr
    assert sorted(p.name for p in (tmp_path / "sets").iterdir()) == ["page", "short"]


def test_each_sentence_is_explained_with_its_places_and_times(report: Path) -> None:
    done = geo_code(report, "--published", "2024-05-16", "--explain")
    assert "\tplace: Minsk = Minsk (town, BY, precision 1)" in done.stderr
    assert " = 2024-05-14 (precision 1, weekday)" in done.stderr
    assert "\tevent 1: Protests / Peaceful protest: " in done.stderr


def test_reports_of_one_name_are_told_apart_by_their_folders() -> None:
    paths = [Path("/a/report.txt"), Path("/b/report.txt"), Path("/b/other.txt"), Path("/c/b/report.pdf")]
    assert [name for name, _ in named(paths)] == ["a-report", "b-report", "other", "b-report-2"]


def test_a_folder_without_reports_holds_none(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text("a")
    assert list(find_reports([tmp_path, tmp_path / "x.txt"])) == [tmp_path / "x.txt"]


def test_a_bar_is_shown_on_a_terminal_and_nowhere_else(folder: Path) -> None:
    command = [sys.executable, "-m", "geo", "code", str(folder)]
    assert "\x1b" not in geo_code(folder).stderr
    leader, follower = pty.openpty()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=follower, env={**os.environ, "TERM": "xterm"}
    ) as process:
        os.close(follower)
        shown = b""
        while chunk := _read(leader):
            shown += chunk
    os.close(leader)
    assert process.returncode == 0
    assert "━".encode() in shown
    assert b"2 reports: 2 coded" in shown


def _read(terminal: int) -> bytes:
    """Read from a terminal; nothing is left where its other end is closed."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


def test_a_reader_who_has_seen_enough_is_no_fault(folder: Path) -> None:
    for n in range(40):
        (folder / f"more-{n}.html").write_bytes(page() * 20)
    script = f'"{sys.executable}" -m geo code "{folder}" --published 2024-05-16 | head -c 10'
    done = subprocess.run(["sh", "-c", script], cwd=ROOT, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@pytest.fixture
def heard() -> Iterator[None]:
    """Let programs that a test starts hear Ctrl-C, as those started in the background of a shell do not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_ctrl_c_ends_without_a_trace(folder: Path) -> None:
    # The last report takes seconds, so the signal, sent at the first line, always comes while there is work to do.
    (folder / "zz-long.txt").write_text("Protesters marched in Almaty on Tuesday. " * 10_000, encoding="utf-8")
    command = [sys.executable, "-m", "geo", "code", str(folder), "--published", "2024-05-16"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, b"Traceback" in err) == (130, False)


def test_the_exit_codes_are_in_the_help() -> None:
    told = geo_code("--help").stdout
    assert "exit codes:" in told
    assert "130  stopped with Ctrl-C" in told
