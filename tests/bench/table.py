"""What was measured, against the goals, as one Markdown table."""

import os
import platform
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final, Literal

SIZES: Final = (25, 1_000, 10_000)
App = Literal["qantar", "naive"]
#: app, events → what was measured there
Cells = Mapping[tuple[App, int], "Cell"]


@dataclass(frozen=True)
class Cell:
    """Several runs of one measurement, in the metric's unit; or, without runs, why there is no number."""

    runs: tuple[float, ...] = ()
    why: str = "–"

    @classmethod
    def of(cls, runs: Iterable[float]) -> "Cell":
        """Hold runs."""
        return cls(tuple(runs))

    @property
    def median(self) -> float | None:
        """The median of the runs; None where there is none."""
        return statistics.median(self.runs) if self.runs else None


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One line of the table. `goal` is the most that the median may be, None where there is no goal."""

    key: str
    name: str
    unit: str
    goal: float | None = None
    digits: int = 0
    #: the goal holds for this many events and more
    goal_from: int = 0

    def show(self, cell: Cell | None) -> str:
        """Write one measurement, and MISSED where its median is above the goal."""
        if cell is None:
            return "–"
        if cell.median is None:
            return cell.why
        return f"{cell.median:,.{self.digits}f} {self.unit}".strip()

    def missed(self, cell: Cell | None, events: int) -> bool:
        """Tell whether a measurement of our own is above the goal, or has no number where there is a goal."""
        if cell is None or self.goal is None or events < self.goal_from:
            return False
        return cell.median is None or cell.median > self.goal


METRICS: Final = (
    Metric(key="step", name="timeline step → painted", unit="ms", goal=50),
    Metric(key="release", name="release → URL and panel updated", unit="ms", goal=300),
    Metric(key="created", name="maps created in 10 changes of filters and dates", unit="", goal=1),
    Metric(key="started", name="server started → first page ready", unit="s", goal=4, digits=2),
    Metric(key="opened", name="page opened → events painted, warm server, cold browser", unit="s", goal=2.5, digits=2),
    Metric(key="wire", name="over the wire for the first view", unit="MB", goal=2.5, digits=2),
    Metric(key="each", name="events.json, gzipped, an event", unit="bytes", goal=60, digits=1, goal_from=10_000),
    Metric(key="p50", name="{viewers} viewers, request → finished, p50", unit="s", digits=2),
    Metric(key="p95", name="{viewers} viewers, request → finished, p95", unit="s", goal=0.5, digits=2),
    Metric(key="max", name="{viewers} viewers, request → finished, slowest", unit="s", digits=2),
    Metric(key="errors", name="{viewers} viewers, errors", unit="", goal=0),
    Metric(key="cpu", name="{viewers} viewers, server CPU a move", unit="ms"),
    Metric(key="memory", name="{viewers} viewers, server memory at the end", unit="MB"),
)


def markdown(found: Mapping[str, Cells], *, viewers: int) -> str:
    """Write the table of what was found: metric key → cells."""
    heads = ["metric (median)", "goal", *(f"Qantar, {n:,}" for n in SIZES), *(f"naive, {n:,}" for n in SIZES)]
    rows = [heads, ["---", *["--:"] * (len(heads) - 1)]]
    for metric in METRICS:
        if metric.key in found:
            rows.append([metric.name.format(viewers=viewers), *_cells(metric, found[metric.key])])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cells(metric: Metric, cells: Cells) -> list[str]:
    goal = "" if metric.goal is None else f"≤ {metric.goal:g} {metric.unit}".strip()
    own = [metric.show(cells.get(("qantar", n))) for n in SIZES]
    missed = [metric.missed(cells.get(("qantar", n)), n) for n in SIZES]
    marked = [f"**{text} MISSED**" if bad else text for text, bad in zip(own, missed, strict=True)]
    return [goal, *marked, *(metric.show(cells.get(("naive", n))) for n in SIZES)]


def verdict(found: Mapping[str, Cells]) -> str:
    """Say in one sentence which goals were missed."""
    bad = [
        f"{metric.name.replace('{viewers} ', '')} at {n:,} events ({metric.show(cells[('qantar', n)])})"
        for metric in METRICS
        if (cells := found.get(metric.key)) is not None
        for n in SIZES
        if metric.missed(cells.get(("qantar", n)), n)
    ]
    return "MISSED: " + "; ".join(bad) + "." if bad else "Every goal that was measured is met."


def machine(chromium: str, load: Sequence[float]) -> str:
    """Name what it was measured on; `load` holds the system's load averages at begin and end."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "folium", "streamlit-folium"))
    busy = " → ".join(f"{value:.1f}" for value in load)
    return (
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}), Python {platform.python_version()}, "
        f"Chromium {chromium}, {packages}; load average {busy} (server, browser and driver share the cores)."
    )
