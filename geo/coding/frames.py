"""What a sentence wraps an act in: denied, dreaded, asked about, likened, a matter of law, a habit, a life, a game."""

from typing import Final

from geo.coding.naming import is_noun
from geo.coding.reading import Clause, Match, Reading
from geo.coding.recalled import recalled
from geo.coding.relative import WHO, by_participle, describes, has_done, relative
from geo.coding.totals import SINCE, dates_span, goes_on, summed, totals
from geo.coding.unreal import FORCE

#: Words that open what somebody denies, fears or asks.
COMPLEMENT: Final = frozenset(
    (
        *("that", "whether", "if", "how", "why", "having", "dass", "ob", "wonach", "wie", "warum", "что", "чтобы"),
        *("будто", "как", "почему", "том"),
    )
)
_SUBJUNCTIVE: Final = frozenset({"habe", "haben", "hatten", "hätten", "sei", "seien", "werde", "würden"})
#: Acts that laws order: what a state does by a text of its own.
_UNIFORMED: Final = ("police", "army", "crowd", "rioters", "rebels", "unknown")


def framed(reading: Reading, clause: Clause, match: Match, language: str) -> str:
    """Return what keeps an act from being told as done, by its class in frames.toml; "" if nothing does."""
    at = match.anchor
    first, last = part_of(reading, at)
    if reading.where("untrue", first, last) or _belied(reading, first, at):
        return "untrue"
    if _governs("denied", reading, clause, match, language) or _answered(reading, first, match):
        return "denied"
    if _governs("dreaded", reading, clause, match, language):
        return "dreaded"
    if reading.where("compared", *_before_comma(reading, clause, at)) and is_noun(reading, at, language):
        return "compared"
    if match.action not in _GATHERED and (name := recalled(reading, first, at)):
        return name
    if match.action == "troops" and reading.where("relief", clause.first, at):
        return "relief"
    if match.action == "request" and reading.where("withdraw", at, clause.last):
        return "called_back"
    if match.action == "statement" and _charged(reading, at, language):
        return "inquired"
    if reading.where("bought", clause.first, clause.last) and not _noun_of(reading, clause, at, language):
        return "bought"
    if match.action in FORCE and _played(reading, clause):
        return "sport"
    if match.action not in _GATHERED and _moved(reading, clause, at, language):
        return "motive"
    if match.action == "displacement" and reading.where("mishap", clause.first, at):
        return "mishap"
    harmed = match.action in (*_AMONG, *_HARM) and reading.where("mishap", clause.first, clause.last)
    if harmed and not any(reading.has(name, clause) for name in _DOERS[match.action == "ied" :]):
        return "mishap"
    if is_noun(reading, at, language) and _called(reading, clause, at):
        return "body"
    if match.action in _AMONG and reading.where("private", clause.first, clause.last):
        return "private"
    if language == "en" and has_done(reading, at):
        return "earlier"
    return "" if dated(reading, clause) else _undated(reading, clause, match, language)


def _moved(reading: Reading, clause: Clause, at: int, language: str) -> bool:
    """Whether a noun is what others gather or strike back against: "a march against the killing of a student"."""
    before, following = ([t.low for t in reading.tokens[k : k + 1]] for k in (at - 1, at + 1))
    genitive = following == ["of"]
    if not (is_noun(reading, at, language) or genitive or before in (["the"], ["a"])):
        return False
    if any("," not in [t.low for t in reading.tokens[i:at]] for i in reading.where("motive", at - 8, at)):
        return True
    answers = ("protest", "arrest", "verdict")
    calls = [m for c in reading.clauses for m in c.matches if m.action in answers and at - 20 <= m.anchor < at]
    low = [t.low for t in reading.tokens[max(clause.first, at - 8) : at]] if calls else []
    tail = low[-low[::-1].index(",") :] if "," in low else low
    return not _AGAINST.isdisjoint(tail) or (genitive and tail[-2:] == ["after", "the"])


_AGAINST: Final = frozenset({"against", "over", "gegen", "wegen", "против", "из-за"})
#: What may itself be done against something.
_GATHERED: Final = frozenset({"protest", "riot", "storm", "block_by_police", "shoot_crowd", "statement", "talks"})


def _belied(reading: Reading, first: int, at: int) -> bool:
    """Whether a sentence opens with reports of an act and goes on to deny them."""
    opened = reading.where("claim", first, min(first + 3, at))
    return bool(opened) and any(reading.where(name, at, len(reading.tokens)) for name in ("denied", "disproved"))


def _answered(reading: Reading, first: int, match: Match) -> bool:
    """Whether a statement goes with a denial, as "the ministry rejects this and blames others" does: the other side."""
    denials = reading.where("dispute", first, match.anchor)
    return match.action == "statement" and any("<contrast>" not in reading.marks[i] for i in denials)


