"""The chronology as text: events under the day they begin, and for each other day what the report says of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import geopandas as gpd
from markupsafe import Markup

from geo.charts.spans import told_days
from geo.model import ReportKind
from geo.store.telling import tell
from geo.ui.details import event_facts, mark_image
from geo.ui.plain import html, put
from geo.ui.prose import join
from geo.ui.state import Here
from geo.view import View


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to `last`, both included: those with events that begin, or days that are alike in having none.

    `state` is `events`, `reached` (events that began earlier go on), `hidden` (only events outside the selection) or
    `silent` (the report says nothing).
    """

    first: date
    last: date
    state: str
    event_ids: tuple[str, ...] = ()


def stretches(
    events: gpd.GeoDataFrame, window: tuple[date, date], *, told: frozenset[date], reached: frozenset[date]
) -> list[Stretch]:
    """Return the days of `window` in order, each event under its first day within it.

    `told` are the days on which the report tells of anything, `reached` those on which a selected event goes on.
    """
    begins: dict[date, list[str]] = {}
    for event_id, start in zip(events["event_id"], events["start_date"], strict=True):
        begins.setdefault(max(start, window[0]), []).append(event_id)

    def state(day: date) -> str:
        return "reached" if day in reached else "hidden" if day in told else "silent"

    found: list[Stretch] = []
    days = (window[0] + timedelta(i) for i in range((window[1] - window[0]).days + 1))
    for alike, group in groupby(days, key=lambda day: day if day in begins else state(day)):
        same = list(group)
        if isinstance(alike, date):
            found.append(Stretch(alike, alike, "events", tuple(begins[alike])))
        else:
            found.append(Stretch(same[0], same[-1], alike))
    return found


def draw_listing(here: Here, events: gpd.GeoDataFrame, window: tuple[date, date]) -> None:
    """Draw some of the selected events as a list by day, over the days of `window`."""
    told, reached = told_days(here.store, View()), told_days(here.store, here.view)
    parts = stretches(events, window, told=told, reached=reached)
    put('<div class="q-listing" lang="{}">{}</div>', here.lang, join(_stretch(here, part) for part in parts))


def _stretch(here: Here, part: Stretch) -> Markup:
    head = here.words.span(part.first, part.last, year=here.store.many_years)
    if part.state == "events":
        entries = join(_entries(here, part.event_ids))
        return html('<section><h3>{}</h3><ol class="q-entries">{}</ol></section>', head, entries)
    return html('<section class="q-quiet"><h3>{}</h3><p>{}</p></section>', head, _said(here, part))


def _said(here: Here, part: Stretch) -> str:
    t, one = here.words, part.first == part.last
    if part.state == "silent" and here.store.report.kind is ReportKind.TABLE:
        return t("The table says nothing about this day.") if one else t("The table says nothing about these days.")
    if part.state == "silent":
        return t("The report says nothing about this day.") if one else t("The report says nothing about these days.")
    if part.state == "hidden":
        return t("No event matches the filters here.")
    return t("Nothing begins here; what began earlier goes on.")


def _entries(here: Here, event_ids: Sequence[str]) -> Iterator[Markup]:
    t = here.words
    for event_id in event_ids:
        told = tell(here.store, event_id, t)
        if told is None:
            continue
        says = told["source"]
        yield html(
            '<li class="{}"><h4>{}{} · {}</h4><p class="q-when">{}</p><p class="q-summary">{}</p>'
            '<p class="q-aside">{} {} · {} · {}{}</p>'
            "<details><summary>{}</summary>{}</details></li>",
            "q-lit" if event_id == here.view.event else "",
            mark_image(told, t),
            told["place"],
            told["label"] or told["sub"],
            told["when"],
            told["summary"],
            t("Who says so:"),
            says,
            told["certainty_name"],
            told["locator"] or t("no passage named"),
            _on_map(here, told),
            t("Details"),
            event_facts(told, t),
        )


def _on_map(here: Here, told: dict[str, Any]) -> Markup:
    """Return the link to an event; a link leads out of the session, and so nowhere where only that has the event."""
    if here.private:
        return Markup()
    template = ' · <a href="{}">{}<span class="q-unseen">: {}</span></a>'
    return html(template, here.link(event=told["id"]), here.words("Show on the map"), told["summary"])
