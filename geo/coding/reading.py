"""A sentence as it is read: tokens with their classes, times, places, nations, and clauses with their actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from geo.coding.asides import asides, led_in, number_range, paired
from geo.coding.days import When
from geo.coding.lexicon import Tables
from geo.coding.places import Spot
from geo.coding.text import Sentence, Token


@dataclass(frozen=True, slots=True)
class Match:
    """An action that the words of a clause tell; `anchor` is the token that says it, `tokens` all that do."""

    action: str
    anchor: int
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens [first, last) of a sentence, and the actions told there."""

    first: int
    last: int
    matches: tuple[Match, ...]
    sub: bool = False


@dataclass(frozen=True)
class Reading:
    """All that is known of one sentence before events are made of it."""

    sentence: Sentence
    marks: tuple[frozenset[str], ...]
    nations: Mapping[int, str]
    times: tuple[When, ...]
    spots: tuple[Spot, ...]
    clauses: tuple[Clause, ...]

    @cached_property
    def quoted(self) -> frozenset[int]:
        """The tokens between quotation marks."""
        out: list[int] = []
        inside, opened = False, -1
        for i, token in enumerate(self.sentence.tokens):
            if token.text in _QUOTES:
                if inside:
                    out += range(opened + 1, i)
                inside, opened = not inside, i
        return frozenset(out)

    @cached_property
    def _marked(self) -> Mapping[str, Sequence[int]]:
        """The tokens of each class."""
        out: dict[str, list[int]] = {}
        for i, names in enumerate(self.marks):
            for name in names:
                out.setdefault(name, []).append(i)
        return out

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The sentence's tokens."""
        return self.sentence.tokens

    def has(self, name: str, clause: Clause | None = None) -> bool:
        """Whether a word of class `name` stands in the clause, or in the sentence."""
        if clause is None:
            return f"<{name}>" in self._marked
        return bool(self.where(name, clause.first, clause.last))

    def where(self, name: str, first: int, last: int) -> list[int]:
        """Return the tokens in [first, last) of class `name`."""
        return [i for i in self._marked.get(f"<{name}>", ()) if first <= i < last]

    def times_in(self, clause: Clause) -> list[When]:
        """Return the temporal expressions of a clause."""
        start = self.tokens[clause.first].start
        end = self.tokens[clause.last - 1].end
        return [w for w in self.times if start <= w.start < end]

    def spots_in(self, clause: Clause) -> list[Spot]:
        """Return the places of a clause."""
        return [s for s in self.spots if clause.first <= s.first < clause.last]


_QUOTES: Final = frozenset('«»„“”"‚‘')
_HARD: Final = frozenset({";", ":", "–", "—", "(", ")"})
#: Words that begin a relative clause, which tells more of what stands before it.
RELATIVE: Final = frozenset(["welche", "welcher", "welches", "which", "который", "которая", "которое", "которые"])
_LINKS: Final = frozenset(["und", "and", "sowie", "и", "а", "но", "but", "aber", "doch", "sondern"])


def clauses_of(tokens: Sequence[Token], marks: Sequence[frozenset[str]], tables: Tables) -> tuple[Clause, ...]:
    """Split a sentence where both sides tell an action of their own, and before every subordinate clause."""
    pieces = _pieces(tokens, marks)
    apart = asides(tokens) if tables.language == "ru" else {}
    out: list[Clause] = []
    for first, last, hard in pieces:
        before = out[-1].first if out else first
        behind = len(out) > 1 and _after_relative(before, first, tokens, marks)
        if behind:
            before = out[-2].first
        found = match(first, last, marks, tables, apart, subject=_subject(before, first, tokens, marks, always=behind))
        if out and hard and not found and out[-1].matches and tokens[first].low in RELATIVE:
            out[-1] = Clause(out[-1].first, last, match(out[-1].first, last, marks, tables, apart), out[-1].sub)
            continue
        if out and not hard and not found and out[-1].matches and _trailing(first, last, marks):
            out[-1] = Clause(out[-1].first, last, match(out[-1].first, last, marks, tables, apart), out[-1].sub)
            continue
        whole = match(out[-1].first, last, marks, tables, apart) if out and not hard else ()
        if (
            out
            and not hard
            and not (found and (behind or out[-1].matches))
            and (not out[-1].matches or _more(whole, out[-1]))
        ):
            out[-1] = Clause(out[-1].first, last, whole, out[-1].sub)
        else:
            out.append(Clause(first, last, found, hard and "<subordinator>" in marks[first]))
    return tuple(out)


