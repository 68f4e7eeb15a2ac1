"""One person told without a number: the verb's singular says how many were killed, hurt or arrested."""

from typing import Final

from geo.coding.reading import Clause, Reading


def one_person(reading: Reading, clause: Clause, kind: str, language: str) -> int | None:
    """Return the token that tells of one person whom an act of this kind befell; None if there is none."""
    if language == "ru":
        told = reading.where(f"one_{kind}", clause.first, clause.last)
        told = told or _befallen(reading, clause, kind)
    else:
        counted = reading.where(f"count_{kind}", clause.first, clause.last)
        told = [at for at in counted if _singular(at, clause, reading, language)]
        acts = [at for at in counted if _active(at, clause, reading)] if not told else []
        told = told or [at for verb in acts for at in _objects(verb, clause, reading, language)]
    return told[0] if told else None


def _befallen(reading: Reading, clause: Clause, kind: str) -> list[int]:
    """The person in the Russian accusative whom a verb of this kind befell."""
    verbs = reading.where(f"count_{kind}", clause.first, clause.last)
    return [
        i
        for i in reading.where("one_person", clause.first, clause.last)
        if any(0 < i - v <= 9 and _past(v, reading) for v in verbs) and "<people_noun>" not in reading.marks[i - 1]
    ]


def _past(at: int, reading: Reading) -> bool:
    """Whether a Russian verb or its phrase is finite: «задержал», «взяли под стражу»."""
    near = (
        reading.tokens[max(0, at - 2) : at + 1]
        if "<count_arrested>" in reading.marks[at]
        else reading.tokens[at : at + 1]
    )
    return any(t.low.endswith(("л", "ла", "ли", "ют", "ет")) for t in near)


def _active(at: int, clause: Clause, reading: Reading) -> bool:
    """Whether a verb tells what somebody does: no noun, and no passive."""
    low = reading.tokens[at].low
    german = not low.startswith(("ge", "ver")) or low.endswith(("te", "ten"))
    said = [t.low for t in reading.tokens[max(clause.first, at - 3) : clause.last]]
    return low.endswith(_FINITE) and german and not reading.tokens[at].capital and _PASSIVE.isdisjoint(said)


#: What ends a verb in the active voice: „verhaftete“, "arrested", „fest“ of „nahm … fest“.
_FINITE: Final = (
    "ed",
    "ing",
    "te",
    "ten",
    "shot",
    "fest",
    "auf",
    "schoss",
    "schossen",
    "nahm",
    "nahmen",
    "griff",
    "griffen",
)
_PASSIVE: Final = frozenset(
    {"wurde", "wurden", "wird", "werden", "worden", "was", "were", "been", "being", "be", "is", "are", "by"}
)


def _objects(verb: int, clause: Clause, reading: Reading, language: str) -> list[int]:
    """The one person who is a verb's object: "arrested the opposition leader", „nahm den Journalisten fest“."""
    test = _german_object if language == "de" else _english_object
    return [at for at in reading.where("one_person", clause.first, clause.last) if test(verb, at, clause, reading)]


def _german_object(_verb: int, at: int, clause: Clause, reading: Reading) -> bool:
    """Whether an article in the accusative stands up to three words before a person."""
    low = reading.tokens[at].low
    articles = _FEMININE if low.endswith("in") or low in ("frau", "vorsitzende") else _ACCUSATIVE
    before = reading.tokens[max(clause.first, at - 3) : at]
    return all(t.text != "," for t in before) and any(t.low in articles for t in before)


def _english_object(verb: int, at: int, _clause: Clause, reading: Reading) -> bool:
    """Whether only words that tell more of a person stand between the verb and it."""
    between = range(verb + 1, at)
    plain = all(reading.tokens[i].word and reading.tokens[i].low not in _BREAKS for i in between)
    return verb < at <= verb + 6 and plain and not any("<people_noun>" in reading.marks[i] for i in between)


_ACCUSATIVE: Final = frozenset({"den", "einen", "seinen", "ihren"})
_FEMININE: Final = frozenset({"die", "eine", "seine", "ihre"})
_BREAKS: Final = frozenset({"in", "at", "near", "of", "after", "with", "by", "for", "and", "on", "outside", "during"})


def _singular(at: int, clause: Clause, reading: Reading, language: str) -> bool:
    """Whether a participle is told of one: "was arrested", "wurde ein Journalist erschossen"."""
    low = reading.tokens[at].low
    if language == "en":
        near = [t.low for t in reading.tokens[max(clause.first, at - 3) : at]]
        return "was" in near and low.endswith(("ed", "dead", "wounded", "hurt", "slain"))
    said = [t.low for t in reading.tokens[clause.first : clause.last]]
    named = any(m & _ONE_NAMED for m in reading.marks[clause.first : clause.last])
    alone = "wurde" in said or low in _DIES
    return alone and not reading.tokens[at].capital and (low in _DIES or low.endswith(("en", "t"))) and named


_DIES: Final = frozenset({"erlag", "starb", "stirbt", "verstarb", "erliegt"})


#: Who may be the one that a German verb in the singular tells of.
_ONE_NAMED: Final = frozenset({"<person>", "<journalist>", "<politician>", "<official>", "<title>"})
