"""The one query layer over every data set: View → events, claims, counts, and the compact columns for the map.

open_store("kazakhstan-2022-01").select(view)   the selected events, in order of time
"""

from geo.store.cells import MOST_EXACT, MOST_SENT
from geo.store.facets import Options
from geo.store.grid import Box
from geo.store.shelf import datasets, default_name, freeze, open_folder, open_store
from geo.store.store import Store

__all__ = [
    "MOST_EXACT",
    "MOST_SENT",
    "Box",
    "Options",
    "Store",
    "datasets",
    "default_name",
    "freeze",
    "open_folder",
    "open_store",
]
