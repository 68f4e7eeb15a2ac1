"""The head of every page: what is shown, how much of it, the way to the other pages, the link to share."""

from collections.abc import Sequence

import streamlit as st

from geo.ui.plain import put
from geo.ui.share import draw_share
from geo.ui.state import Here, forget_problems, touch
from geo.view import LANGUAGES
from geo.words import words

_NAMES = {"en": "EN", "de": "DE"}


def draw_header(here: Here, pages: Sequence[st.Page], page: st.Page) -> None:
    """Draw title, count, page links, language switch and Share."""
    report, t = here.store.report, here.words
    with st.container(key="head", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="headline", gap=None):
            put(
                '<h1 class="q-title">{}</h1><p class="q-under">{}</p>',
                report.title.get(here.lang) or report.title["en"],
                t("as told by {outlet}, {day}")
                .replace("{outlet}", report.outlet.get(here.lang) or report.outlet["en"])
                .replace("{day}", t.day(report.published, year=True)),
            )
        with st.container(key="tools", horizontal=True, vertical_alignment="center", gap="small", width="content"):
            put('<p class="q-count" role="status">{}</p>', _count(here))
            _language(here)
            draw_share(here)
    with st.container(key="pages", horizontal=True, gap="small"):
        for other in pages:
            st.page_link(other, query_params=here.view.to_query(), disabled=other is page)


def _count(here: Here) -> str:
    t, total = here.words, here.store.total
    text = t.plural("{shown} of {n} event shown", "{shown} of {n} events shown", total)
    return text.replace("{shown}", t.number(here.shown))


def _language(here: Here) -> None:
    if st.session_state.get("w_lang") != here.lang:
        st.session_state["w_lang"] = here.lang
    st.segmented_control(
        here.words("Language"),
        LANGUAGES,
        key="w_lang",
        format_func=_NAMES.__getitem__,
        label_visibility="collapsed",
        required=True,
        on_change=lambda: touch(lang=st.session_state["w_lang"]),
    )


def draw_problems(here: Here) -> None:
    """Say what in the link was not understood, until the reader dismisses it."""
    if not here.problems:
        return
    t = here.words
    with st.container(key="problems", border=True):
        put("<p><strong>{}</strong></p>", t("A part of this link could not be read; the rest of it is shown."))
        for problem in here.problems[:8]:
            put(
                "<p>{} <code>{}={}</code> – {} {}</p>",
                t("Not understood:"),
                problem.key,
                problem.value,
                t("expected:"),
                t(problem.expected),
            )
        st.button(t("Dismiss"), key="dismiss", on_click=forget_problems)


def draw_style(here: Here) -> None:
    """Draw the few rules that Streamlit's own theme has no setting for."""
    filters = words(here.lang)("Filters")
    st.html(f"<style>{_STYLE}[data-testid=stExpandSidebarButton]::after{{content:{filters!r}}}</style>")


_STYLE = """
[data-testid=stMainBlockContainer]{padding:1rem 1.5rem 2rem;max-width:none}
[data-testid=stHeader]{background:transparent;height:2.75rem;pointer-events:none}
[data-testid=stHeader] *{pointer-events:auto}
.q-title{font-size:1.375rem!important;line-height:1.25;font-weight:650;padding:0!important;margin:0;letter-spacing:-.01em}
.q-under{margin:0;opacity:.75;font-size:.875rem}
.q-count{margin:0;font-size:.875rem;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
"""
