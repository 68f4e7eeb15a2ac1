"""What the About page says: what this is and is not, how to read and cite it, whose work it rests on."""

import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from markupsafe import Markup

from geo.export import Origin
from geo.export.origin import citation
from geo.model import SUB_TYPES, Certainty
from geo.store.telling import certainty_meaning
from geo.ui.plain import html, put
from geo.ui.prose import draw_legend, facts, join
from geo.ui.state import Here
from geo.words import Words

_PROJECT: Final = Path(__file__).parents[2] / "pyproject.toml"


def draw_about(here: Here) -> None:
    """Draw all sections of the page."""
    _what(here)
    _limits(here)
    _reading(here)
    _codebook(here)
    _report(here)
    _licences(here)
    _privacy(here)
    _citing(here)


def _what(here: Here) -> None:
    t, store = here.words, here.store
    figures = t.plural("{n} figure", "{n} figures", store.claim_total)
    events = t.plural("{n} event", "{n} events", store.total)
    text = t(
        "Qantar shows what one news report says happened: who did what, where and when, and who says so. This data set "
        "holds {events} and {figures}, told in our own words. Each one names the paragraph and sentence that it rests "
        "on, so that you can check it against the report."
    )
    _section(t, t("What this is"), html("<p>{}</p>", text.replace("{events}", events).replace("{figures}", figures)))


def _limits(here: Here) -> None:
    t = here.words
    _section(
        t,
        t("What the data cannot show"),
        _list(
            [
                t("It shows what a report says, not what happened. Where it shows nothing, the report is silent."),
                t("One report is one view, written within days, with the sources that its author could reach."),
                t("Figures are claims. They count overlapping groups of people and must not be added up."),
                t("Days and places are those of the report, also where later accounts give others."),
                t("How many events are shown says how much was written, not how violent a day or a place was."),
            ]
        ),
    )


def _reading(here: Here) -> None:
    t = here.words
    _section(t, t("How to read the map"))
    draw_legend(t)
    put(
        '<div class="q-about" lang="{}">{}</div>',
        t.lang,
        _list(
            [
                t("Shape and colour say what kind of event it is, the outline how sure the report is."),
                t("Hatched: the report names no place inside the region or country."),
                t("A circle around a mark: somewhere near this place."),
                t("An arc: somebody moved from one place to another; the arrow points to where they went."),
                t("A number: several events at one place; opening it lists them."),
                t("Lighter marks: events whose days reach only partly into the days that you look at."),
            ]
        ),
    )


def _codebook(here: Here) -> None:
    t = here.words
    kinds = join(
        html("<li><strong>{}</strong>: {}</li>", t(kind.value), ", ".join(t(sub.value) for sub in subs))
        for kind, subs in SUB_TYPES.items()
    )
    sure = join(html("<li><strong>{}</strong>: {}</li>", t(c.value), certainty_meaning(c, t)) for c in Certainty)
    _section(
        t,
        t("The codebook in brief"),
        html(
            "<p>{}</p>",
            t(
                "An event is one kind of action, by one set of actors, at one place, in one unbroken span of days, "
                "that the report says has happened or has been ordered, announced or requested."
            ),
        ),
        html("<p>{}</p><ul>{}</ul>", t("Event types and sub-types follow the ACLED codebook:"), kinds),
        html("<p>{}</p><ul>{}</ul>", t("How sure:"), sure),
        _list(
            [
                t("Place: the place itself, near a named place, or a whole region or country, which is never a point."),
                t("Date: local calendar days, both included; the day, two to seven days, or the month or vaguer."),
                t(
                    "Figures: lowest, best and highest number, and who claims it. “Dozens” is at least 24, “hundreds” "
                    "at least 200; “more than” and “at least” give a lowest number only."
                ),
            ]
        ),
    )


def _report(here: Here) -> None:
    t, report = here.words, here.store.report
    outlet = report.outlet.get(here.lang) or report.outlet["en"]
    _section(
        t,
        t("The report"),
        html("<p>{}</p>", t("Its text belongs to its publisher and is not part of this project.")),
        facts(
            [
                (t("Outlet"), outlet),
                (t("Published"), t.day(report.published, year=True)),
                (t("It is about"), t.span(report.first, report.last, year=True)),
                (t("Address"), report.url),
                (t("SHA-256 of its text"), html("<code>{}</code>", report.sha256)),
            ]
        ),
    )


def _licences(here: Here) -> None:
    t = here.words
    report = here.store.report
    data = report.licence or t("as its publisher says; this data set names no licence")
    if report.licence and report.licence_url:
        data = html('<a href="{}">{}</a>', report.licence_url, report.licence)
    _section(
        t,
        t("Sources and licences"),
        facts(
            [
                (t("Events and figures"), data),
                (t("Program"), "MIT"),
                (t("Base map"), t("Natural Earth, public domain")),
                (t("Names and places"), t("GeoNames, CC BY 4.0; names of countries: Unicode CLDR")),
                (t("Map software"), t("Leaflet (BSD 2-Clause), folium and streamlit-folium (MIT)")),
                (t("Online tiles"), t("only when you switch them on; their source is named on the map")),
                (t("Built with"), "Streamlit, DuckDB, GeoPandas, Folium, Vega-Lite"),
            ]
        ),
    )


def _privacy(here: Here) -> None:
    t = here.words
    _section(
        t,
        t("Privacy"),
        _list(
            [
                t("No statistics, no cookies for tracking, nothing from other servers: all of it comes from this one."),
                t("Only if you switch online tiles on, your browser asks the tile server for pictures of the map."),
                t("A report that you drop into the page stays in the memory of your session and is never stored."),
                t("The link holds what you chose, also what you searched for: whoever gets the link can read it."),
            ]
        ),
    )


def _citing(here: Here) -> None:
    t = here.words
    origin = Origin.of(here.store, here.view, on=datetime.now(UTC).date(), link=here.link())
    _section(
        t,
        t("How to cite"),
        html('<p class="q-cite">{}</p>', citation(origin, t)),
        html("<p>{}</p>", t("The link brings back this selection; the version changes whenever the data do.")),
        facts([(t("Version of the data"), here.store.version), (t("Version of the program"), _version())]),
    )


def _section(t: Words, title: str, *parts: Markup) -> None:
    put('<section class="q-about" lang="{}"><h3>{}</h3>{}</section>', t.lang, title, join(parts))


def _list(items: Iterable[str]) -> Markup:
    return html("<ul>{}</ul>", join(html("<li>{}</li>", item) for item in items))


@cache
def _version() -> str:
    return str(tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"])
