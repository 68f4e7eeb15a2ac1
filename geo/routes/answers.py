"""How a public route answers: JSON or a file for any origin, with an ETag, compressed where the browser takes it."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

FOREVER: Final = "public, max-age=31536000, immutable"
#: for what names one version of the data but holds words of ours too, which the next release may put better
DAILY: Final = "public, max-age=86400"
BRIEFLY: Final = "public, max-age=300"
ASK_AGAIN: Final = "no-cache"
_OPEN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
JSON: Final = "application/json"


class Packed:
    """A body with its ETag, compressed once and kept that way; for what is sent again and again."""

    __slots__ = ("_plain", "etag", "kind", "small")

    def __init__(self, body: bytes, kind: str, *, level: int = 9) -> None:
        """Compress `body`, whose media type is `kind`, unless that makes it no smaller; `level` is gzip's, up to 9."""
        small = gzip.compress(body, level, mtime=0)
        self.small = small if len(small) < len(body) else None
        self.kind, self.etag = kind, _etag(body)
        # kept beside it, the body would take three to ten times the room, for the few who take no gzip
        self._plain = body if self.small is None else b""

    @property
    def body(self) -> bytes:
        """The body as it was given."""
        return self._plain if self.small is None else gzip.decompress(self.small)

    @property
    def kept_bytes(self) -> int:
        """How many bytes are held."""
        return len(self._plain if self.small is None else self.small)


def send_packed(request: Request, packed: Packed, cached: str) -> Response:
    """Answer with a packed body; `cached` is the Cache-Control."""
    headers = {**_OPEN, "Cache-Control": cached, "ETag": packed.etag, "Vary": "Accept-Encoding"}
    if _has(request, packed.etag):
        return Response(status_code=304, headers=headers)
    if packed.small is not None and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(packed.small, media_type=packed.kind, headers=headers)
    return Response(packed.body, media_type=packed.kind, headers=headers)


def send_json(request: Request, content: Mapping[str, Any], cached: str) -> Response:
    """Answer with JSON; the server's own compression makes it small."""
    body = to_json(content)
    headers = {**_OPEN, "Cache-Control": cached, "ETag": _etag(body)}
    if _has(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=JSON, headers=headers)


def refuse(status: int, sentence: str) -> Response:
    """Answer that something is wrong, in one sentence."""
    return Response(to_json({"error": sentence}), status, {**_OPEN, "Cache-Control": "no-store"}, JSON)


def to_json(content: Mapping[str, Any]) -> bytes:
    """Write JSON as short as it gets, in ASCII, so that no character can change what surrounds it."""
    return json.dumps(content, separators=(",", ":"), allow_nan=False).encode("ascii")


def _etag(body: bytes) -> str:
    return f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'


def _has(request: Request, etag: str) -> bool:
    """Tell whether the browser has this version already."""
    known = (tag.strip() for tag in request.headers.get("if-none-match", "").split(","))
    return etag in known or etag.removeprefix("W/") in known
