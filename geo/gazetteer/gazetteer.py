"""The gazetteer: names → places, places → names, with no network."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Final, Protocol

from geo.gazetteer.fold import fold
from geo.gazetteer.places import Candidate, Kind, OldName, Place, PlaceTable
from geo.gazetteer.rank import Wanted, rank
from geo.gazetteer.shapes import area
from geo.gazetteer.tables import (
    Country,
    MoreNames,
    read_areas,
    read_countries,
    read_historic,
    read_names,
    read_regions,
    read_sites,
    read_towns,
)

DATA: Final = Path(__file__).parents[2] / "data" / "gazetteer"
#: Places of one name and country are one and the same if they are no farther apart than this.
SAME_PLACE_M: Final = 60_000.0
#: The nearest town whose time a place keeps is within this distance.
SAME_TIME_M: Final = 500_000.0
#: No name is longer than this; what is, need not be looked up or remembered.
LONGEST_NAME: Final = 250

#: A place by its row in the great table, or one of our own by its id.
_Key = int | str


def open_gazetteer(folder: Path = DATA) -> "Gazetteer":
    """Open the gazetteer of a folder; it is read-only, and any number of threads may use it at once.

    Raises OSError where a file is missing.
    """
    return Gazetteer(folder)


class Gazetteer:
    """Every place that we know, by any of its names."""

    def __init__(self, folder: Path) -> None:
        """Open the great table and lay our own tables over it."""
        self._table = PlaceTable(folder)
        self.countries: Mapping[str, Country] = read_countries(folder)
        self._own: dict[str, Place] = {code: country.place for code, country in self.countries.items()}
        self._own.update((place.id, place) for place in chain(read_sites(folder), read_areas(folder)))
        towns = {place.id: place for place in read_towns(folder)}
        rows = {key: row for key in towns if not towns[key].names and (row := self._table.row_of(key)) is not None}
        self._people = {row: towns[key].population for key, row in rows.items()}
        self._own.update((key, place) for key, place in towns.items() if place.names)
        self._regions = {self._table.identifier(row): row for row in self._table.rows_of_kind(Kind.REGION)}
        self._more: dict[int, MoreNames] = {}
        self._history: dict[int, tuple[OldName, ...]] = {}
        named = chain.from_iterable(((key, name) for name in p.spellings()) for key, p in self._own.items())
        self._keys: dict[str, tuple[_Key, ...]] = _by_name(chain(named, self._add_names(folder)))
        self._found = lru_cache(maxsize=50_000)(self._find)
        self._zone_at = lru_cache(maxsize=5_000)(self._find_zone)

    def _add_names(self, folder: Path) -> Iterator[tuple[_Key, str]]:
        """Lay our names over the great table's places; yield each name that is given to one."""
        for more in chain(read_regions(folder), read_names(folder)):
            if (row := self._row(more.country, more.place)) is not None:
                self._more[row] = more
                yield from ((row, name) for name in (*more.names.values(), *more.aliases))
        for history in read_historic(folder):
            if (row := self._row(history.country, history.place)) is not None:
                self._history[row] = (*self._history.get(row, ()), history.old)
                yield row, history.old.name

    def _row(self, country: str, name: str) -> int | None:
        """Return the row of a region by its code, else of the country's most populous town filed under `name`."""
        return self._regions[name] if name in self._regions else self._table.town(country, fold(name), name)

    def _at(self, key: _Key) -> Place:
        if isinstance(key, str):
            return self._own[key]
        place, more = self._table.place(key), self._more.get(key)
        if more:
            others = tuple(dict.fromkeys((*place.names.values(), *place.others)))
            place = replace(place, names={**place.names, **more.names}, aliases=more.aliases, others=others)
        if key in self._people:
            place = replace(place, population=self._people[key])
        return replace(place, history=self._history[key]) if key in self._history else place

    # names → places

    def lookup(self, folded: str) -> tuple[Place, ...]:
        """Return the places that bear this name, given as `fold` writes it: our own first, then by row."""
        return self._found(folded) if len(folded) <= LONGEST_NAME else ()

    def _find(self, folded: str) -> tuple[Place, ...]:
        keys = dict.fromkeys((*self._keys.get(folded, ()), *self._table.rows(folded)))
        return tuple(self._at(key) for key in keys)

    def knows(self, folded: str) -> bool:
        """Tell whether any place bears this name, given as `fold` writes it: the fastest question."""
        return folded in self._keys or bool(self._table.rows(folded))

    def names(self) -> Iterator[str]:
        """Yield every name as `fold` writes it, each once: our own first, then GeoNames', by their bytes."""
        yield from self._keys
        yield from (name for name in self._table.names() if name not in self._keys)

    def find(
        self,
        name: str,
        *,
        countries: Collection[str] = (),
        near: tuple[float, float] | None = None,
        language: str | None = None,
        day: date | None = None,
        kinds: Collection[Kind] = (),
    ) -> tuple[Candidate, ...]:
        """Return the places that `name` may mean, the likeliest first, each with the reason for its rank.

        `countries` are codes that the text is about, `near` a latitude and longitude that it is about, `language` the
        text's, `day` when it was: all raise or lower a place but rule none out. `kinds`, if given, does rule out.
        """
        places = [p for p in self.lookup(fold(name)) if not kinds or p.kind in kinds]
        wanted = Wanted(name=fold(name), countries=frozenset(countries), near=near, language=language, day=day)
        return rank(places, wanted, self._where)

    def _where(self, place: Place) -> str:
        country = self.country_name(place.country, "en") if place.country else ""
        region = self.region(place.admin1) if place.admin1 and place.kind is not Kind.REGION else None
        return ", ".join(filter(None, (region.name if region else "", country)))

    # places → names

    def identify(self, name: str, country: str | None, lat: float | None, lon: float | None) -> Place | None:
        """Return the place that a data set names so: of this country, and near the point if there is one."""
        found = [p for p in self.lookup(fold(name)) if country is None or p.country == country]
        if lat is None or lon is None:
            return min(found, key=lambda p: (-(p.population or 0), p.id), default=None)
        near = [(p.kind is not Kind.TOWN, p.metres_to(lat, lon), p.id, p) for p in found]
        return min((n for n in near if n[1] <= SAME_PLACE_M), default=(0, 0, 0, None))[3]

    def spellings(self, name: str, country: str | None, lat: float | None, lon: float | None) -> tuple[str, ...]:
        """Return all known names of that place, in any language and script; `name` alone where it is unknown."""
        place = self.identify(name, country, lat, lon)
        return tuple(dict.fromkeys((name, *place.spellings()))) if place else (name,)

    def place_name(self, name: str, country: str | None, lat: float | None, lon: float | None, lang: str) -> str:
        """Return the place's name in a language, or `name` where we know no better."""
        place = self.identify(name, country, lat, lon)
        return place.names.get(lang, name) if place else name

    def country_name(self, code: str, lang: str) -> str:
        """Return a country's name in a language; the code itself where there is no such country."""
        country = self.countries.get(code)
        return country.place.names.get(lang, country.place.name) if country else code

    def country_names(self, code: str) -> tuple[str, ...]:
        """Return all names of a country in all languages; empty where there is no such country."""
        country = self.countries.get(code)
        return country.place.spellings() if country else ()

    # places → places

    def place(self, identifier: str) -> Place | None:
        """Return a place by its id (`KZ`, `KZ.09`, `gn607610`, `iataALA`, or one of our own)."""
        if identifier in self._own:
            return self._own[identifier]
        row = self._regions.get(identifier)
        row = self._table.row_of(identifier) if row is None else row
        return None if row is None else self._at(row)

    def region(self, code: str) -> Place | None:
        """Return a first-level region by its code, such as `KZ.09`."""
        return self._at(self._regions[code]) if code in self._regions else None

    def regions(self, country: str) -> tuple[Place, ...]:
        """Return a country's first-level regions, by code."""
        return tuple(self._at(row) for code, row in sorted(self._regions.items()) if code.startswith(f"{country}."))

    def area(self, country: str, admin1: str | None = None) -> Any | None:
        """Return the shape of a country or of its region, by code or by any name; None where we have none.

        A shapely Polygon or MultiPolygon, x = longitude in WGS 84 degrees, its border up to 5 km off.
        """
        if admin1 is None or admin1 in self._regions:
            return area(country, admin1)
        found = [p.id for p in self.lookup(fold(admin1)) if p.kind is Kind.REGION and p.id in self._regions]
        code = next((identifier for identifier in found if identifier.startswith(f"{country}.")), None)
        return area(country, code) if code else None

    def capital(self, country: str) -> Place | None:
        """Return a country's capital, which stands for its institutions; None for a territory without one."""
        known = self.countries.get(country)
        row = self._row(country, known.capital) if known and known.capital else None
        return None if row is None else self._at(row)

    def largest(self, region: str) -> Place | None:
        """Return the most populous town of a first-level region, by its code."""
        row = self._table.largest(region)
        return None if row is None else self._at(row)

    def around(self, lat: float, lon: float, *, radius_m: float, kinds: Collection[Kind] = ()) -> tuple[Place, ...]:
        """Return the towns, airports and region centres within a radius in metres, nearest first (some 10 ms)."""
        places = (self._at(row) for row in self._table.around(lat, lon, radius_m=radius_m))
        return tuple(p for p in places if not kinds or p.kind in kinds)

    def zone(self, place: "Somewhere") -> str | None:
        """Return a place's IANA time zone: its country's nearest town's, a country's capital's, None far out at sea."""
        at = self.capital(place.country) if place.kind == Kind.COUNTRY and place.country else place
        return self._zone_at(at.lat, at.lon, place.country) if at else None

    def _find_zone(self, lat: float, lon: float, country: str | None) -> str | None:
        for row in self._table.around(lat, lon, radius_m=SAME_TIME_M):
            if (zone := self._table.zone(row)) and country in (None, self._table.country(row)):
                return zone
        return None


class Somewhere(Protocol):
    """As much of a place as tells its time zone; `lat`, `lon` in WGS 84 degrees."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def country(self) -> str | None:
        """Its country, ISO 3166-1 alpha-2."""

    @property
    def lat(self) -> float:
        """Latitude."""

    @property
    def lon(self) -> float:
        """Longitude."""


def _by_name(named: Iterable[tuple[_Key, str]]) -> dict[str, tuple[_Key, ...]]:
    keys: dict[str, dict[_Key, None]] = defaultdict(dict)
    for key, name in named:
        if folded := fold(name):
            keys[folded][key] = None
    return {name: tuple(found) for name, found in keys.items()}
