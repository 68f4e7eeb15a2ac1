"""The gate: why what a clause tells is not an event of this episode. Each reason is one word for the reader."""

import re
from enum import StrEnum
from itertools import pairwise

from geo.coding.afar import standing, watched
from geo.coding.asked import possible, supposed, wondered
from geo.coding.behind import lies_ahead
from geo.coding.bygone import of_relative, past_aside
from geo.coding.days import When
from geo.coding.demands import CALLS, demanded
from geo.coding.frames import dated, framed
from geo.coding.modifiers import lasting
from geo.coding.naming import is_named, is_noun, is_related
from geo.coding.negation import negated, piece
from geo.coding.reading import Clause, Match, Reading
from geo.coding.text import Token
from geo.coding.undone import backdrop, likened
from geo.coding.unreal import FORCE, unreal


class Reason(StrEnum):
    """Why a clause or sentence gives no event."""

    HEADLINE = "headline"
    BACKGROUND = "background: a time before this episode"
    NEGATED = "negated"
    FUTURE = "future or plan"
    CONDITION = "condition"
    OPINION = "opinion or guess"
    QUESTION = "an open question"
    DEMAND = "a demand, not an act"
    TREATY = "treaty text"
    PURPOSE = "a purpose, not an act"
    NO_ACTION = "no action of the codebook"
    GENERAL = "a general condition"
    MENTION = "named, not told"


#: How many tokens before a verb its negation or auxiliary may stand.
_NEAR = 5


def refuse(reading: Reading, clause: Clause, match: Match, language: str) -> Reason | None:
    """Return why this action is not told as having happened, been ordered or announced; None if it is."""
    if reading.has("treaty", clause) and not dated(reading, clause):
        return Reason.TREATY
    if is_named(reading, clause, match, language):
        return Reason.MENTION
    if unreal(reading, clause, match, language) or watched(reading, clause, match, language):
        return Reason.MENTION
    if frame := framed(reading, clause, match, language):
        return _FRAMES.get(frame, Reason.MENTION)
    if language == "en" and (likened(reading, clause) or backdrop(reading, clause)):
        return Reason.MENTION
    if in_past(reading, clause, match.anchor):
        return Reason.BACKGROUND
    if reading.has("condition", clause) and _before("condition", reading, clause, match.anchor):
        return Reason.CONDITION
    if supposed(reading, clause, match, language):
        return Reason.CONDITION
    related = is_related(reading, clause, match, language)
    if not related and negated(reading, clause, match, language):
        return Reason.NEGATED
    if not related and _future(reading, clause, match, language):
        return Reason.FUTURE
    if standing(reading, clause, match) or (language == "en" and lasting(reading, match.anchor)):
        return Reason.GENERAL
    if wondered(reading, clause, match, language):
        return Reason.QUESTION
    if reading.has("first_time"):
        return Reason.BACKGROUND
    if _opinion(reading, clause):
        return Reason.OPINION
    if demanded(reading, clause, match, language):
        return Reason.DEMAND
    if possible(reading, clause, match, language):
        return Reason.OPINION
    if _purpose(reading, clause, match, language):
        return Reason.PURPOSE
    return None


#: What the frames of frames.toml make of an act; the others only name it.
_FRAMES = {
    "untrue": Reason.NEGATED,
    "denied": Reason.NEGATED,
    "dreaded": Reason.OPINION,
    "compared": Reason.OPINION,
    "statutory": Reason.TREATY,
    "habit": Reason.GENERAL,
    "so_long": Reason.BACKGROUND,
    "life": Reason.BACKGROUND,
    "earlier": Reason.BACKGROUND,
    "years_after": Reason.BACKGROUND,
    "each": Reason.GENERAL,
}


def in_past(reading: Reading, clause: Clause, anchor: int | None = None) -> bool:
    """Whether a clause is about a time before this episode; what has lasted "since March" dates no later verb."""
    times = [w for w in reading.times if not (w.background and _likened(reading, w))]
    times = [w for w in times if not _of_noun(reading, w, anchor)]
    own = [w for w in times if w in reading.times_in(clause) and not w.limit]
    if anchor is not None and any(w.background and _belongs(reading, anchor, w) for w in own):
        return True
    if anchor is not None and past_aside(reading, anchor):
        return True
    if anchor is not None:
        own = [w for w in own if not (w.since and w.end <= reading.tokens[anchor].start and clause.sub)]
        own = [w for w in own if not of_relative(reading, clause, anchor, w)]
    own = [w for w in own if w.meaning not in ("now", "weekday_of", "part", "night")] or own
    if own:
        return all(w.background for w in own if not w.future) and any(w.background and not w.future for w in own)
    before = [w for w in times if w.end <= reading.tokens[clause.first].start and not w.limit and not w.since]
    if before:
        return before[-1].background
    return any(w.background and not w.since for w in times) and all(w.background for w in times if not w.future)


