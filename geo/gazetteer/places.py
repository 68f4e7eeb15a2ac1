"""What a place is, and the great table of them: towns, airports and regions, read from two compact files."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

LANGUAGES: Final = ("en", "de", "ru")
EARTH_M: Final = 6_371_000.0
#: Every so many names one is kept at hand, to find the stretch in which a name must be.
_STRETCH: Final = 64


class Kind(StrEnum):
    """What sort of place; the order is the one in which like-named places are listed, all else being equal."""

    COUNTRY = "country"
    REGION = "region"
    TOWN = "town"
    SITE = "site"
    INSTITUTION = "institution"
    AIRPORT = "airport"
    SEA = "sea"


@dataclass(frozen=True, slots=True, kw_only=True)
class OldName:
    """A name that a place bore from `first` to `last`, both days included; None means long before, or still."""

    name: str
    first: date | None
    last: date | None

    def on(self, day: date) -> bool:
        """Tell whether the place bore this name on that day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as the gazetteer knows it; `lat`, `lon` in WGS 84 degrees, `admin1` GeoNames' code such as `KZ.09`.

    `names` has the name in every language that we have one for, `aliases` our reviewed further names, `others` what
    GeoNames has besides in Latin and Cyrillic letters.
    `country` and `admin1` are None where the place is in none (a sea), `population` where it is not known.
    """

    id: str
    kind: Kind
    names: dict[str, str]
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    population: int | None = None
    aliases: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    history: tuple[OldName, ...] = ()

    @property
    def name(self) -> str:
        """The name in English, which is the one that the gazetteer files the place under."""
        return self.names["en"]

    def spellings(self) -> tuple[str, ...]:
        """Return all names, each once, those of the languages first."""
        return tuple(
            dict.fromkeys((*self.names.values(), *self.aliases, *self.others, *(h.name for h in self.history)))
        )

    def metres_to(self, lat: float, lon: float) -> float:
        """Return the distance to a point on the globe, along its surface."""
        a, b = radians(self.lat), radians(lat)
        half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon - self.lon) / 2) ** 2
        return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Place):
    """A place that a name may mean, and why it stands where it does among its rivals."""

    reason: str = field(default="")


class PlaceTable:
    """The places of `places.parquet` by row, and the rows of a folded name by `names.parquet`. Read-only."""

    def __init__(self, folder: Path) -> None:
        """Open both files. Raises OSError where one is missing, ArrowInvalid where one is damaged."""
        self._places = _read(folder / "places.parquet")
        names = _read(folder / "names.parquet")
        texts: Any = names["name"].chunk(0)
        rows: Any = names["rows"].chunk(0)
        self._ends = memoryview(_numbers(texts, len(texts) + 1))
        self._text = memoryview(texts.buffers()[2])
        self._rows = _numbers(rows.values, len(rows.values))
        self._row_ends = memoryview(_numbers(rows, len(rows) + 1))
        self._heads = [self._name(i) for i in range(0, len(texts), _STRETCH)]
        self._columns = {name: self._places[name].chunk(0) for name in self._places.column_names}
        zones = self._columns.pop("zone")
        self._zones = zones.dictionary.to_pylist()
        self._zone = _numbers(zones.indices, len(self), np.int16)
        self.lat, self.lon = (_numbers(self._columns[name], len(self)) / 1e5 for name in ("lat", "lon"))
        self.place = lru_cache(maxsize=20_000)(self._place)
        pa.default_memory_pool().release_unused()

    def __len__(self) -> int:
        """Return the number of places."""
        return int(self._places.num_rows)

    def _name(self, index: int) -> bytes:
        return bytes(self._text[self._ends[index] : self._ends[index + 1]])

    def rows(self, folded: str) -> tuple[int, ...]:
        """Return the rows of the places that bear this name, given as `fold` writes it."""
        wanted = folded.encode()
        stretch = bisect_right(self._heads, wanted) - 1
        low = max(stretch, 0) * _STRETCH
        high = min(low + _STRETCH, len(self._ends) - 1)
        while low < high:
            middle = (low + high) // 2
            if self._name(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        if low == len(self._ends) - 1 or self._name(low) != wanted:
            return ()
        return tuple(self._rows[self._row_ends[low] : self._row_ends[low + 1]].tolist())

    def names(self) -> Iterator[str]:
        """Yield every folded name, in the order of its bytes."""
        return (self._name(i).decode() for i in range(len(self._ends) - 1))

    def rows_of_kind(self, kind: Kind) -> range:
        """Return the rows of one kind, which stand together."""
        kinds = self._columns["kind"]
        code = kinds.dictionary.to_pylist().index(kind.value)
        same = np.flatnonzero(_numbers(kinds.indices, len(self), np.int16) == code)
        return range(int(same[0]), int(same[-1]) + 1)

    def identifier(self, row: int) -> str:
        """Return the id of the place in a row."""
        return str(self._columns["id"][row].as_py())

    def town(self, country: str, folded: str, name: str) -> int | None:
        """Return the row of the country's most populous town that is filed under `name`; None if there is none."""
        found = []
        for row in self.rows(folded):
            here = {key: self._columns[key][row].as_py() for key in ("kind", "country", "name", "population")}
            if (here["kind"], here["country"], here["name"]) == (Kind.TOWN, country, name):
                found.append((-here["population"], row))
        return min(found)[1] if found else None

    def largest(self, admin1: str) -> int | None:
        """Return the row of a first-level region's most populous town; None if it has none (some milliseconds)."""
        rows = np.flatnonzero(pc.equal(self._columns["admin1"], admin1).to_numpy(zero_copy_only=False))
        towns = [r for r in rows.tolist() if self._columns["kind"][r].as_py() == Kind.TOWN]
        return max(towns, key=lambda r: (self._columns["population"][r].as_py(), -r), default=None)

    def row_of(self, identifier: str) -> int | None:
        """Return the row of a place's id (some milliseconds)."""
        row: int = pc.index(self._columns["id"], identifier).as_py()
        return row if row >= 0 else None

    def country(self, row: int) -> str:
        """Return the country of the place in a row; "" where it is in none."""
        return str(self._columns["country"][row].as_py())

    def zone(self, row: int) -> str | None:
        """Return the IANA time zone of the place in a row; None for a region, which may have several."""
        return self._zones[self._zone[row]] or None

    def around(self, lat: float, lon: float, *, radius_m: float) -> tuple[int, ...]:
        """Return the rows within `radius_m` metres of a point, nearest first."""
        a, b = np.radians(self.lat), radians(lat)
        half = np.sin((a - b) / 2) ** 2 + np.cos(a) * cos(b) * np.sin(np.radians(self.lon - lon) / 2) ** 2
        metres = 2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
        near = np.flatnonzero(metres <= radius_m)
        return tuple(near[np.argsort(metres[near], kind="stable")].tolist())

    def _place(self, row: int) -> Place:
        cell = {name: column[row].as_py() for name, column in self._columns.items()}
        names = {"en": cell["name"], **{lang: cell[lang] for lang in ("de", "ru") if cell[lang]}}
        return Place(
            id=cell["id"],
            kind=Kind(cell["kind"]),
            names=names,
            country=cell["country"] or None,
            admin1=cell["admin1"] or None,
            lat=cell["lat"] / 1e5,
            lon=cell["lon"] / 1e5,
            population=cell["population"] or None,
            others=tuple(cell["others"].split("|")) if cell["others"] else (),
        )


def _numbers(array: Any, count: int, size: Any = np.int32) -> Any:
    """Return an Arrow array's whole numbers, or offsets, in place (Arrow's own way there would import pandas)."""
    return np.frombuffer(array.buffers()[1], size)[:count]


def _read(path: Path) -> pa.Table:
    with pq.ParquetFile(path) as file:
        return file.read(use_threads=False).combine_chunks()
