"""How charts look: the page hands over the colours of its theme and the marks of the map."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt

#: of all texts in charts, in pixels
TEXT = 13
SMALL = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Colours as CSS writes them; `colours` and `shapes` (SVG paths in a box from -1 to 1) by event type."""

    colours: Mapping[str, str]
    shapes: Mapping[str, str]
    ink: str
    faint: str
    rule: str
    paper: str

    def colour(self) -> alt.Color:
        """Return the colour channel by event type, without a legend."""
        return alt.Color("type:N", scale=self._scale(self.colours), legend=None)

    def shape(self) -> alt.Shape:
        """Return the shape channel by event type, without a legend."""
        return alt.Shape("type:N", scale=self._scale(self.shapes), legend=None)

    @staticmethod
    def _scale(values: Mapping[str, str]) -> alt.Scale:
        return alt.Scale(domain=list(values), range=list(values.values()))


def place(field: str, low: float, high: float, *, down: bool = False) -> dict[str, Any]:
    """Return an axis-less position channel of numbers from `low` to `high`, downwards for rows."""
    scale = alt.Scale(domain=[low, high], nice=False, zero=False, reverse=down)
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def finish(chart: alt.LayerChart, *, height: int) -> alt.LayerChart:
    """Return the chart as wide as its page, on the page's own ground."""
    return (
        chart.properties(width="container", height=height, background="transparent", padding={"top": 0, "bottom": 0})
        .configure_view(stroke=None)
        .configure_text(fontSize=TEXT)
    )
