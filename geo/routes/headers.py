"""Security headers on every response: what a page may load, who may frame it, and the map's sandbox.

The map's frame runs the script that st_folium evaluates, so it gets an opaque origin: whatever ran there could reach
neither the page around it, nor its storage, nor any server but ours and the one of the tiles.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.map.tiles import HOST as TILES

MAP_FRAME: Final = "/component/streamlit_folium.st_folium/"
#: Charts need no eval: Streamlit draws them with vega's interpreter. blob: is how it loads the script of a small
#: component of ours (st.components.v2); only a script that runs already can make such an address.
_PAGE: Final = {
    "default-src": "'self'",
    "script-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
#: Whoever frames the page that may be framed frames this as well; on its own it is an empty map with no origin.
_FRAME: Final = {
    "default-src": "'none'",
    "style-src": "{own} 'unsafe-inline'",
    "script-src": "{own} 'unsafe-inline' 'unsafe-eval'",
    "img-src": "{own} data: " + TILES,
    "font-src": "{own} data:",
    "connect-src": "{own}",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "*",
    # A page that a link in the map opens is an ordinary one: in the sandbox it would have no origin either.
    "sandbox": "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads",
}
#: The same for the map of a session's own events, whose scripts are files; only our own pages frame it.
_SESSION_FRAME: Final = {**_FRAME, "script-src": "{own}", "frame-ancestors": "{own}"}
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), serial=(), usb=(), clipboard-write=*"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}
_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")


class SecurityHeaders:
    """Middleware that adds the headers to every response; what a response has set itself stays."""

    def __init__(self, app: ASGIApp, *, inline: Iterable[str] = ()) -> None:
        """Wrap `app`; `inline` are the CSP hashes of the scripts that stand in its page."""
        self.app = app
        self.inline = tuple(inline)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        added = {**_ALWAYS, "Content-Security-Policy": policy(scope, self.inline)}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def inline_scripts(page: Path) -> tuple[str, ...]:
    """Return the CSP hashes of the scripts that stand in an HTML page itself."""
    found = _INLINE.findall(page.read_text(encoding="utf-8"))
    digests = [hashlib.sha256(script.encode()).digest() for script in found]
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def policy(scope: Scope, inline: Iterable[str] = ()) -> str:
    """Return the Content-Security-Policy of a request: the map's frame has its own."""
    host = _host(scope)
    frame = _FRAME if MAP_FRAME in scope["path"] else _SESSION_FRAME if scope["path"].endswith("/frame.html") else None
    if frame:
        # A sandboxed frame has no origin that 'self' could name, so ours is written out.
        own = f"http://{host} https://{host}" if host else "'self'"
        return _join({name: value.replace("{own}", own) for name, value in frame.items()})
    sockets = f"'self' ws://{host} wss://{host}" if host else "'self'"
    scripts = " ".join([_PAGE["script-src"], *inline])
    return _join({**_PAGE, "script-src": scripts, "connect-src": sockets, "frame-ancestors": _ancestors(scope)})


def _ancestors(scope: Scope) -> str:
    """Let any site frame the page that is made for it (`?embed=true`), and no other."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    return "*" if query.get("embed") == ["true"] else "'self'"


def _host(scope: Scope) -> str | None:
    """Return the host that the request names, if it is fit to stand in a header."""
    named = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    return named if _HOST.fullmatch(named) else None


def _join(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())
