"""Who says so, and how sure the report is: attribution and certainty of what a clause tells."""

from collections.abc import Sequence
from typing import Final

from geo.coding.lexicon import Tables
from geo.coding.reading import Clause, Reading
from geo.coding.speakers import speaker_before, speaker_behind
from geo.model import Certainty


def voice_of(
    readings: Sequence[Reading], index: int, clause: Clause, taken: frozenset[int], tables: Tables, *, own_act: bool
) -> tuple[tuple[str, ...], Certainty]:
    """Return the sources of a clause and its certainty; `taken` are tokens that tell the act itself.

    `own_act` is a statement or order, whose saying is the act: it is stated unless somebody else passes it on.
    """
    reading = readings[index]
    sources = _sources(readings, index, clause, taken, tables, own_act=own_act)
    if _unverified(readings, index, clause, taken, own_act=own_act):
        return sources, Certainty.UNCONFIRMED
    if not own_act and _disputed(readings, index):
        return sources, Certainty.DISPUTED
    if sources:
        return sources, Certainty.ATTRIBUTED
    if tables.language == "de" and _hearsay(reading, clause):
        return (), Certainty.UNCONFIRMED
    return (), Certainty.STATED


def _unverified(
    readings: Sequence[Reading], index: int, clause: Clause, taken: frozenset[int], *, own_act: bool
) -> bool:
    reading = readings[index]
    after = _next(readings, index)
    # The verdict on a report often follows it: "The agency could not verify this".
    if after and after.has("unverified") and not any(c.matches for c in after.clauses):
        return clause is reading.clauses[-1] or len(reading.clauses) <= 3
    own = reading.where("unverified", clause.first, clause.last)
    if taken:
        # «взяли под стражу мужчину, якобы собиравшего деньги»: the doubt is the aside's.
        own = [
            i for i in own if "<hearsay>" not in reading.marks[i] or reading.tokens[i - 1].text != "," or i < max(taken)
        ]
    if own_act:
        # What somebody is only said to have done is the accusation's own matter.
        own = [i for i in own if "<hearsay>" not in reading.marks[i]]
    short = len(reading.clauses) <= 3 and _verdict(reading)
    return bool(own) or short


def _verdict(reading: Reading) -> bool:
    """Whether a sentence says that something cannot be verified, rather than that there was a rumour."""
    told = [c for c in reading.clauses if reading.tokens[c.first].low not in _CAUSES]
    at = [i for c in told for i in reading.where("unverified", c.first, c.last)]
    return any("<hearsay>" not in reading.marks[i] for i in at)


def _next(readings: Sequence[Reading], index: int) -> Reading | None:
    """The next sentence of the same paragraph."""
    after = readings[index + 1] if index + 1 < len(readings) else None
    return after if after and after.sentence.paragraph == readings[index].sentence.paragraph else None


#: What opens a clause that only tells a cause: "after rumours that …".
_CAUSES = frozenset({"after", "over", "amid", "following", "nachdem", "nach", "после"})


def _disputed(readings: Sequence[Reading], index: int) -> bool:
    reading = readings[index]
    if reading.has("dispute"):
        return True
    after = _next(readings, index)
    return after is not None and after.has("dispute") and not any(c.matches for c in after.clauses)


def _hearsay(reading: Reading, clause: Clause) -> bool:
    """German "soll … worden sein": hearsay, where no source is named."""
    if not reading.has("hearsay", clause):
        return False
    ends = {t.low for t in reading.tokens[max(clause.first, clause.last - 4) : clause.last + 1]}
    return bool(ends & {"sein", "haben", "worden"})


def _sources(
    readings: Sequence[Reading], index: int, clause: Clause, taken: frozenset[int], tables: Tables, *, own_act: bool
) -> tuple[str, ...]:
    reading = readings[index]
    if not own_act or reading.has("source_phrase", clause):
        for at in reading.where("source_phrase", clause.first, clause.last):
            names = _names(reading, max(0, at - 6), min(len(reading.tokens), at + 8), tables)
            if not names and any(t.low in _SAME for t in reading.tokens[max(0, at - 3) : at + 2]):
                names = _before(readings, index, tables)
            return names or (speaker_behind(reading, at, tables.language) or "report",)
    speech = [i for i in reading.where("speech", clause.first, clause.last) if i not in taken]
    if speech and not own_act:
        said = _names(reading, clause.first, clause.last, tables)
        return said or (speaker_before(reading, speech[0], tables.language) or "report",)
    number = reading.clauses.index(clause)
    for near in (number + 1, number - 1):
        if 0 <= near < len(reading.clauses) and not (own_act and reading.clauses[near].matches):
            other = reading.clauses[near]
            if tables.language == "en" and reading.tokens[max(clause.first, other.first) - 1].text == ";":
                continue
            if other.matches and not _follows(reading, other, tables, near > number):
                continue
            if reading.has("speech", other) or reading.has("source_phrase", other):
                told = (*reading.where("speech", other.first, other.last), other.first)[0]
                said = _names(reading, other.first, other.last, tables)
                return said or (speaker_before(reading, told, tables.language) or "report",)
    if tables.language == "en" and (closing := _closing(reading, number)):
        said = _names(reading, closing.first, closing.last, tables)
        return said or (speaker_behind(reading, closing.first + 1, "en") or "report",)
    if tables.language == "de" and index and _subjunctive(reading, clause):
        return ("as before",)
    return ()


