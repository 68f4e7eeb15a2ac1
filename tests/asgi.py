"""Ask an ASGI app without a server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
from starlette.types import ASGIApp


def get(app: ASGIApp, path: str, headers: dict[str, str] | None = None, *, method: str = "GET") -> httpx.Response:
    """Return the app's answer to one request, not decompressed beforehand unless it says that it is."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8501") as client:
            return await client.request(method, path, headers={"accept-encoding": "identity", **(headers or {})})

    # A thread of its own, as Playwright leaves an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(ask())).result()
