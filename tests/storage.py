"""A server on loopback that speaks S3, and counts what it is asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BUCKET = "qantar-tests"


class Asked(list[tuple[str, str]]):
    """The requests that the storage has had: method and path, with its query."""

    def gets(self, part: str = "") -> int:
        """Return how many requests for a file whose path has `part` in it there were."""
        return sum(method == "GET" and part in path and "list-type" not in path for method, path in self)


_ASKED = Asked()


def _counted(app: Any) -> Any:
    def counting(environ: dict[str, Any], begin: Any) -> Any:
        query = environ.get("QUERY_STRING", "")
        _ASKED.append((environ["REQUEST_METHOD"], environ["PATH_INFO"] + (f"?{query}" if query else "")))
        return app(environ, begin)

    return counting


@pytest.fixture(scope="session")
def object_storage() -> Iterator[dict[str, str]]:
    """Start a server with an empty bucket; give the environment by which a process finds it."""
    import boto3  # only here: few tests need them, and they take a second
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    server._server.app = _counted(server._server.app)  # type: ignore[union-attr]
    env = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    client = boto3.client(
        "s3",
        endpoint_url=env["AWS_ENDPOINT_URL"],
        region_name=env["AWS_DEFAULT_REGION"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket=BUCKET)
    client.close()
    yield env
    server.stop()


@pytest.fixture
def asked() -> Asked:
    """Return the requests that the storage has from now on."""
    _ASKED.clear()
    return _ASKED


@pytest.fixture
def bucket(object_storage: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the bucket's address; this process finds it too."""
    for key, value in object_storage.items():
        monkeypatch.setenv(key, value)
    return f"s3://{BUCKET}"


def put(folder: Path, url: str) -> str:
    """Copy a folder into object storage, as an operator does; return its address."""
    from geo.sources.location import write_whole

    for path in folder.rglob("*"):
        if path.is_file():
            octets = path.read_bytes()
            write_whole(f"{url}/{path.relative_to(folder).as_posix()}", lambda file, octets=octets: file.write(octets))
    return url
