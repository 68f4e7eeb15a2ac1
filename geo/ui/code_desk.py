"""What the page Code a report holds between its runs: text, coding, revisions, and what is chosen of them.

All of it is in this session's memory and goes with it. No text of a report is cached, stored or logged.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any, Final

import streamlit as st

from geo.coding import Coding
from geo.coding.draft import Draft, draft_of
from geo.coding.revision import Entry, History, Revision
from geo.sources.saving import unsaved
from geo.store import Store, datasets
from geo.store.shelf import gazetteer
from geo.words import Words, words

_DESK: Final = "_desk"
HAND: Final = "rules and hand"
RULES: Final = "rules"


@dataclass(frozen=True, slots=True)
class About:
    """What a report's file says about it; "" where it says nothing."""

    title: str = ""
    outlet: str = ""
    url: str | None = None


@dataclass(kw_only=True)
class Desk:
    """One report on the desk; `saved` is the revision that was last saved, downloaded or coded.

    `wanted` is the sentence and event that were picked while fields were open, `opened` what these held at first,
    `touched` whether they hold something else now: then the reader is asked before they close.
    `name` is the data set's, `kept` the one under which this server has kept it, if it has.
    """

    text: str
    history: History
    saved: Revision
    name: str
    title: str
    outlet: str = ""
    url: str | None = None
    kept: str | None = None
    sentence: int | None = None
    event: int | None = None
    mode: str = "read"
    wanted: tuple[int | None, int | None] | None = None
    opened: object = None
    touched: bool = False
    turn: int = 0
    edition: int = 0
    _made: tuple[Revision, tuple[str, str, str], Store] | None = None
    _coded: tuple[Revision, Coding] | None = None

    @property
    def now(self) -> Revision:
        """The events as they are."""
        return self.history.now

    @property
    def coding(self) -> Coding:
        """What the rules made of the report, before anybody changed it."""
        return self.now.coding

    @property
    def published(self) -> date:
        """The day on which the report appeared."""
        return self.coding.published

    @property
    def changed(self) -> bool:
        """Whether there are changes that nobody has saved."""
        return self.now != self.saved

    @property
    def coded(self) -> Coding:
        """The events as they are, and what became of every sentence by them."""
        if self._coded is None or self._coded[0] is not self.now:
            self._coded = self.now, self.now.coded()
        return self._coded[1]

    @property
    def entry(self) -> Entry | None:
        """The chosen event."""
        return self.now.entry(self.event) if self.event is not None else None

    def step(self, revision: Revision) -> None:
        """Take a further revision; what is chosen stays if it is still there."""
        self.history = self.history.step(revision)
        self._settle()

    def undo(self) -> None:
        """Take the last step back."""
        self.history = self.history.undo()
        self._settle()

    def redo(self) -> None:
        """Do the step that was undone last again."""
        self.history = self.history.redo()
        self._settle()

    def choose(self, *, sentence: int | None, event: int | None) -> None:
        """Choose a sentence, an event, or neither."""
        if event is not None and (entry := self.now.entry(event)) is not None:
            sentence = sentence if sentence in entry.sentences else entry.found.sentence
        self.sentence, self.event = sentence, event
        self.read()

    def pick(self, *, sentence: int | None, event: int | None) -> None:
        """Choose, or where fields are open, note what is wanted: what was typed in them is not lost by a click."""
        if self.mode == "read":
            self.choose(sentence=sentence, event=event)
        else:
            self.wanted = sentence, event

    def read(self) -> None:
        """Close the fields, whatever was typed in them."""
        self.mode, self.wanted, self.opened, self.touched = "read", None, None, False
        self.turn += 1

    def note(self, fields: object) -> None:
        """Take what the open fields hold; what they hold the first time is what they were opened with."""
        self.opened = fields if self.opened is None else self.opened
        self.touched = fields != self.opened

    def store(self) -> Store | None:
        """Return the kept events as an open data set of this session alone; None where none is kept."""
        if not self.now.kept:
            return None
        told = (self.name, self.title, self.outlet)
        if self._made is None or self._made[0] is not self.now or self._made[1] != told:
            draft = self.draft()
            made = unsaved(self.name, draft.report, draft.events, draft.claims, coded_by=self.coded_by)
            self._made = self.now, told, Store.of(made, gazetteer())
        return self._made[2]

    def draft(self) -> Draft:
        """Return the kept events as a data set's rows, with what was written by hand."""
        made = draft_of(
            self.coded,
            self.text,
            report_id=self.name,
            title=self.title,
            outlet=self.outlet or "an unnamed source",
            german=words("de"),
            zone_of=gazetteer().zone,
            url=self.url,
        )
        rows = tuple(_by_hand(row, entry) for row, entry in zip(made.events, self.now.kept, strict=True))
        if self.outlet:
            return replace(made, events=rows)
        nobody = {lang: words(lang)("an unnamed source") for lang in ("en", "de")}
        return replace(made, events=rows, report=replace(made.report, outlet=nobody))

    @property
    def coded_by(self) -> str:
        """Who coded the events: the rules alone, or a person after them."""
        return HAND if any(e.by == "hand" for e in self.now.kept) else RULES

    def id_of(self, number: int | None) -> str | None:
        """Return the id that an event has in the data set; None where it is not kept."""
        kept = [e.number for e in self.now.kept]
        return f"{self.name}-{kept.index(number) + 1:02d}" if number in kept else None

    def number_of(self, event_id: str | None) -> int | None:
        """Return the number of the event that has this id in the data set."""
        name, _, place = (event_id or "").rpartition("-")
        kept = self.now.kept
        at = int(place) - 1 if name == self.name and place.isascii() and place.isdigit() else -1
        return kept[at].number if 0 <= at < len(kept) else None

    def _settle(self) -> None:
        if self.entry is None:
            self.event = None
        self.read()
        self.edition += 1


