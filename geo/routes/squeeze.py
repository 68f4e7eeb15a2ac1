"""Compress Streamlit's own scripts and styles: it sends them as they are, 4 MB for a first view.

Each is compressed once and kept. Their names carry a hash of their content, so what is kept never grows old.
"""

import gzip
from collections import OrderedDict
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SUFFIXES: Final = (".js", ".css", ".svg")
_MOST_BYTES: Final = 24 * 1024 * 1024
_LEVEL: Final = 6


class SqueezedStatic:
    """Middleware that sends `/static/` compressed to whoever takes gzip."""

    def __init__(self, app: ASGIApp, *, most_bytes: int = _MOST_BYTES) -> None:
        """Wrap `app`; keep at most `most_bytes` of compressed files, the latest used ones."""
        self.app = app
        self.most_bytes = most_bytes
        self.kept: OrderedDict[str, tuple[Message, bytes]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not _fits(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self.kept:
            start, body = await self._fetch(scope, receive)
            headers = Headers(raw=start["headers"])
            # Whoever leaves while a file is read makes the inner app stop in the middle: that half is never kept.
            whole = headers.get("content-length") == str(len(body))
            if start["status"] != 200 or "content-encoding" in headers or not whole:
                await _answer(send, start, body)
                return
            self._keep(path, start, await run_in_threadpool(gzip.compress, body, _LEVEL))
        self.kept.move_to_end(path)
        await _answer(send, *self.kept[path])

    async def _fetch(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """Return what the app answers: its first message, and the whole body."""
        messages: list[Message] = []

        async def take(message: Message) -> None:
            messages.append(message)

        await self.app(scope, receive, take)
        body = b"".join(m.get("body", b"") for m in messages if m["type"] == "http.response.body")
        return messages[0], body

    def _keep(self, path: str, start: Message, small: bytes) -> None:
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(small))
        headers["Vary"] = "Accept-Encoding"
        if etag := headers.get("etag"):
            headers["ETag"] = f"W/{etag.removeprefix('W/')}"
        # A browser that was interrupted must not ask for the rest: it would get the rest of the file as it is, and keep
        # the two halves as one script. It may do so where there is a strong validator and ranges are not refused.
        headers["Accept-Ranges"] = "none"
        del headers["last-modified"]
        self.kept[path] = ({**start, "headers": headers.raw}, small)
        while sum(len(body) for _, body in self.kept.values()) > self.most_bytes and len(self.kept) > 1:
            self.kept.popitem(last=False)


def _fits(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    plain = "range" not in headers and "if-none-match" not in headers and "if-modified-since" not in headers
    taken = "gzip" in headers.get("accept-encoding", "")
    return plain and taken and "/static/" in scope["path"] and scope["path"].endswith(_SUFFIXES)


async def _answer(send: Send, start: Message, body: bytes) -> None:
    # The first message is changed on its way by other middleware, so the one that is kept stays at home.
    await send({**start, "headers": list(start["headers"])})
    await send({"type": "http.response.body", "body": body})
