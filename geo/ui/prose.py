"""What the reading pages share: a heading that says how to read the page, and their style."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from geo.model import Certainty, EventType
from geo.ui.plain import html, put
from geo.ui.state import Here
from geo.ui.theme import mark, outline
from geo.words import Words

_STYLE = Path(__file__).with_name("prose.css")


def open_page(here: Here, title: str, *lead: str) -> None:
    """Draw a page's heading and the sentences below it that say what it shows."""
    st.html(_STYLE)
    sentences = join(html("<p>{}</p>", text) for text in lead)
    put('<div class="q-lead" lang="{}"><h2>{}</h2>{}</div>', here.lang, title, sentences)


def join(parts: Iterable[Markup], between: str = "") -> Markup:
    """Return pieces of HTML one after the other; `between` is escaped."""
    return Markup.escape(between).join(parts)


def facts(pairs: Iterable[tuple[str, Markup | str | None]]) -> Markup:
    """Return names and values as a list of definitions; a name without a value is left out."""
    rows = (html("<div><dt>{}</dt><dd>{}</dd></div>", name, value) for name, value in pairs if value)
    return html('<dl class="q-facts">{}</dl>', join(rows))


def draw_legend(t: Words) -> None:
    """Draw what the marks mean: event types by shape and colour, certainty by outline."""
    kinds = [(mark(kind, Certainty.STATED), t(kind.value)) for kind in EventType]
    sure = [(outline(certainty), t(certainty.value)) for certainty in Certainty]
    for name, items in ((t("What the marks mean"), kinds), (t("How sure"), sure)):
        rows = join(html('<li><img class="q-mark" src="{}" alt="">{}</li>', *item) for item in items)
        put('<ul class="q-legend" lang="{}" aria-label="{}">{}</ul>', t.lang, name, rows)
