"""Countries as other people's tables name them: by ISO 3166-1 or FIPS 10-4 code, or by an English or German name.

countries.csv holds a country a line: ISO 3166-1 alpha-2, alpha-3 and number, FIPS 10-4 codes, names. Codes and first
names are GeoNames' (CC BY 4.0), further names CLDR's, the others as ACLED and UCDP GED 25.1 write them.
"""

import csv
from functools import cache
from pathlib import Path
from typing import Final

from geo.gazetteer.fold import fold

#: CLDR's code for a region that is not known; a point at sea, or a table that names no country.
UNKNOWN: Final = "ZZ"
_LONGEST: Final = 100


def from_name(name: str) -> str | None:
    """Return the alpha-2 code of a country's name, alpha-2 or alpha-3 code; None where it is not known.

    >>> from_name("Kazakhstan"), from_name("KAZ"), from_name("Russia (Soviet Union)"), from_name("Narnia")
    ('KZ', 'KZ', 'RU', None)
    """
    if len(name) > _LONGEST:
        return None
    return _by("names").get(fold(name)) or _by("country").get(name) or _by("iso3").get(name)


def from_number(number: str) -> str | None:
    """Return the alpha-2 code of an ISO 3166-1 number, with or without leading zeros.

    >>> from_number("398"), from_number("4"), from_number("0")
    ('KZ', 'AF', None)
    """
    return _by("number").get(number.strip().lstrip("0"))


def from_fips(code: str) -> str | None:
    """Return the alpha-2 code of a FIPS 10-4 code, as GDELT has it.

    >>> from_fips("KZ"), from_fips("RS"), from_fips("RI"), from_fips("OC")
    ('KZ', 'RU', 'RS', None)
    """
    return _by("fips").get(code)


@cache
def _by(column: str) -> dict[str, str]:
    path = Path(__file__).with_name("countries.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    form = fold if column == "names" else str
    return {form(value): row["country"] for row in rows for value in row[column].split("|") if value}
