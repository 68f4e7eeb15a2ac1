"""The server: the Streamlit app, the routes that its map reads, and the headers of every response.

streamlit run app.py
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from pkgutil import iter_modules
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware

import geo.ui
from geo.routes.data import data_routes
from geo.routes.headers import SecurityHeaders, inline_scripts
from geo.routes.squeeze import SqueezedStatic
from geo.routes.warm import warm

PAGE = Path(st.__file__).parent / "static" / "index.html"
#: what the pages import; `main` is the page itself
PARTS = [f"geo.ui.{part.name}" for part in iter_modules(geo.ui.__path__) if part.name != "main"]


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Warm up beside the server, which answers meanwhile."""
    Thread(target=warm, args=(["streamlit_folium", *PARTS],), name="warm", daemon=True).start()
    yield


app = st.App(
    "geo/ui/main.py",
    lifespan=ready,
    routes=data_routes(),
    middleware=[Middleware(SecurityHeaders, inline=inline_scripts(PAGE)), Middleware(SqueezedStatic)],
)
