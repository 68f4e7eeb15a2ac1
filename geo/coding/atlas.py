"""The gazetteer as the coder asks it: all bearers of a name, and a country's seat of government."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from geo.coding.places import Known
from geo.gazetteer.fold import fold
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.places import Kind, Place


@dataclass(frozen=True)
class Atlas:
    """A gazetteer with the seats that the lexicon gives; nothing in it depends on the report."""

    gazetteer: Gazetteer
    nations: Mapping[str, Mapping[str, str]]
    _seats: dict[str, Place | None] = field(default_factory=dict, compare=False, repr=False)
    _centers: dict[str, Place | None] = field(default_factory=dict, compare=False, repr=False)

    def named(self, name: str) -> tuple[Place, ...]:
        """Return all places that bear this name, in any language."""
        folded = fold(name)
        return self.gazetteer.lookup(folded) if len(folded) > 1 else ()

    def seat(self, country: str) -> Place | None:
        """Return the seat of a country's government: the lexicon's, else the capital."""
        if country not in self._seats:
            wanted = self.nations.get(country, {}).get("seat")
            self._seats[country] = (self.town(wanted, country) if wanted else None) or self.gazetteer.capital(country)
        return self._seats[country]

    def town(self, name: str, country: str) -> Place | None:
        """Return the most populous town of that name in a country."""
        found = [p for p in self.named(name) if p.country == country and p.kind is Kind.TOWN]
        return max(found, key=lambda p: (p.population or 0, p.id), default=None)

    def center(self, region: Known) -> Place | None:
        """Return a first-level region's own town: the one that bears its name, else its largest."""
        words = [w for w in region.name.partition("(")[0].split() if fold(w) not in _SORTS]
        own = self.town(" ".join(words), region.country) if words and region.country else None
        if own or not region.admin1:
            return own
        if region.admin1 not in self._centers:
            self._centers[region.admin1] = self.gazetteer.largest(region.admin1)
        return self._centers[region.admin1]

    def country(self, code: str) -> Place | None:
        """Return a country as a place."""
        known = self.gazetteer.countries.get(code)
        return known.place if known else None


#: What a region's name says it is.
_SORTS: Final = frozenset(
    ["region", "province", "oblast", "governorate", "state", "department", "district", "county", "prefecture", "krai"]
)
