"""A Store: one open data set that answers every question about its events, each from a View.

opened      what it is made of, how many events are selected
selecting   which they are          counting   what is counted of them
lists       what is told of them    sight      what a map shows of them
"""

from dataclasses import dataclass

from geo.store.counting import Counting
from geo.store.lists import Listing
from geo.store.opened import seen
from geo.store.sight import Sight

__all__ = ["Store", "seen"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Store(Counting, Listing, Sight):
    """One data set of any size, open for any number of threads. `window` is the report's days, ends included,
    stretched as far as every event touches it."""
