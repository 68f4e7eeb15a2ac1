"""How charts look, and the few pieces of Vega-Lite that they are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

#: A Vega-Lite specification, or a part of one.
Chart = dict[str, Any]
#: of texts in charts, in pixels
TEXT: Final = 13
SMALL: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Colours as CSS writes them; `colours` and `shapes` (SVG paths in a box from -1 to 1) by event type."""

    colours: Mapping[str, str]
    shapes: Mapping[str, str]
    ink: str
    faint: str
    rule: str
    paper: str

    def colour(self) -> Chart:
        """Return the channel of a colour by event type."""
        return by("type", self.colours)

    def shape(self) -> Chart:
        """Return the channel of a shape by event type."""
        return by("type", self.shapes)


def by(field: str, values: Mapping[str, Any]) -> Chart:
    """Return a channel that gives each value of `field` its own look, without a legend."""
    scale = {"domain": list(values), "range": list(values.values())}
    return {"field": field, "type": "nominal", "scale": scale, "legend": None}


def as_is(field: str) -> Chart:
    """Return a channel that takes its numbers or colours from the data as they are."""
    return {"field": field, "type": "quantitative", "scale": None, "legend": None}


def along(field: str, low: float, high: float, *, down: bool = False) -> Chart:
    """Return a position of numbers from `low` to `high` without an axis, downwards for rows."""
    scale = {"domain": [low, high], "nice": False, "zero": False, "reverse": down}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def layer(data: str, mark: str, style: Mapping[str, Any], encoding: Chart, *, only: str | None = None) -> Chart:
    """Return a layer of marks for the rows of the data set `data`, or of those whose field `only` is true."""
    part: Chart = {"data": {"name": data}, "mark": {"type": mark, **style}, "encoding": encoding}
    if only:
        part["transform"] = [{"filter": f"datum.{only}"}]
    return part


def layers(parts: Sequence[Chart], data: Mapping[str, list[dict[str, Any]]], *, height: float) -> Chart:
    """Return the chart of some layers, as wide as its page, on the page's own ground."""
    return {
        "width": "container",
        "height": round(height),
        "background": "transparent",
        "padding": {"left": 0, "right": 0, "top": 0, "bottom": 0},
        "config": {"view": {"stroke": None}, "text": {"fontSize": TEXT}},
        "datasets": dict(data),
        "layer": list(parts),
    }
