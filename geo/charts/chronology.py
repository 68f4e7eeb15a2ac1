"""Events in time: a row each, its days drawn as far as the report knows them.

A thin line spans all the days that the report leaves open; a thick bar what it names more closely: a whole day, or a
part of one. The bar is filled where the report states the event, outlined where somebody else says so, dashed where it
is unconfirmed, half filled where it is disputed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo.charts.look import SMALL, Chart, Look, along, as_is, by, layer, layers
from geo.charts.spans import ROOMS, span_of, told_days
from geo.model import Certainty, DatePrecision
from geo.store import Store
from geo.store.telling import names, place_name, source_in_words, summary
from geo.view import View
from geo.words import Words

ROW: Final = 46
HEAD: Final = 0.75
#: How many days' names fit, on a narrow and on a wide page.
_NARROW, _WIDE, _EDGE = 6, 12, 560
_STRENGTH: Final = {DatePrecision.DAY: 1.0, DatePrecision.WEEK: 0.7, DatePrecision.MONTH: 0.4}
_PALE: Final = 0.08
_DASHES: Final = {certainty.value: [4, 3] if certainty is Certainty.UNCONFIRMED else [1, 0] for certainty in Certainty}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What every layer is drawn on: the days of `window` across, `rows` rows down."""

    window: tuple[date, date]
    rows: int
    words: Words
    look: Look

    @property
    def days(self) -> int:
        return (self.window[1] - self.window[0]).days + 1

    def x(self, field: str = "x") -> Chart:
        return along(field, 0, self.days)

    def y(self, field: str = "y") -> Chart:
        return along(field, -HEAD, self.rows, down=True)


def chronology(
    store: Store,
    events: gpd.GeoDataFrame,
    *,
    window: tuple[date, date],
    words: Words,
    look: Look,
    selected: str | None = None,
) -> Chart:
    """Draw some of a store's events in the order they come over the days of `window`, both included.

    A click on a row is the parameter `pick`, whose `event_id` it is; `selected` is the event that is lit.
    """
    sheet = _Sheet(window=window, rows=len(events), words=words, look=look)
    rows = [_row(store, event, i, sheet) for i, (_, event) in enumerate(events.iterrows())]
    for row in rows:
        row["lit"] = row["event_id"] == selected
    parts = [
        *_calendar(sheet),
        layer("rows", "rect", {"color": look.ink, "opacity": 0.1}, _band(sheet), only="lit"),
        *_intervals(sheet),
        *_edges(sheet),
        *_names(sheet),
        _hits(sheet),
    ]
    return layers(parts, {"days": _days(store, sheet), "rows": rows}, height=ROW * (len(rows) + HEAD))


def _row(store: Store, event: pd.Series, i: int, sheet: _Sheet) -> dict[str, Any]:
    words, span, certainty = sheet.words, span_of(event, sheet.window), Certainty(event["certainty"])
    x, right, room = span.label(sheet.days)
    return {
        "event_id": event["event_id"],
        "type": event["event_type"],
        "certainty": certainty,
        "row": i,
        "y": i + 0.3,
        "bar": i + 0.72,
        "next": i + 1,
        "zero": 0,
        "full": sheet.days,
        "start": span.start,
        "end": span.end,
        "low": span.low,
        "high": span.high,
        "close": span.close,
        "vague": not span.close,
        "half": certainty == Certainty.DISPUTED,
        "before": span.before,
        "after": span.after,
        "strength": 1.0 if span.close else _STRENGTH[DatePrecision(event["date_precision"])],
        "fill": 1.0 if certainty == Certainty.STATED else _PALE,
        "x": x,
        "right": right,
        "left": not right,
        "room": room,
        "name": f"{place_name(store, event, words)} · {words(event['label'] or event['sub_event_type'])}",
        "when": words.when(event["start_date"], event["end_date"], event["part_of_day"], year=store.many_years),
        "what": f"{words(event['event_type'])}: {words(event['sub_event_type'])}",
        "summary": summary(event, words),
        "says": source_in_words(names(event, "attribution", words), certainty, words),
        "sure": words(certainty),
    }


