"""`python -m geo code` as people run it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def geo_code(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "geo", "code", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


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
    assert "bad.txt: byte 1 is not UTF-8" in done.stderr


def test_a_day_that_is_none_is_refused(report: Path) -> None:
    done = geo_code(report, "--published", "yesterday")
    assert done.returncode == 2
    assert "is no day; expected one such as 2022-01-06" in done.stderr
