"""Our own tables beside GeoNames': countries, regions, names, old names, sites, areas; read as they are.

A cell with several names separates them by |; the first is the one that is shown.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel import Locale

from geo.gazetteer.places import LANGUAGES, Kind, OldName, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country, its capital's name, and the words for what and who is from there, by language.

    `adjectives` are given as they stand in a dictionary (`kasachisch`, `казахстанский`), `people` in the nominative
    singular, or as found where the plural is all there is.
    """

    place: Place
    capital: str | None
    adjectives: dict[str, tuple[str, ...]]
    people: dict[str, tuple[str, ...]]

    @property
    def code(self) -> str:
        """ISO 3166-1 alpha-2, and XK for Kosovo."""
        return self.place.id


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreNames:
    """Names for a place that the great table has: a town by country and name, a region by its code."""

    country: str
    place: str
    names: dict[str, str]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """An old name of a town, by country and present name."""

    country: str
    place: str
    old: OldName


def read_countries(folder: Path) -> dict[str, Country]:
    """Read countries.csv; names that it lacks are Unicode CLDR's."""
    common = {lang: Locale(lang).territories for lang in LANGUAGES}
    countries = {}
    for row in _rows(folder / "countries.csv"):
        code = row["code"]
        given = {lang: _split(row[lang]) or (str(common[lang].get(code, code)),) for lang in LANGUAGES}
        usual = {lang: str(common[lang].get(code, code)) for lang in LANGUAGES}
        names = {lang: found[0] for lang, found in given.items()}
        others = [n for lang in LANGUAGES for n in (*given[lang][1:], usual[lang]) if n not in names.values()]
        countries[code] = Country(
            place=Place(
                id=code,
                kind=Kind.COUNTRY,
                names=names,
                country=code,
                admin1=None,
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                aliases=tuple(dict.fromkeys(others)),
            ),
            capital=row["capital"] or None,
            adjectives={lang: _split(row[f"adjective_{lang}"]) for lang in LANGUAGES},
            people={lang: _split(row[f"people_{lang}"]) for lang in LANGUAGES},
        )
    return countries


def read_regions(folder: Path) -> Iterator[MoreNames]:
    """Read regions.csv: first-level regions by their code."""
    for row in _rows(folder / "regions.csv"):
        yield MoreNames(country=row["id"][:2], place=row["id"], names=_names(row), aliases=_aliases(row))


def read_names(folder: Path) -> Iterator[MoreNames]:
    """Read names.csv: towns by country and English name."""
    for row in _rows(folder / "names.csv"):
        yield MoreNames(country=row["country"], place=row["place"], names=_names(row), aliases=_aliases(row))


def read_historic(folder: Path) -> Iterator[History]:
    """Read historic.csv: names that towns bore, with the first and the last day."""
    for row in _rows(folder / "historic.csv"):
        first, last = (date.fromisoformat(row[key]) if row[key] else None for key in ("first", "last"))
        for name in _split(row["names"]):
            yield History(country=row["country"], place=row["place"], old=OldName(name=name, first=first, last=last))


def read_sites(folder: Path) -> Iterator[Place]:
    """Read sites.csv: places within a town, and the seats of institutions."""
    return _places(folder / "sites.csv")


def read_towns(folder: Path) -> Iterator[Place]:
    """Read towns.csv: towns that GeoNames' table lacks, and by its id those whose population it has wrong."""
    return _places(folder / "towns.csv")


def read_areas(folder: Path) -> Iterator[Place]:
    """Read areas.csv: seas, and regions that are no first-level region of one country."""
    return _places(folder / "areas.csv")


def _places(path: Path) -> Iterator[Place]:
    for row in _rows(path):
        yield Place(
            id=row["id"],
            kind=Kind(row["kind"]),
            names=_names(row),
            country=row["country"] or None,
            admin1=row["admin1"] or None,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            population=int(row["population"]) if row.get("population") else None,
            aliases=_aliases(row),
        )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _names(row: dict[str, str]) -> dict[str, str]:
    return {lang: _split(row[lang])[0] for lang in LANGUAGES if row[lang]}


def _aliases(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for lang in LANGUAGES for name in _split(row[lang])[1:])
