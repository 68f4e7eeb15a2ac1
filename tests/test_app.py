"""The app as it is started: its headers, its settings, what it answers and what it refuses."""

import gc
import gzip
import json
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
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from geo.map.assets import address
from geo.map.tiles import HOST, tile_source, tile_url
from geo.routes.headers import SecurityHeaders, inline_scripts, policy
from geo.routes.squeeze import SqueezedStatic
from geo.routes.warm import warm
from tests.asgi import get
from tests.serving import ROOT, Server, free_port

FRAME = "component/streamlit_folium.st_folium/index.html"
STATIC = Path(streamlit.config.__file__).parent / "static" / "static" / "js"


def ask(server: Server, path: str = "", **headers: str) -> httpx.Response:
    return httpx.get(server.url + path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def directives(answer: httpx.Response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer.headers["content-security-policy"].split(";"))
    return {name: value for name, _, value in parts}


PATHS = ["", "chronology", "figures?embed=true", "_stcore/health", "no/such/page", FRAME, "assets/leaflet/leaflet.js"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ],
)
def test_every_answer_has_this_header(server: Server, path: str, name: str, value: str) -> None:
    assert ask(server, path).headers.get_list(name) == [value]


DEVICES = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer"),
    *("microphone", "midi", "payment", "serial", "usb"),
)


@pytest.mark.parametrize("feature", DEVICES)
def test_no_page_may_use_the_readers_devices(server: Server, feature: str) -> None:
    assert f"{feature}=()" in ask(server).headers["permissions-policy"].split(", ")


def test_the_map_may_write_to_the_clipboard(server: Server) -> None:
    assert "clipboard-write=*" in ask(server).headers["permissions-policy"]


@pytest.mark.parametrize(
    ("directive", "value"),
    [
        ("default-src", "'self'"),
        ("style-src", "'self' 'unsafe-inline'"),
        ("img-src", "'self' data: blob:"),
        ("font-src", "'self' data:"),
        ("media-src", "'self' data: blob:"),
        ("worker-src", "'self' blob:"),
        ("frame-src", "'self'"),
        ("manifest-src", "'self'"),
        ("object-src", "'none'"),
        ("base-uri", "'none'"),
        ("form-action", "'self'"),
        ("frame-ancestors", "'self'"),
    ],
)
def test_a_page_loads_nothing_from_elsewhere(server: Server, directive: str, value: str) -> None:
    assert directives(ask(server))[directive] == value


def test_a_page_runs_only_scripts_of_its_own_and_evaluates_none(server: Server) -> None:
    allowed = directives(ask(server))["script-src"].split()
    assert allowed[:2] == ["'self'", "blob:"]
    assert all(source.startswith("'sha256-") for source in allowed[2:])
    assert "'unsafe-eval'" not in allowed
    assert "'unsafe-inline'" not in allowed


def test_a_page_talks_to_its_own_server_only(server: Server) -> None:
    host = server.url.split("/")[2]
    assert directives(ask(server))["connect-src"] == f"'self' ws://{host} wss://{host}"


def test_only_the_page_made_for_it_may_be_framed_elsewhere(server: Server) -> None:
    assert directives(ask(server, "?embed=true"))["frame-ancestors"] == "*"
    assert directives(ask(server, "?embed=false"))["frame-ancestors"] == "'self'"
    assert directives(ask(server, "?embed=true&embed=false"))["frame-ancestors"] == "'self'"
    assert directives(ask(server, FRAME + "?embed=true"))["frame-ancestors"] == "'self'"


@pytest.mark.parametrize(
    ("directive", "value"),
    [
        ("default-src", "'none'"),
        ("script-src", "{own} 'unsafe-inline' 'unsafe-eval'"),
        ("style-src", "{own} 'unsafe-inline'"),
        ("img-src", "{own} data: https://sgx.geodatenzentrum.de"),
        ("connect-src", "{own}"),
        ("font-src", "{own} data:"),
        ("object-src", "'none'"),
        ("base-uri", "'none'"),
        ("form-action", "'none'"),
        ("frame-ancestors", "'self'"),
        ("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"),
    ],
)
def test_the_maps_frame_has_an_origin_of_its_own_and_loads_tiles_at_most(
    server: Server, directive: str, value: str
) -> None:
    host = server.url.split("/")[2]
    assert directives(ask(server, FRAME))[directive] == value.replace("{own}", f"http://{host} https://{host}")


def test_no_header_ends_in_a_space_or_is_sent_twice(server: Server) -> None:
    for path in PATHS:
        headers = ask(server, path).headers
        assert all(value == value.strip() for value in headers.values())
        assert len({name.lower() for name, _ in headers.raw}) == len(headers.raw)


@pytest.mark.parametrize("path", ["", "chronology", "_stcore/health", "_stcore/host-config", FRAME, "no/such/page"])
def test_only_the_public_routes_are_open_to_other_origins(server: Server, path: str) -> None:
    assert "access-control-allow-origin" not in ask(server, path, Origin="null").headers
    assert ask(server, address("map.js"), Origin="null").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("host", ["a b", "a;script-src *", "a,b", "", "ä", "[", "x" * 10 + ":999999", "a\r\nb"])
