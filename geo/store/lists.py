"""The figures that are told of the selected events, and how names are said in the reader's language."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from geo.errors import DataSetError
from geo.model import Claim
from geo.sources.inner import linkable
from geo.store import facets
from geo.store.cells import MOST_SENT
from geo.store.columns import site_name
from geo.store.selecting import Selecting
from geo.store.sites import Site
from geo.store.where import where
from geo.view import View


@dataclass(frozen=True, kw_only=True, eq=False)
class Listing(Selecting):
    """A data set that lists what is said of the events it selects."""

    @cached_property
    def all_claims(self) -> tuple[Claim, ...]:
        """All claims, in the order of the data set. Raises DataSetError where `events` does."""
        if not self.held and self.total > MOST_SENT:
            raise DataSetError(self.name, f"{self.total} events", f"at most {MOST_SENT} to be read at once")
        return self._rows.all_claims()

    @property
    def claim_total(self) -> int:
        """How many claims the data set has."""
        return self._rows.claim_total

    def claims(self, view: View) -> tuple[Claim, ...]:
        """Return all claims of the selected events, in the order of `batches`; of a large set, see `figures`."""
        return tuple(self.figures(view))

    def figures(self, view: View) -> Iterator[Claim]:
        """Yield the claims of the selected events, in the order of `batches`, without holding them all."""
        for rows in self._in_parts(view) if self.claim_total else ():
            ids = self._rows.ids(rows)
            known = self.claims_about(ids)
            for event_id in ids:
                yield from known.get(event_id, ())

    def first_claims(self, view: View, limit: int) -> tuple[int, tuple[Claim, ...]]:
        """Return how many claims the selected events have, and the first ones in order of the events' time."""
        return self._rows.first_claims(where(view), limit, self._database)

    def claims_of(self, event_id: str) -> tuple[Claim, ...]:
        """Return the claims of one event, in the order of the data set."""
        return self.claims_about([event_id]).get(event_id, ())

    def claims_about(self, event_ids: Sequence[str]) -> dict[str, tuple[Claim, ...]]:
        """Return the claims of some events, in the order of the data set; an event without any has no entry."""
        return self._rows.claims(event_ids)

    def in_words(self, lang: str) -> Callable[[str], str]:
        """Return a function that puts actors, claimants and places, as filters name them, into a language."""
        known = self._german if lang == "de" else {}
        return lambda text: known.get(text, text)

    @cached_property
    def told(self) -> dict[tuple[int, str], dict[str, Any]]:
        """Cards that have been put into words already, by row and language; they go when the store goes."""
        return {}

    @cached_property
    def _german(self) -> dict[str, str]:
        known = {site.name: site_name(site, "de", self.gazetteer) for site in self._common_places()}
        for table in ("actor_lists", "claimant_lists"):
            for row in self._database.fetch(f"SELECT english, german FROM {table}").to_pylist():
                if len(row["english"]) == len(row["german"]):
                    known.update(zip(row["english"], row["german"], strict=True))
        known.update(self._rows.claimants())
        return {linkable(name): german for name, german in known.items()}

    def _common_places(self) -> list[Site]:
        """Return the places that filters can offer."""
        query = (
            "SELECT named, country, lat, lon FROM places JOIN (SELECT place AS code, count(*) AS n FROM events "
            f"GROUP BY place ORDER BY n DESC, place LIMIT {facets.MOST_NAMES}) USING (code)"
        )
        found = self._database.fetch(query).to_pylist()
        return [Site(p["named"], p["country"], None if p["lat"] is None else (p["lat"], p["lon"])) for p in found]
