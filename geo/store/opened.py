"""A data set that has been opened: what it is, its database, its whole rows, and how many events a View selects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Self

from geo.gazetteer import Gazetteer
from geo.model import Claim, Report
from geo.sources.dataset import DataSet
from geo.store.database import Database
from geo.store.opening import open_files, open_frame, speller
from geo.store.piled import Piled
from geo.store.pyramid import Pyramid
from geo.store.rows import Filed, Held, Rows
from geo.store.where import EVENTS, SPANS, Condition, Source, where
from geo.view import View

#: answers of one kind that are kept of a data set
KEPT: Final = 64
#: events that are read at a time where all may be wanted
BATCH: Final = 20_000
#: the order of time
ORDER: Final = "start_date, end_date, rowid"
#: View fields that say how events are seen, not which
_SEEN: Final[dict[str, Any]] = dict.fromkeys(("data", "event", "lat", "lon", "zoom", "lang", "tiles"))


def seen(view: View) -> View:
    """Return the View without what does not change which events it selects."""
    return replace(view, **_SEEN)


@dataclass(frozen=True, kw_only=True, eq=False)
class Opened:
    """What every question is put to."""

    name: str
    version: str
    report: Report
    gazetteer: Gazetteer
    _rows: Rows
    _database: Database
    _pyramid: Pyramid | None = None

    @classmethod
    def of(cls, dataset: DataSet, gazetteer: Gazetteer) -> Self:
        """Open a data set that is in memory; its events are put in the order of start, end and id."""
        order = ["start_date", "end_date", "event_id"]
        events = dataset.events.sort_values(order, kind="stable", ignore_index=True)
        by_event: dict[str, tuple[Claim, ...]] = {}
        for claim in dataset.claims:
            by_event[claim.event_id] = (*by_event.get(claim.event_id, ()), claim)
        return cls(
            name=dataset.name,
            version=dataset.version,
            report=dataset.report,
            gazetteer=gazetteer,
            _rows=Held(events, by_event, dataset.claims),
            _database=Database(open_frame(events, dataset.claims), speller(gazetteer)),
        )

    @classmethod
    def over(cls, folder: Path, files: Sequence[Path], report: Report, version: str, gazetteer: Gazetteer) -> Self:
        """Open a table of any size, whose Parquet files stay where they are. Raises DataSetError."""
        database = Database(open_files(folder, files), speller(gazetteer))
        rows = Filed(database.fetch)
        name = folder.resolve().name
        return cls(name=name, version=version, report=report, gazetteer=gazetteer, _rows=rows, _database=database)

    @classmethod
    def piled(cls, pile: Piled, report: Report, gazetteer: Gazetteer) -> Self:
        """Open a table that has a pyramid; nothing of it is loaded. Raises DataSetError."""
        return cls(
            name=pile.name,
            version=pile.pyramid.about["version"],
            report=report,
            gazetteer=gazetteer,
            _rows=pile.rows,
            _database=pile.database,
            _pyramid=pile.pyramid,
        )

    @cached_property
    def total(self) -> int:
        """How many events the data set has."""
        return self.count(View())

    @cached_property
    def window(self) -> tuple[date, date]:
        """The report's days, ends included, stretched as far as every event touches it."""
        table = self._source(View()).table
        found = self._database.numbers(f"SELECT min(end_date) AS first, max(start_date) AS last FROM {table}")
        first, last = (found[side].astype("datetime64[D]").tolist()[0] for side in ("first", "last"))
        return min(self.report.first, first), max(self.report.last, last)

    @property
    def many_years(self) -> bool:
        """Whether a day of the data set is only told by its year, too."""
        first, last = self.window
        return first.year != last.year

    @property
    def held(self) -> bool:
        """Whether all events are in memory."""
        return isinstance(self._rows, Held)

    def count(self, view: View) -> int:
        """Return how many events are selected."""
        return self._counted(seen(view))

    def _plain(self, view: View) -> bool:
        """Tell whether a View filters by days and types only, of which there are counts."""
        return replace(seen(view), first=None, last=None, types=None) == View()

    def _piled(self, view: View) -> Pyramid | None:
        """Return the pyramid, if there is one and it tells what is asked."""
        return self._pyramid if self._plain(view) else None

    def _source(self, view: View) -> Source:
        return SPANS if self._plain(view) else EVENTS

    @cached_property
    def _counted(self) -> Callable[[View], int]:
        def counted(view: View) -> int:
            condition, source = where(view), self._source(view)
            return self._number(
                f"SELECT coalesce({source.n}, 0) AS n FROM {source.table} WHERE {condition.sql}", condition
            )

        return lru_cache(KEPT * 8)(counted)

    def _number(self, sql: str, condition: Condition) -> int:
        return int(self._database.numbers(sql, condition)["n"][0])
