"""The command line as people run it: a process of its own, its streams and its exit code."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ROOT / "data" / "kazakhstan-2022-01"


def geo(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "geo", *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(OURS, tmp_path / "broken"))
    events = folder / "events.geojson"
    events.write_text(events.read_text(encoding="utf-8").replace('"Riots"', '"Riot"', 1), encoding="utf-8")
    return folder


def test_a_sound_data_set_is_named_and_counted() -> None:
    done = geo("check", OURS)
    assert done.returncode == 0
    assert done.stdout.startswith("kazakhstan-2022-01: ok, 23 events, 11 figures, 2022-01-02 to 2022-01-06, version ")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_a_broken_data_set_gets_one_sentence_and_the_next_is_checked_all_the_same(broken: Path) -> None:
    done = geo("check", broken, OURS, broken.parent / "nowhere")
    assert done.returncode == 1
    wrong, missing = done.stderr.splitlines()
    assert wrong.startswith("broken/events.geojson, row 5, column event_type: 'Riot'; expected one of Protests, Riots")
    assert missing.endswith("nowhere: no such folder; expected a folder with report.toml, events.geojson, claims.csv")
    assert done.stdout.startswith("kazakhstan-2022-01: ok")


def test_a_sentence_with_signs_that_the_terminal_lacks_is_still_told(broken: Path) -> None:
    claims = broken / "claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace(",18,18,18,", ",20,18,18,"), encoding="utf-8")
    (broken / "events.geojson").write_bytes((OURS / "events.geojson").read_bytes())
    done = geo("check", broken, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert "low 20, best 18, high 18; expected low \\u2264 best \\u2264 high" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("check",), ("verify", "data"), ("check", "--fast", "data")])
def test_a_command_line_that_is_not_understood_ends_with_2_and_the_usage(arguments: tuple[str, ...]) -> None:
    done = geo(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("usage: python -m geo")


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help")])
def test_help_tells_the_exit_codes(arguments: tuple[str, ...]) -> None:
    done = geo(*arguments)
    assert done.returncode == 0
    assert "exit codes:\n  0  done" in done.stdout
    assert "expected\n  2  the command line itself is not understood" in done.stdout


@pytest.mark.parametrize(("name", "begins"), [("x.geojson", b"{"), ("x.gpkg", b"SQLite"), ("x.csv.zip", b"PK")])
def test_export_writes_a_selection_and_says_how_much_of_it(tmp_path: Path, name: str, begins: bytes) -> None:
    file = tmp_path / name
    done = geo("export", OURS, "-o", file, "--view", "https://example.org/?type=riots&type=battles&q=Алматы")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{file}: 5 of 23 events, 5 figures\n"
    assert file.read_bytes().startswith(begins)
    assert [f.name for f in tmp_path.iterdir()] == [name]


def test_export_repeats_the_licence_that_a_data_set_states(tmp_path: Path) -> None:
    other = shutil.copytree(OURS, tmp_path / "other")
    report = other / "report.toml"
    lines = report.read_text(encoding="utf-8").splitlines()
    report.write_text("\n".join(line for line in lines if not line.startswith("licence")), encoding="utf-8")
    for folder, told in ((OURS, b"CC BY 4.0, https://creativecommons.org"), (other, b"not stated by this data set")):
        geo("export", folder, "-o", tmp_path / "all.geojson")
        assert told in (tmp_path / "all.geojson").read_bytes()


def test_export_without_a_view_writes_the_whole(tmp_path: Path) -> None:
    done = geo("export", OURS, "-o", tmp_path / "all.parquet")
    assert done.stdout.endswith("all.parquet: 23 of 23 events, 11 figures\n")


@pytest.mark.parametrize(
    ("name", "view", "told"),
    [
        ("x.shp", "", "x.shp: no such form of file; expected a name that ends in .csv.zip, .geojson, .gpkg, .parquet"),
        ("x.gpkg", "type=riot", "link: type='riot' is not understood; expected event types: protests, riots"),
        ("nowhere/x.gpkg", "", "nowhere/x.gpkg: it cannot be written (No such file or directory); expected a file"),
    ],
)
def test_export_that_cannot_be_leaves_one_sentence_and_no_file(tmp_path: Path, name: str, view: str, told: str) -> None:
    done = geo("export", OURS, "-o", tmp_path / name, "--view", view)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "not_needed"),
    [
        ("--help", "numpy pandas geopandas duckdb shapely"),
        ("import", "geopandas duckdb streamlit"),
        ("place", "duckdb"),
    ],
)
def test_a_command_loads_no_library_that_others_need(command: str, not_needed: str) -> None:
    code = "import sys; from geo.__main__ import _parser; _parser(sys.argv[1]); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & set(not_needed.split())
