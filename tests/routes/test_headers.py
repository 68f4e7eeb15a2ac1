"""The headers of the running app's answers; without any of them one of these tests fails."""

from pathlib import Path

import httpx
import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.map.assets import address
from geo.map.tiles import HOST, tile_source, tile_url
from geo.routes.headers import SecurityHeaders, inline_scripts, policy
from tests.asgi import get
from tests.serving import Server, ask

FRAME = "component/streamlit_folium.st_folium/index.html"
PATHS = ["", "chronology", "figures?embed=true", "_stcore/health", "no/such/page", FRAME, "assets/leaflet/leaflet.js"]


def directives(answer: httpx.Response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer.headers["content-security-policy"].split(";"))
    return {name: value for name, _, value in parts}


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
        ("frame-ancestors", "*"),
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
    assert len(inline_scripts(Path(streamlit.__file__).parent / "static" / "index.html")) == 1


def test_tiles_come_from_the_one_host_that_the_frame_allows() -> None:
    assert tile_url().startswith(HOST + "/")
    assert HOST.startswith("https://")
    assert all(part in tile_url() for part in ("{z}", "{x}", "{y}"))
    assert "BKG" in tile_source()[0]
