"""The files that the map's frame loads, and their addresses below the app's root.

map.js, map.css …       ours, from geo/map/app
basemap.json            data/basemap/world.json
regions/KZ.json         data/basemap/regions/KZ.json
leaflet/leaflet.js …    Leaflet, from the installed xstatic-leaflet package
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from xstatic.pkg import leaflet

from geo.words import LOCALES

APP: Final = Path(__file__).parent / "app"
BASEMAP: Final = Path(__file__).parents[2] / "data" / "basemap"
#: the only kinds of file that are ever sent
KINDS: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


@cache
def assets() -> dict[str, Path]:
    """Return the files by the name under which they are sent."""
    found = {"basemap.json": BASEMAP / "world.json"}
    found.update({f"regions/{path.name}": path for path in sorted((BASEMAP / "regions").glob("*.json"))})
    for prefix, folder in (("leaflet/", Path(leaflet.BASE_DIR)), ("", APP)):
        files = (path for path in sorted(folder.rglob("*")) if path.suffix in KINDS)
        found.update({prefix + path.relative_to(folder).as_posix(): path for path in files})
    return found


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
