"""What a Russian sentence says behind a noun that tells an act: that it was not, was called off, or lies ahead."""

from itertools import pairwise
from typing import Final

from geo.coding.asides import PARTED_BY
from geo.coding.reading import Clause, Reading

#: Verbs that deny together with «не» before them: «столкновений … не было».
_WAS: Final = (
    *("был", "произош", "зафиксир", "случил", "последова", "состоя", "наблюда", "отмеч", "обнаруж", "понадоб"),
    *("потребова", "подтверди", "подтвержд", "предвид", "заметил", "слыш", "удал", "допуст", "смог", "ведет", "провод"),
)
_NEVER: Final = frozenset({"нет", "нету", "избежали", "избежать"})


def not_done(reading: Reading, clause: Clause, at: int) -> list[int]:
    """Return the words behind the noun at `at` that say that what it names did not take place, or was called off."""
    end = _end(reading, clause, at)
    low = [t.low for t in reading.tokens[at + 1 : end]]
    denied = [i for i, word in enumerate(low) if word in _NEVER]
    denied += [i for i, (a, b) in enumerate(pairwise(low)) if a == "не" and b.startswith(_WAS)]
    return [at + 1 + i for i in denied] + reading.where("called_off", at + 1, min(end, at + 8))


def lies_ahead(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether what the noun at `at` names is put in the future behind it: «митинг намечен на субботу»."""
    return bool(reading.where("set_for", at + 1, min(_end(reading, clause, at), at + 9)))


def _end(reading: Reading, clause: Clause, at: int) -> int:
    return next((i for i in range(at + 1, clause.last) if reading.tokens[i].low in PARTED_BY), clause.last)
