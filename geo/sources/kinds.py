"""The tables that are known by their columns: which they are, and the function that reads each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from geo.errors import SourceError
from geo.sources import acled, ucdp
from geo.sources.acled import from_acled
from geo.sources.gdelt import from_gdelt, gdelt_names
from geo.sources.part import Part
from geo.sources.ucdp import from_ucdp
from geo.sources.wire import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of table: its name on the command line, who makes it, how it is told and read."""

    name: str
    outlet: str
    fits: Callable[[tuple[str, ...]], bool]
    read: Callable[[pa.Table, Form], Part]
    codebook: str


KINDS: Final = (
    Kind(
        name="acled",
        outlet="ACLED",
        fits=lambda columns: set(columns) >= acled.NEEDED,
        read=from_acled,
        codebook="ACLED Codebook",
    ),
    Kind(
        name="ucdp",
        outlet="UCDP GED",
        fits=lambda columns: set(columns) >= ucdp.NEEDED,
        read=from_ucdp,
        codebook="UCDP GED Codebook version 25.1",
    ),
    Kind(
        name="gdelt",
        outlet="GDELT",
        fits=lambda columns: gdelt_names(columns) is not None,
        read=from_gdelt,
        codebook="GDELT Event Database Codebook V2.0, CAMEO 1.1b3",
    ),
)


def kind_of(columns: tuple[str, ...]) -> Kind | None:
    """Return the kind of table that has these columns; None where it is none of those known."""
    return next((kind for kind in KINDS if kind.fits(columns)), None)


def kind_named(name: str) -> Kind:
    """Return the kind of that name. Raises SourceError."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    raise SourceError(f"the source {name!r}; expected one of {', '.join(k.name for k in KINDS)}")