def _follows(reading: Reading, other: Clause, tables: Tables, behind: bool) -> bool:
    """Whether a Russian source stands between two acts: «бои шли по всей стране, по данным Минздрава, убиты …»."""
    return behind and tables.language == "ru" and bool(reading.where("source_phrase", other.first, other.first + 3))


#: «по его словам», «по тем же данным»: of the source named before.
_SAME: Final = frozenset({"его", "ее", "их", "тем", "этим", "этому", "ему"})


def _before(readings: Sequence[Reading], index: int, tables: Tables) -> tuple[str, ...]:
    """The sources named in the sentences before, up to two back in the paragraph."""
    for back in (index - 1, index - 2):
        if back >= 0 and readings[back].sentence.paragraph == readings[index].sentence.paragraph:
            told = readings[back]
            said = told.has("speech") or told.has("source_phrase") or told.has("official")
            if said and (names := _names(told, 0, len(told.tokens), tables)):
                return names[-1:]
    return ()


def _closing(reading: Reading, number: int) -> Clause | None:
    """The last clause of a sentence, if it only says who told all that stands before it without a semicolon."""
    last = reading.clauses[-1]
    opens = reading.tokens[last.first].low
    between = reading.tokens[reading.clauses[number].first : last.first]
    if number + 1 >= len(reading.clauses) or last.matches or any(t.text == ";" for t in between):
        return None
    return last if opens == "according" and reading.has("source_phrase", last) else None


def _subjunctive(reading: Reading, clause: Clause) -> bool:
    """German Konjunktiv I: reported speech that goes on."""
    return any(
        t.low in ("sei", "seien", "habe", "hätten", "werde", "wolle", "gebe")
        for t in reading.tokens[clause.first : clause.last]
    )


def _names(reading: Reading, first: int, last: int, tables: Tables) -> tuple[str, ...]:
    """The sources named in a stretch, in English, with their country and proper name where they stand beside."""
    found: dict[str, None] = {}
    at = first
    while at < last:
        label = next((name for name in tables.lexicon.sources if f"<source_{name}>" in reading.marks[at]), None)
        if label and not (at and reading.tokens[at - 1].low in _WHERETO):
            own = reading.tokens[at].text if label == "monitoring group" and reading.tokens[at].capital else ""
            start, (name, at) = at, _own_name(reading, at + 1)
            found[own or " ".join(filter(None, (_nation(reading, start, tables), label, name)))] = None
        else:
            at += 1
    if not found and (name := _proper(reading, first, last)):
        return (name,)
    return tuple(found)[:3]


#: Directly behind these the name of a source is a place: "taken to hospital".
_WHERETO = frozenset({"to", "in", "at", "into", "near", "outside"})


def _proper(reading: Reading, first: int, last: int) -> str:
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
    return _own_name(reading, near[0])[0] if near else ""


def _own_name(reading: Reading, at: int) -> tuple[str, int]:
    """The capitalised unknown words from `at` on, as written, and where they end; quotation marks are passed over."""
    words: list[str] = []
    while at < len(reading.tokens) and len(words) < 4:
        token = reading.tokens[at]
        if token.text in '«»„“”"' and token.text:
            at += 1
        elif token.capital and token.word and not reading.marks[at] - {"<person>", "<name>", "<nation>"}:
            words.append(token.text)
            at += 1
        else:
            break
    return " ".join(words), at


def _nation(reading: Reading, at: int, tables: Tables) -> str:
    """The people's name in English that stands within two words before a source."""
    for back in (at, at - 1, at - 2):
        if back in reading.nations:
            row = tables.lexicon.nations.get(reading.nations[back], {})
            return row.get("en", "").split()[0].replace("_", " ").title() if row.get("en") else ""
    return ""
