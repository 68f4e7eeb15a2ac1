"""A coding that a person goes through: events corrected, rejected or added, each step of it undone or done again.

Nothing here changes in place. A `Revision` is the events at one moment; a `History` is the revisions up to now, and
those that were undone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import EllipsisType
from typing import Any, Final, Self

from geo.coding import CodedSentence, Coding, Counted, Found, Outcome
from geo.coding.reading import Clause
from geo.coding.scene import Where
from geo.errors import ReportError
from geo.model import Certainty, DatePrecision, SubEventType

#: The steps that can be undone; older ones are forgotten.
MOST_STEPS: Final = 200
#: Why a sentence ends as it does where a person has decided that.
BY_HAND: Final = "added by hand"
REJECTED: Final = "its event was rejected by hand"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a revision; `number` stays its own, `by` is `hand` once a person has added or changed it.

    `summary` None is the one that the rules make of the event as it is.
    """

    number: int
    found: Found
    figures: tuple[Counted, ...] = ()
    summary: str | None = None
    by: str = "rules"
    rejected: bool = False

    @property
    def sentences(self) -> tuple[int, ...]:
        """The sentences that tell the event, the one it is located by first."""
        return tuple(dict.fromkeys((self.found.sentence, *(s for s, _ in self.found.evidence))))


@dataclass(frozen=True, slots=True)
class Revision:
    """A report's text, what the rules made of it, and the events as a person has left them."""

    text: str
    coding: Coding
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, text: str, coding: Coding) -> Self:
        """Return a coding as nobody has touched it."""
        figures = [tuple(c for c in coding.claims if c.event == i) for i in range(len(coding.events))]
        return cls(
            text, coding, tuple(Entry(i + 1, e, f) for i, (e, f) in enumerate(zip(coding.events, figures, strict=True)))
        )

    @property
    def kept(self) -> tuple[Entry, ...]:
        """The events that are not rejected, in the order of the text."""
        return tuple(sorted((e for e in self.entries if not e.rejected), key=lambda e: (e.found.sentence, e.number)))

    def entry(self, number: int) -> Entry | None:
        """Return an event by its number; None where there is none."""
        return next((e for e in self.entries if e.number == number), None)

    def at(self, sentence: int) -> tuple[Entry, ...]:
        """Return the events that a sentence tells, the rejected ones last."""
        found = [e for e in self.entries if sentence in e.sentences]
        return tuple(sorted(found, key=lambda e: (e.rejected, e.number)))

    def changed(
        self,
        number: int,
        *,
        summary: str | EllipsisType | None = ...,
        figures: Iterable[Counted] | None = None,
        **fields: Any,
    ) -> "Revision":
        """Return the revision with an event's fields (those of `Found`) set by hand; what is not given stays.

        `summary` None is the one that the rules make.

        Raises ReportError where there is no such event or its last day comes before its first.
        """
        old = self._known(number)
        found = replace(old.found, **fields)
        if found.last < found.first:
            raise ReportError(f"event {number}: its last day {found.last} comes before its first day {found.first}")
        own = old.figures if figures is None else tuple(figures)
        new = replace(old, found=found, figures=own, summary=old.summary if summary is ... else summary or None)
        return self if new == old else self._with(replace(new, by="hand"))

    def rejected(self, number: int, *, on: bool = True) -> "Revision":
        """Return the revision with an event rejected, or taken back in. Raises ReportError where there is none."""
        return self._with(replace(self._known(number), rejected=on))

    def added(self, sentence: int, where: Where, sub: SubEventType, **fields: Any) -> "Revision":
        """Return the revision with a new event, told by a sentence; its days are those that the sentence names, if any.

        Raises ReportError where the text has no such sentence.
        """
        if not 0 <= sentence < len(self.coding.told):
            raise ReportError(f"sentence {sentence}: the text has {len(self.coding.told)}")
        reading = self.coding.told[sentence].reading
        times = [w for w in reading.times if w.first and w.last and not w.background and not w.future]
        first, last = (times[0].first, times[0].last) if times else (self.coding.published, self.coding.published)
        plain: dict[str, Any] = {
            "label": None,
            "first": first,
            "last": last,
            "date_precision": DatePrecision.DAY if first == last else DatePrecision.WEEK,
            "part": None,
            "actors": (),
            "attribution": (),
            "certainty": Certainty.STATED,
        }
        found = Found(
            action=BY_HAND,
            sub=sub,
            where=where,
            sentence=sentence,
            clause=reading.clauses[0] if reading.clauses else Clause(0, len(reading.sentence.tokens), ()),
            anchor=0,
            evidence=((sentence, 0),),
            **{**plain, **fields},
        )
        number = max((e.number for e in self.entries), default=0) + 1
        return replace(self, entries=(*self.entries, Entry(number, found, by="hand")))

    def coded(self) -> Coding:
        """Return what is kept as a coding: every sentence ends as the events that are left say."""
        kept = self.kept
        claims = tuple(replace(c, event=i) for i, e in enumerate(kept) for c in e.figures)
        own: dict[int, list[int]] = {}
        for i, entry in enumerate(kept):
            for sentence in entry.sentences:
                own.setdefault(sentence, []).append(i)
        counted = frozenset(c.sentence for c in claims)
        sentences = tuple(_outcome(s, tuple(own.get(i, ())), i in counted) for i, s in enumerate(self.coding.sentences))
        return replace(self.coding, events=tuple(e.found for e in kept), claims=claims, sentences=sentences)

    def _known(self, number: int) -> Entry:
        entry = self.entry(number)
        if entry is None:
            raise ReportError(f"event {number}: there is none; expected one of {len(self.entries)}")
        return entry

    def _with(self, entry: Entry) -> "Revision":
        return replace(self, entries=tuple(entry if e.number == entry.number else e for e in self.entries))


def _outcome(sentence: CodedSentence, own: tuple[int, ...], counted: bool) -> CodedSentence:
    """Return what became of a sentence after a person has gone through its events."""
    was = sentence.outcome
    if own:
        reason = sentence.reason if was is Outcome.EVENT else BY_HAND
        return replace(sentence, outcome=Outcome.EVENT, reason=reason, events=own)
    if was not in (Outcome.EVENT, Outcome.FIGURE):
        return sentence
    if counted:
        return replace(sentence, outcome=Outcome.FIGURE, events=())
    return replace(sentence, outcome=Outcome.NOT_CODED, reason=REJECTED, events=())


@dataclass(frozen=True, slots=True)
class History:
    """The events as they are now, those before it and those that were undone, the newest last."""

    now: Revision
    before: tuple[Revision, ...] = ()
    undone: tuple[Revision, ...] = ()

    def step(self, revision: Revision) -> "History":
        """Return the history with a further revision; what was undone before it cannot be done again."""
        if revision is self.now or revision == self.now:
            return self
        return History(revision, (*self.before, self.now)[-MOST_STEPS:])

    def undo(self) -> "History":
        """Return the history one step back; the same where there is none."""
        if not self.before:
            return self
        return History(self.before[-1], self.before[:-1], (*self.undone, self.now))

    def redo(self) -> "History":
        """Return the history with what was undone last done again; the same where nothing was."""
        if not self.undone:
            return self
        return History(self.undone[-1], (*self.before, self.now), self.undone[:-1])
