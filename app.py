"""The server: the Streamlit app, the routes that its map reads, and the headers of every response.

streamlit run app.py
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware

from geo.routes.data import data_routes
from geo.routes.headers import SecurityHeaders, inline_scripts
from geo.routes.heaps import share_heaps
from geo.routes.prompt import send_at_once
from geo.routes.squeeze import SqueezedStatic
from geo.routes.warm import warm

PAGE = Path(st.__file__).parent / "static" / "index.html"
#: what the pages import; streamlit_folium is left to them, as it declares its component in a page's run only
HEAVY = ("folium", "geo.map.shell", "geo.charts", "geo.export")

share_heaps()


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Warm up beside the server, which answers meanwhile, and at once."""
    send_at_once()
    Thread(target=warm, args=(HEAVY,), name="warm", daemon=True).start()
    yield


app = st.App(
    "geo/ui/main.py",
    lifespan=ready,
    routes=data_routes(),
    middleware=[Middleware(SecurityHeaders, inline=inline_scripts(PAGE)), Middleware(SqueezedStatic)],
)
