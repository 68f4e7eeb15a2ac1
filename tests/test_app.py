"""The app as it is started: whom it answers, what it refuses, and its settings."""

import gc
import os
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import streamlit.config
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from geo.routes.warm import warm
from geo.store import default_name, open_store
from tests.serving import ROOT, Server, ask, free_port


def test_a_socket_opens_for_this_host_only(server: Server) -> None:
    address = server.url.replace("http", "ws") + "_stcore/stream"
    port = server.url.rsplit(":", 1)[1].rstrip("/")
    with connect(address, origin=server.url.rstrip("/")) as socket:  # type: ignore[arg-type]
        assert socket.response is not None
        assert socket.response.status_code == 101
    with socket_to(port) as raw, pytest.raises(InvalidStatus, match="403"):
        connect(f"ws://rebound.example.org:{port}/_stcore/stream", sock=raw)
    with pytest.raises(InvalidStatus, match="403"):
        connect(address, origin="https://elsewhere.example.org")  # type: ignore[arg-type]


def test_a_hosted_run_is_told_its_names_by_the_environment(serve: Callable[..., Server]) -> None:
    hosted = serve(STREAMLIT_SERVER_ALLOWED_HOSTS="one.example.org two.example.org")
    port = hosted.url.rsplit(":", 1)[1].rstrip("/")
    for host in ("one.example.org", "two.example.org"):
        with socket_to(port) as raw, connect(f"ws://{host}:{port}/_stcore/stream", sock=raw) as socket:
            assert socket.response is not None
            assert socket.response.status_code == 101
    with pytest.raises(InvalidStatus, match="403"):
        connect(f"ws://127.0.0.1:{port}/_stcore/stream")


def socket_to(port: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(port)))


def test_the_server_listens_on_this_machine_only(server: Server) -> None:
    assert "http://127.0.0.1" in server.said()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return
        outside = probe.getsockname()[0]
    port = int(server.url.rsplit(":", 1)[1].rstrip("/"))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((outside, port), 2)


def test_the_server_says_nothing_of_settings_that_it_does_not_know(server: Server) -> None:
    assert "not a valid config option" not in server.said()
    assert "Traceback" not in server.said()


def test_plain_streamlit_run_starts_on_a_new_machine_and_asks_nothing(tmp_path: Path) -> None:
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**environment, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        answer, until = None, time.monotonic() + 180
        while answer is None and process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/_stcore/health")
            except httpx.TransportError:
                continue
        assert answer is not None
        assert answer.text == "ok"
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=60)
    assert "email" not in output.lower()


@pytest.mark.parametrize("path", ["_stcore/agent/interact", "_stcore/agent/mcp"])
def test_nobody_drives_the_app_without_a_browser(server: Server, path: str) -> None:
    assert "not_available" in httpx.post(server.url + path, json={}).text


def test_nobody_steers_the_app_from_outside_its_frame(server: Server) -> None:
    answer = ask(server, "_stcore/host-config").json()
    assert answer["allowedOrigins"] == []
    assert answer["metricsUrl"] == ""


# the settings

SETTINGS = {
    "server.address": "127.0.0.1",
    "server.allowedHosts": ["localhost", "127.0.0.1", "::1", "*.streamlit.app"],
    "server.maxUploadSize": 25,
    "server.disconnectedSessionTTL": 30,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.showEmailPrompt": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.disableDataExport": True,
    "client.toolbarMode": "minimal",
    "client.allowedOrigins": [],
    "browser.gatherUsageStats": False,
}


def settings() -> dict[str, Any]:
    parsed = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return dict(flatten(parsed))


def flatten(table: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    return [
        pair
        for key, value in table.items()
        for pair in (flatten(value, f"{prefix}{key}.") if isinstance(value, dict) else [(prefix + key, value)])
    ]


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_that_safety_needs(name: str) -> None:
    assert settings()[name] == SETTINGS[name]


def test_streamlit_knows_every_setting() -> None:
    assert set(settings()) <= set(streamlit.config._config_options_template)


def test_settings_do_not_weaken_what_streamlit_does_by_itself() -> None:
    for name in ("server.enableCORS", "server.enableXsrfProtection"):
        assert settings().get(name, True) is True


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_texts_can_be_read_on_their_ground(theme: str) -> None:
    own = {name: value for name, value in settings().items() if name.startswith(f"theme.{theme}.")}
    colours = {name.removeprefix(f"theme.{theme}."): value for name, value in own.items()}
    grounds = [value for name, value in own.items() if "ackgroundColor" in name]
    assert len(grounds) == 4
    for ground in grounds:
        for ink in (colours["textColor"], colours["linkColor"], colours["primaryColor"]):
            assert contrast(ink, ground) >= 4.5, f"{ink} on {ground}"


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_warming_up_survives_a_broken_data_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, synthetic: Callable[[int], Path]
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "report.toml").write_text("no", encoding="utf-8")
    before = gc.get_freeze_count()
    try:
        for folder in (tmp_path / "broken", synthetic(25)):
            monkeypatch.setenv("QANTAR_DATA", str(folder))
            warm(["json"])
            assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()


def test_the_first_events_come_without_waiting(server: Server) -> None:
    own = open_store(default_name())
    answer = ask(server, f"data/{own.name}/{own.version}/events.json", Accept_Encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.json()["n"] == own.total
