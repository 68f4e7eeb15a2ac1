"""Acts that are only asked about, supposed or possible: questions, conditions, what could come."""

from typing import Final

from geo.coding.frames import dated, part_of
from geo.coding.naming import is_noun
from geo.coding.reading import Clause, Match, Reading

_MAY: Final = {"ru": frozenset({"может", "могут"}), "en": frozenset({"could", "may", "might"})}


def possible(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """Whether a noun tells what may come: "the offensive could begin"; what "could be heard" was there."""
    may = _MAY.get(language)
    following = reading.tokens[match.anchor + 1].low if match.anchor + 1 < clause.last else ""
    if may is None or not (is_noun(reading, match.anchor, language) or following in may):
        return False
    low = [t.low for t in reading.tokens[match.anchor + 1 : clause.last]]
    at = next((i for i, word in enumerate(low) if word in may), None)
    return at is not None and at < 9 and "," not in low[:at] and not {"heard", "hear", "seen"} & set(low[at : at + 4])


def wondered(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """Whether an act is only asked about: a question, "why" or "who"; a day of its own makes it one."""
    at = match.anchor
    if reading.where("question", clause.first, min(clause.first + 4, at)):
        return not dated(reading, clause)
    first = max((i for i in range(clause.first, at) if reading.tokens[i].text == ","), default=clause.first)
    if reading.where("question", first, min(first + 3, at)) and not dated(reading, clause):
        return True
    following = {t.low for t in reading.tokens[at + 1 : at + 2]}
    return reading.tokens[-1].text == "?" or (language == "ru" and "ли" in following)


def supposed(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """Whether an act hangs on a condition: the sentence opens with it, or a Russian «бы» stands beside its verb."""
    at = match.anchor
    first, last = part_of(reading, at)
    if reading.where("open_if", first, min(first + 1, at)) or reading.where("only_if", first, min(first + 3, at)):
        return True
    if reading.where("only_if", at, last):
        return True
    if match.action == "statement" and reading.where("condition", at, last):
        return True
    return language == "ru" and "бы" in {t.low for t in reading.tokens[max(clause.first, at - 3) : at + 3]}
