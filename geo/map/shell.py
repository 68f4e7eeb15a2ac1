"""The folium map as a constant shell: it loads our script and starts it, and never holds an event's text.

branca compiles whatever an element renders as a template once more, so folium is given constants, numbers and the
percent-encoded link only (`EventMap`, `See`); each is checked here, and anything else is refused.
"""

import json
import re
from typing import Any, Final

import folium
from folium.elements import JSCSSMixin
from folium.template import Template

from geo.map.assets import address, edition
from geo.model import ReportKind
from geo.store import MOST_SENT
from geo.view import LANGUAGES

#: from the frame's own address, /component/streamlit_folium.st_folium/index.html, to the app's root
ROOT: Final = "../../"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_VERSION: Final = re.compile(r"[0-9a-f]{16}")
_QUERY: Final = re.compile(r"(?:[A-Za-z0-9._~+&=-]|%[0-9A-F]{2})*")


class _App(JSCSSMixin):  # type: ignore[misc]
    """Starts our script on folium's map."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            qantar.mount({{ this._parent.get_name() }}, {{ this.config }});
        {% endmacro %}
        """
    )
    default_js = ()
    default_css = ()

    def __init__(self, config: str) -> None:
        super().__init__()
        self._name = "App"
        self.config = config


class _Map(folium.Map):  # type: ignore[misc]
    """folium's map with Leaflet and our script from our own server, and nothing else."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        leaflet = f"{ROOT}{address('leaflet/leaflet')}"
        self.default_js = [("leaflet", f"{leaflet}.js"), ("qantar", ROOT + address("map.js"))]
        self.default_css = [("leaflet", f"{leaflet}.css"), ("qantar", ROOT + address("map.css"))]


class See(folium.FeatureGroup):  # type: ignore[misc]
    """A command to the map that is there already: show this link's state."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.layerGroup();
            qantar.see("{{ this.query }}", {{ this.handled }}, "{{ this.lang }}");
        {% endmacro %}
        """
    )

    def __init__(self, query: str, *, handled: int, lang: str) -> None:
        """Make the command of a link's query, as `View.query_string` writes it.

        `handled` is the number of the last change of the map's that Python has seen. Raises ValueError where the
        query holds anything but percent-encoded text.
        """
        super().__init__(name="see", control=False, show=False)
        if not _QUERY.fullmatch(query) or lang not in LANGUAGES:
            raise ValueError(f"not a percent-encoded query: {query!r}, {lang!r}")
        self.query, self.handled, self.lang = query, int(handled), lang


def event_map(
    *, dataset: str, version: str, total: int, embed: bool = False, kind: ReportKind = ReportKind.REPORT
) -> folium.Map:
    """Return the shell of a data set's map: the same for every View.

    `total` is its number of events; above `limit`, the script asks for cells instead of all of them. `kind` is what
    tells the events.

    Raises ValueError where `dataset` is no plain folder name or `version` not 16 hex digits.
    """
    if not _NAME.fullmatch(dataset) or not _VERSION.fullmatch(version):
        raise ValueError(f"not a data set's name and version: {dataset!r}, {version!r}")
    config = {
        "dataset": dataset,
        "version": version,
        "total": int(total),
        "limit": MOST_SENT,
        "edition": edition(),
        "root": ROOT,
        "embed": embed,
        "kind": kind.value,
    }
    shell = _Map(
        location=(45, 66),
        zoom_start=4,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        world_copy_jump=True,
    )
    shell.add_child(_App(json.dumps(config)))
    return shell
