"""Whether a noun only names an action that is told elsewhere: "after the protests", «участники митинга»."""

import re
from typing import Final

from geo.coding.modifiers import only_kind
from geo.coding.participles import attributive
from geo.coding.reading import RELATIVE, Clause, Match, Reading
from geo.coding.roles import Role

#: Actions whose nouns often only name what is told elsewhere ("after the protests").
_NAMED = frozenset({"protest", "riot", "clash", "gunfire", "coup", "talks", "attack", "ied", "agreement"})


def is_named(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """Whether a noun only names an action: neither its place nor its day stands in the clause."""
    if is_noun(reading, match.anchor, language) and _taking_part(reading, match.anchor):
        return True
    if language == "ru" and _resulting(reading, clause, match.anchor):
        return False
    if language == "en" and is_noun(reading, match.anchor, "en") and only_kind(reading, match.anchor):
        return True
    if language == "en" and match.anchor > clause.first and match.action in _ONCE:
        before = reading.tokens[match.anchor - 1].low
        if before in _DETERMINERS and reading.tokens[match.anchor].low.endswith(("ed", "burnt", "stolen", "broken")):
            return True
        if _of_whom(reading, match.anchor):
            return True
        if before in _WHOSE and heavy(reading, match) == 1:
            return True
        if before in _ANY and reading.tokens[match.anchor].low.endswith("ing"):
            return True
        if before == "being" and _later(reading, match.anchor):
            return True
    if language == "de" and (_persons(match, clause, reading) or attributive(reading, clause, match.anchor)):
        return True
    called = [t.low for t in reading.tokens[match.anchor + 1 : clause.last]]
    if match.action in _CALLED and is_noun(reading, match.anchor, language) and not _CALLING.isdisjoint(called):
        return True
    if is_noun(reading, match.anchor, language) and reading.where("condemn", clause.first, match.anchor):
        return True
    if language == "en" and _called_for(reading, match):
        return True
    if is_noun(reading, match.anchor, language) and match.action != "statement" and _blamed(reading, clause, match):
        return True
    if language == "ru" and (_since_begun(reading, clause, match) or _attribute(reading, clause, match)):
        return True
    if match.action not in _NAMED or heavy(reading, match) > 1 or not is_noun(reading, match.anchor, language):
        return False
    if reading.has("elsewhere", clause):
        return True
    about = reading.where("about", max(clause.first, match.anchor - 3), match.anchor)
    happening = set(reading.where("happening", clause.first, clause.last))
    if about and {i for i in happening if not _only_that(reading, clause, match.anchor, i)} <= set(about):
        return True
    if reading.where("call", max(clause.first, match.anchor - 6), match.anchor):
        return True
    if reading.has("nationwide", clause) or reading.has("same_place", clause) or reading.has("happening", clause):
        return False
    label = _label(reading)
    head = reading.tokens[label].start
    spots = [s for s in reading.spots if s.first < label] + reading.spots_in(clause)
    times = [w for w in reading.times if w.start < head] + reading.times_in(clause)
    return not any(s.role in (Role.AT, Role.NEAR, Role.FROM) for s in spots) and not any(
        w.first and not w.background and w.meaning != "now" for w in times
    )


def _only_that(reading: Reading, clause: Clause, at: int, verb: int) -> bool:
    """Whether a verb is of a relative clause with neither day nor place: "after protests that began over fuel"."""
    if verb < at or reading.tokens[verb - 1].low not in ("that", "which"):
        return False
    start = reading.tokens[verb].start
    return not any(s.first > verb for s in reading.spots_in(clause)) and not any(
        w.start > start for w in reading.times_in(clause)
    )


def _called_for(reading: Reading, match: Match) -> bool:
    """Whether a march or strike is only called for: "students have called for a march on Wednesday"."""
    at = match.anchor
    if match.action != "protest" or not is_noun(reading, at, "en"):
        return False
    called = [i for i in reading.where("call", at - 4, at) if reading.tokens[i].low == "for"]
    return bool(called) and reading.tokens[called[0] + 1].low in ("a", "an", "another", "more", "new", "further")


def _later(reading: Reading, at: int) -> bool:
    """Whether an act only dates what came of it: "died, three days after being arrested"."""
    low = [t.low for t in reading.tokens[max(0, at - 3) : at - 1]]
    return low[-1:] == ["after"] and low[0] in _UNITS


#: Behind these a participle only says who is meant: "anyone looting".
_ANY: Final = frozenset({"anyone", "everyone", "those", "whoever", "somebody", "someone"})
_UNITS: Final = frozenset({"hours", "day", "days", "week", "weeks", "month", "months", "year", "years"})


def _of_whom(reading: Reading, at: int) -> bool:
    """Whether an English participle stands before whom it says something of: "loyal to ousted president Bozizé"."""
    low, before = reading.tokens[at].low, reading.tokens[at - 1].low
    behind = reading.marks[at + 1] if at + 1 < len(reading.marks) else frozenset()
    if low == "missing":
        return not behind.isdisjoint(_PERSONS)
    return low.endswith("ed") and before in _BEFORE and not behind.isdisjoint(_PERSONS)


_PERSONS: Final = frozenset({"<official>", "<politician>", "<journalist>", "<title>", "<crowd>", "<civilians>"})
_BEFORE: Final = frozenset({"to", "for", "by", "from", "with", "against", "between", "recently", "newly"})


#: What one can call for, and the German participles that stand behind it.
_CALLED: Final = frozenset({"storm", "riot", "protest", "attack", "coup"})
_CALLING: Final = frozenset(
    {"aufgerufen", "aufzurufen", "aufgehetzt", "angestiftet", "angekündigt", "angemeldet", "geplant"}
)


def _since_begun(reading: Reading, clause: Clause, match: Match) -> bool:
    """Whether a noun only dates another act of the clause: «с начала столкновений …», «после протестов …»."""
    alone = match.action not in _NAMED or len(clause.matches) < 2 or match.anchor == clause.first
    return not alone and is_noun(reading, match.anchor, "ru") and "<about>" in reading.marks[match.anchor - 1]


def _blamed(reading: Reading, clause: Clause, match: Match) -> bool:
    """Whether a noun only names what somebody has to do with: "involvement in the attack", «месть за взрыв»."""
    at = match.anchor
    for i in reading.where("blamed", max(clause.first, at - 4), at):
        if i not in match.tokens and any(t.low in _FOR for t in reading.tokens[i + 1 : at]):
            return True
    return False


_FOR: Final = frozenset({"for", "in", "of", "für", "an", "am", "за", "к", "в", "на"})


def _resulting(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether the dead and hurt of a clause are told as an act's: «погибли в результате взрыва»."""
    led = at > clause.first and any(t.low in _LEADING for t in reading.tokens[max(clause.first, at - 3) : at])
    return led and any(m in _HIT for i in range(clause.first, clause.last) for m in reading.marks[i])


_LEADING: Final = frozenset({"результате", "итоге", "ходе", "при", "вследствие"})
_HIT: Final = frozenset({"<count_fatalities>", "<count_injured>"})


def _attribute(reading: Reading, clause: Clause, match: Match) -> bool:
    """Whether a Russian passive participle only says which thing is meant: «захваченного города»."""
    at = match.anchor
    if match.action not in _MADE or not reading.tokens[at].low.endswith(_LONG) or at + 1 >= clause.last:
        return False
    before = reading.tokens[at - 1].text if at else ","
    return before not in (",", "«") and reading.tokens[at + 1].text != ","


#: Acts that a participle before a noun only presupposes, and such participles' endings.
_MADE: Final = frozenset({"base", "seize", "retake", "arrest", "troops", "inquiry", "office", "sanctions", "resign"})
_LONG: Final = tuple(
    stem + ending
    for stem in ("нн", "т")
    for ending in ("ый", "ая", "ое", "ые", "ого", "ой", "ую", "ых", "ым", "ыми", "ому", "ом")
)


def _label(reading: Reading) -> int:
    """How many tokens a label at the head of a sentence takes: "20 July, Mindat (Chin State): …"; 0 without one."""
    end = next((i for i, t in enumerate(reading.tokens[:16]) if t.text == ":"), 0)
    return end if sum(t.word and not t.capital for t in reading.tokens[:end]) <= 2 else 0


def _persons(match: Match, clause: Clause, reading: Reading) -> bool:
    """Whether a German participle stands for persons: "47 Festgenommene"."""
    token = reading.tokens[match.anchor]
    return token.capital and match.action in _ONCE and match.anchor > clause.first and token.low.endswith(_NOMINALISED)


_NOMINALISED: Final = ("ene", "enen", "ener", "tete", "teten", "rte", "rten", "fte", "ften", "ste", "sten")


def _taking_part(reading: Reading, at: int) -> bool:
    """Whether a noun only says who somebody is: "the organisers of the march", «участники шествия»."""
    between = [t.low for t in reading.tokens[max(0, at - 3) : at]]
    passed = range(1, len(between) + 1)
    nearest = next((k for k in passed if between[-k] not in _GENITIVE and not between[-k].endswith(_RUSSIAN)), None)
    if nearest is None or between[-nearest].startswith("жертв"):
        return False  # «жертвами взрыва стали …» tells the blast
    return "<taking_part>" in reading.marks[at - nearest]


#: Endings of a Russian adjective in the genitive.
_RUSSIAN = ("ой", "ого", "ых", "его", "их")
_GENITIVE = frozenset({"der", "des", "of", "the", "dieser", "an", "в", "in"})


#: Acts whose participle before a noun only says who somebody is: "the ousted president".
_ONCE = frozenset(
    {
        "burn",
        "loot",
        "coup",
        "resign",
        "arrest",
        "abduct",
        "kill",
        "attack",
        "verdict",
        "seize",
        "displacement",
        "evacuation",
    }
)
_WHOSE = frozenset({"his", "her", "their", "its"})
_DETERMINERS = frozenset({"those", "the", "a", "an", "his", "her", "its", "their", "of", "with"})


def is_related(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """Whether a relative clause tells more of what a noun names: then its own verb counts, not the main clause's."""
    after = reading.tokens[match.anchor + 1 : clause.last]
    return is_noun(reading, match.anchor, language) and any(t.low in RELATIVE for t in after)


def heavy(reading: Reading, match: Match) -> int:
    """How many words tell the action, prepositions and auxiliaries left out."""
    return sum(len(reading.tokens[i].low) > 3 for i in match.tokens)


#: Endings of Russian verbs and short participles («задержан», «убиты»); and of nouns that look like them.
_RUSSIAN_VERBS: Final = (
    *("л", "ла", "ло", "ли", "лся", "лась", "лись", "лось", "ют", "ет", "ит", "ят", "ются", "ется"),
)
_SHOTS: Final = ("стрел", "отдел", "раздел")


def is_noun(reading: Reading, at: int, language: str) -> bool:
    """Whether a word that tells an action is a noun, by its form."""
    token = reading.tokens[at]
    if language == "de":
        return token.capital
    if language == "ru":
        return token.low.endswith(_SHOTS) or not token.low.endswith(_RUSSIAN_VERBS)
    if token.low.endswith("ing") and at and reading.tokens[at - 1].low in _GERUND:
        return True
    if "<past_form>" in reading.marks[at] or any(_PARTICIPLE.match(name) for name in reading.marks[at]):
        return False
    return not token.low.endswith(("ed", "ing"))


#: Before a word in -ing these make it a noun: "more fighting".
_GERUND: Final = frozenset(
    (
        *("the", "a", "of", "its", "their", "this", "more", "further", "new", "fresh", "renewed", "heavy", "fierce"),
        *("any", "no", "such", "recent", "latest"),
    )
)
#: Phrases of the lexicon that begin with a participle: "beaten_to_death".
_PARTICIPLE: Final = re.compile(r"[a-z]+(?:ed|en)_")
