"""One viewer as the server sees it: a websocket session that speaks Streamlit's own protocol, without a browser."""

import json
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

_MAP: Final = "streamlit_folium.st_folium"
#: a browser keeps a message for this many runs and names it to the server, which then sends its hash only
_KEPT_RUNS: Final = 2


@dataclass(frozen=True, kw_only=True)
class Run:
    """One script run as a viewer had it: request → finished in seconds, bytes received, errors told."""

    seconds: float
    received: int
    messages: int
    errors: tuple[str, ...]


@dataclass(kw_only=True)
class Viewer:
    """An open session. It remembers what a browser would: address, page, widgets and messages seen."""

    socket: ClientConnection
    url: str
    query: str = ""
    page_hash: str = ""
    map_id: str | None = None
    slider_id: str | None = None
    widgets: dict[str, WidgetState] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)
    _runs: int = 0

    async def run(self) -> Run:
        """Ask for a script run with the widgets as they are, and wait until it has finished."""
        self._runs += 1
        began = time.perf_counter()
        await self.socket.send(self._request().SerializeToString())
        received = messages = 0
        errors: list[str] = []
        async for raw in self.socket:
            message = ForwardMsg.FromString(raw)
            received += len(raw)
            messages += 1
            errors += self._take(message)
            if message.WhichOneof("type") == "script_finished" and _whole(message):
                seconds = time.perf_counter() - began
                return Run(seconds=seconds, received=received, messages=messages, errors=tuple(errors))
        raise ConnectionError("the server closed the session before the run had finished")

    def set_map(self, value: dict[str, Any]) -> None:
        """Let the map component hold a value, as `Streamlit.setComponentValue` does."""
        self._set(self.map_id, json_value=json.dumps(value))

    def set_slider(self, values: Iterable[float]) -> None:
        """Let the first slider stand at some values (days in microseconds since 1970)."""
        state = self._set(self.slider_id)
        state.double_array_value.data[:] = values

    def _set(self, widget: str | None, **value: Any) -> WidgetState:
        if widget is None:
            raise LookupError("the first run brought no such widget")
        self.widgets[widget] = WidgetState(id=widget, **value)
        return self.widgets[widget]

    def _request(self) -> BackMsg:
        request = BackMsg()
        state = request.rerun_script
        state.query_string = self.query
        state.page_script_hash = self.page_hash
        state.widget_states.widgets.extend(self.widgets.values())
        oldest = self._runs - _KEPT_RUNS
        self._seen = {key: run for key, run in self._seen.items() if run >= oldest}
        state.cached_message_hashes.extend(self._seen)
        state.context_info.timezone = "Europe/Berlin"
        state.context_info.locale = "en-GB"
        state.context_info.url = self.url
        state.context_info.color_scheme = "light"
        return request

    def _take(self, message: ForwardMsg) -> list[str]:
        """Remember what a browser would; return the errors that the message tells."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            self._seen[message.ref_hash] = self._runs
        elif message.metadata.cacheable:
            self._seen[message.hash] = self._runs
        if kind == "new_session":
            self.page_hash = message.new_session.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
            return [message.session_event.script_compilation_exception.message]
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            return self._take_element(message.delta.new_element)
        return []

    def _take_element(self, element: Any) -> list[str]:
        kind = element.WhichOneof("type")
        if kind == "exception":
            return [f"{element.exception.type}: {element.exception.message}"]
        if kind == "component_instance" and element.component_instance.component_name == _MAP:
            self.map_id = element.component_instance.id
        elif kind == "slider" and self.slider_id is None:
            self.slider_id = element.slider.id
        return []


@asynccontextmanager
async def viewer(port: int, query: str = "") -> AsyncIterator[Viewer]:
    """Open a session on a server of this machine; its first run is still to be asked for."""
    address = f"127.0.0.1:{port}"
    socket = await connect(
        f"ws://{address}/_stcore/stream",
        origin=Origin(f"http://{address}"),
        subprotocols=[Subprotocol("streamlit")],
        compression=None,
        max_size=None,
        open_timeout=30,
        proxy=None,
    )
    async with socket:
        yield Viewer(socket=socket, url=f"http://{address}/", query=query)


def _whole(message: ForwardMsg) -> bool:
    """Tell whether the script came to its end; `st.rerun` and a newer request end it early and start another."""
    return message.script_finished in (
        ForwardMsg.FINISHED_SUCCESSFULLY,
        ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
        ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    )
