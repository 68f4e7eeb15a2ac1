"""Who is quoted: the source that a phrase or a word of saying names, and who spoke last before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from geo.coding.latin import in_latin
from geo.coding.lexicon import Tables
from geo.coding.reading import Clause, Reading
from geo.coding.roles import Role
from geo.coding.speakers import speaker_before, speaker_behind

#: The label of a source that is named by its office alone.
SPOKESMAN: Final = "press secretary"


@dataclass(frozen=True)
class Before:
    """Who spoke last in the same paragraph, before sentence `index`."""

    readings: Sequence[Reading]
    index: int
    clause: Clause
    tables: Tables

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The sources named last, or else the body that the sentence before is about."""
        own = self.readings[self.index]
        for clause in reversed(own.clauses):
            if clause.last <= self.clause.first and (names := said_in(own, clause, self.tables)):
                return names
        paragraph = own.sentence.paragraph
        for at in range(self.index - 1, max(self.index - 4, -1), -1):
            reading = self.readings[at]
            if reading.sentence.paragraph != paragraph:
                break
            for clause in reading.clauses:
                if names := said_in(reading, clause, self.tables):
                    return names
            if at == self.index - 1 and (names := _names(reading, 0, len(reading.tokens), self.tables)[:1]):
                return names
        return ()

    def completed(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """A spokesman without a body speaks for the one that was named last."""
        return tuple(dict.fromkeys((*self.names, *names))) if names == (SPOKESMAN,) else names


def said_in(reading: Reading, clause: Clause, tables: Tables) -> tuple[str, ...]:
    """The sources that a clause names as such."""
    for at in reading.where("source_phrase", clause.first, clause.last):
        return by_phrase(reading, at, tables)
    speech = reading.where("speech", clause.first, clause.last)
    return speakers_in(reading, clause, speech, tables) if speech else ()


def by_phrase(reading: Reading, at: int, tables: Tables) -> tuple[str, ...]:
    """The source that "according to" names, behind it; "zufolge" stands behind its own."""
    first = max(0, at - 8)
    whose = reading.tokens[at - 1].low if at else ""
    if whose in _HIS:
        return ()
    if whose.startswith(("eigen", "own")) and (own := labelled(reading, 0, at, tables)):
        return names_at(reading, own[-1][0], at, tables)
    behind = _first_names(reading, at, min(len(reading.tokens), at + 10), tables)
    if reading.tokens[at].low == "zufolge":
        return _names(reading, first, at, tables)[-1:] or behind
    if behind:
        return behind
    if (nation := _nation(reading, at, tables)) and tables.language != "en":
        return (f"{nation} officials",)
    if words := speaker_behind(reading, at, tables.language):
        return (words,)
    return _names(reading, max(0, at - 6), min(len(reading.tokens), at + 8), tables)


#: Before "account": the one who spoke last.
_HIS: Final = frozenset({"seiner", "ihrer", "deren", "dessen", "his", "her", "their", "его", "ее", "их"})


def names_at(reading: Reading, at: int, last: int, tables: Tables) -> tuple[str, ...]:
    """The source whose kind or name stands at token `at`."""
    return _first_names(reading, at, last, tables)


def _first_names(reading: Reading, first: int, last: int, tables: Tables) -> tuple[str, ...]:
    """The first source of a stretch, with those that "and" joins to it; nothing behind a comma or a number."""
    stop = next((i for i in range(first + 1, last) if reading.tokens[i].text in _STOPS), last)
    places = labelled(reading, first, stop, tables)
    if len(places) > 1 and places[0][1] == SPOKESMAN and _owns(reading, places[0][0], places[1][0]):
        places = places[1:]
    if not places:
        return (name,) if (name := _proper(reading, first, stop, tables)) else ()
    end = places[0][0] + 1
    for at, label in places[1:]:
        if is_name(label) and at - end <= (reading.tokens[end].text in _MARKS):
            end = at + 1
            continue
        if at - end > 4 or not any(reading.tokens[i].low in _AND for i in range(end, at)):
            break
        end = at + 1
    return _names(reading, max(first, places[0][0]), end, tables)


_STOPS: Final = frozenset(",;:.()–—")
_AND: Final = frozenset({"und", "and", "и", "sowie"})


def speakers_in(reading: Reading, clause: Clause, speech: Sequence[int], tables: Tables) -> tuple[str, ...]:
    """The source nearest to a word of saying, of equals the one before it."""
    found = labelled(reading, clause.first, clause.last, tables)
    found = [f for f in found if not _told(reading, f)]
    if tables.language == "en" and (behind := speech[0] + 1) < clause.last and reading.tokens[behind].low == "by":
        # "Videos verified by the agency show …": nobody else vouches for them.
        found = [f for f in found if behind < f[0] <= behind + _BY]
        return _first_names(reading, found[0][0], clause.last, tables) if found else ()
    if tables.language == "ru":  # «написал в телеграм-канале губернатор»
        found = [f for f in found if f[1] not in _CHANNELS] or found
    if state := _state(reading, clause, speech, found, tables):
        return (state,)
    if not found:
        before = speaker_before(reading, speech[0], tables.language)
        return _names(reading, clause.first, clause.last, tables) or ((before,) if before else ())
    near = min(found, key=lambda f: (min(abs(f[0] - i) for i in speech), f[0]))
    if near[1] == SPOKESMAN and (owner := [f for f in found if f[0] == near[0] - 1 or _owns(reading, near[0], f[0])]):
        near = owner[0]
    return _first_names(reading, near[0], clause.last, tables)


#: How many words behind "by" a source may stand.
_BY: Final = 6

#: Where somebody speaks rather than who does.
_CHANNELS: Final = frozenset({"Telegram channel", "social media posts", "social media"})


def _told(reading: Reading, found: tuple[int, str]) -> bool:
    """Whether a source is only told: «рассказал агентству AFP», with its name behind its kind."""
    at, label = found
    before = at - 1 - (at > 0 and reading.tokens[at - 1].text in _MARKS)
    marks = reading.marks[at] | (reading.marks[before] if is_name(label) and before >= 0 else frozenset())
    return "<told_to>" in marks


def _state(
    reading: Reading, clause: Clause, speech: Sequence[int], found: Sequence[tuple[int, str]], tables: Tables
) -> str:
    """The state or capital that speaks for its government: "Kyiv said", «Азербайджан признал»."""
    for spot in reading.spots_in(clause):
        seat = tables.lexicon.nations.get(spot.place.country or "", {}).get("seat")
        ruled = any(0 < spot.first - at <= 3 for at, _ in found)  # «МИД России»
        speaks = spot.role is Role.BARE and not ruled and any(0 <= i - spot.last <= 1 for i in speech)
        if speaks and (spot.place.kind == "country" or spot.place.name == seat):
            return spot.place.name
    return ""


def _owns(reading: Reading, spokesman: int, body: int) -> bool:
    """Whether a body stands behind its spokesman: "ein Sprecher der Armee", "a spokesman for the ministry"."""
    return 0 < body - spokesman <= 4 and reading.tokens[spokesman + 1].low in _OF | {reading.tokens[body].low}


_OF: Final = frozenset({"der", "des", "von", "vom", "of", "for", "from", "the"})


def labelled(reading: Reading, first: int, last: int, tables: Tables) -> list[tuple[int, str]]:
    """The tokens of a stretch that name a kind of source, and its label."""
    found = []
    for at in range(first, last):
        label = tables.source_of(reading.marks[at])
        if label and not (at and reading.tokens[at - 1].low in _WHERETO) and not _garrisoned(reading, at):
            found.append((at, label))
    return found


def _garrisoned(reading: Reading, at: int) -> bool:
    """Whether a source's name only says whose a place is: "on a military base"."""
    return any(reading.where("garrison", i, i + 1) for i in (at, at + 1))


#: Directly behind these the name of a source is a place: "taken to hospital".
_WHERETO: Final = frozenset({"to", "in", "at", "into", "near", "outside"})


def _names(reading: Reading, first: int, last: int, tables: Tables) -> tuple[str, ...]:
    """The sources named in a stretch, in English, with their country and proper name where they stand beside."""
    found: dict[str, None] = {}
    at = first
    while at < last:
        label = tables.source_of(reading.marks[at])
        if label and not _garrisoned(reading, at):
            start, (name, at) = at, _own_name(reading, at + 1, tables)
            if is_name(label):
                found[label] = None
            elif not (name or _name_follows(reading, at, last, tables)):
                found[" ".join(filter(None, (_nation(reading, start, tables), label)))] = None
            elif name:
                found[" ".join(filter(None, (_nation(reading, start, tables), label, name)))] = None
        else:
            at += 1
    if not found and (name := _proper(reading, first, last, tables)):
        return (name,)
    return tuple(found)[:3]


def is_name(label: str) -> bool:
    """Whether a label names one body or medium rather than a kind of source: its last word has a capital."""
    return label.rpartition(" ")[2][:1].isupper()


def _name_follows(reading: Reading, at: int, last: int, tables: Tables) -> bool:
    """Whether a known name stands at once behind its kind, quotation mark or not: "the agency Interfax"."""
    at += at < len(reading.tokens) and reading.tokens[at].text in _MARKS
    label = tables.source_of(reading.marks[at]) if at < min(last, len(reading.marks)) else None
    return bool(label and is_name(label))


def _proper(reading: Reading, first: int, last: int, tables: Tables) -> str:
    """The proper name nearest to the word that says who speaks, where no known kind of source stands."""
    said = [i for name in ("source_phrase", "speech") for i in reading.where(name, first, last)]
    places = {i for s in reading.spots for i in range(s.first, s.last)}
    starts = [
        i
        for i in range(first, last)
        if i not in places
        and reading.tokens[i].capital
        and len(reading.tokens[i].text) > 2
        and not reading.marks[i] - {"<person>", "<name>"}
        and (i > 0 or len(reading.tokens[i].text) > 4)
    ]
    near = [i for i in starts if any(abs(i - j) <= 4 for j in said)]
    return _own_name(reading, near[0], tables)[0] if near else ""


_NAMED: Final = frozenset({"<person>", "<name>", "<nation>"})
_MARKS: Final = frozenset('«»„“”"')


def _own_name(reading: Reading, at: int, tables: Tables) -> tuple[str, int]:
    """The capitalised unknown words from `at` on, in Latin letters, and where they end, over quotation marks."""
    words: list[str] = []
    while at < len(reading.tokens) and len(words) < 4:
        token = reading.tokens[at]
        known = tables.source_of(reading.marks[at])
        inside = at in reading.quoted and (words or token.capital) and not (known and is_name(known))
        if token.text in _MARKS:
            if words:
                break
            at += 1
        elif token.word and (inside or (token.capital and not reading.marks[at] - _NAMED)):
            words.append(token.text)
            at += 1
        else:
            break
    return in_latin(" ".join(words), tables.lexicon.letters.get(tables.language)), at


def _nation(reading: Reading, at: int, tables: Tables) -> str:
    """The people's name in English that stands within two words before a source."""
    for back in (at, at - 1, at - 2):
        if back in reading.nations:
            row = tables.lexicon.nations.get(reading.nations[back], {})
            return row.get("en", "").split()[0].replace("_", " ").title() if row.get("en") else ""
    return ""