def _trailing(first: int, last: int, marks: Sequence[frozenset[str]]) -> bool:
    """Whether a short piece without an action only adds to the one before: a place, a day, a list."""
    return last - first <= 10 and not any(m & _SAYS for m in marks[first:last])


_SAYS: Final = frozenset({"<speech>", "<source_phrase>"})


def _more(whole: Sequence[Match], clause: Clause) -> bool:
    return len(whole) > len(clause.matches)


def _pieces(tokens: Sequence[Token], marks: Sequence[frozenset[str]]) -> list[tuple[int, int, bool]]:
    cuts: list[tuple[int, bool]] = [(0, True)]
    aside = _brackets(tokens) | _vouchers(tokens) | paired(tokens)
    for i, token in enumerate(tokens[1:], start=1):
        before = tokens[i - 1]
        if i - 1 in aside:
            continue
        if (
            (before.text in _HARD and not number_range(tokens, i))
            or (
                "<subordinator>" in marks[i]
                and (before.text == "," or "<subordinator_alone>" in marks[i])
                and not _apposition(tokens, i)
            )
            or led_in(tokens, i)
            or [t.low for t in tokens[i : i + 3]] in _ONCE
        ):
            cuts.append((i, True))
        elif before.text == "," or token.low in _LINKS or _then(tokens, i):
            cuts.append((i, False))
    ends = [c for c, _ in cuts[1:]] + [len(tokens)]
    return [(a, b, hard) for (a, hard), b in zip(cuts, ends, strict=True) if a < b]


#: Russian "after" and "before" of several words.
_ONCE: Final = (["после", "того", "как"], ["до", "того", "как"], ["перед", "тем", "как"])


def _brackets(tokens: Sequence[Token]) -> frozenset[int]:
    """The tokens of short brackets, which part no clause: "the Rapid Support Forces (RSF) took …"."""
    out: list[int] = []
    for i, token in enumerate(tokens):
        if token.text == "(":
            end = next((j for j in range(i + 1, min(i + 5, len(tokens))) if tokens[j].text == ")"), None)
            out += range(i, end + 1) if end else ()
    return frozenset(out)


def _vouchers(tokens: Sequence[Token]) -> frozenset[int]:
    """The tokens of German asides that only say who says so, with their commas: ", so das Ministerium in Baku,"."""
    out: list[int] = []
    for i in range(1, len(tokens) - 1):
        if tokens[i].low == "so" and tokens[i - 1].text == "," and tokens[i + 1].low in _NOUN_PHRASE:
            end = next((k for k in range(i + 1, min(i + 10, len(tokens))) if tokens[k].text == ","), None)
            out += range(i - 1, end + 1) if end else ()
    return frozenset(out)


_NOUN_PHRASE: Final = frozenset({"der", "die", "das", "ein", "eine"})


def _apposition(tokens: Sequence[Token], i: int) -> bool:
    """Whether "die" opens no clause: "…, die meisten von ihnen nach Goma"."""
    return tokens[i].low == "die" and i + 1 < len(tokens) and tokens[i + 1].low in _SOME


_SOME: Final = frozenset({"meisten", "anderen", "übrigen", "beiden", "ersten", "letzten"})


def _then(tokens: Sequence[Token], i: int) -> bool:
    """Whether "after" or "before" opens a clause rather than a time of day ("before dawn")."""
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    return tokens[i].low in ("after", "before") and following not in _HOURS


_HOURS: Final = frozenset({"dawn", "noon", "midnight", "midday", "dark", "dusk", "sunrise", "sunset", "nightfall"})


def _subject(
    before: int, first: int, tokens: Sequence[Token], marks: Sequence[frozenset[str]], *, always: bool
) -> tuple[int, ...]:
    """The actors of the clause before, where a clause goes on without its own: "… and fled", "…, who threw stones"."""
    if tokens[first].low not in _GOES_ON and not always:
        return ()
    return tuple(i for i in range(before, first) if marks[i] & _WHO)


