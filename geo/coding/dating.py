"""Which days an act is on: its clause's, its sentence's, else those that the passage is at."""

from collections.abc import Sequence
from datetime import date

from geo.coding.bygone import of_relative
from geo.coding.days import When
from geo.coding.reading import RELATIVE, Clause, Reading
from geo.coding.relative import of_participle
from geo.coding.scene import Passage
from geo.model import DatePrecision, PartOfDay


def days_for(
    reading: Reading, clause: Clause, anchor: int, passage: Passage
) -> tuple[date, date, DatePrecision, PartOfDay | None, bool]:
    """Return the days of an action: its clause's, its sentence's, else those that the passage is at."""
    at = reading.tokens[anchor].start
    others = [w for w in reading.times_in(clause) if w.start > at and of_relative(reading, clause, anchor, w)]
    others = [] if _described(reading, anchor) else others
    others += [w for w in reading.times if of_participle(reading, w, anchor)]
    others += [w for c in reading.clauses if c.sub and c is not clause for w in reading.times_in(c) if w.since]
    own = usable([w for w in reading.times_in(clause) if w not in others], passage)
    start = reading.tokens[clause.first].start
    earlier = [w for w in reading.times if w.start < start]
    if reading.tokens[clause.first].low not in ("after", "nachdem"):
        earlier = [w for w in earlier if w.meaning != "after_event"]
    before = usable(earlier, passage)
    after = usable([w for w in reading.times if w.start > start and w not in others], passage)
    own = [w for w in own if not _of_saying(reading, w)] or own
    chosen = min(own, key=lambda w: (not w.sets_day, _parted(reading, anchor, w), abs(w.start - at))) if own else None
    if chosen and chosen.meaning == "nightly" and before:
        chosen = before[-1]
    chosen = chosen or (before[-1] if before else None)
    if chosen is None and after and _reporting_free(reading, after[0]):
        chosen = after[0]
    if chosen and chosen.first and chosen.last:
        last = min(chosen.last, passage.published)
        return min(chosen.first, last), last, chosen.precision, chosen.part, True
    if passage.aside and passage.aside[0] == passage.sentence - 1 and not (reading.times or reading.spots):
        return passage.aside[1], passage.aside[2], DatePrecision.DAY, None, False
    if after and not passage.moved and not passage.entry and after[0].meaning in ("weekday", "date"):
        # Nothing is dated yet: the day of the report's own source.
        told = after[0]
        if told.first and told.last and told.sets_day and not told.since:
            return told.first, told.last, told.precision, told.part, False
    if passage.window and not passage.moved and not passage.entry:
        wide = (passage.published - passage.window).days
        precision = DatePrecision.DAY if not wide else DatePrecision.WEEK if wide <= 7 else DatePrecision.MONTH
        return passage.window, passage.published, precision, None, False
    return passage.first, passage.last, DatePrecision.DAY, None, False


def _parted(reading: Reading, anchor: int, when: When) -> bool:
    """Whether a comma stands between an act and a time behind it."""
    return any(t.text == "," and t.start < when.start for t in reading.tokens[anchor:])


def _described(reading: Reading, anchor: int) -> bool:
    """Whether a relative clause behind an act's noun may tell more of it: "the unrest, which on Sunday …"."""
    low = [t.low for t in reading.tokens[anchor + 1 : anchor + 3]]
    return reading.tokens[anchor].capital or not (RELATIVE | {"that", "who"}).isdisjoint(low)


def _of_saying(reading: Reading, when: When) -> bool:
    """Whether a day stands at once behind who said so: "the army said on Thursday it shot down drones overnight"."""
    at = next((i for i, t in enumerate(reading.tokens) if t.start >= when.start), 0)
    before = range(max(0, at - 2), at)
    said = any("<speech>" in reading.marks[i] and "<past_form>" in reading.marks[i] for i in before)
    return said and when.meaning in ("weekday", "date")


def _reporting_free(reading: Reading, when: When) -> bool:
    clause = next(
        (c for c in reading.clauses if reading.tokens[c.first].start <= when.start < reading.tokens[c.last - 1].end),
        None,
    )
    return clause is not None and not (reading.has("speech", clause) and not clause.matches)


def usable(times: Sequence[When], passage: Passage) -> list[When]:
    """Return those that may date an act: of this episode, not to come, no mere limit."""
    return [
        w
        for w in times
        if w.first and w.last and not w.background and not w.future and not w.limit and w.first <= passage.published
    ]