def _days(store: Store, sheet: _Sheet) -> list[dict[str, Any]]:
    """Return a row for each day: where it lies, how it is called, whether the report tells of nothing on it."""
    told, first, words = told_days(store, View()), sheet.window[0].toordinal(), sheet.words
    days = [date.fromordinal(first + i) for i in range(sheet.days)]
    return [
        {
            "x": i,
            "end": i + 1,
            "mid": i + 0.5,
            "y": -HEAD / 2,
            "top": -HEAD,
            "bottom": sheet.rows,
            "empty": day not in told,
            "long": words.day(day, year=store.many_years) if i % -(-sheet.days // _WIDE) == 0 else "",
            "short": words.short_day(day) if i % -(-sheet.days // _NARROW) == 0 else "",
        }
        for i, day in enumerate(days)
    ]


def _calendar(sheet: _Sheet) -> list[Chart]:
    """Draw a line at each midnight, the days' names above, and a grey ground where the report tells of nothing."""
    look, middle = sheet.look, {"x": sheet.x("mid"), "y": sheet.y()}
    down = {"x": sheet.x(), "y": sheet.y("top"), "y2": {"field": "bottom"}}
    text = {"fontSize": SMALL, "fontWeight": 600, "color": look.ink, "baseline": "middle"}
    wide, narrow = (text | {"opacity": {"expr": f"width {sign} {_EDGE} ? 1 : 0"}} for sign in (">=", "<"))
    return [
        layer("days", "rect", {"color": look.rule, "opacity": 0.45}, down | {"x2": {"field": "end"}}, only="empty"),
        layer("days", "rule", {"color": look.rule}, down),
        layer("days", "text", wide, middle | {"text": {"field": "long"}}),
        layer("days", "text", narrow, middle | {"text": {"field": "short"}}),
    ]


def _band(sheet: _Sheet) -> Chart:
    """Return the place of a row over the whole width."""
    return {"x": sheet.x("zero"), "x2": {"field": "full"}, "y": sheet.y("row"), "y2": {"field": "next"}}


def _intervals(sheet: _Sheet) -> list[Chart]:
    colour, y = sheet.look.colour(), sheet.y("bar")
    span = {"x": sheet.x("low"), "x2": {"field": "high"}, "y": y}
    outlined = span | {
        "stroke": colour,
        "fill": colour,
        "fillOpacity": as_is("fill"),
        "opacity": as_is("strength"),
        "strokeDash": by("certainty", _DASHES),
    }
    filled = span | {"color": colour}
    thin = {"strokeWidth": 2, "opacity": 0.55}
    bar = {"filled": True, "strokeWidth": 1.75, "cornerRadius": 1}
    lines = (("start", "low"), ("high", "end"))
    return [
        *(
            layer("rows", "rule", thin, {"x": sheet.x(a), "x2": {"field": b}, "y": y, "color": colour}, only="close")
            for a, b in lines
        ),
        layer("rows", "bar", bar | {"size": 12}, outlined, only="close"),
        layer("rows", "bar", bar | {"size": 6}, outlined, only="vague"),
        *(
            layer("rows", "bar", {"size": size / 2, "yOffset": size / 4}, filled, only=f"half && datum.{kind}")
            for kind, size in (("close", 12), ("vague", 6))
        ),
    ]


def _edges(sheet: _Sheet) -> list[Chart]:
    """Point out of the chart where an event began before its first day or goes on after its last."""
    point, rest = {"size": 90, "filled": True, "opacity": 1}, {"y": sheet.y("bar"), "color": sheet.look.colour()}
    return [
        layer("rows", "point", point | {"shape": "triangle-left"}, rest | {"x": sheet.x("start")}, only="before"),
        layer("rows", "point", point | {"shape": "triangle-right"}, rest | {"x": sheet.x("end")}, only="after"),
    ]


def _names(sheet: _Sheet) -> list[Chart]:
    """Write each event's name above its bar, to the side that has more room, and cut it off where that ends."""
    at, look, parts = {"x": sheet.x(), "y": sheet.y()}, sheet.look, []
    for side, align, shift in (("right", "left", 1), ("left", "right", -1)):
        point = {"size": 70, "filled": True, "opacity": 1, "xOffset": 7 * shift}
        parts.append(layer("rows", "point", point, at | {"color": look.colour(), "shape": look.shape()}, only=side))
        for room in range(ROOMS // 2, ROOMS + 1):
            text = {
                "align": align,
                "baseline": "middle",
                "color": look.ink,
                "limit": {"expr": f"width * {room / ROOMS} - 18"},
                "dx": 18 * shift,
            }
            named = at | {"text": {"field": "name"}}
            parts.append(layer("rows", "text", text, named, only=f"{side} && datum.room === {room}"))
    return parts


def _hits(sheet: _Sheet) -> Chart:
    """Lay an unseen band over each row, which carries the tooltip and takes the click."""
    words = sheet.words
    told = {
        "when": words("When"),
        "what": words("What"),
        "summary": words("In short"),
        "says": words("Who says so"),
        "sure": words("How sure"),
    }
    tooltip = [{"field": field, "type": "nominal", "title": title} for field, title in told.items()]
    bands = layer("rows", "rect", {"opacity": 0, "cursor": "pointer"}, _band(sheet) | {"tooltip": tooltip})
    pick = {"type": "point", "fields": ["event_id"], "on": "click", "clear": False}
    return bands | {"params": [{"name": "pick", "select": pick}]}
