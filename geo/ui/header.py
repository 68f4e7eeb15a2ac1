"""The head of every page: what is shown, how much of it, the way to the other pages, the link to share."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from geo.errors import TooCommon, ViewError
from geo.map.marks import MARKS
from geo.store import datasets
from geo.ui.filters import type_key
from geo.ui.plain import put
from geo.ui.share import draw_share
from geo.ui.state import Here, forget_problems, touch
from geo.ui.theme import theme
from geo.view import LANGUAGES

_NAMES = {"en": "EN", "de": "DE"}
_MOST_TOLD = 8
_STYLE = Path(__file__).with_name("frame.css")


def draw_header(here: Here, pages: Sequence[st.Page], page: st.Page) -> None:
    """Draw title, count, page links, language switch and Share."""
    t = here.words
    with st.container(key="head", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="headline", gap=None):
            put('<h1 class="q-title">{}</h1><p class="q-under">{}</p>', *headline(here, page.url_path))
        with st.container(key="tools", horizontal=True, vertical_alignment="center", gap="small", width="content"):
            # above a report that is being coded, another data set's count would be read as one of its events
            if page.url_path != "code" or here.private:
                put('<p class="q-count" role="status">{}</p>', _count(here))
            _language(here)
            if here.private:
                put('<p class="q-under">{}</p>', t("open in this session only"))
            else:
                draw_share(here, page.url_path)
    with st.container(key="pages", horizontal=True, gap="small"):
        for other in pages:
            st.page_link(other, query_params=here.view.to_query(), disabled=other is page)
    if here.private and here.store.name not in datasets():
        _unsaved(here, pages, page)


def headline(here: Here, name: str) -> tuple[str, str]:
    """Return what a page is about, and whose report that is; above a report being coded, no other data set's name."""
    report, t = here.store.report, here.words
    if name == "code" and not here.private:
        return "Qantar", t("from a report to its map")
    told = t("as told by {outlet}, {day}").replace("{outlet}", report.outlet.get(here.lang) or report.outlet["en"])
    day = t.day(report.published, year=True)
    return report.title.get(here.lang) or report.title["en"], told.replace("{day}", day)


def _unsaved(here: Here, pages: Sequence[st.Page], page: st.Page) -> None:
    """Say that no link leads back to a data set of this session's own, and lead to where it is saved."""
    t = here.words
    with st.container(key="unsaved", horizontal=True, vertical_alignment="center", gap="small"):
        put('<p class="q-under">{}</p>', t("A link cannot open this view again before the data set is saved."))
        for desk in pages:
            if desk.url_path == "code" and desk is not page:
                query = here.view.to_query()
                st.page_link(desk, label=t("Save the data set"), query_params=query, icon=":material/save:")


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
        default=here.lang,
        key="w_lang",
        format_func=_NAMES.__getitem__,
        label_visibility="collapsed",
        required=True,
        on_change=lambda: touch(lang=st.session_state["w_lang"]),
    )


def draw_problems(here: Here) -> None:
    """Say what in the link was not understood or is not searched for, until the reader dismisses it."""
    if not here.problems:
        return
    t = here.words
    common = [problem for problem in here.problems if isinstance(problem, TooCommon)]
    others = [problem for problem in here.problems if not isinstance(problem, TooCommon)]
    with st.container(key="problems", border=True):
        for problem in common[:_MOST_TOLD]:
            text = t(
                "“{word}” stands in too many of these events to be searched for. The events are shown without a "
                "search: try a rarer word, or a filter."
            )
            put("<p>{}</p>", text.replace("{word}", problem.value))
        if others:
            _not_understood(here, others[:_MOST_TOLD])
        st.button(t("Dismiss"), key="dismiss", on_click=forget_problems)


def _not_understood(here: Here, problems: Sequence[ViewError]) -> None:
    t = here.words
    put("<p><strong>{}</strong></p>", t("A part of this link could not be read; the rest of it is shown."))
    for problem in problems:
        put(
            "<p>{} <code>{}={}</code> – {} {}</p>",
            t("Not understood:"),
            problem.key,
            problem.value,
            t("expected:"),
            problem.fill(t(problem.expected)),
        )


def draw_style(here: Here) -> None:
    """Draw the few rules that Streamlit's own theme has no setting for."""
    marks = "".join(
        f".st-key-{type_key(event_type)} p::first-letter{{color:light-dark({mark.light},{mark.dark})}}"
        for event_type, mark in MARKS.items()
    )
    t = here.words
    said = {
        '[data-testid="stExpandSidebarButton"]::after': t("Filters"),
        '[data-testid="stFileUploaderDropzone"] > span button [data-has-shortcut]::after': t("Choose a file"),
        '[data-testid="stFileUploaderDropzoneInstructions"]::after': t("or drop it here"),
    }
    names = "".join(f'{where}{{content:"{text.replace(chr(34), "")}"}}' for where, text in said.items())
    # what opens over the page (menus, popovers) hangs beside Streamlit's app, which alone has the theme's scheme
    marks += f"body{{color-scheme:{theme()}}}"
    st.html(_STYLE)
    st.html(f"<style>{marks}{names}</style>")
