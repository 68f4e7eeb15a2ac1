"""Everything known of one event, as text: who, when, where, who says so, its figures, where it stands in the report."""

from typing import Any

import streamlit as st
from markupsafe import Markup

from geo.model import Certainty, EventType
from geo.store.telling import tell
from geo.ui.plain import html, put
from geo.ui.prose import facts, join
from geo.ui.state import Here, touch
from geo.ui.theme import mark
from geo.words import Words


def draw_details(here: Here) -> None:
    """Draw the selected event; nothing where none is selected."""
    told = tell(here.store, here.view.event, here.words) if here.view.event else None
    if told is None:
        return
    t = here.words
    with st.container(key="details", border=True):
        put(
            '<article class="q-details" lang="{}"><h3>{}{} · {}</h3><p class="q-summary">{}</p>{}</article>',
            t.lang,
            mark_image(told, t),
            told["place"],
            told["label"] or told["sub"],
            told["summary"],
            event_facts(told, t),
        )
        with st.container(horizontal=True, gap="small"):
            if not here.private:
                put('<p class="q-links"><a href="{}">{}</a></p>', here.link(event=told["id"]), t("Show on the map"))
            st.button(t("Close"), key="close_details", on_click=lambda: touch(event=None), type="tertiary")


def mark_image(told: dict[str, Any], t: Words) -> Markup:
    """Return an event's mark, read aloud as its type."""
    kind = next(e for e in EventType if e.slug == told["type"])
    certainty = next(c for c in Certainty if c.slug == told["certainty"])
    return html('<img class="q-mark" src="{}" alt="{}:">', mark(kind, certainty), t(kind.value))


def event_facts(told: dict[str, Any], t: Words) -> Markup:
    """Return what is known of an event (`geo.store.telling.tell`) as a list of definitions."""
    return facts(
        [
            (t("When"), _with(told["when"], told["date_precision"], told["time_zone"])),
            (t("Where"), _where(told, t)),
            (t("From"), told["origin"]),
            (t("What"), _with(f"{told['type_name']}: {told['sub']}", told["label"])),
            (t("Who"), ", ".join(told["who"])),
            (t("Who says so"), told["source"]),
            (t("How sure"), _with(told["certainty_name"], told["certainty_meaning"])),
            (t("Figures"), _figures(told)),
            (t("In the report"), _with("; ".join([told["locator"] or "", *told["evidence"]]).strip("; "))),
            (t("Could also be coded as"), ", ".join(told["alternatives"])),
            (t("Hard to decide"), told["note"]),
            (t("Coded by"), _with(told["coded_by"], told["id"])),
        ]
    )


def _where(told: dict[str, Any], t: Words) -> Markup:
    names = dict.fromkeys(filter(None, [told["place"], told["admin1"], told["country_name"]]))
    written = told["place_as_written"]
    quoted = t("in the report: “{name}”").replace("{name}", written) if written else None
    return _with(", ".join(names), told["precision_name"], quoted)


def _figures(told: dict[str, Any]) -> Markup | None:
    claims = told["claims"]
    if not claims:
        return None
    items = (
        html("<li>{}: <strong>{}</strong> {} {}</li>", c["kind"], c["figure"], c["whom"], _claimed(c)) for c in claims
    )
    return html("<ul>{}</ul>", join(items))


def _claimed(claim: dict[str, Any]) -> Markup:
    by = claim["source"]
    return html('<span class="q-aside">({}, {}, {})</span>', by, claim["certainty_name"], claim["locator"])


def _with(value: str, *asides: str | None) -> Markup:
    """Return a value with quieter remarks after it."""
    quiet = " · ".join(filter(None, asides))
    return html('{} <span class="q-aside">{}</span>', value, quiet) if quiet else html("{}", value)
