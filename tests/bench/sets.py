"""What a data set's files say of days and events, for those who drive an app that shows it."""

import json
import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

Days = tuple[date, date]


def window_of(folder: Path) -> Days:
    """Return the first and last day of the report's window: the dashboard's timeline."""
    report = tomllib.loads((folder / "report.toml").read_text(encoding="utf-8"))
    return report["first"], report["last"]


def naive_window_of(folder: Path) -> Days:
    """Return the first and last day of the events that have a point: the naive app's slider."""
    spans = _spans(folder)
    return min(start for start, _ in spans), max(end for _, end in spans)


def drawn(folder: Path, days: Days) -> int:
    """Return how many events with a point touch a window of days."""
    return sum(start <= days[1] and end >= days[0] for start, end in _spans(folder))


def first_change(folder: Path, days: Days) -> date:
    """Return the first day such that a window that begins a day later has fewer events with a point."""
    candidates = [days[0] + timedelta(n) for n in range((days[1] - days[0]).days)]
    return next(d for d in candidates if drawn(folder, (d, days[1])) > drawn(folder, (d + timedelta(1), days[1])))


def shown(folder: Path, days: Days) -> int:
    """Return how many events, with or without a point, touch a window of days."""
    return sum(start <= days[1] and end >= days[0] for start, end in _spans(folder, areas=True))


@cache
def _spans(folder: Path, *, areas: bool = False) -> list[Days]:
    features = json.loads((folder / "events.geojson").read_text(encoding="utf-8"))["features"]
    found = [f["properties"] for f in features if areas or f["geometry"]]
    return [(date.fromisoformat(p["start_date"]), date.fromisoformat(p["end_date"])) for p in found]