#: What one person may do to another without a conflict.
_AMONG: Final = frozenset({"attack", "kill", "shoot", "gunfire", "count", "shoot_crowd"})
_DOERS: Final = ("explosive", "rebels", "army", "rioters", "unknown", "crowd")
#: What floods and quakes do as well.
_HARM: Final = frozenset({"ied", "displacement", "evacuation", "burn"})


def _called(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether a noun belongs to the name of a body: "the Front for the Liberation of …"."""
    near = reading.where("body", max(clause.first, at - 4), at)
    return any(reading.tokens[i].capital and reading.tokens[i + 1].low in ("for", "für", "за") for i in near)


def _undated(reading: Reading, clause: Clause, match: Match, language: str) -> str:
    """What an act without a day of its own is not told by."""
    at = match.anchor
    first, last = part_of(reading, at)
    noun = is_noun(reading, at, language)
    if describes(reading, match, language):
        return "habit"
    for name in ("habit", "so_long", "life", "statutory", "indicted"):
        if any(not _newly(reading, i) for i in reading.where(name, first, last)):
            return name
    if _governs("fiction", reading, clause, match, language) or reading.where("fiction", first, min(first + 3, at)):
        return "fiction"
    if noun and reading.tokens[first].low in _THIS and reading.tokens[first + 1].low in _WAS:
        return "told"
    if _by_law(reading, first, at):
        return "statutory"
    for name in ("earlier", "each", "years_after"):
        if noun and reading.where(name, max(clause.first, at - _BESIDE.get(name, 2)), at):
            return name
    if noun and match.action in (*FORCE, "protest") and summed(reading, clause, at):
        return "so_long"
    if reading.where("share", clause.first, at):
        return "habit"
    if noun and any(reading.where(name, at, clause.last) for name in ("aftermath", "origin")):
        return "aftermath"
    if noun and reading.where("remembered", max(clause.first, at - 6), at):
        return "remembered"
    if any(w.since and w.first and w.last and (w.last - w.first).days > _LONG for w in reading.times_in(clause)):
        return "so_long"
    if noun and match.action in FORCE and _is_one(reading, at):
        return "compared"
    opened = clause.sub or clause.first == first
    since = any(w.since and w.sets_day and not w.background for w in reading.times_in(clause))
    if since and totals(reading, clause, match):
        return "so_long"
    lasts = since and goes_on(reading, clause, language)
    if since and dates_span(reading, clause, at):
        return "earlier"
    if not lasts and reading.tokens[clause.first].low in SINCE and (opened or at - clause.first <= 4):
        return "earlier"
    if language == "en" and reading.tokens[at].low.endswith("ed") and reading.tokens[at - 1].low in ("are", "is"):
        return "habit"
    if _governs("inquired", reading, clause, match, language):
        return "inquired"
    if _depends(reading, clause, at, language) and (
        old := _first_of(("inquired", "remembered", "tried"), reading, first, at)
    ):
        return old
    if noun and _who(reading, clause, at):
        return "led"
    return ""


#: How many days a span that began "since …" may have to be of this episode.
_LONG: Final = 60


def _is_one(reading: Reading, at: int) -> bool:
    """Whether a noun is only what something else is called: "the law is an attack on free speech"."""
    low = [t.low for t in reading.tokens[max(0, at - 2) : at]]
    return low[-1:] == ["это"] or (len(low) > 1 and low[0] in ("is", "ist", "sei", "was", "war") and low[1] in _ONE)


_ONE: Final = frozenset({"a", "an", "ein", "eine"})
_THIS: Final = frozenset({"it", "this", "that", "es", "das", "dies", "это"})
_WAS: Final = frozenset({"was", "is", "war", "ist", "был", "была", "было"})


def _first_of(names: tuple[str, ...], reading: Reading, first: int, at: int) -> str:
    return next((name for name in names if reading.where(name, first, at)), "")


def _depends(reading: Reading, clause: Clause, at: int, language: str) -> bool:
    """Whether an act stands in a relative clause, or in a Russian participle behind a comma."""
    if all(t.text != "," for t in reading.tokens[:at]):
        return any(t.low in ("who", "which") for t in reading.tokens[clause.first : at])
    return relative(reading, at) is not None or (language == "ru" and by_participle(reading, at, "ru"))


def _charged(reading: Reading, at: int, language: str) -> bool:
    """Whether somebody only is accused: "a man accused of …", «его обвиняют в …»."""
    if language == "ru":
        return reading.tokens[at - 1].low in ("его", "ее", "их", "ему", "ей", "им") if at else False
    following = reading.tokens[at + 1].low if at + 1 < len(reading.tokens) else ""
    return language == "en" and "<accuse>" in reading.marks[at] and following == "of"


def dated(reading: Reading, clause: Clause) -> bool:
    """Whether an act has a day of its own: told in its clause, or in another that is not of who said so."""
    own = [w for w in reading.times if w.first and not (w.background or w.future or w.since or w.limit)]
    own = [w for w in own if w.sets_day and w.meaning not in ("now", "part", "month")]
    said = [c for c in reading.clauses if c is not clause and not c.matches and reading.has("speech", c)]
    spans = [(reading.tokens[c.first].start, reading.tokens[c.last - 1].end) for c in said]
    return any(not any(a <= w.start < b for a, b in spans) for w in own)


def uncounted(reading: Reading, clause: Clause) -> bool:
    """Whether the dead and hurt of a clause are of no act of this report: accidents, old sums, cases, demands."""
    first, last = part_of(reading, clause.first)
    if any(reading.where(name, first, last) for name in ("mishap", "accident", "private", "untrue")):
        return True
    if reading.has("buried", clause):
        return True
    names = ("so_long", "life", "inquired", "demand", "dreaded", "fiction", "compared", "habit", "remembered")
    return not dated(reading, clause) and any(reading.where(name, first, last) for name in names)


def part_of(reading: Reading, at: int) -> tuple[int, int]:
    """The stretch between semicolons around a token."""
    cuts = [i for i, t in enumerate(reading.tokens) if t.text == ";"]
    return max((i for i in cuts if i < at), default=-1) + 1, min(
        (i for i in cuts if i > at), default=len(reading.tokens)
    )


def _before_comma(reading: Reading, clause: Clause, at: int) -> tuple[int, int]:
    comma = max((i for i in range(clause.first, at) if reading.tokens[i].text in (",", ";", ":")), default=clause.first)
    return comma, at


def _governs(name: str, reading: Reading, clause: Clause, match: Match, language: str) -> bool:
    """Whether a word of class `name` has the act as its object, or as the clause that depends on it."""
    at = match.anchor
    first, _ = part_of(reading, at)
    for i in reversed(reading.where(name, first, at)):
        if i in match.tokens or i in reading.quoted:
            continue
        low = [t.low for t in reading.tokens[i + 1 : at]]
        if "," not in low and at - i <= 4 and is_noun(reading, at, language):
            return True
        if any(word in COMPLEMENT for word in low[:8]) and low.count(",") <= 1:
            return True
        if "," not in low and (at - i <= 8 and is_noun(reading, at, language) and set(low) & _OF):
            return True
        if name == "inquired" and is_noun(reading, at, language) and _listed(low):
            return True
        if language == "de" and low.count(",") == 1 and _reported(reading, clause, low):
            return True
    return False


_OF: Final = frozenset(
    {"at", "on", "of", "into", "over", "for", "in", "with", "wegen", "von", "der", "des", "об", "о", "в", "за"}
)


def _listed(low: list[str]) -> bool:
    """Whether a stretch is a list: "murder, rape and the burning of villages"."""
    pieces = " ".join(low).replace(" and ", " , ").replace(" und ", " , ").replace(" и ", " , ").split(" , ")
    return len(pieces) > 1 and len(low) <= 16 and all(len(piece.split()) <= 4 for piece in pieces[1:])


def _reported(reading: Reading, clause: Clause, low: list[str]) -> bool:
    """Whether German goes on with what is denied: "…, die Polizei habe geschossen"."""
    words = {t.low for t in reading.tokens[clause.first : clause.last]}
    comma = low.index(",")
    return not _SUBJUNCTIVE.isdisjoint(words) and low[comma + 1 : comma + 2] != ["aber"]


def _newly(reading: Reading, at: int) -> bool:
    """Whether a span only says how new an act is: "zum ersten Mal seit Jahren", "for the first time since the war"."""
    return any(t.low in _FIRST for t in reading.tokens[max(0, at - 5) : at])


_FIRST: Final = frozenset({"erstmals", "ersten", "first", "впервые"})


def _by_law(reading: Reading, first: int, at: int) -> bool:
    """Whether a law or treaty only provides for an act."""
    named = reading.where("statute", first, at)
    return any(0 < k - i <= 8 for i in named for k in reading.where("provides", i, at))


#: How many tokens before a noun its adjective may stand.
_BESIDE: Final = {"years_after": 5}


def _who(reading: Reading, clause: Clause, at: int) -> bool:
    """Whether a noun is only what somebody once commanded or is known for."""
    for i in reading.where("led", max(clause.first, at - 10), at):
        before = {t.low for t in reading.tokens[max(0, i - 3) : i]}
        if before & (WHO | {","}) or "hatte" in before:
            return True
    after = reading.where("led", at, min(clause.last, at + 8))
    return any(reading.tokens[k].low in WHO for i in after for k in range(max(0, at - 5), i))


def _played(reading: Reading, clause: Clause) -> bool:
    first, last = part_of(reading, clause.first)
    return bool(reading.where("sport", first, last)) and not any(reading.has(name, clause) for name in _UNIFORMED)


def _noun_of(reading: Reading, clause: Clause, at: int, language: str) -> bool:
    """Whether a noun of acting, not a thing, is what is told: "Protest gegen den Haushalt"."""
    return is_noun(reading, at, language) and bool(reading.where("about", at, clause.last))
