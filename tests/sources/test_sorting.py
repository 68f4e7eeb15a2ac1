from datetime import date, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.sources import sorting
from geo.sources.folder import new_dataset
from geo.sources.sorting import GROUP, ORDER, Runs
from tests.synthetic import make_report
from tests.synthetic_table import FIRST, batches, claims


def some(n: int, *, days: int, seed: int) -> pa.Table:
    chance = Random(seed)
    start = [date(2022, 1, 1) + timedelta(chance.randrange(days)) for _ in range(n)]
    end = [day + timedelta(chance.randrange(3)) for day in start]
    ids = [f"e{chance.randrange(10**9)}" for _ in range(n)]
    return pa.table({"start_date": start, "end_date": end, "event_id": ids, "text": [f"{i} of {seed}" for i in ids]})


def rows(table: pa.Table) -> list[tuple[object, ...]]:
    return sorted(zip(*(table[name].to_pylist() for name in (*ORDER, "text")), strict=True))


@pytest.mark.parametrize("held", [0, 20_000, 10**9])
@pytest.mark.parametrize("days", [1, 400])
def test_runs_in_memory_and_on_the_disk_come_back_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int, days: int
) -> None:
    monkeypatch.setattr(sorting, "STEP", 16)
    monkeypatch.setattr(sorting, "BATCH", 64)
    tables = [some(n, days=days, seed=n) for n in (1, 16, 500, 333, 64)]
    runs = Runs(tmp_path / "sorting", held=held)
    for table in tables:
        runs.add(table)
    assert (tmp_path / "sorting").exists() == (held < 10**9)
    found = list(runs.in_order())
    whole = pa.concat_tables(found)
    assert list(zip(*(whole[name].to_pylist() for name in (*ORDER, "text")), strict=True)) == rows(
        pa.concat_tables(tables)
    )
    # however many runs there are, a piece is no larger than its keys and a step of each run
    assert max(table.num_rows for table in found) <= 64 + len(tables) * 16
    runs.close()
    assert not (tmp_path / "sorting").exists()


def test_a_data_set_is_in_order_in_whole_row_groups_and_the_same_every_time(tmp_path: Path) -> None:
    n, files = 150_000, []
    for name in ("one", "two"):
        with new_dataset(tmp_path / name / "set") as writer:
            for batch in batches(n):
                writer.add(batch, claims(batch))
            writer.finish({**make_report(last=date(2024, 1, 1)), "report_id": "table", "first": FIRST})
        files.append(tmp_path / name / "set" / "events.parquet")
    footer = pq.read_metadata(files[0])
    groups = [footer.row_group(i).num_rows for i in range(footer.num_row_groups)]
    assert groups == [GROUP] * (n // GROUP) + [n % GROUP]
    keys = pq.read_table(files[0], columns=list(ORDER))
    told = list(zip(*(keys[name].to_pylist() for name in ORDER), strict=True))
    assert told == sorted(told)
    assert files[0].read_bytes() == files[1].read_bytes()
