"""The lexicon: tables of word classes and actions, compiled for one language, and how they match a sentence.

A pattern is words joined by "_" that stand side by side; `kill*` matches a beginning, `*protest*` a part,
`<crowd>` any word of a class. An action's pattern is such items, all of which must stand in one clause, in any
order; `!item` must not. Nothing here opens a file: the tables are arguments (geo.sources.lexicon reads them).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any, Final

from geo.coding.phrases import Openings, Phrase, is_source, without_shorter
from geo.coding.text import Token, fold
from geo.coding.verbs import no_actors, other_forms
from geo.coding.victims import victims

LANGUAGES: Final = ("de", "en", "ru")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the actions table: these items in a clause mean this action."""

    action: str
    items: tuple[str, ...]
    bars: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """All tables as read: `words` class → language → patterns, `actions`, `types`, `times`, `numbers`, …"""

    words: Mapping[str, Mapping[str, str]]
    actions: Mapping[str, Mapping[str, Any]]
    times: Mapping[str, Any]
    numbers: Mapping[str, Any]
    nations: Mapping[str, Mapping[str, str]]
    seats: Mapping[str, Mapping[str, str]]
    precedence: Mapping[str, str]
    sources: Mapping[str, Mapping[str, str]]
    letters: Mapping[str, Mapping[str, Mapping[str, str]]]
    verbs: Mapping[str, Mapping[str, str]]
    _compiled: dict[str, "Tables"] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_tables(cls, tables: Mapping[str, Mapping[str, Any]]) -> "Lexicon":
        """Make a lexicon of its tables as they stand in `data/lexicon/`, by file name."""
        times, numbers, seats = tables["times"], tables["numbers"], tables["seats"]
        words = {
            **tables["words"],
            **tables["frames"],
            **tables["toponyms"],
            "day_name": {lang: " ".join((*times[lang]["wd"], *_months(times[lang]))) for lang in LANGUAGES},
            **{f"source_{label}": row for label, row in tables["sources"].items()},
            **{f"count_{kind}": row for kind, row in numbers["kinds"].items()},
            **{f"one_{kind}": row for kind, row in numbers["one"].items()},
            **{f"seat_{name}": dict.fromkeys(LANGUAGES, row["words"]) for name, row in seats.items()},
        }
        return cls(
            words, tables["actions"], times, numbers, tables["nations"], seats, tables["precedence"], tables["sources"],
            tables["letters"], tables["verbs"],
        )  # fmt: skip

    def of(self, language: str) -> "Tables":
        """Return the tables of one language, compiled on first use."""
        if language not in self._compiled:
            self._compiled[language] = Tables.compile(self, language)
        return self._compiled[language]


