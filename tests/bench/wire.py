"""The wire between a browser and the server, with a counter in it: every byte, whatever it belongs to."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_CHUNK = 65_536


@dataclass(kw_only=True)
class Wire:
    """Bytes of TCP payload since the start: headers, bodies and websocket frames, `down` to the browser."""

    port: int = 0
    down: int = 0
    up: int = 0
    last: float = field(default_factory=time.monotonic)

    @property
    def url(self) -> str:
        """The address at which the browser finds the app behind the wire."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def quiet_s(self) -> float:
        """Seconds since the last byte."""
        return time.monotonic() - self.last


@contextmanager
def wire(port: int) -> Iterator[Wire]:
    """Listen on a free port of 127.0.0.1 and pass everything on to `port` there, until the block ends."""
    counted, started = Wire(), threading.Event()
    ends: list[Callable[[], object]] = []

    async def serve() -> None:
        end, loop = asyncio.Event(), asyncio.get_running_loop()
        ends.append(lambda: loop.call_soon_threadsafe(end.set))
        server = await asyncio.start_server(lambda r, w: _link(r, w, port, counted), "127.0.0.1", 0)
        counted.port = server.sockets[0].getsockname()[1]
        started.set()
        await end.wait()
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    if not started.wait(5):
        raise OSError("no port to listen on")
    try:
        yield counted
    finally:
        ends[0]()
        thread.join(5)


async def _link(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, counted: Wire) -> None:
    """Pass on one connection until either side ends it."""
    with contextlib.suppress(OSError, asyncio.CancelledError):
        there, back = await asyncio.open_connection("127.0.0.1", port)
        up = asyncio.create_task(_pump(reader, back, counted, "up"))
        try:
            await _pump(there, writer, counted, "down")
        finally:
            up.cancel()
            back.close()
            writer.close()


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter, counted: Wire, way: str) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(_CHUNK):
            setattr(counted, way, getattr(counted, way) + len(data))
            counted.last = time.monotonic()
            target.write(data)
            await target.drain()
