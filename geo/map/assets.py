"""The files that the map's frame loads, and their addresses below the app's root.

map.js, map.css         ours, each made of the parts in geo/map/app, in the order given here
basemap.json            data/basemap/world.json
regions/KZ.json         data/basemap/regions/KZ.json
frame.html              the page of the map of a session's own events, see geo/map/app/session.js
leaflet/leaflet.js …    Leaflet, from the installed xstatic-leaflet package
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from xstatic.pkg import leaflet

from geo.map.marks import as_json
from geo.map.tiles import MAX_ZOOM, tile_source, tile_url
from geo.words import LOCALES

APP: Final = Path(__file__).parent / "app"
BASEMAP: Final = Path(__file__).parents[2] / "data" / "basemap"
#: the only kinds of file that are ever sent
KINDS: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
#: what a script needs stands before it
SCRIPTS: Final = (
    *("dom", "words", "net", "columns", "known", "link"),
    *("canvas", "topology", "basemap", "marks", "clusters", "cells", "arcs", "labels", "find", "areas", "scene"),
    *("histogram", "axis", "handles", "player", "timeline"),
    *("pages", "far"),
    *("tip", "legend", "cards", "details", "squares", "panel", "sheet", "controls", "place", "layout", "load"),
    *("choice", "app", "session"),
)
STYLES: Final = ("layout", "parts", "legend", "map", "timeline", "panel")


@dataclass(frozen=True)
class Bundle:
    """One file made of several, read as a Path is."""

    name: str
    head: str
    parts: tuple[Path, ...]

    @property
    def suffix(self) -> str:
        """The file's ending, with its dot."""
        return Path(self.name).suffix

    def read_text(self, encoding: str = "utf-8") -> str:
        """Return the whole text."""
        return "\n".join([self.head, *(part.read_text(encoding=encoding) for part in self.parts)])

    def read_bytes(self) -> bytes:
        """Return the whole text in UTF-8."""
        return self.read_text().encode()


@cache
def assets() -> dict[str, Path | Bundle]:
    """Return the files by the name under which they are sent."""
    found: dict[str, Path | Bundle] = {"basemap.json": BASEMAP / "world.json", "frame.html": APP.parent / "frame.html"}
    found.update({f"regions/{path.name}": path for path in sorted((BASEMAP / "regions").glob("*.json"))})
    folder = Path(leaflet.BASE_DIR)
    files = (path for path in sorted(folder.rglob("*")) if path.suffix in KINDS and path.suffix != ".html")
    found.update({"leaflet/" + path.relative_to(folder).as_posix(): path for path in files})
    found["map.js"] = Bundle("map.js", _constants(), tuple(APP / f"{name}.js" for name in SCRIPTS))
    found["map.css"] = Bundle("map.css", "", tuple(APP / f"{name}.css" for name in STYLES))
    return found


def _constants() -> str:
    """Return what Python and the scripts share, as the script's first lines."""
    credit, credit_url = tile_source()
    tiles = {"url": tile_url(), "max_zoom": MAX_ZOOM, "credit": credit, "credit_url": credit_url}
    shared = json.dumps({"marks": as_json(), "tiles": tiles}, separators=(",", ":"))
    return f'"use strict";\nwindow.qantar = {shared};'


@cache
def edition() -> str:
    """Return 16 hex digits that change with any asset or translation, so that an address never means two things."""
    digest = hashlib.sha256()
    for path in (*assets().values(), *sorted(LOCALES.rglob("*.po"))):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def address(name: str) -> str:
    """Return where an asset is found below the app's root: `assets/<edition>/map.js`."""
    return f"assets/{edition()}/{name}"
