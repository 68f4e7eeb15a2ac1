"""Events in time: a row each, its days drawn as far as the report knows them.

A thin line spans all the days that the report leaves open; a thick bar what it names more closely: a whole day, or a
part of one. The bar is filled where the report states the event, outlined where somebody else says so, dashed where it
is unconfirmed, half filled where it is disputed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import altair as alt
import geopandas as gpd
import pandas as pd
from babel.dates import format_date

from geo.charts.look import SMALL, Look, finish, place
from geo.charts.spans import span_of, told_days
from geo.model import Certainty, DatePrecision
from geo.store import Store
from geo.store.telling import names, place_name, summary
from geo.view import View
from geo.words import Words

ROW: Final = 46
HEAD: Final = 0.75
#: How many days' names fit, on a narrow and on a wide page.
_NARROW, _WIDE, _EDGE = 6, 12, 560
_STRENGTH: Final = {DatePrecision.DAY: 1.0, DatePrecision.WEEK: 0.7, DatePrecision.MONTH: 0.4}
_PALE: Final = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What every layer is drawn on: `days` days from `first` across, `rows` rows down."""

    first: date
    days: int
    rows: int
    words: Words
    look: Look

    def x(self, field: str = "x") -> alt.X:
        return alt.X(**place(field, 0, self.days))

    def y(self, field: str = "y") -> alt.Y:
        return alt.Y(**place(field, -HEAD, self.rows, down=True))


def chronology(
    store: Store,
    events: gpd.GeoDataFrame,
    *,
    window: tuple[date, date],
    words: Words,
    look: Look,
    selected: str | None = None,
) -> alt.LayerChart:
    """Draw some of a store's events in the order they come over the days of `window`, both included.

    A click on a row is the parameter `pick`, whose `event_id` it is; `selected` is the event that is lit.
    """
    sheet = _Sheet(first=window[0], days=(window[1] - window[0]).days + 1, rows=len(events), words=words, look=look)
    rows = pd.DataFrame([_row(store, event, i, window, sheet) for i, (_, event) in enumerate(events.iterrows())])
    lit = rows[rows["event_id"] == selected]
    layers = [
        *_calendar(_days(store, sheet), sheet),
        _band(lit, sheet, color=look.ink, opacity=0.1),
        *_intervals(rows, sheet),
        *_edges(rows, sheet),
        *_names(rows, sheet),
        _hits(rows, sheet),
    ]
    return finish(alt.layer(*layers), height=round(ROW * (len(rows) + HEAD)))


def _row(store: Store, event: pd.Series, i: int, window: tuple[date, date], sheet: _Sheet) -> dict[str, Any]:
    words, span = sheet.words, span_of(event, window)
    x, right, room = span.label(sheet.days)
    return {
        "event_id": event["event_id"],
        "type": event["event_type"],
        "certainty": event["certainty"],
        "row": i,
        "y": i + 0.3,
        "bar": i + 0.72,
        "next": i + 1,
        "start": span.start,
        "end": span.end,
        "low": span.low,
        "high": span.high,
        "close": span.close,
        "before": span.before,
        "after": span.after,
        "strength": 1.0 if span.close else _STRENGTH[DatePrecision(event["date_precision"])],
        "fill": 1.0 if event["certainty"] == Certainty.STATED else _PALE,
        "x": x,
        "right": right,
        "room": room,
        "name": f"{place_name(store, event, words)} · {words(event['label'] or event['sub_event_type'])}",
        "when": words.when(event["start_date"], event["end_date"], event["part_of_day"]),
        "what": f"{words(event['event_type'])}: {words(event['sub_event_type'])}",
        "summary": summary(event, words),
        "says": ", ".join(names(event, "attribution", words)) or words("the report itself"),
        "sure": words(event["certainty"]),
    }