@dataclass(frozen=True)
class Tables:
    """The lexicon of one language, ready to match."""

    language: str
    lexicon: Lexicon
    exact: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]
    parts: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    phrases: Mapping[str, tuple[Phrase, ...]]
    rules: Mapping[str, tuple[Rule, ...]]
    _seen: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    _opened: dict[str, Openings] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def compile(cls, lexicon: Lexicon, language: str) -> "Tables":
        """Compile every pattern of `language` into dictionaries keyed by word or stem."""
        atoms: dict[str, set[str]] = {}
        for name, by_language in lexicon.words.items():
            for pattern in by_language.get(language, "").split():
                atoms.setdefault(fold(pattern), set()).add(f"<{name}>")
        rules: dict[str, list[Rule]] = {}
        for action, row in lexicon.actions.items():
            for line in (row.get(language, ""),):
                for rule in _rules(action, line):
                    rules.setdefault(_rarest(rule), []).append(rule)
                    for item in (*rule.items, *rule.bars):
                        if not item.startswith("<"):
                            atoms.setdefault(item, set()).add(item)
        exact: dict[str, set[str]] = {}
        stems: dict[str, set[str]] = {}
        parts: dict[str, set[str]] = {}
        phrases: dict[str, list[Phrase]] = {}
        for atom, names in atoms.items():
            if "_" in atom:
                words = tuple(atom.split("_"))
                phrases.setdefault(words[0][:3].rstrip("*"), []).append(Phrase(words, tuple(sorted(names))))
            elif atom.startswith("*"):
                parts.setdefault(atom, set()).update(names)
            elif atom.endswith("*"):
                stems.setdefault(atom[:-1], set()).update(names)
            else:
                exact.setdefault(atom, set()).update(names)
        return cls(
            language,
            lexicon,
            {k: tuple(sorted(v)) for k, v in exact.items()},
            {k: tuple(sorted(v)) for k, v in stems.items()},
            tuple((_part(k), tuple(sorted(v))) for k, v in sorted(parts.items())),
            {k: tuple(v) for k, v in phrases.items()},
            {k: tuple(v) for k, v in rules.items()},
        )

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Words before a full stop that ends no sentence, without it."""
        words = self.lexicon.words.get("abbreviation", {}).get(self.language, "")
        return frozenset(fold(w).rstrip(".") for w in words.split())

    @cached_property
    def _ranks(self) -> Mapping[str, tuple[int, str]]:
        return {f"<source_{label}>": (i, label) for i, label in enumerate(self.lexicon.sources)}

    def source_of(self, marks: frozenset[str]) -> str | None:
        """Return the kind or name of source that a word's classes tell; of several the first in the table."""
        named = [self._ranks[m] for m in marks if m in self._ranks]
        return min(named)[1] if named else None

    @cached_property
    def nation_stems(self) -> Mapping[str, str]:
        """The adjectives and peoples of this language and their countries."""
        rows = self.lexicon.nations.items()
        return {stem: code for code, row in rows for stem in row.get(self.language, "").split()}

    def nation_words(self, low: str) -> int:
        """Return how many words the people's name takes that begins with `low`: two for "Sri Lankan"."""
        return 2 if low in self._first_words else 1

    @cached_property
    def _first_words(self) -> frozenset[str]:
        rows = (row.get(self.language, "").split() for row in self.lexicon.nations.values())
        return frozenset(word.partition("_")[0] for row in rows for word in row if "_" in word)

    @cached_property
    def _irregular(self) -> Mapping[str, tuple[str, ...]]:
        rows = [(fold(name), fold(words).split()) for name, words in self.lexicon.verbs.get(self.language, {}).items()]
        if self.language == "de":
            return {finite: (participle,) for participle, words in rows for finite in words}
        return {base: tuple(pasts) for base, pasts in rows}

    def marks(self, low: str) -> frozenset[str]:
        """Return the classes and items that one folded word stands for."""
        if low not in self._seen:
            if len(self._seen) > 50_000:
                self._seen.clear()
            found = set(self.exact.get(low, ()))
            for cut in range(2, min(len(low), 24) + 1):
                found.update(self.stems.get(low[:cut], ()))
            if len(low) <= 60:
                for pattern, names in self.parts:
                    if pattern.search(low):
                        found.update(names)
            if "-" in low[1:-1] and len(low.rpartition("-")[2]) > 2:
                found.update(self.marks(low.rpartition("-")[2]) - {"<not_place>", "<abbreviation>"})
            self._seen[low] = frozenset(found)
        return self._seen[low]

    def items(self, low: str) -> tuple[str, ...]:
        """Return the actions' items that one folded word is listed as; of classes only what it counts."""
        named = [
            *self.exact.get(low, ()),
            *(n for cut in range(4, len(low) + 1) for n in self.stems.get(low[:cut], ())),
        ]
        return tuple(
            name for name in named if not name.startswith("<") or name.startswith("<count_") or name in _SAYING
        )

    def _opening(self, low: str) -> Openings:
        """The phrases that may begin with a word; "Kenya's" begins what "Kenya" does."""
        if low not in self._opened:
            if len(self._opened) > 50_000:
                self._opened.clear()
            words = {low, low.removesuffix("'s")} if self.language == "en" else {low}
            near = dict.fromkeys(p for word in sorted(words) for n in (1, 2, 3) for p in self.phrases.get(word[:n], ()))
            self._opened[low] = Openings(p for p in near if any(map(p.opens, words)))
        return self._opened[low]

    def read(self, tokens: Sequence[Token]) -> tuple[frozenset[str], ...]:
        """Return for every token its classes and items; a phrase marks its last word."""
        found = [set(self.marks(t.low)) for t in tokens]
        quoted: list[tuple[int, int, frozenset[str]]] = []
        for i, form in other_forms(tokens, self.language, self._irregular):
            if self.language != "en" or "<explosive>" not in found[i]:  # "mortar bombs fell" bombs nobody
                found[i].update(self.items(form))
        lows = [t.low for t in tokens]
        owners = [low.removesuffix("'s") for low in lows] if self.language == "en" else lows
        for i, low in enumerate(lows):
            for phrase in self._opening(low).before(lows[i + 1 : i + 2] + owners[i + 1 : i + 2]):
                if phrase.goes_on(lows, i):
                    found[i + len(phrase.words) - 1].update(phrase.names)
                elif not phrase.sources or not phrase.goes_on(owners, i):
                    continue
                if phrase.sources:
                    quoted.append((i, i + len(phrase.words), phrase.sources))
            if owners[i] != low:
                found[i].update(filter(is_source, self.marks(owners[i])))
        for i, names in without_shorter(quoted, found):
            found[i] = names
        if self.language == "en":
            for i, none in no_actors(tokens):
                found[i] = {n for n in found[i] if (n not in none if none else n in _MONTH)}
        for i in range(len(found) - 1):
            if "<building>" in found[i + 1] or "<vehicle>" in found[i + 1]:
                found[i] -= {"<police>", "<army>", "<official>"} if tokens[i + 1].start - tokens[i].end == 1 else set()
        if self.language == "de":
            _quiet(tokens, found)
            for i in _militias(tokens):
                found[i].discard("<police>")
        if self.language == "ru":
            for i in victims(tokens, found):
                found[i].discard("<crowd>")
        return tuple(frozenset(f) for f in found)


