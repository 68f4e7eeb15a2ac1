"""What a comma opens that only tells more of the noun before it: a relative clause, or a participle."""

from typing import Final

from geo.coding.asides import participle
from geo.coding.days import When
from geo.coding.reading import RELATIVE, Match, Reading
from geo.model import DatePrecision

WHO: Final = RELATIVE | frozenset({"who", "whose", "der", "die", "das", "deren", "dessen", "dem", "denen"})
_OR_WHERE: Final = WHO | {"where", "wo", "где"}
_PARTICIPLE: Final = {
    "ru": ("нных", "нным", "нного", "нной", "нные", "вших", "вшим", "вшего", "вшей", "вший", "тых"),
    "en": ("ed",),
}


def relative(reading: Reading, at: int, who: frozenset[str] = WHO) -> tuple[int, int] | None:
    """Return the tokens [first, last) between the commas around `at` if a relative pronoun opens them; else None."""
    first = _behind_comma(reading, at)
    if not first or who.isdisjoint(t.low for t in reading.tokens[first : min(first + 3, at + 1)]):
        return None
    last = next((i for i in range(at + 1, len(reading.tokens)) if reading.tokens[i].text == ","), len(reading.tokens))
    return first, last


def of_noun(reading: Reading, when: When) -> bool:
    """Whether a time stands in a relative clause, and so dates a noun: "a tax that was dropped on Monday"."""
    at = next((i for i, t in enumerate(reading.tokens) if t.start >= when.start), 0)
    if relative(reading, at) is not None:
        return True
    opens = [i for i in range(1, at) if reading.tokens[i].low in ("that", "which", "who", "whom")]
    return bool(opens) and "<speech>" not in reading.marks[opens[-1] - 1] and reading.tokens[opens[-1] - 1].word


def by_participle(reading: Reading, at: int, language: str) -> bool:
    """Whether the last comma before `at` opens a participle: «граждане, задержанные в Ходжалы, …»."""
    first = _behind_comma(reading, at)
    return first > 0 and reading.tokens[first].low.endswith(_PARTICIPLE.get(language, ()))


def of_participle(reading: Reading, when: When, anchor: int) -> bool:
    """Whether a Russian participle behind a comma gives another noun's day: «итоги выборов, прошедших 9 августа».

    The noun before the comma that the participle agrees with has the day for its own.
    """
    at = next((i for i, t in enumerate(reading.tokens) if t.start >= when.start), 0)
    first = _behind_comma(reading, at)
    if not first or first >= at or not _participial(reading.tokens[first].low):
        return False
    last = next((i for i in range(at, len(reading.tokens)) if reading.tokens[i].text in ",;:–—"), len(reading.tokens))
    far = _SUBJECT if reading.tokens[first].low.removesuffix("ся").endswith(_NAMING) else _OBJECT
    return not first - far <= anchor < last


#: How many tokens before a participle its noun may stand, where it has the form of a subject, or of another case.
_SUBJECT: Final = 8
_OBJECT: Final = 4
_NAMING: Final = ("ое", "ее", "ые", "ие", "ая", "ый", "ий")


def _participial(low: str) -> bool:
    return participle(low) or "едш" in low[2:-2] or (low.endswith(_PASSIVE) and not low.startswith("воен"))


_PASSIVE: Final = tuple(
    f"нн{end}" for end in ("ого", "ой", "ых", "ому", "ом", "ым", "ыми", "ая", "ое", "ые", "ую", "ый")
)


def describes(reading: Reading, match: Match, language: str) -> bool:
    """Whether an act stands in a relative clause that only says how things are: "France, which keeps troops there"."""
    for at in match.tokens:
        clause = relative(reading, at, _OR_WHERE)
        if clause is None:
            continue
        low = [t.low for t in reading.tokens[clause[0] : clause[1]] if t.word]
        # "the militia that had taken the town in June" dates nothing of this week.
        vague = _had(low) and language == "de"
        days = [w for w in reading.times if _within(w, reading, clause)]
        if any(not vague or w.precision is not DatePrecision.MONTH for w in days):
            continue
        if not _WHOSE.isdisjoint(low[:2]) or _had(low):
            return True
        who = next(i for i, word in enumerate(low) if word in _OR_WHERE)
        if any(word.endswith(_PRESENT[language]) and word not in _NOT_PRESENT for word in low[who + 1 : who + 2]):
            return True
    return False


def has_done(reading: Reading, at: int) -> bool:
    """Whether an act stands in an English clause of what somebody has done at no told time: "ECOWAS, which has …,"."""
    clause = relative(reading, at, _WHO_HAS)
    if clause is None or any(_within(w, reading, clause) for w in reading.times):
        return False
    low = [t.low for t in reading.tokens[clause[0] : min(clause[0] + 3, at)]]
    return low[:1] != ["of"] and not _HAS.isdisjoint(low)


_WHO_HAS: Final = frozenset({"who", "which"})
_HAS: Final = frozenset({"has", "have"})


def _had(low: list[str]) -> bool:
    """Whether a relative clause tells what had been before: "…, where a trader had set himself on fire"."""
    return low[-1:] in (["hatte"], ["hatten"], ["waren"], ["war"]) or "had" in low[1:4]


_WHOSE: Final = frozenset({"whose", "deren", "dessen", "чей", "чья", "чьи", "чьё"})
#: Endings of a verb of what is so, directly behind its pronoun; German has its verb elsewhere.
_PRESENT: Final[dict[str, tuple[str, ...]]] = {
    "en": ("s", "are"),
    "ru": ("ет", "ит", "ют", "ят", "ется", "ится", "ются", "ятся"),
    "de": (),
}
_NOT_PRESENT: Final = frozenset({"was", "has", "his", "this", "as", "us", "protests", "clashes"})


def _within(when: When, reading: Reading, clause: tuple[int, int]) -> bool:
    return reading.tokens[clause[0]].start <= when.start < reading.tokens[clause[1] - 1].end


def _behind_comma(reading: Reading, at: int) -> int:
    """The token behind the last comma before `at`; 0 if there is none."""
    return next((i + 1 for i in range(at - 1, -1, -1) if reading.tokens[i].text == ","), 0)