def _days(store: Store, sheet: _Sheet) -> pd.DataFrame:
    """Return a row for each day: where it lies, how it is called, whether the report tells of nothing on it."""
    told, first = told_days(store, View()), sheet.first.toordinal()
    return pd.DataFrame(
        {
            "x": i,
            "end": i + 1,
            "mid": i + 0.5,
            "y": -HEAD / 2,
            "top": -HEAD,
            "bottom": sheet.rows,
            "empty": date.fromordinal(first + i) not in told,
            "long": sheet.words.day(date.fromordinal(first + i)) if i % -(-sheet.days // _WIDE) == 0 else "",
            "short": _short_day(date.fromordinal(first + i), sheet.words) if i % -(-sheet.days // _NARROW) == 0 else "",
        }
        for i in range(sheet.days)
    )


def _short_day(day: date, words: Words) -> str:
    return str(format_date(day, "ccc d." if words.lang == "de" else "ccc d", locale=words.lang))


def _calendar(days: pd.DataFrame, sheet: _Sheet) -> list[alt.Chart]:
    """Draw a line at each midnight, the days' names above, and a grey ground where the report tells of nothing."""
    look, base = sheet.look, alt.Chart(days)
    text = {"fontSize": SMALL, "fontWeight": 600, "color": look.ink, "baseline": "middle"}
    middle = {"x": sheet.x("mid"), "y": sheet.y()}
    down = {"x": sheet.x(), "y": sheet.y("top"), "y2": "bottom"}
    return [
        alt.Chart(days[days["empty"]]).mark_rect(color=look.rule, opacity=0.45).encode(**down, x2="end"),
        base.mark_rule(color=look.rule).encode(**down),
        base.mark_text(**text, opacity=alt.expr(f"width >= {_EDGE} ? 1 : 0")).encode(**middle, text="long"),
        base.mark_text(**text, opacity=alt.expr(f"width < {_EDGE} ? 1 : 0")).encode(**middle, text="short"),
    ]


def _band(rows: pd.DataFrame, sheet: _Sheet, **style: Any) -> alt.Chart:
    """Lay a band over the whole width of some rows."""
    wide = alt.Chart(rows.assign(x=0, end=sheet.days)).mark_rect(**style)
    return wide.encode(x=sheet.x(), x2="end", y=sheet.y("row"), y2="next")


def _intervals(rows: pd.DataFrame, sheet: _Sheet) -> list[alt.Chart]:
    colour, at, span = sheet.look.colour(), sheet.y("bar"), {"x": sheet.x("low"), "x2": "high"}
    close, vague = rows[rows["close"]], rows[~rows["close"]]
    dashes = alt.Scale(domain=list(Certainty), range=[[1, 0], [1, 0], [4, 3], [1, 0]])
    outline = {
        "stroke": colour,
        "fill": colour,
        "fillOpacity": alt.FillOpacity("fill:Q", scale=None, legend=None),
        "opacity": alt.Opacity("strength:Q", scale=None, legend=None),
        "strokeDash": alt.StrokeDash("certainty:N", scale=dashes, legend=None),
    }
    thin: dict[str, Any] = {"strokeWidth": 2, "opacity": 0.55}
    bar: dict[str, Any] = {"filled": True, "strokeWidth": 1.75, "cornerRadius": 1}
    halves = alt.Chart(rows[rows["certainty"] == Certainty.DISPUTED])
    return [
        alt.Chart(close).mark_rule(**thin).encode(x=sheet.x("start"), x2="low", y=at, color=colour),
        alt.Chart(close).mark_rule(**thin).encode(x=sheet.x("high"), x2="end", y=at, color=colour),
        alt.Chart(close).mark_bar(size=12, **bar).encode(**span, y=at, **outline),
        alt.Chart(vague).mark_bar(size=6, **bar).encode(**span, y=at, **outline),
        halves.mark_bar(size=3, yOffset=2).encode(**span, y=at, color=colour),
    ]


def _edges(rows: pd.DataFrame, sheet: _Sheet) -> list[alt.Chart]:
    """Point out of the chart where an event began before its first day or goes on after its last."""
    marks = []
    for side, shape, field in (("before", "triangle-left", "start"), ("after", "triangle-right", "end")):
        point = alt.Chart(rows[rows[side]]).mark_point(shape=shape, size=90, filled=True, opacity=1)
        marks.append(point.encode(x=sheet.x(field), y=sheet.y("bar"), color=sheet.look.colour()))
    return marks


def _names(rows: pd.DataFrame, sheet: _Sheet) -> list[alt.Chart]:
    """Write each event's name above its bar, to the side that has more room, and cut it off where that ends."""
    at, look, layers = {"x": sheet.x(), "y": sheet.y()}, sheet.look, []
    for (right, room), some in rows.groupby(["right", "room"]):
        shift, base = (1 if right else -1), alt.Chart(some)
        text = {
            "align": "left" if right else "right",
            "baseline": "middle",
            "color": look.ink,
            "limit": alt.expr(f"width * {room} - 18"),
        }
        point = base.mark_point(size=70, filled=True, opacity=1, xOffset=7 * shift)
        layers.append(point.encode(**at, color=look.colour(), shape=look.shape()))
        layers.append(base.mark_text(**text, dx=18 * shift).encode(**at, text="name"))
    return layers


def _hits(rows: pd.DataFrame, sheet: _Sheet) -> alt.Chart:
    """Lay an unseen band over each row, which carries the tooltip and takes the click."""
    words = sheet.words
    told = {
        "when": words("When"),
        "what": words("What"),
        "summary": words("In short"),
        "says": words("Who says so"),
        "sure": words("How sure"),
    }
    tooltip = [alt.Tooltip(f"{field}:N", title=title) for field, title in told.items()]
    pick = alt.selection_point(name="pick", fields=["event_id"], on="click", clear=False)
    return _band(rows, sheet, opacity=0, cursor="pointer").encode(tooltip=tooltip).add_params(pick)
