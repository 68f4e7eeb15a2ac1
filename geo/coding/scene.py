"""What is told, and where the passage is: the records that reading a report fills."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from geo.coding.places import Known, Spot
from geo.coding.reading import Clause
from geo.model import TYPE_OF, Certainty, ClaimKind, DatePrecision, EventType, PartOfDay, SubEventType


@dataclass(frozen=True, slots=True)
class Where:
    """The place of an event: the town, region or country, as written, and where it came from.

    `text` is None where the report writes no such name; `basis` then says why the event is there all the same.
    """

    place: Known
    text: str | None
    precision: int
    basis: str
    origin: Known | None = None

    @property
    def area(self) -> bool:
        """Whether it is a country or region, never a point."""
        return self.precision == 3


@dataclass(frozen=True, slots=True)
class Found:
    """One event as one clause tells it."""

    action: str
    sub: SubEventType
    label: str | None
    where: Where
    first: date
    last: date
    date_precision: DatePrecision
    part: PartOfDay | None
    actors: tuple[str, ...]
    attribution: tuple[str, ...]
    certainty: Certainty
    sentence: int
    clause: Clause
    anchor: int
    evidence: tuple[tuple[int, int], ...] = ()
    alternatives: tuple[SubEventType, ...] = ()
    nations: tuple[str, ...] = ()
    dated: bool = True
    placed: bool = True

    @property
    def event_type(self) -> EventType:
        """The ACLED type above the sub-type."""
        return TYPE_OF[self.sub]


@dataclass
class Passage:
    """What the passage is at: its day and its place. The one thing here that changes from sentence to sentence."""

    published: date
    main: str | None
    first: date
    last: date
    entry: date | None = None
    here: Where | None = None
    town: Where | None = None
    region: Known | None = None
    window: date | None = None
    moved: bool = False
    dated: int = 0
    aside: tuple[int, date, date] | None = None
    sentence: int = 0
    here_from: int = -1
    dwelt: int = 0
    focus: Where | None = None
    violent: Found | None = None
    counted: ClaimKind | None = None
    weights: Counter[str] = field(default_factory=Counter)


def where_of(spot: Spot, basis: str) -> Where:
    """Return a settled name as an event's place."""
    return Where(spot.place, spot.text, spot.precision, basis)