def _belongs(reading: Reading, anchor: int, when: When) -> bool:
    """Whether a time stands directly behind the name of an act, and so is its own: "the coup attempt of 2017"."""
    at = next((i for i, t in enumerate(reading.tokens) if t.start >= when.start), 0)
    opened = {"of", "vom", "von"} & {t.low for t in reading.tokens[at - 1 : at + 1]}
    return bool(opened) and anchor < at <= anchor + 3


def _of_noun(reading: Reading, when: When, anchor: int | None) -> bool:
    """Whether a year belongs to a noun that a comma parts from the act: "the cradle of the revolt of 2018, …"."""
    at = next((i for i, t in enumerate(reading.tokens) if t.start >= when.start), 0)
    end = next((i for i, t in enumerate(reading.tokens) if t.start >= when.end), 0)
    opened = reading.tokens[at - 1].low in ("of", "von") or reading.tokens[at].low in ("of", "von")
    return bool(anchor) and opened and reading.tokens[end].text == "," and end < (anchor or 0)


def _likened(reading: Reading, when: When) -> bool:
    """Whether a time is only one that the act is likened to: "as they had done in 2022", «как и в 2022 году»."""
    at = next((i for i, t in enumerate(reading.tokens) if t.start >= when.start), 0)
    low = [t.low for t in reading.tokens[max(0, at - 6) : at]]
    return any(a in ("as", "wie", "как") and b in _SO for a, b in pairwise([*low, ""]))


_SO = frozenset({"in", "they", "it", "he", "on", "had", "schon", "bereits", "im", "и", "в", "during", "last"})


def _zu(reading: Reading, clause: Clause, match: Match) -> bool:
    """A German infinitive clause: "die Proteste zu steuern"; "um … zu" tells what is being done."""
    if not clause.sub and clause.first == 0:
        return False
    first, last = piece(reading, clause, match.anchor)
    low = [t.low for t in reading.tokens[first:last]]
    joined = next((word for word in low if _JOINED.match(word)), "")
    verb = low[low.index("zu") + 1] if "zu" in low[:-1] else joined
    return verb.endswith("n") and verb not in _HEARD and "um" not in low and not reading.tokens[first].capital


#: Infinitives of verbs in two parts, "zu" between them: "einzustellen".
_JOINED = re.compile(r"(?:ab|an|auf|aus|bei|ein|fest|frei|nieder|vor|weg|zurück|zusammen)zu[a-zäöü]{3,}n$")
_HEARD = frozenset({"hören", "sehen", "vernehmen", "spüren", "beklagen", "verzeichnen"})


#: Endings of Russian verbs that tell; and of nouns that look like infinitives.
_VERBAL = ("л", "ла", "ло", "ли", "лся", "лась", "лись", "лось", "ют", "ет", "ит", "ят", "ются", "ется")
_NOUNS = ("ость", "асть", "сеть", "область", "ности", "ласти", "части")


def _before(name: str, reading: Reading, clause: Clause, anchor: int) -> bool:
    return bool(reading.where(name, clause.first, anchor))


