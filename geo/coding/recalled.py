"""Acts that somebody remembers, or stands accused of, on the day that is told: they were done before."""

from typing import Final

from geo.coding.reading import Reading

_CLASSES: Final = ("recalled", "accused")
#: How many tokens before an act the word may stand.
_FAR: Final = 9
#: Words that open what is remembered.
_HOW: Final = frozenset({"how", "when", "that", "wie", "als", "dass", "как", "когда", "что"})
#: Verbs whose subject is what stands before them: "men accused of arson were arrested" tells of an arrest.
_VERBS: Final = frozenset({"was", "were", "been", "has", "have", "had", "are", "is", "был", "была", "были"})


def recalled(reading: Reading, first: int, at: int) -> str:
    """Return the class of the word that an act is the object of; "" if there is none, or the act has a day behind it.

    "mourned the students shot in the square" names the shots; "mourned the students shot on Monday" dates them.
    """
    comma = next((t.start for t in reading.tokens[at:] if t.text in (",", ";")), reading.sentence.end)
    if any(reading.tokens[at].start < w.start < comma and not w.background for w in reading.times):
        return ""
    for name in _CLASSES:
        if any(_opens(reading, i, at) for i in reading.where(name, max(first, at - _FAR), at)):
            return name
    return "styled" if _styled(reading, first, at) else ""


def _styled(reading: Reading, first: int, at: int) -> bool:
    """Whether an act's noun is what somebody directly before gives a name to: "nannte den Anschlag einen Beleg"."""
    near = reading.where("styled", max(first, at - _BESIDE), at)
    return any(reading.tokens[k].low in _THE for i in near for k in range(max(i + 1, at - 2), at))


#: How many tokens before a noun the verb may stand that gives it a name.
_BESIDE: Final = 4
_THE: Final = frozenset({"den", "die", "das", "the"})


def _opens(reading: Reading, verb: int, at: int) -> bool:
    """Whether what stands between a verb and an act is one object: no comma, or one before "how", "when" or "that"."""
    low = [t.low for t in reading.tokens[verb + 1 : at]]
    if not _VERBS.isdisjoint(low) and _HOW.isdisjoint(low) and "who" not in low:
        return False
    return "," not in low or (low.count(",") == 1 and not _HOW.isdisjoint(low[low.index(",") + 1 :][:1]))
