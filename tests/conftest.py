"""What many tests share: made-up data sets, and how Hypothesis runs."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.synthetic import write_synthetic

if TYPE_CHECKING:
    from geo.store import Store

settings.register_profile("qantar", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("qantar")


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Return the folder of a made-up data set of n events, `synthetic-n`; written once."""
    parent = tmp_path_factory.mktemp("sets")
    return cache(lambda n: write_synthetic(n, parent))


@pytest.fixture(scope="session")
def store(synthetic: Callable[[int], Path]) -> "Store":
    """Return an open store of 25 made-up events."""
    from geo.gazetteer import open_gazetteer
    from geo.sources.dataset import read_dataset

    return Store.of(read_dataset(synthetic(25)), open_gazetteer())