def _future(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    times = [w for w in reading.times_in(clause) if w.future and not w.limit]
    # What is announced lies ahead, the announcing does not: "declared that talks would be frozen until 2028".
    said = match.action in _SAYING and _told(reading, match.anchor, language)
    if any(not said or _governs(reading, w, match.anchor) for w in times):
        return True
    dates = {i for w in reading.times for i, t in enumerate(reading.tokens) if w.start <= t.start < w.end}
    if language == "de":
        near = reading.where("future", *piece(reading, clause, match.anchor))
    else:
        near = reading.where("future", max(clause.first, match.anchor - _NEAR), match.anchor)
    if language == "de" and (_supposed(reading, clause) or _second(reading, clause, match.anchor)):
        return True
    if lies_ahead(reading, clause, match.anchor, language):
        return True
    apart = reading.quoted if match.anchor not in reading.quoted else frozenset()
    if language != "de" and is_noun(reading, match.anchor, language):
        # "Another rally is scheduled for …", «демонстрация запланирована на …»
        behind = range(match.anchor + 1, min(match.anchor + 4, clause.last))
        near += [i for i in behind if reading.tokens[i].low.startswith(_SET)]
    return any(i not in match.tokens and i not in dates and i not in apart for i in near)


def _governs(reading: Reading, when: When, at: int) -> bool:
    """Whether a time stands before the word that announces, with no comma between: "…, the speaker announced"."""
    between = [t.text for t in reading.tokens[:at] if t.start >= when.end]
    return when.start < reading.tokens[at].start and "," not in between


#: How it is said behind a noun that what it names is yet to come.
_SET = (
    "will",
    "would",
    "scheduled",
    "planned",
    "slated",
    "запланир",
    "назначен",
    "намечен",
    "состоится",
    "пройдет",
    "начнется",
)

#: Acts whose clause goes on with what is to come of them.
_SAYING = frozenset(
    {"statement", "sanctions", "agreement", "verdict", "ban", "emergency", "curfew", "election", "troops", "inquiry"}
)


def _told(reading: Reading, at: int, language: str) -> bool:
    """Whether a word is an English verb in the past: what it tells has been done."""
    return language == "en" and reading.tokens[at].low.endswith("ed")


def _second(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether an infinitive behind "und" hangs on the verb before it: "wollen kippen und den Tunnel blockieren"."""
    last = at + 1 >= clause.last or not reading.tokens[at + 1].word
    first, _ = piece(reading, clause, at)
    verb = not reading.tokens[at].capital and reading.tokens[at].low.endswith("en") and last
    return verb and first > clause.first and bool(reading.where("future", clause.first, first))


def _supposed(reading: Reading, clause: Clause) -> bool:
    """German "soll … entsenden" is a plan; "soll … entsandt haben" is hearsay of what was done."""
    if not reading.has("hearsay", clause) or not any(t.low in ("soll", "sollen") for t in _tokens(reading, clause)):
        return False
    return not any(t.low in ("sein", "haben", "worden", "gewesen") for t in _tokens(reading, clause))


def _tokens(reading: Reading, clause: Clause) -> tuple[Token, ...]:
    return reading.tokens[clause.first : clause.last]


def _opinion(reading: Reading, clause: Clause) -> bool:
    if any(not _aside(reading, i) for i in reading.where("opinion", clause.first, clause.last)):
        return True
    experts = reading.where("expert", 0, len(reading.marks))
    experts = [i for i in experts if not i or reading.tokens[i - 1].low not in _OFFICE]
    said = [i for name in ("speech", "opinion", "source_phrase") for i in reading.where(name, 0, len(reading.marks))]
    return any(abs(i - j) <= 5 for i in experts for j in said)


#: Whose experts are sent to find out: "U.N. experts said".
_OFFICE = frozenset({"un", "u.n.", "u.n", "nations", "оон"})


def _aside(reading: Reading, at: int) -> bool:
    """Whether an opinion is only an aside to what did happen: "as many had feared", "wie befürchtet"."""
    before = [t.low for t in reading.tokens[max(0, at - 3) : at]]
    return not _AS.isdisjoint(before) and "if" not in before and "ob" not in before


_AS = frozenset({"as", "wie", "чего"})


def _to_noun(reading: Reading, at: int) -> bool:
    """Whether "to" belongs to a phrase that the lexicon has: "beaten to death", "taken to hospital"."""
    return any(f"_to_{reading.tokens[at].low}" in mark for mark in reading.marks[at])


#: Directly before a Russian noun these make it a purpose: «для эвакуации дипломатов».
_FOR = frozenset({"для", "целью", "целях"})


def _purpose(reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """An infinitive tells an act only below a verb that says it was begun, ordered or forced."""
    at = match.anchor
    low, before = reading.tokens[at].low, reading.tokens[at - 1].low if at > clause.first else ""
    if language == "ru" and before in _FOR and is_noun(reading, at, "ru"):
        return match.action not in CALLS
    if language == "ru":
        infinitive = low.endswith(("ть", "ти", "ться", "тись", "чь")) and not low.endswith(_NOUNS)
    elif language == "de":
        infinitive = (not reading.tokens[at].capital and before == "zu") or _zu(reading, clause, match)
    else:
        lower = not reading.tokens[at].capital
        if before == "open" and low == "fire":
            before = reading.tokens[at - 2].low
        infinitive = lower and before == "to" and not low.endswith(("ing", "ed")) and not _to_noun(reading, at)
        if infinitive and match.action == "protest":
            return not _before("crowd", reading, clause, at)
    if infinitive and reading.tokens[clause.first].low == "um":
        return True
    began = reading.where("phase", min(clause.first, max(0, at - 12)), at)
    if match.action in FORCE or match.action == "protest":
        # What rebels or strikers announce lies ahead; what a government announces is its act.
        began = [i for i in began if not reading.tokens[i].low.startswith(_TOLD_AHEAD)]
    return infinitive and not began


#: Verbs by which somebody says what is to come.
_TOLD_AHEAD = ("kündig", "angekündigt", "announced", "ordered", "объявил")
