"""Figures as claims: for each kind a chart and a table that says by whom, about whom, where, when, how certain."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import streamlit as st
from markupsafe import Markup

from geo.charts import figures
from geo.charts.figures import with_parts
from geo.model import Claim, ClaimKind
from geo.store.telling import claim_in_words, where_and_when
from geo.ui.plain import html, put
from geo.ui.prose import join
from geo.ui.state import MOST_LISTED, Here
from geo.ui.theme import look
from geo.words import Words

#: figures of a large data set that are drawn at once
MOST: Final = 60


def draw_claims(here: Here) -> None:
    """Draw the claims of the selected events, kind by kind, never added up."""
    t = here.words
    large = here.store.total > MOST_LISTED
    total, claims = here.store.first_claims(here.view, MOST if large else sys.maxsize)
    if total > len(claims):
        said = t("The first {n} of {total} figures in order of time. Filters show others; the download has them all.")
        put("<p>{}</p>", said.replace("{n}", t.number(len(claims))).replace("{total}", t.number(total)))
    names = {
        ClaimKind.FATALITIES: t("Killed"),
        ClaimKind.INJURED: t("Injured"),
        ClaimKind.HOSPITALISED: t("Taken to hospital"),
        ClaimKind.ARRESTED: t("Arrested"),
        ClaimKind.TROOPS: t("Troops"),
    }
    if not claims:
        put('<p class="q-empty">{}</p>', t("The events shown come with no figures."))
    for kind in ClaimKind:
        some = with_parts(c for c in claims if c.kind == kind)
        if some:
            put('<h3 class="q-kind">{}</h3>', names[kind])
            alt = t("Chart of these figures; the table below says the same in words.")
            st.vega_lite_chart(spec=figures(some, words=t, look=look()), key=f"figures-{kind.slug}", alt=alt)
            put("{}", _table(here, some))


def _table(here: Here, claims: Sequence[Claim]) -> Markup:
    t = here.words
    names = (t("Figure"), t("About whom"), t("Who says so"), t("Where and when"), t("How sure"), t("In the report"))
    known = {c.claim_id: claim_in_words(c, t) for c in _known(here, claims)}
    head = join(html('<th scope="col">{}</th>', name) for name in names)
    places = where_and_when(here.store, sorted({c.event_id for c in claims}), t)
    rows = join(_row(here, known[c.claim_id], c.event_id, places[c.event_id], names, known) for c in claims)
    return html(
        '<table class="q-claims" lang="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', t.lang, head, rows
    )


def _known(here: Here, claims: Sequence[Claim]) -> Iterable[Claim]:
    """Return all claims that these may be part of; in a large data set, those of their own events."""
    if here.store.total <= MOST_LISTED:
        return here.store.all_claims
    about = here.store.claims_about(sorted({c.event_id for c in claims}))
    return [claim for some in about.values() for claim in some]


def _row(
    here: Here,
    claim: dict[str, Any],
    event_id: str,
    at: tuple[str, str],
    names: Iterable[str],
    known: Mapping[str, dict[str, Any]],
) -> Markup:
    t = here.words
    whole = known.get(claim["part_of"] or "")
    cells = [
        html("<strong>{}</strong>{}", claim["figure"], _aside(claim["written"])),
        html("{}{}", claim["whom"], _aside(_part(whole, t))),
        html("{}", claim["source"]),
        html("{}, {}{}", *at, _on_map(here, event_id)),
        html("{}{}", claim["certainty_name"], _aside(claim["note"])),
        html("{}", claim["locator"]),
    ]
    pairs = zip(names, cells, strict=True)
    return html("<tr>{}</tr>", join(html('<td data-label="{}"><div>{}</div></td>', *pair) for pair in pairs))


def _on_map(here: Here, event_id: str) -> Markup:
    """Return the link to an event; a link leads out of the session, and so nowhere where only that has the event."""
    t = here.words
    return Markup() if here.private else html('<a href="{}">{}</a>', here.link(event=event_id), t("On the map"))


def _aside(text: str | None) -> Markup:
    return html('<span class="q-aside">{}</span>', text) if text else Markup()


def _part(whole: Mapping[str, Any] | None, t: Words) -> str | None:
    if whole is None:
        return None
    said = t("counted within: {figure} {whom}")
    return said.replace("{figure}", whole["figure"]).replace("{whom}", whole["whom"])