def _quiet(tokens: Sequence[Token], found: Sequence[set[str]]) -> None:
    """Take from whom a German phrase quotes ("laut Polizei") the classes of those who act."""
    for i, names in enumerate(found):
        if "<source_phrase>" not in names or tokens[i].low == "zufolge":
            continue
        for at in range(i + 1, min(i + 6, len(tokens))):
            if not tokens[at].word or found[at] & {"<at>", "<negation>"}:
                break
            if tokens[at].capital:
                found[at] -= _ACTING
                if at + 1 == len(tokens) or tokens[at + 1].low not in ("der", "des", "von"):
                    break


def _militias(tokens: Sequence[Token]) -> Iterable[int]:
    """Yield each "Miliz" with a name of its own behind it: an armed group, not the police of a country."""
    for i, token in enumerate(tokens[:-1]):
        if token.low in ("miliz", "milizen") and tokens[i + 1].word and tokens[i + 1].text[:1].isupper():
            yield i


#: What is left of a word that only names a month: it is no town of that name.
_MONTH: Final = frozenset({"<not_place>", "<day_name>"})
_ACTING: Final = frozenset({"<police>", "<army>", "<rebels>", "<crowd>", "<rioters>"})


#: Classes of verbs that may stand in two parts: "wies … zurück", "teilte … mit".
_SAYING: Final = frozenset({"<dispute>", "<speech>"})


def _months(table: Mapping[str, Any]) -> list[str]:
    return [name for name in table["month"] if len(name) > 3]


def _rarest(rule: Rule) -> str:
    """The item to look a rule up by: a word rather than a class."""
    return next((item for item in rule.items if not item.startswith("<")), rule.items[0])


def _rules(action: str, line: str) -> Iterable[Rule]:
    for part in line.split(";"):
        items = [fold(w) for w in part.split()]
        bars = tuple(b for w in items if w.startswith("!") for b in w[1:].split("|"))
        wanted = [w.split("|") for w in items if not w.startswith("!")]
        for choice in product(*wanted) if wanted else ():
            yield Rule(action, choice, bars)


def _part(atom: str) -> re.Pattern[str]:
    middle = re.escape(atom.strip("*"))
    return re.compile(middle if atom.endswith("*") else middle + "$")
