"""Who says so, and how sure the report is: attribution and certainty of what a clause tells."""

from collections.abc import Sequence
from typing import Final

from geo.coding.lexicon import Tables
from geo.coding.quoted import Before, by_phrase, said_in, speakers_in
from geo.coding.reading import Clause, Reading
from geo.coding.text import fold
from geo.model import Certainty


def voice_of(
    readings: Sequence[Reading], index: int, clause: Clause, taken: frozenset[int], tables: Tables, *, own_act: bool
) -> tuple[tuple[str, ...], Certainty]:
    """Return the sources of a clause and its certainty; `taken` are tokens that tell the act itself.

    `own_act` is a statement or order, whose saying is the act: it is stated unless somebody else passes it on.
    """
    reading = readings[index]
    sources = _sources(readings, index, clause, taken, tables, own_act=own_act)
    if _unverified(readings, index, clause, taken, own_act=own_act, told=bool(sources)):
        return sources, Certainty.UNCONFIRMED
    if not own_act and _disputed(readings, index):
        return sources, Certainty.DISPUTED
    if sources:
        return sources, Certainty.ATTRIBUTED
    if tables.language == "de" and _hearsay(reading, clause):
        return (), Certainty.UNCONFIRMED
    return (), Certainty.STATED


def _unverified(
    readings: Sequence[Reading], index: int, clause: Clause, taken: frozenset[int], *, own_act: bool, told: bool
) -> bool:
    """Whether the report says of this clause that it can't be verified, there or further on in the paragraph.

    `told`: somebody is named as its source, which "none of this could be verified" takes up again.
    """
    reading = readings[index]
    after = _next(readings, index)
    # The verdict on a report often follows it: "The agency could not verify this".
    if after and after.has("unverified") and not _another(after) and not any(c.matches for c in after.clauses):
        return clause is reading.clauses[-1] or len(reading.clauses) <= 3
    own = reading.where("unverified", clause.first, clause.last)
    if taken:
        # «взяли под стражу мужчину, якобы собиравшего деньги»: the doubt is the aside's.
        own = [
            i for i in own if "<hearsay>" not in reading.marks[i] or reading.tokens[i - 1].text != "," or i < max(taken)
        ]
    if own_act:
        # What somebody is only said to have done is the accusation's own matter.
        own = [i for i in own if "<hearsay>" not in reading.marks[i]]
    short = len(reading.clauses) <= 3 and _verdict(reading)
    return bool(own) or short or _doubted(readings, index, 3 if told else 2)


def _another(reading: Reading) -> bool:
    """Whether a sentence opens with a rumour of its own, which says nothing of what was told before."""
    return reading.tokens[0].low in ("a", "another", "ein", "eine") and bool(reading.where("unverified", 1, 3))


def _doubted(readings: Sequence[Reading], index: int, far: int) -> bool:
    """Whether one of the next sentences of the paragraph begins by saying that it can't be verified."""
    for after in readings[index + 1 : index + far]:
        if after.sentence.paragraph != readings[index].sentence.paragraph:
            return False
        first = after.clauses[0]
        if _another(after):
            return False
        if after.has("unverified", first) and not first.matches and not after.has("question", first):
            return True
    return False


def _verdict(reading: Reading) -> bool:
    """Whether a sentence says that something cannot be verified, rather than that there was a rumour."""
    told = [c for c in reading.clauses if reading.tokens[c.first].low not in _CAUSES]
    at = [i for c in told for i in reading.where("unverified", c.first, c.last)]
    return any("<hearsay>" not in reading.marks[i] for i in at)


def _next(readings: Sequence[Reading], index: int) -> Reading | None:
    """The next sentence of the same paragraph."""
    after = readings[index + 1] if index + 1 < len(readings) else None
    return after if after and after.sentence.paragraph == readings[index].sentence.paragraph else None


#: What opens a clause that only tells a cause: "after rumours that …".
_CAUSES = frozenset({"after", "over", "amid", "following", "nachdem", "nach", "после"})


def _disputed(readings: Sequence[Reading], index: int) -> bool:
    reading = readings[index]
    if _contradicted(reading):
        return True
    after = readings[index + 1] if index + 1 < len(readings) else None
    if after is None or after.sentence.paragraph != reading.sentence.paragraph or not _contradicted(after):
        return False
    return not any(c.matches for c in after.clauses if not after.has("dispute", c)) and not any(
        c.matches for c in after.clauses[:1]
    )