def _by_hand(row: dict[str, Any], entry: Entry) -> dict[str, Any]:
    said = {"summary_en": entry.summary, "summary_de": entry.summary} if entry.summary else {}
    return {**row, **said, "coded_by": entry.by}


def desk() -> Desk | None:
    """Return the report on the desk, if there is one."""
    held: Desk | None = st.session_state.get(_DESK)
    return held


def put_on_desk(text: str, coding: Coding, about: About, t: Words) -> Desk:
    """Lay a coded report on the desk."""
    revision = Revision.of(text, coding)
    found = Desk(
        text=text,
        history=History(revision),
        saved=revision,
        name=free_name(_name(text, coding)),
        title=about.title or _headline(text, coding) or _day_title(coding.published, t),
        outlet=about.outlet,
        url=about.url,
    )
    st.session_state[_DESK] = found
    return found


def free_name(name: str) -> str:
    """Return a name that no data set has: this one, or with the first number that makes it new."""
    known = datasets()
    numbered = (f"{name}-{n}" for n in count(2))
    return name if name not in known else next(new for new in numbered if new not in known)


def clear_desk() -> None:
    """Take the report off the desk; nothing of it stays in the session."""
    for key in [k for k in st.session_state if str(k).startswith(("code_", _DESK))]:
        del st.session_state[key]


def _name(text: str, coding: Coding) -> str:
    """Return a data set's name: the day and eight digits that belong to the text alone."""
    return f"report-{coding.published}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _headline(text: str, coding: Coding) -> str:
    """Return the report's headline, if it begins with one."""
    head = next((s for s in coding.told[:1] if s.reading.sentence.head), None)
    said = " ".join(text[head.reading.sentence.start : head.reading.sentence.end].split()) if head else ""
    return re.sub(r"[^\w\s.,:;!?'’–-]", " ", said).strip()[:120]


def _day_title(day: date, t: Words) -> str:
    """Return what a report without a headline is called."""
    return t("Report of {day}").replace("{day}", t.day(day, year=True))
