"""Do the slow things once, before the first reader comes: heavy imports, opening the data, compressing what is sent."""

import gc
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module

from geo.errors import GeoError
from geo.routes.data import pack
from geo.store import default_name, open_store


def warm(modules: Iterable[str]) -> None:
    """Import `modules`, open the default data set, and take all that is there now out of garbage collection.

    Streamlit collects garbage after every run of a page; without this, each would look through a million objects that
    never go away. A data set that cannot be read is told on the page, not here.
    """
    with suppress(GeoError):
        pack(open_store(default_name()))
    with _no_session_is_fine():
        for name in modules:
            import_module(name)
    gc.collect()
    gc.freeze()


@contextmanager
def _no_session_is_fine() -> Iterator[None]:
    """Let a component be declared outside a page's run, which Streamlit would warn about."""
    logger = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