def _contradicted(reading: Reading) -> bool:
    """Whether a sentence disputes what is told; another count of the same ("the army put it at 19") does not."""
    said = reading.where("dispute", 0, len(reading.marks))
    counts = any(m.startswith("<count_") for row in reading.marks for m in row)
    return any(not (counts and "<contrast>" in reading.marks[i]) for i in said)


def _hearsay(reading: Reading, clause: Clause) -> bool:
    """German "soll … worden sein": hearsay, where no source is named."""
    if not reading.has("hearsay", clause):
        return False
    ends = {t.low for t in reading.tokens[max(clause.first, clause.last - 4) : clause.last + 1]}
    return bool(ends & {"sein", "haben", "worden"})


def _sources(
    readings: Sequence[Reading], index: int, clause: Clause, taken: frozenset[int], tables: Tables, *, own_act: bool
) -> tuple[str, ...]:
    reading = readings[index]
    before = Before(readings, index, clause, tables)
    if not own_act or reading.has("source_phrase", clause):
        for at in reading.where("source_phrase", clause.first, clause.last):
            return before.completed(by_phrase(reading, at, tables)) or before.names or ("report",)
    speech = [i for i in reading.where("speech", clause.first, clause.last) if i not in taken]
    if speech and not own_act:
        return before.completed(speakers_in(reading, clause, speech, tables)) or before.names or ("report",)
    number = reading.clauses.index(clause)
    for near in (number + 1, number - 1):
        if 0 <= near < len(reading.clauses) and not (own_act and reading.clauses[near].matches):
            other = reading.clauses[near]
            if tables.language == "en" and reading.tokens[max(clause.first, other.first) - 1].text == ";":
                continue
            if other.matches and not _follows(reading, other, tables, near > number):
                continue
            if tables.language == "de" and not own_act and taken and _counts(reading, other):
                continue
            if reading.has("speech", other) or reading.has("source_phrase", other):
                return before.completed(said_in(reading, other, tables)) or ("report",)
    if tables.language == "en" and (closing := _closing(reading, number)):
        return before.completed(said_in(reading, closing, tables)) or ("report",)
    if tables.language == "de" and index and _subjunctive(reading, clause):
        return before.names or ("as before",)
    return ()


def _follows(reading: Reading, other: Clause, tables: Tables, behind: bool) -> bool:
    """Whether a Russian source stands between two acts: «бои шли по всей стране, по данным Минздрава, убиты …»."""
    return behind and tables.language == "ru" and bool(reading.where("source_phrase", other.first, other.first + 3))


def _counts(reading: Reading, clause: Clause) -> bool:
    """Whether what a clause passes on is a count: its source vouches for the number, not for what is told beside it."""
    span = range(clause.first, clause.last)
    counted = any(m.startswith("<count_") for i in span for m in reading.marks[i])
    return counted and any(reading.tokens[i].text[:1].isdigit() for i in span)


def _closing(reading: Reading, number: int) -> Clause | None:
    """The last clause of a sentence, if it only says who told all that stands before it without a semicolon."""
    last = reading.clauses[-1]
    if number + 1 < len(reading.clauses) and last.matches:
        last = _tail(reading, last)
    opens = reading.tokens[last.first].low
    between = reading.tokens[reading.clauses[number].first : last.first]
    if number + 1 >= len(reading.clauses) or last.matches or any(t.text == ";" for t in between):
        return None
    if opens == "according":
        return last if reading.has("source_phrase", last) else None
    said = reading.where("speech", last.first, last.first + _TAIL)
    return (
        last
        if said and reading.tokens[last.first - 1].text == "," and "<subordinator>" not in reading.marks[last.first]
        else None
    )


def _tail(reading: Reading, clause: Clause) -> Clause:
    """What stands behind a clause's last comma, if that tells no act: "killing eight, the army said"."""
    first = max((i + 1 for i in range(clause.first, clause.last - 1) if reading.tokens[i].text == ","), default=-1)
    told = any(m.anchor >= first for m in clause.matches)
    return clause if first < 0 or told else Clause(first, clause.last, ())


#: No source that closes a sentence ("…, a spokesman for the ministry said") is longer.
_TAIL: Final = 9


def _subjunctive(reading: Reading, clause: Clause) -> bool:
    """German Konjunktiv I: reported speech that goes on."""
    return any(t.low in _SUBJUNCTIVE for t in reading.tokens[clause.first : clause.last])


_SUBJUNCTIVE: Final = frozenset(
    fold(w) for w in ("sei", "seien", "habe", "hätten", "werde", "wolle", "gebe", "müsse", "könne", "dürfe", "gelte")
)
