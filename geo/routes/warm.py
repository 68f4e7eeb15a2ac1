"""Do the slow things once, before the first reader comes: heavy imports, opening the data, compressing what is sent."""

from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module

from geo.errors import GeoError
from geo.routes.data import pack
from geo.store import default_name, freeze, open_store


def warm(modules: Iterable[str]) -> None:
    """Import `modules`, open the default data set, and keep all of it out of garbage collection.

    A data set that cannot be read is told on the page, not here.
    """
    with suppress(GeoError):
        pack(open_store(default_name()))
    for name in modules:
        import_module(name)
    freeze()
