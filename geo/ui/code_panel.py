"""What is chosen, below the map: an event and all that is known of it, or a sentence, what became of it and why."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.coding import Outcome
from geo.coding.revision import Entry
from geo.store.telling import tell
from geo.ui.code_desk import Desk
from geo.ui.code_edit import draw_add, draw_edit
from geo.ui.code_words import because, outcome_name, place_basis, place_reasons, refusals, sentence_reason
from geo.ui.details import event_facts, mark_image
from geo.ui.plain import put
from geo.ui.prose import facts
from geo.ui.state import Here


def draw_panel(here: Here, desk: Desk) -> None:
    """Draw what is chosen, or how to choose."""
    with st.container(key="code_panel", border=True):
        top = st.container()
        if desk.mode == "add" and desk.sentence is not None:
            desk.note(draw_add(here, desk, desk.sentence))
        elif desk.mode == "edit" and desk.entry is not None:
            desk.note(draw_edit(here, desk, desk.entry))
        elif desk.sentence is None:
            _hint(here)
        else:
            if desk.entry is not None:
                _event(here, desk, desk.entry)
            _sentence(here, desk, desk.sentence)
        if desk.wanted is not None:
            _leave(here, desk, *desk.wanted, top)


def _leave(here: Here, desk: Desk, sentence: int | None, event: int | None, top: DeltaGenerator) -> None:
    """Go to what was picked; ask first where something is typed in the open fields."""
    if not desk.touched:
        desk.choose(sentence=sentence, event=event)
        st.rerun()
    with top:
        _ask(here, desk, sentence, event)


def _ask(here: Here, desk: Desk, sentence: int | None, event: int | None) -> None:
    """Ask what becomes of the open fields, now that something else was picked."""
    t = here.words
    put(
        '<p class="q-problem" role="alert">{}</p>',
        t("You have chosen something else. What is typed here is not applied."),
    )
    with st.container(horizontal=True, gap="small"):
        drop = lambda: desk.choose(sentence=sentence, event=event)  # noqa: E731
        st.button(t("Drop it and go there"), key="code_drop", on_click=drop)
        st.button(t("Go on here"), key="code_stay", on_click=lambda: setattr(desk, "wanted", None))


def _hint(here: Here) -> None:
    t = here.words
    put(
        '<p class="q-hint">{}</p><p class="q-aside">{}</p>',
        t("Click a sentence to see what became of it and why; click a mark on the map to see the sentence behind it."),
        t("With the keyboard: Tab to the text, arrow keys to a sentence, Enter to choose it."),
    )


def _event(here: Here, desk: Desk, entry: Entry) -> None:
    t, store, own = here.words, desk.store(), desk.id_of(entry.number)
    told = tell(store, own, t) if store is not None and own is not None else None
    if told is None:
        put('<p class="q-hint">{}</p>', t("This event is rejected: it is not on the map and will not be saved."))
    else:
        put(
            '<article class="q-details" lang="{}"><h3>{}{} · {}</h3><p class="q-summary">{}</p></article>',
            t.lang,
            mark_image(told, t),
            told["place"],
            told["label"] or told["sub"],
            told["summary"],
        )
    _actions(here, desk, entry)
    if told is not None:
        tokens = desk.coding.told[entry.found.sentence].reading.tokens
        words = " … ".join(tokens[i].text for i in _words(desk, entry))
        why = [
            (t("Why this"), t("“{words}”").replace("{words}", words) if words else t("added by hand")),
            (t("Why here"), place_basis(entry, t)),
        ]
        put('<div class="q-details" lang="{}">{}{}</div>', t.lang, facts(why), event_facts(told, t))


def _actions(here: Here, desk: Desk, entry: Entry) -> None:
    t, number = here.words, entry.number
    with st.container(key="code_actions", horizontal=True, gap="small"):
        if entry.rejected:
            st.button(t("Take it back in"), key="code_restore", on_click=lambda: _reject(desk, number, on=False))
            return
        st.button(t("Correct"), key="code_edit", icon=":material/edit:", on_click=lambda: _mode(desk, "edit"))
        reject = lambda: _reject(desk, number, on=True)  # noqa: E731
        st.button(t("Reject"), key="code_reject", icon=":material/block:", on_click=reject)
        order = [e.number for e in desk.now.kept]
        for key, label, icon, by in (
            ("code_previous", t("Previous event"), ":material/chevron_left:", -1),
            ("code_next", t("Next event"), ":material/chevron_right:", 1),
        ):
            other = order[(order.index(number) + by) % len(order)]
            st.button("", key=key, icon=icon, help=label, on_click=lambda n=other: desk.choose(sentence=None, event=n))


def _reject(desk: Desk, number: int, *, on: bool) -> None:
    desk.step(desk.now.rejected(number, on=on))


def _words(desk: Desk, entry: Entry) -> list[int]:
    """Return the tokens of the words that told the event to the rules."""
    found = entry.found
    clauses = desk.coding.told[found.sentence].reading.clauses
    matches = [m for c in clauses for m in c.matches if m.anchor == found.anchor and m.action == found.action]
    return sorted({i for m in matches[:1] for i in m.tokens})


def _sentence(here: Here, desk: Desk, number: int) -> None:
    t = here.words
    sentence = desk.coded.sentences[number]
    place = t("paragraph {paragraph}, sentence {sentence}").format(
        paragraph=sentence.paragraph, sentence=sentence.number
    )
    put(
        '<section class="q-why" lang="{}"><h4>{}: {}</h4><p>{}</p>{}{}</section>',
        t.lang,
        place[0].upper() + place[1:],
        outcome_name(sentence.outcome, t),
        sentence_reason(sentence, t),
        because(t("Not taken"), list(refusals(desk, number, t))),
        because(t("Places"), list(place_reasons(desk, number, t))),
    )
    own = desk.now.at(number)
    others = [e for e in own if e.number != desk.event]
    if others:
        put(
            '<p class="q-aside">{}</p>', t("Also told by this sentence:") if desk.entry else t("Told by this sentence:")
        )
        with st.container(horizontal=True, gap="small"):
            for entry in others:
                label = f"{t(entry.found.label or entry.found.sub.value)}, {entry.found.where.place.name}"
                st.button(
                    _plain(label) + (f" ({t('rejected')})" if entry.rejected else ""),
                    key=f"code_pick_{entry.number}",
                    on_click=lambda n=entry.number: desk.choose(sentence=number, event=n),
                )
    if sentence.outcome is not Outcome.EVENT or own:
        st.button(
            t("Add an event from this sentence"),
            key="code_add",
            icon=":material/add_location_alt:",
            on_click=lambda: _mode(desk, "add"),
        )


def _mode(desk: Desk, mode: str) -> None:
    desk.mode = mode


def _plain(text: str) -> str:
    """Escape what a button's label would read as markdown."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()<>#+-.!|~:$" else c for c in text)
