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
    return told[0] if told else None


def _befallen(reading: Reading, clause: Clause, kind: str) -> list[int]:
    """The person in the Russian accusative whom a verb of this kind befell."""
    verbs = reading.where(f"count_{kind}", clause.first, clause.last)
    return [
        i
        for i in reading.where("one_person", clause.first, clause.last)
        if any(0 < i - v <= 6 and reading.tokens[v].low.endswith(("л", "ла", "ли", "ют", "ет")) for v in verbs)
        and "<people_noun>" not in reading.marks[i - 1]
    ]


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