def test_a_host_that_is_none_never_stands_in_a_header(host: str) -> None:
    for path in ("/", "/" + FRAME):
        scope = {"type": "http", "path": path, "headers": [(b"host", host.encode("latin-1"))], "query_string": b""}
        assert policy(scope).count(";") == policy({**scope, "headers": []}).count(";")
        assert not host or f"//{host} " not in policy(scope)


@pytest.mark.parametrize("host", ["localhost:8501", "[::1]:8501", "qantar.example.org", "127.0.0.1"])
def test_a_host_that_is_one_may_be_talked_to(host: str) -> None:
    scope = {"type": "http", "path": "/", "headers": [(b"host", host.encode())], "query_string": b""}
    assert f"connect-src 'self' ws://{host} wss://{host};" in policy(scope)


def test_what_an_answer_has_set_itself_stays() -> None:
    app = SecurityHeaders(Starlette(routes=[Route("/", _own_policy)]))
    assert get(app, "/").headers.get_list("content-security-policy") == ["default-src 'none'"]
    assert get(app, "/").headers["referrer-policy"] == "same-origin"


def _own_policy(_: Request) -> Response:
    return Response("x", headers={"Content-Security-Policy": "default-src 'none'"})


def test_scripts_that_stand_in_the_page_are_named_by_their_hash(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<script>alert(1)</script><script src=x></script><script></script>", encoding="utf-8")
    assert inline_scripts(page)[0] == "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    assert len(inline_scripts(STATIC.parents[1] / "index.html")) == 1


def test_tiles_come_from_the_one_host_that_the_frame_allows() -> None:
    assert tile_url().startswith(HOST + "/")
    assert HOST.startswith("https://")
    assert all(part in tile_url() for part in ("{z}", "{x}", "{y}"))
    assert "BKG" in tile_source()[0]


# the server


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
        for _ in range(600):
            time.sleep(0.05)
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/_stcore/health")
                break
            except httpx.TransportError:
                continue
        assert answer.text == "ok"
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=15)
    assert "email" not in output.lower()


@pytest.mark.parametrize("path", ["_stcore/agent/interact", "_stcore/agent/mcp"])
def test_nobody_drives_the_app_without_a_browser(server: Server, path: str) -> None:
    assert "not_available" in httpx.post(server.url + path, json={}).text


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


# Streamlit's own files, compressed


def test_streamlits_scripts_are_sent_compressed(server: Server) -> None:
    script = max(STATIC.glob("index.*.js"), key=lambda path: path.stat().st_size)
    small = ask(server, f"static/js/{script.name}", Accept_Encoding="gzip")
    plain = ask(server, f"static/js/{script.name}", Accept_Encoding="identity")
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < 0.4 * int(plain.headers["content-length"])
    assert small.content == plain.content == script.read_bytes()
    assert small.headers["content-type"] == plain.headers["content-type"]
    again = ask(server, f"static/js/{script.name}", Accept_Encoding="gzip", If_None_Match=small.headers["etag"])
    assert again.status_code == 304


def counting(bodies: dict[str, bytes]) -> tuple[Starlette, list[str]]:
    asked: list[str] = []

    def send(request: Request) -> Response:
        asked.append(request.url.path)
        if request.url.path not in bodies:
            return Response("no", 404)
        return Response(bodies[request.url.path], headers={"ETag": '"one"'}, media_type="text/javascript")

    return Starlette(routes=[Route("/{path:path}", send)]), asked


def test_a_file_is_compressed_once() -> None:
    inner, asked = counting({"/static/a.js": b"a" * 5000})
    app = SqueezedStatic(inner)
    answers = [get(app, "/static/a.js", {"accept-encoding": "gzip"}) for _ in range(3)]
    assert [a.content for a in answers] == [b"a" * 5000] * 3
    assert {a.headers["etag"] for a in answers} == {'W/"one"'}
    assert asked == ["/static/a.js"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/static/a.js", {"accept-encoding": "identity"}),
        ("/static/a.js", {"accept-encoding": "gzip", "range": "bytes=0-9"}),
        ("/static/a.js", {"accept-encoding": "gzip", "if-none-match": '"other"'}),
        ("/static/a.woff2", {"accept-encoding": "gzip"}),
        ("/media/a.js", {"accept-encoding": "gzip"}),
        ("/static/none.js", {"accept-encoding": "gzip"}),
    ],
)
def test_what_is_not_to_be_compressed_goes_through(path: str, headers: dict[str, str]) -> None:
    bodies = {"/static/a.js": b"a" * 5000, "/static/a.woff2": b"a", "/media/a.js": b"a"}
    inner, asked = counting(bodies)
    app = SqueezedStatic(inner)
    for _ in range(2):
        assert "content-encoding" not in get(app, path, headers).headers
    assert asked == [path] * 2


def test_only_so_much_is_kept() -> None:
    noise = {f"/static/{n}.js": os.urandom(2000) for n in range(5)}
    inner, asked = counting(noise)
    app = SqueezedStatic(inner, most_bytes=5000)
    for path in [*noise, *noise]:
        assert get(app, path, {"accept-encoding": "gzip"}).content == noise[path]
    assert sum(len(body) for _, body in app.kept.values()) <= 5000
    assert len(asked) == 10


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
    from geo.store import default_name, open_store

    own = open_store(default_name())
    answer = ask(server, f"data/{own.name}/{own.version}/events.json", Accept_Encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(gzip.compress(answer.content)))["n"] == own.total
