"""A server on loopback that speaks S3."""

from collections.abc import Iterator

import pytest

BUCKET = "qantar-tests"


@pytest.fixture(scope="session")
def object_storage() -> Iterator[dict[str, str]]:
    """Start a server with an empty bucket; give the environment by which a process finds it."""
    import boto3  # only here: few tests need them, and they take a second
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
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
def bucket(object_storage: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the bucket's address; this process finds it too."""
    for key, value in object_storage.items():
        monkeypatch.setenv(key, value)
    return f"s3://{BUCKET}"
