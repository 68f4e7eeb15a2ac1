"""A coding told sentence by sentence: what became of each and why, which places and times were read in it, and how."""

from collections.abc import Iterator

from geo.coding import CodedSentence, Coding
from geo.coding.days import When
from geo.coding.places import Spot
from geo.coding.record import summary
from geo.coding.report import Told

#: How much of a sentence is shown, in characters.
_SHOWN = 80


def explained(coding: Coding, text: str) -> str:
    """Say for every sentence what became of it and why, with its places, times and figures; then the shares.

    A sentence is one line, `paragraph.number<TAB>outcome<TAB>reason<TAB>its beginning`; what was read in it follows.
    """
    lines = [
        line for s, told in zip(coding.sentences, coding.told, strict=True) for line in _sentence(coding, s, told, text)
    ]
    shares = ", ".join(f"{outcome} {share:.0%}" for outcome, share in coding.coverage.items())
    return "\n".join([*lines, shares]) + "\n"


def _sentence(coding: Coding, sentence: CodedSentence, told: Told, text: str) -> Iterator[str]:
    shown = _plain(text[sentence.start : sentence.end][: 2 * _SHOWN])[:_SHOWN]
    yield f"{sentence.paragraph}.{sentence.number}\t{sentence.outcome}\t{sentence.reason}\t{shown}"
    for number in sentence.events:
        event = coding.events[number]
        yield f"\tevent {number + 1}: {event.event_type} / {event.sub}: {summary(event)}"
        yield f"\t\tplace by {event.where.basis}; {event.certainty}; told as {event.action!r}"
    yield from map(_place, told.reading.spots)
    yield from (_time(when, text) for when in told.reading.times)
    for figure in told.figures:
        low, best, high = figure.number.low, figure.number.best, figure.number.high
        yield f"\tfigure: {figure.kind}, low {low}, best {best}, high {high}, of {figure.whom or 'whom is not told'}"
    for match, reason in told.refused:
        yield f"\tnot coded: {match.action!r}: {reason}"


def _place(spot: Spot) -> str:
    place = spot.place
    rivals = f"; rather than {', '.join(spot.rivals)}" if spot.rivals else ""
    known = f"{place.name} ({place.kind}, {place.country or 'no country'}, precision {spot.precision})"
    return f"\tplace: {_plain(spot.text)} = {known}, {spot.role.value}: {spot.reason or 'the only one'}{rivals}"


def _time(when: When, text: str) -> str:
    written = _plain(text[when.start : when.end])
    if when.background:
        return f"\ttime: {written} = background"
    days = f"{when.first} to {when.last}" if when.first != when.last else f"{when.first}"
    part = f", {when.part}" if when.part else ""
    return f"\ttime: {written} = {days}{part} (precision {int(when.precision)}, {when.meaning})"


def _plain(text: str) -> str:
    """Return a text on one line, without what a terminal would obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
