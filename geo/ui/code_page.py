"""The page Code a report: a report comes in, its text and its events stand side by side, what is wrong is corrected."""

from pathlib import Path
from typing import Any, Final

import streamlit as st

from geo.coding import Outcome
from geo.coding.lexicon import LANGUAGES
from geo.ui.code_desk import About, Desk, desk
from geo.ui.code_input import code, draw_input
from geo.ui.code_panel import draw_panel
from geo.ui.code_save import draw_save, draw_saved, leave
from geo.ui.code_text import draw_text
from geo.ui.code_words import language_name, outcome_name
from geo.ui.plain import html, put
from geo.ui.prose import join, open_page
from geo.ui.session_map import draw_session_map
from geo.ui.state import Here
from geo.view import View

_STYLE: Final = Path(__file__).with_name("code_page.css")


def draw_code(here: Here) -> None:
    """Draw the page: the fields for a report, or the report on the desk."""
    t, held = here.words, desk()
    st.html(_STYLE)
    if held is None:
        open_page(
            here,
            t("Code a report"),
            t(
                "Paste a news report in German, English or Russian: a moment later its events are on the map, each "
                "with its sentence. The same text always gives the same events."
            ),
            t("Check them: the rules miss things and get things wrong. Whatever you correct can be undone."),
        )
        draw_input(here)
        return
    open_page(here, t("Code a report"))
    _tools(here, held)
    draw_saved(here, held)
    _coverage(here, held)
    left, right = st.columns([6, 5], gap="medium")
    with right:
        _map(here, held)
        draw_panel(here, held)
    # after the panel, which knows whether something is typed in it
    with left, st.container(key="code_left"):
        draw_text(here, held, on_pick=lambda sentence, event: held.pick(sentence=sentence, event=event))


def _tools(here: Here, held: Desk) -> None:
    t = here.words
    with st.container(key="code_tools", horizontal=True, gap="small", vertical_alignment="center"):
        about = t("{language}, published {day}")
        label = about.replace("{language}", language_name(held.coding.language, t)).replace(
            "{day}", t.day(held.published, year=True)
        )
        with st.popover(label, icon=":material/event:"):
            _again(here, held)
        # Neither closes fields that somebody is filling in.
        before, undone = (steps if held.mode == "read" else () for steps in (held.history.before, held.history.undone))
        st.button(t("Undo"), key="code_undo", icon=":material/undo:", on_click=held.undo, disabled=not before)
        st.button(t("Redo"), key="code_redo", icon=":material/redo:", on_click=held.redo, disabled=not undone)
        with st.popover(t("Save or open"), icon=":material/save:", type="primary"):
            draw_save(here, held)
        with st.popover(t("New report")):
            put(
                "<p>{}</p>",
                t("Your corrections are not saved: they will be lost.")
                if held.changed
                else t("The report and its events leave this session's memory."),
            )
            st.button(t("Begin with a new report"), key="code_new", on_click=lambda: leave(here))
        if held.changed:
            put('<p class="q-count" role="status">{}</p>', t("Not saved yet"))


def _again(here: Here, held: Desk) -> None:
    """Ask for another language or day, and code the same text anew."""
    t = here.words
    codes = list(LANGUAGES)
    language = st.selectbox(
        t("Language"),
        codes,
        index=codes.index(held.coding.language),
        format_func=lambda c: language_name(c, t),
        key="again_language",
    )
    form = "YYYY-MM-DD" if here.lang == "en" else "DD.MM.YYYY"
    day = st.date_input(t("Published on"), held.published, format=form, key="again_day")
    if held.changed:
        put('<p class="q-aside">{}</p>', t("Your corrections are not saved: they will be lost."))
    if st.button(t("Find the events anew"), key="code_again"):
        problem = code(here, held.text, day, language, About(held.title, held.outlet, held.url))
        if problem:
            put('<p class="q-problem" role="alert">{}</p>', problem)
        else:
            st.rerun()


def _coverage(here: Here, held: Desk) -> None:
    """Say how much of the report became events, in numbers and as a bar."""
    t, coded = here.words, held.coded
    total = len(coded.sentences)
    counts = {o: sum(s.outcome is o for s in coded.sentences) for o in Outcome}
    shares = [(o, n, round(100 * n / total)) for o, n in counts.items()]
    bar = join(html('<i class="{}" style="flex:{}"></i>', o.name.lower(), n) for o, n, _ in shares if n)
    words = join(
        html('<li><i class="{}"></i>{}: {} ({} %)</li>', o.name.lower(), outcome_name(o, t), t.number(n), p)
        for o, n, p in shares
    )
    said = t.plural("{n} event", "{n} events", len(held.now.kept))
    sentences = t.plural("{n} sentence", "{n} sentences", total)
    put(
        '<div class="q-coverage" lang="{}"><p><strong>{}</strong> · {}</p>'
        '<div class="q-bar" aria-hidden="true">{}</div><ul>{}</ul></div>',
        t.lang,
        said,
        sentences,
        bar,
        words,
    )


def _none(here: Here) -> str:
    """Say that the rules found no event, and what to do."""
    return here.words(
        "No event was found in this text: no sentence tells that somebody did something of the codebook at a place. "
        "Check the language and the day of publication, and that the text is the report itself. A click on a sentence "
        "says why it was not taken, and lets you add an event."
    )


def _map(here: Here, held: Desk) -> None:
    t, store = here.words, held.store()
    if store is None:
        rejected = t("All events are rejected: the map is empty. Undo, or add one by a sentence.")
        put('<p class="q-empty" role="status">{}</p>', rejected if held.now.entries else _none(here))
        return
    view = View(event=held.id_of(held.event), lang=here.lang)

    def take(change: dict[str, Any]) -> None:
        if "event" in change:
            number = held.number_of(change["event"])
            held.pick(sentence=None if number is not None else held.sentence, event=number)

    draw_session_map(store, view, key="code_map", embed=True, on_change=take)
