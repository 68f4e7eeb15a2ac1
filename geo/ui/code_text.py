"""The report's text with what was found in it, and the events as a list: what is clicked in it becomes the choice."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import streamlit as st

from geo.coding.draft import german_summary
from geo.coding.marked import Layer, pieces
from geo.coding.record import summary
from geo.coding.revision import Entry
from geo.ui.code_desk import Desk
from geo.ui.own import once, own_component, send_again
from geo.ui.state import Here
from geo.ui.theme import mark, theme

_SOURCE: Final = Path(__file__)
_KEY: Final = "code_pane"


def draw_text(here: Here, desk: Desk, *, on_pick: Callable[[int | None, int | None], None]) -> None:
    """Draw text and list; `on_pick` is called with a sentence and an event before the page runs again."""
    own_component(_SOURCE, '<div class="desk"></div>')(
        key=_KEY,
        data=_data(here, desk),
        on_pick_change=lambda: _hand_on(on_pick),
        on_lacking_change=lambda: send_again(_KEY),
    )


def _hand_on(on_pick: Callable[[int | None, int | None], None]) -> None:
    picked = getattr(st.session_state.get(_KEY), "pick", None) or {}
    sentence, event = picked.get("sentence"), picked.get("event")
    if isinstance(sentence, int):
        on_pick(sentence, event if isinstance(event, int) else None)


def _data(here: Here, desk: Desk) -> dict[str, Any]:
    version = f"{here.lang} {theme()} {desk.name} {desk.coding.language} {desk.edition}"
    return {
        "version": version,
        "sentence": desk.sentence,
        "event": desk.event,
        "dirty": desk.changed or desk.touched,
        "typing": desk.touched,
        "whole": once(_KEY, version, lambda: _whole(here, desk)),
    }


def _whole(here: Here, desk: Desk) -> dict[str, Any]:
    """Return all that stands in the text and in the list, whatever is chosen of it."""
    t = here.words
    return {
        "language": desk.coding.language,
        "paragraphs": list(paragraphs(desk)),
        "events": [_event(here, e) for e in desk.now.entries],
        "words": {
            "show": t("Show"),
            "text": t("Text"),
            "events": t("Events"),
            "marks": t("What is marked in the text"),
            "sentences": t("Sentences of the report"),
            "rejected": t("rejected"),
            "hand": t("by hand"),
            Layer.EVENT.value: t("what happened"),
            Layer.PLACE.value: t("place"),
            Layer.TIME.value: t("time"),
            Layer.FIGURE.value: t("figure"),
            Layer.SOURCE.value: t("who says so"),
        },
    }


def _event(here: Here, entry: Entry) -> dict[str, Any]:
    t, found = here.words, entry.found
    return {
        "n": entry.number,
        "mark": mark(found.event_type, found.certainty),
        "summary": entry.summary or (german_summary(found, t) if here.lang == "de" else summary(found)),
        "when": t.when(found.first, found.last, found.part.value if found.part else None),
        "s": list(entry.sentences),
        "rejected": entry.rejected,
        "hand": entry.by == "hand",
    }


def paragraphs(desk: Desk) -> Iterator[list[Any]]:
    """Yield each paragraph as its sentences, with what became of them, and the texts between."""
    outcomes = desk.coded.sentences
    told_by: dict[int, list[int]] = {}
    for entry in sorted(desk.now.entries, key=lambda e: (e.rejected, e.number)):
        told_by.setdefault(entry.found.sentence, []).append(entry.number)
    part: list[Any] = []
    for piece in pieces(desk.text, desk.coding, desk.now.kept):
        said = desk.text[piece.start : piece.end]
        if piece.sentence is None:
            if "\n" in said or "\r" in said:
                yield part
                part = []
            else:
                part.append(said)
            continue
        if not part or not isinstance(part[-1], dict) or part[-1]["i"] != piece.sentence:
            outcome = outcomes[piece.sentence].outcome.value.replace(" ", "-")
            part.append({"i": piece.sentence, "o": outcome, "e": told_by.get(piece.sentence, []), "p": []})
        part[-1]["p"].append([said, " ".join(sorted(piece.layers))])
    yield part
