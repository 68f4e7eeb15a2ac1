"""The server's answers do not wait for an acknowledgement of what was written before."""

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from geo.routes.prompt import send_at_once
from tests.serving import ROOT

#: what the server does before it answers; then what it has made of a socket that it listens on
BEGIN = """
import asyncio, socket
import app

async def begin():
    async with app.ready(app.app):
        print(own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

app.warm = lambda _: None
with socket.socket() as own:
    own.bind(("127.0.0.1", 0))
    own.listen()
    asyncio.run(begin())
"""

#: how many files are open before and after, among them a file, a socket of another kind, and one that listens
COUNT = """
import os, socket
from geo.routes.prompt import send_at_once

with open(os.devnull) as file, socket.socket(type=socket.SOCK_DGRAM) as other, socket.socket() as own:
    own.bind(("127.0.0.1", 0))
    own.listen()
    print(len(os.listdir("/dev/fd")), send_at_once(), len(os.listdir("/dev/fd")))
"""


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """Give a socket as Streamlit makes it: without a protocol, by which asyncio would know that it is TCP."""
    with socket.socket(socket.AF_INET) as own:
        own.bind(("127.0.0.1", 0))
        own.listen()
        yield own


def at_once(own: socket.socket) -> bool:
    """Tell whether a socket sends without waiting."""
    return own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_connections_are_made_that_send_at_once(listening: socket.socket) -> None:
    with socket.create_connection(listening.getsockname()) as other, socket.socket() as silent:
        first, _ = listening.accept()
        assert send_at_once() >= 1
        with first, socket.create_connection(listening.getsockname()):
            second, _ = listening.accept()
            with second:
                assert [at_once(s) for s in (listening, second, first, other, silent)] == [True, True, *[False] * 3]


def test_the_server_makes_such_connections() -> None:
    done = subprocess.run([sys.executable, "-c", BEGIN], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]


def test_no_file_is_left_open() -> None:
    done = subprocess.run([sys.executable, "-c", COUNT], cwd=ROOT, capture_output=True, text=True, check=True)
    before, found, after = done.stdout.split()
    assert (after, found) == (before, "1")