def _after_relative(before: int, first: int, tokens: Sequence[Token], marks: Sequence[frozenset[str]]) -> bool:
    """Whether a main clause goes on behind a relative one: "The premier, who had been abroad, landed in Goma"."""
    if not first or tokens[first - 1].text != "," or "<subordinator>" not in marks[before] or not before:
        return False
    low = tokens[first].low
    if not marks[first].isdisjoint(_PREPOSITIONS):
        return False
    return tokens[before].low in _RELATIVES and tokens[first].word and not tokens[first].capital and low not in _OPENS


_PREPOSITIONS: Final = frozenset({"<at>", "<to>", "<from>", "<near>"})
_RELATIVES: Final = RELATIVE | frozenset(
    {"der", "die", "das", "dem", "den", "deren", "dessen", "who", "whose", "whom", "wo", "where"}
)
_OPENS: Final = _LINKS | frozenset(
    (
        *("as", "while", "when", "with", "during", "wie", "so", "der", "die", "das", "he", "she", "they", "er", "sie"),
        *("es", "it", "the", "a", "mit", "von", "bei", "aus", "durch", "für", "gegen", "ohne", "um", "bis", "seit"),
    )
)


_WHO: Final = frozenset(
    f"<{name}>"
    for name in ("crowd", "rioters", "rebels", "police", "army", "official", "institution", "person", "name")
)
_GOES_ON: Final = frozenset(
    (
        *("und", "and", "и", "die", "der", "welche", "welcher", "who", "which", "который", "которая", "которые", "а"),
        *("sowie", "then", "dann"),
    )
)


def match(
    first: int, last: int, marks: Sequence[frozenset[str]], tables: Tables, apart: Mapping[int, int], *,
    subject: Sequence[int] = (),
) -> tuple[Match, ...]:  # fmt: skip
    """Return the actions that tokens [first, last) tell, each once, in their order; `subject` stands before them.

    What stands in a phrase of its own (`apart`) tells nothing together with a verb outside.
    """
    where: dict[str, list[int]] = {}
    for i in range(first, last):
        for name in marks[i]:
            where.setdefault(name, []).append(i)
    here = set(where)
    for i in subject:
        for name in (marks[i] & _WHO) - here:
            where.setdefault(name, []).append(i)
    held = where.__contains__
    found: dict[str, Match] = {}
    for name in sorted(where):
        for rule in tables.rules.get(name, ()):
            if rule.action in found or not all(map(held, rule.items)) or any(map(held, rule.bars)):
                continue
            if used := _distinct(rule.items, where):
                at = _anchor(rule.items, used)
                if any(i in apart and apart[i] != apart.get(at) for i in used):
                    continue
                found[rule.action] = Match(rule.action, at, tuple(sorted(used)))
    return tuple(sorted(found.values(), key=lambda m: (m.anchor, m.action)))


def _anchor(items: Sequence[str], used: Sequence[int]) -> int:
    """The word that is not merely a class or a pronoun: the verb or noun that says the action."""
    told = (at for item, at in zip(items, used, strict=True) if not item.startswith("<") and item not in _PRONOUNS)
    return next(told, used[0])


_PRONOUNS: Final = frozenset({"they", "he", "she", "it", "sie", "er", "он", "она", "они"})


def _distinct(items: Sequence[str], where: Mapping[str, list[int]]) -> list[int] | None:
    """A token for each item, no token twice: in their order, or else words before classes."""
    found = _assigned(items, where)
    if found is not None or len(items) < 2:
        return found
    order = sorted(range(len(items)), key=lambda k: (items[k].startswith("<"), len(where[items[k]]), k))
    other = _assigned([items[k] for k in order], where)
    return None if other is None else [at for _, at in sorted(zip(order, other, strict=True))]


def _assigned(items: Sequence[str], where: Mapping[str, list[int]]) -> list[int] | None:
    used: list[int] = []
    for item in items:
        free = [i for i in where[item] if i not in used]
        if not free:
            return None
        near = used[-1] if used else free[0]
        used.append(min(free, key=lambda i: (abs(i - near), i)))
    return used
