"""What is exported, part by part: events and the claims about them, never more at once than fit into memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Self

import geopandas as gpd
import pyarrow as pa

from geo.export.tables import extra_types
from geo.model import Claim
from geo.store import MOST_SENT, Store
from geo.view import View

#: events, or claims, that are turned into text at once
PART: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Events and their claims, as often as they are asked for.

    `extra` are the columns that are not ours, `shapes` the types of geometry, `bbox` west, south, east and north of
    all events; `about` returns the claims of some events by their ids.
    """

    events: int
    claims: int
    extra: Mapping[str, pa.DataType]
    shapes: tuple[str, ...]
    bbox: tuple[float, float, float, float] | None
    parts: Callable[[], Iterator[gpd.GeoDataFrame]]
    figures: Callable[[], Iterator[Claim]]
    about: Callable[[Sequence[str]], Mapping[str, Sequence[Claim]]]

    @classmethod
    def of(cls, events: gpd.GeoDataFrame, claims: Iterable[Claim]) -> Self:
        """Return a selection that is in memory; claims of other events are left out."""
        by_event: dict[str, list[Claim]] = {i: [] for i in events["event_id"]}
        kept = [claim for claim in claims if claim.event_id in by_event]
        for claim in kept:
            by_event[claim.event_id].append(claim)
        shapes = events.geometry.dropna()
        west, south, east, north = map(float, shapes.total_bounds)
        return cls(
            events=len(events),
            claims=len(kept),
            extra=extra_types(events),
            shapes=tuple(sorted(set(shapes.geom_type))),
            bbox=(west, south, east, north) if len(shapes) else None,
            parts=lambda: (events.iloc[first : first + PART] for first in range(0, len(events), PART)),
            figures=lambda: iter(kept),
            about=lambda ids: {i: by_event[i] for i in ids},
        )

    @classmethod
    def over(cls, store: Store, view: View) -> Self:
        """Return what a View selects of a data set of any size; of a large one, each part is read when it is due."""
        total = store.count(view)
        if store.held or total <= MOST_SENT:
            return cls.of(store.select(view), store.figures(view))
        bbox = store.extent(view)
        return cls(
            events=total,
            claims=store.first_claims(view, 0)[0],
            extra=extra_types(store.at([0])),
            shapes=("Point",) if bbox else (),
            bbox=bbox,
            parts=lambda: store.batches(view),
            figures=lambda: store.figures(view),
            about=store.claims_about,
        )


def in_parts(claims: Iterable[Claim]) -> Iterator[tuple[Claim, ...]]:
    """Yield claims, PART at a time; one empty part where there is none."""
    left = iter(claims)
    part = tuple(islice(left, PART))
    yield part
    while part := tuple(islice(left, PART)):
        yield part
