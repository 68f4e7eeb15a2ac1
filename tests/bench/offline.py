"""The apps to compare with, without a network: naive.py or BENCH_SCRIPT; what folium loads from CDNs is served here.

Leaflet is the real one; jQuery is the one function that popups need; the others, which its markers don't, are empty.
"""

import os
from pathlib import Path

import folium
import streamlit as st
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from xstatic.pkg import leaflet

JQUERY = (
    "window.$ = (html) => { const box = document.createElement('div'); box.innerHTML = html; return box.children; };"
)

folium.Map.default_js = [("leaflet", "/cdn/leaflet/leaflet.js"), ("jquery", "/cdn/jquery.js")]
folium.Map.default_css = [("leaflet_css", "/cdn/leaflet/leaflet.css")]

app = st.App(
    Path(__file__).parent / os.environ.get("BENCH_SCRIPT", "naive.py"),
    routes=[
        Mount("/cdn/leaflet", StaticFiles(directory=leaflet.BASE_DIR)),
        Route("/cdn/jquery.js", lambda _: Response(JQUERY, media_type="text/javascript")),
    ],
)
