"""Streamlit's own files, compressed."""

import os
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from geo.routes.squeeze import SqueezedStatic
from tests.asgi import get
from tests.serving import Server, ask

STATIC = Path(streamlit.__file__).parent / "static" / "static" / "js"


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


def test_a_file_that_was_broken_off_is_not_kept() -> None:
    sent = [b"a" * 2000, b"a" * 5000]

    async def inner(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5000")]})
        await send({"type": "http.response.body", "body": sent.pop(0)})

    app = SqueezedStatic(inner)
    get(app, "/static/a.js", {"accept-encoding": "gzip"})
    assert get(app, "/static/a.js", {"accept-encoding": "gzip"}).content == b"a" * 5000
    assert get(app, "/static/a.js", {"accept-encoding": "gzip"}).content == b"a" * 5000


def test_an_interrupted_browser_cannot_put_two_halves_together(server: Server) -> None:
    script = max(STATIC.glob("index.*.js"), key=lambda path: path.stat().st_size)
    small = ask(server, f"static/js/{script.name}", Accept_Encoding="gzip")
    assert small.headers["accept-ranges"] == "none"
    assert "last-modified" not in small.headers
    assert small.headers["etag"].startswith("W/")


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
