"""What many tests share: made-up data sets, the running app, and how Hypothesis runs."""

import gc
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from geo.gazetteer import open_gazetteer
from geo.sources.dataset import read_dataset
from geo.store import Store
from tests.serving import Server, start, stop
from tests.storage import asked, bucket, object_storage
from tests.synthetic import write_synthetic

__all__ = ["asked", "bucket", "object_storage"]

# The same examples in every run, so that a red test has one cause; `--hypothesis-profile=default` looks for new ones.
settings.register_profile(
    "qantar", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("qantar")


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Return the folder of a made-up data set of n events, `synthetic-n`; written once."""
    parent = tmp_path_factory.mktemp("sets")
    return cache(lambda n: write_synthetic(n, parent))


@pytest.fixture(scope="session")
def store(synthetic: Callable[[int], Path]) -> Store:
    """Return an open store of 25 made-up events."""
    return Store.of(read_dataset(synthetic(25)), open_gazetteer())


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Return a function that starts the real app with further environment variables; all end with the session."""
    started: list[Server] = []

    def start_one(*options: str, **environment: str) -> Server:
        started.append(start(tmp_path_factory.mktemp("server") / "log", environment, *options))
        return started[-1]

    yield start_one
    for server in started:
        stop(server)


@pytest.fixture(scope="session")
def server(serve: Callable[..., Server]) -> Server:
    """Return the running app with the data that it comes with."""
    return serve()


def pytest_unconfigure() -> None:
    """Let what the app has frozen be collected before Python ends; DuckDB complains about what is left."""
    gc.unfreeze()
    gc.collect()
