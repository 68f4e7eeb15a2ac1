import subprocess
from pathlib import Path

from tests.sources.layouts import ACLED, acled_rows, csv_text, write_layout
from tests.sources.test_mapping import GERMAN
from tests.test_main import geo


def geo_import(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return geo("import", *arguments)


def test_a_table_becomes_a_data_set_and_the_command_says_what_it_understood(tmp_path: Path) -> None:
    done = geo_import(write_layout("gdelt", 80, tmp_path / "g.csv"), "-o", tmp_path / "set")
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.splitlines()
    assert told[0] == "read as GDELT, csv in utf-8, separated by tab, decimal mark '.', without a header"
    assert told[1].startswith(f"{tmp_path / 'set'}: 78 events, 0 figures, from 80 rows in ")
    assert told[2] == f"2 rows refused, see {tmp_path / 'set.refused.csv'}; the first:"
    assert told[3] == "  g.csv, row 1, ActionGeo_Type: no place for the action; expected 1 to 5, with a name"


def test_a_guess_is_a_mapping_that_works_with_ten_rows_to_look_at(tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_text(GERMAN, encoding="cp1252")
    guess = geo_import(tmp_path / "liste.csv", "--guess")
    assert guess.returncode == 0
    assert '[values.event_type]\nKundgebung = "Peaceful protest"' in guess.stdout
    assert "# 1 | 05.01.2022 | Kundgebung | Almaty | 43,25 | 76,95" in guess.stdout
    (tmp_path / "m.toml").write_text(guess.stdout, encoding="utf-8")
    done = geo_import(
        tmp_path / "liste.csv", "-o", tmp_path / "set", "--mapping", tmp_path / "m.toml", "--title", "Liste"
    )
    assert done.returncode == 0
    assert "3 events, 2 figures, from 4 rows" in done.stdout
    assert 'title = { en = "Liste", de = "Liste" }' in (tmp_path / "set" / "report.toml").read_text(encoding="utf-8")


def test_a_refusal_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\x1f\x8b\x08")
    done = geo_import(tmp_path / "a.csv", "-o", tmp_path / "set")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "a.csv: a gzip archive; expected the file in it\n"
    assert geo_import(tmp_path / "a.csv").stderr.startswith("no -o DATASET; expected")


def test_a_file_over_the_limit_needs_the_option(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    notes = ACLED.index("notes")
    rows = [[*row[:notes], "x" * 32_000, *row[notes + 1 :]] for row in acled_rows(840)]
    path.write_text(csv_text(ACLED, iter(rows)), encoding="utf-8")
    assert "expected at most 26,214,400" in geo_import(path, "-o", tmp_path / "set").stderr
    assert geo_import(path, "-o", tmp_path / "set", "--limit", "30").returncode == 0
