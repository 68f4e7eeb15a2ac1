"""From a report's text to its events, offline: the same answer every time, and a reason for every sentence.

`code_report` is pure: the text, its publication date, the lexicon and the gazetteer are arguments.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from geo.coding.atlas import Atlas
from geo.coding.claims import Counted
from geo.coding.gate import Reason
from geo.coding.lexicon import LANGUAGES, Lexicon
from geo.coding.report import Told, claims_of, events_of, read_report
from geo.coding.scene import Found
from geo.coding.steps import Progress
from geo.coding.text import language_of
from geo.errors import ReportError
from geo.gazetteer.gazetteer import Gazetteer

#: The longest text that is coded, in characters.
MAX_CHARACTERS: Final = 5_000_000
EARLIEST: Final = date(1900, 1, 1)


class Outcome(StrEnum):
    """What became of a sentence."""

    EVENT = "event"
    FIGURE = "figure"
    CONTEXT = "context"
    NOT_CODED = "not coded"


@dataclass(frozen=True, slots=True)
class CodedSentence:
    """A sentence, characters [start, end) of the text, what became of it, and why."""

    paragraph: int
    number: int
    start: int
    end: int
    outcome: Outcome
    reason: str
    events: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """A report as coded: events in the order of the text, claims with their event's number, and every sentence."""

    language: str
    published: date
    country: str | None
    events: tuple[Found, ...]
    claims: tuple[Counted, ...]
    sentences: tuple[CodedSentence, ...]
    told: tuple[Told, ...]

    @property
    def coverage(self) -> dict[Outcome, float]:
        """The share of sentences by outcome; they add up to 1 unless there are none."""
        total = len(self.sentences) or 1
        return {o: sum(s.outcome is o for s in self.sentences) / total for o in Outcome}


def code_report(
    text: str,
    *,
    published: date,
    language: str | None,
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    progress: Progress | None = None,
) -> Coding:
    """Code a report. `language` None is guessed from the text; spans are characters of `text` as given.

    `progress` is told, while the text is read, how many steps are done and how many there are.

    Raises ReportError for a language that the lexicon lacks, a text too long, or a publication date before 1900.
    """
    if len(text) > MAX_CHARACTERS:
        raise ReportError(f"report: {len(text):,} characters; expected at most {MAX_CHARACTERS:,}")
    if published < EARLIEST:
        raise ReportError(f"report: published {published}; expected a day since {EARLIEST}")
    language = language or language_of(text)
    if language not in LANGUAGES:
        raise ReportError(f"report: the language {language!r} cannot be coded; expected one of {', '.join(LANGUAGES)}")
    tables = lexicon.of(language)
    told, passage = read_report(text, published, tables, Atlas(gazetteer, lexicon.nations), progress)
    events = events_of(told)
    claims = claims_of(told, events, tables)
    own: dict[int, list[int]] = {}
    for number, event in enumerate(events):
        for sentence in dict.fromkeys(s for s, _ in event.evidence):
            own.setdefault(sentence, []).append(number)
    counted = frozenset(c.sentence for c in claims)
    sentences = tuple(_outcome(t, tuple(own.get(i, ())), i in counted) for i, t in enumerate(told))
    return Coding(language, published, passage.main, tuple(events), tuple(claims), sentences, told)


def _outcome(told: Told, own: tuple[int, ...], counted: bool) -> CodedSentence:
    sentence = told.reading.sentence
    outcome, reason = Outcome.NOT_CODED, Reason.NO_ACTION.value
    if sentence.head:
        outcome, reason = Outcome.CONTEXT, Reason.HEADLINE.value
    elif own:
        outcome, reason = Outcome.EVENT, ", ".join(dict.fromkeys(f.action for f in told.found)) or "told before"
    elif counted:
        outcome, reason = Outcome.FIGURE, "a count of an event told before"
    elif told.refused:
        outcome, reason = Outcome.CONTEXT, told.refused[0][1].value
    elif any(w.background for w in told.reading.times):
        outcome, reason = Outcome.CONTEXT, Reason.BACKGROUND.value
    elif told.reading.has("general"):
        outcome, reason = Outcome.CONTEXT, Reason.GENERAL.value
    return CodedSentence(sentence.paragraph, sentence.number, sentence.start, sentence.end, outcome, reason, own)


__all__ = ["CodedSentence", "Coding", "Counted", "Found", "Outcome", "Progress", "Reason", "code_report"]
