"""Where data sets are found, and that each is opened once."""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from geo.errors import DataSetError, NoDataSet
from geo.store import datasets, default_name, open_store
from tests.synthetic import make_features, make_report, write_dataset


def test_data_sets_are_found_beside_the_app_and_where_the_environment_says(
    synthetic: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("QANTAR_DATA", raising=False)
    assert default_name() == "kazakhstan-2022-01"
    assert list(datasets()) == ["kazakhstan-2022-01"]
    one, several = synthetic(25), synthetic(26).parent
    monkeypatch.setenv("QANTAR_DATA", str(one))
    assert default_name() == "synthetic-25"
    assert len(datasets()) == 2
    monkeypatch.setenv("QANTAR_DATA", os.pathsep.join([str(several), str(tmp_path / "nowhere")]))
    assert {"synthetic-25", "synthetic-26", "kazakhstan-2022-01"} <= set(datasets())


@pytest.mark.parametrize("name", ["{{7*7}}", "a b", "<b>", "..", ".hidden", "a" * 101])
def test_a_folder_with_a_name_unfit_for_links_is_no_data_set(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "sets"
    if name != "..":
        write_dataset(folder / name, make_features(3), [], make_report(last=date(2022, 1, 6)))
    monkeypatch.setenv("QANTAR_DATA", str(folder))
    assert name not in datasets()
    with pytest.raises(NoDataSet, match="no data set of that name"):
        open_store(name)


def test_a_store_is_opened_once(synthetic: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QANTAR_DATA", str(synthetic(25)))
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: open_store("synthetic-25"), range(8)))
    assert len({id(store) for store in opened}) == 1


def test_a_data_set_whose_files_have_changed_is_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "fresh", make_features(3), [], make_report(last=date(2022, 1, 6)))
    monkeypatch.setenv("QANTAR_DATA", str(folder))
    before = open_store("fresh")
    assert open_store("fresh") is before
    shutil.rmtree(folder)
    write_dataset(folder, make_features(4), [], make_report(last=date(2022, 1, 6)))
    assert (before.total, open_store("fresh").total) == (3, 4)


def test_a_folder_that_is_not_there_is_named_unless_another_is(
    synthetic: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QANTAR_DATA", str(tmp_path / "typo"))
    with pytest.raises(NoDataSet, match=r"typo: no such folder; expected .* as QANTAR_DATA names it"):
        default_name()
    monkeypatch.setenv("QANTAR_DATA", os.pathsep.join([str(tmp_path / "typo"), str(synthetic(25))]))
    assert default_name() == "synthetic-25"
    monkeypatch.setenv("QANTAR_DATA", str(tmp_path))
    assert default_name() == "kazakhstan-2022-01"


def test_an_open_data_set_is_no_work_for_the_garbage_collector(
    synthetic: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QANTAR_DATA", str(synthetic(2_000)))
    before = gc.get_freeze_count()
    open_store("synthetic-2000")
    assert gc.get_freeze_count() - before > 2_000


def test_a_process_that_has_opened_a_data_set_ends_without_a_word() -> None:
    opened = "from geo.store import default_name, open_store; open_store(default_name())"
    ended = subprocess.run([sys.executable, "-c", opened], capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("", "")


def test_a_broken_data_set_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "broken", make_features(3), [], make_report(last=date(2022, 1, 6)))
    (folder / "events.geojson").write_text("{", encoding="utf-8")
    monkeypatch.setenv("QANTAR_DATA", str(folder))
    with pytest.raises(DataSetError, match=r"broken/events\.geojson"):
        open_store("broken")
