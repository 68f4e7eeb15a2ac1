"""A report comes in, pasted or dropped, with its language and the day on which it appeared, both proposed."""

from datetime import UTC, date, datetime
from functools import cache
from time import monotonic
from typing import Final

import streamlit as st

from geo.coding import Progress, code_report
from geo.coding.lexicon import LANGUAGES, Lexicon
from geo.coding.propose import proposed_day, proposed_language
from geo.errors import GeoError
from geo.sources.documents import SUFFIXES, read_upload
from geo.sources.lexicon import read_lexicon
from geo.store.shelf import gazetteer
from geo.ui.code_desk import About, put_on_desk
from geo.ui.code_words import language_name
from geo.ui.plain import put
from geo.ui.state import Here
from geo.ui.told import told

#: The longest text that this page takes; the command line codes longer ones.
MOST: Final = 1_200_000
#: so often, in seconds, it is told how far a long text is read
_EVERY: Final = 0.25
_EARLIEST: Final = date(1900, 1, 1)
_PROBLEM: Final = "code_problem"
#: What a file said about its text.
ABOUT: Final = "code_about"
_PROPOSED: Final = "code_proposed"


def draw_input(here: Here) -> None:
    """Draw the fields for a report, and code it when asked."""
    t = here.words
    with st.container(key="code_input"):
        st.text_area(
            t("Text of the report"),
            key="code_text",
            height=280,
            placeholder=t("Paste the whole report here, headline first. A blank line parts paragraphs."),
        )
        st.file_uploader(
            t("or a file of it: text, Markdown, HTML, Word, PDF or e-mail, up to 25 MB"),
            type=[suffix.lstrip(".") for suffix in SUFFIXES],
            max_upload_size=25,
            key="code_file",
            on_change=_read_file,
            args=(here,),
        )
        left, right, button = st.columns([1, 1, 1], vertical_alignment="bottom")
        text = str(st.session_state.get("code_text") or "")
        with left:
            draw_language(here, text)
        with right:
            draw_day(here, text)
        with button:
            pressed = st.button(t("Find the events"), key="code_go", type="primary", width="stretch")
        problem = st.empty()
        put(
            '<p class="q-aside">{}</p>',
            t("The text stays in the memory of this session. It is not stored, not sent on and not logged."),
        )
    if pressed:
        with problem.container():
            _take(here, text)
    if said := st.session_state.get(_PROBLEM):
        with problem:
            put('<p class="q-problem" role="alert">{}</p>', said)


def _read_file(here: Here) -> None:
    """Put a dropped file's text, and what the file says about it, into the fields, to be checked there."""
    given = st.session_state.get("code_file")
    st.session_state[_PROBLEM], st.session_state[ABOUT] = None, None
    if given is None:
        return
    try:
        found = read_upload(given.name, given.getvalue())
    except GeoError as error:
        why = str(error).removeprefix(f"{given.name}: ")
        st.session_state[_PROBLEM] = f"{given.name}: {told(why, here.words)}"
        return
    st.session_state["code_text"], st.session_state["code_day"] = found.text, found.published
    st.session_state["code_language"] = found.language if found.language in LANGUAGES else ""
    st.session_state[ABOUT] = found.text, About(found.title or "", found.outlet or "", found.url)


def draw_language(here: Here, text: str) -> None:
    """Ask for the language; what it seems to be is chosen until somebody chooses."""
    t = here.words
    found = proposed_language(text) if text.strip() else None
    names = {
        "": t("as detected: {language}").replace("{language}", language_name(found, t)) if found else t("detect it")
    }
    names |= {code: language_name(code, t) for code in LANGUAGES}
    st.selectbox(t("Language"), list(names), format_func=names.__getitem__, key="code_language")


def draw_day(here: Here, text: str) -> None:
    """Ask for the day of publication; the latest day that the text names is proposed."""
    t = here.words
    today = datetime.now(UTC).date()
    proposed = proposed_day(text, until=today) if text.strip() else None
    # A day that was only proposed goes with the text that it was proposed for.
    if proposed and st.session_state.get("code_day") in (None, st.session_state.get(_PROPOSED)):
        st.session_state["code_day"] = st.session_state[_PROPOSED] = proposed
    st.date_input(
        t("Published on"),
        value=None,
        min_value=_EARLIEST,
        max_value=today,
        format="YYYY-MM-DD" if here.lang == "en" else "DD.MM.YYYY",
        key="code_day",
        help=t("“On Tuesday” is counted from this day. Proposed: the latest day that the text names with its year."),
    )


def _take(here: Here, text: str) -> None:
    """Code the report and lay it on the desk, or say in a sentence why not and what to do."""
    problem = _wrong(here, text)
    if not problem:
        known, about = st.session_state.get(ABOUT) or (None, None)
        day, language = st.session_state["code_day"], st.session_state["code_language"] or None
        problem = code(here, text, day, language, about if known == text else None)
    st.session_state[_PROBLEM] = problem
    if not problem:
        for key in ("code_text", "code_file", "code_language", "code_day", ABOUT, _PROPOSED, _PROBLEM):
            st.session_state.pop(key, None)
        st.rerun()


def _wrong(here: Here, text: str) -> str | None:
    t = here.words
    if not text.strip():
        return t("There is no text yet: paste the report into the field above, or drop a file.")
    if len(text) > MOST:
        said = t(
            "This text has {n} characters; this page takes up to {most}. The command line codes longer ones: "
            "python -m geo code."
        )
        return said.replace("{n}", t.number(len(text))).replace("{most}", t.number(MOST))
    if not st.session_state.get("code_language") and proposed_language(text) is None:
        return t(
            "The language of this text is not recognised. Reports in German, English and Russian can be coded: if it "
            "is one of these, choose it above."
        )
    if st.session_state.get("code_day") is None:
        return t("Say on which day the report was published: without it, “on Tuesday” cannot be dated.")
    return None


def code(here: Here, text: str, published: date, language: str | None, about: About | None = None) -> str | None:
    """Code a report and lay it on the desk; return what went wrong, if anything did."""
    t = here.words
    with st.spinner(t("Reading the report…")):
        try:
            coding = code_report(
                text,
                published=published,
                language=language or proposed_language(text),
                lexicon=_lexicon(),
                gazetteer=gazetteer(),
                progress=_progress(here),
            )
        except GeoError as error:
            return told(str(error), t)
    put_on_desk(text, coding, about or About(), t)
    return None


def _progress(here: Here) -> Progress:
    """Return a function that draws how far a text is read, once that takes longer than a moment."""
    t, place, last = here.words, st.empty(), monotonic()

    def progress(done: int, steps: int) -> None:
        nonlocal last
        if monotonic() - last < _EVERY:
            return
        last = monotonic()
        text = t("{percent} % of the text is read").replace("{percent}", t.number(100 * done // steps))
        place.progress(done / steps, text=text)

    return progress


@cache
def _lexicon() -> Lexicon:
    return Lexicon.from_tables(read_lexicon())
