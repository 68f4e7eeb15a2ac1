"""The real app as its own process: started, waited for, ended."""

import os
import random
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import httpx

ROOT = Path(__file__).parents[1]


@dataclass
class Server:
    """A running server: its address with a slash at the end, its process, its log, and how long it took to start."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    seconds: float

    def said(self) -> str:
        """Return what the server has logged."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def start(log: Path, environment: dict[str, str], *options: str) -> Server:
    """Start the app with further environment variables and Streamlit options, and wait until it is healthy."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", "--server.headless=true"]
    began = time.monotonic()
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env={**os.environ, **environment}, stdout=file, stderr=subprocess.STDOUT
        )
    server = Server(url=f"http://127.0.0.1:{port}/", process=process, log=log, seconds=0)
    while not _healthy(server.url):
        if process.poll() is not None or time.monotonic() - began > 180:
            stop(server)
            raise RuntimeError(f"the server did not start:\n{server.said()}")
        time.sleep(0.05)
    server.seconds = time.monotonic() - began
    return server


def ask(server: Server, path: str = "", **headers: str) -> httpx.Response:
    """Return the server's answer; `_` in the name of a header stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(server.url + path, headers=named, timeout=60)


def stop(server: Server) -> None:
    """End a server and wait until it is gone."""
    server.process.terminate()
    try:
        server.process.wait(30)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()


def free_port() -> int:
    """Return a port that nobody listens on, and that no system gives to a connection before the server is there."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


def _healthy(url: str) -> bool:
    try:
        with urlopen(url + "_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, HTTPException, ConnectionError, TimeoutError):
        return False
