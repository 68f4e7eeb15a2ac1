"""The server: the Streamlit app, the routes that its map reads, and the headers of every response.

streamlit run app.py
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from geo.routes.data import data_routes
from geo.routes.headers import SecurityHeaders, inline_scripts

PAGE = Path(st.__file__).parent / "static" / "index.html"

app = st.App(
    "geo/ui/main.py",
    routes=data_routes(),
    middleware=[Middleware(SecurityHeaders, inline=inline_scripts(PAGE))],
)
