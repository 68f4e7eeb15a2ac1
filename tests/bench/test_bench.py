"""What the bench says must be true: bounds are kept, lost moves count, missed goals are told, sessions stay apart."""

import math
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from geo.sources.dataset import read_dataset
from tests.bench import coder
from tests.bench.measure import apart
from tests.bench.serving import ROOT
from tests.bench.sets import drawn, first_change, shown, window_of
from tests.bench.table import Cell, Cells, Metric, markdown, verdict
from tests.bench.viewers import MAX_SECONDS, MAX_VIEWERS, Dashboard, Load, Plan, drive
from tests.serving import Server
from tests.synthetic import write_synthetic

KAZAKHSTAN = ROOT / "data" / "kazakhstan-2022-01"


@pytest.mark.parametrize(
    ("viewers", "seconds", "every_s"),
    [(MAX_VIEWERS + 1, 1, 2), (0, 1, 2), (1, MAX_SECONDS + 1, 2), (1, 1, 0.01)],
)
def test_a_load_without_bounds_is_refused(viewers: int, seconds: float, every_s: float) -> None:
    with pytest.raises(ValueError, match="at most"):
        Plan(viewers=viewers, seconds=seconds, every_s=every_s)


def test_moves_that_were_lost_count_as_slowest() -> None:
    load = Load(plan=Plan(), moves=[0.1] * 94)
    assert load.percentile(0.95) == 0.1
    load.errors["no answer"] = 6
    assert load.percentile(0.5) == 0.1
    assert load.percentile(0.95) == math.inf


def test_a_missed_goal_is_told() -> None:
    found: dict[str, Cells] = {
        "step": {("qantar", 25): Cell.of([10, 60, 20]), ("qantar", 10_000): Cell.of([51, 52, 53])},
        "opened": {("qantar", 25): Cell(why="failed"), ("naive", 25): Cell.of([9])},
    }
    table = markdown(found, viewers=40)
    assert "| timeline step → painted | ≤ 50 ms | 20 ms | – | **52 ms MISSED** |" in table
    assert "**failed MISSED**" in table
    assert verdict(found).startswith("MISSED: timeline step → painted at 10,000 events (52 ms); page opened")
    assert verdict({"step": {("qantar", 25): Cell.of([50])}}) == "Every goal that was measured is met."


def test_a_goal_for_many_events_is_none_for_few() -> None:
    metric = Metric(key="each", name="", unit="bytes", goal=60, goal_from=10_000)
    assert not metric.missed(Cell.of([99]), 25)
    assert metric.missed(Cell.of([61]), 10_000)


def test_the_first_change_changes_what_is_drawn(tmp_path: Path) -> None:
    folder = write_synthetic(25, tmp_path)
    days = window_of(folder)
    start = first_change(folder, days)
    assert drawn(folder, (start, days[1])) == drawn(folder, days)
    assert drawn(folder, (start.replace(day=start.day + 1), days[1])) < drawn(folder, days)
    assert shown(folder, days) == 25


def test_every_viewer_has_a_timeline_of_its_own(server: Server) -> None:
    dataset = read_dataset(KAZAKHSTAN)
    path = f"data/{dataset.name}/{dataset.version}"
    app = Dashboard(days=window_of(KAZAKHSTAN), data=path, events=len(dataset.events))
    port = urlsplit(server.url).port
    assert port is not None
    load = apart(drive(port, app, Plan(viewers=4, seconds=3, every_s=0.5)))
    assert load.errors == {}
    assert len(load.first_runs) == 4
    assert len(load.moves) >= 4


def test_the_coder_is_measured_on_some_five_hundred_words_of_each_language() -> None:
    for language in coder.NAMES:
        assert coder.WORDS <= len(coder.sample(language).split()) < 1.2 * coder.WORDS
