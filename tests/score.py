"""Score the coder on coded reports and print every number apart: `make score`, or `python -m tests.score`.

An event found and one of the gold coding are the same if their types agree, their places lie within 25 km (or are the
same country, geo_precision 3) and their days overlap; each is paired at most once. The reports held out were only ever
scored while the rules were written, never read. Of our own reports the last ones were written when the rules stood, and
no rule was changed for them; all others have been read since.
"""

import csv
import json
import math
import os
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from geo.coding import code_report
from geo.coding.lexicon import Lexicon
from geo.coding.record import records
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.sources.lexicon import read_lexicon

ROOT = Path(__file__).parent
CORPUS = ROOT / "fixtures" / "corpus"
HELD_OUT = frozenset({"de-04", "en-03", "ru-02"})
#: Reports that we wrote and coded ourselves; those whose numbers are these were written last of all.
OWN = ROOT / "fixtures" / "reports"
LAST = frozenset({"25", "26"})
OWN_LAST = "own, never read by those who write the rules"
TONGUES = ("de", "en", "ru")
Event = dict[str, Any]
KINDS = ("fatalities", "injured", "arrested", "troops")


@dataclass
class Tally:
    """What adds up over reports."""

    right: int = 0
    found: int = 0
    gold: int = 0
    sub: int = 0
    certainty: int = 0
    traps: int = 0
    trapped: int = 0
    sentences_trapped: int = 0
    figures: int = 0
    figures_right: int = 0
    figures_claimed: int = 0
    figures_told: int = 0
    figures_known: int = 0
    names: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


def kilometres(a: Event, b: Event) -> float:
    la1, lo1, la2, lo2 = map(math.radians, (a["lat"], a["lon"], b["lat"], b["lon"]))
    h = math.sin((la2 - la1) / 2) ** 2 + math.cos(la1) * math.cos(la2) * math.sin((lo2 - lo1) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def same_place(a: Event, b: Event) -> bool:
    if 3 in (a["geo_precision"], b["geo_precision"]):
        return a["geo_precision"] == b["geo_precision"] and a["country"] == b["country"]
    return kilometres(a, b) <= 25


def same_days(a: Event, b: Event) -> bool:
    return a["start_date"] <= b["end_date"] and b["start_date"] <= a["end_date"]


def same(a: Event, b: Event) -> bool:
    return a["event_type"] == b["event_type"] and same_place(a, b) and same_days(a, b)


def pairs(
    found: Sequence[Event], gold: Sequence[Event], test: Callable[[Event, Event], bool] = same
) -> list[tuple[Event, Event]]:
    """Return the largest one-to-one pairing (augmenting paths)."""
    edges = [[j for j, g in enumerate(gold) if test(f, g)] for f in found]
    owner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in sorted(edges[i], key=lambda j: found[i]["sub_event_type"] != gold[j]["sub_event_type"]):
            if j not in seen:
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    for i in range(len(found)):
        place(i, set())
    return [(found[i], gold[j]) for j, i in owner.items()]


def lines(path: Path) -> list[Event]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def counts(event: Event, kind: str) -> Iterator[Event]:
    value = event.get(kind)
    if value:
        yield from value if isinstance(value, list) else [value]


def claimant(figure: Event, event: Event) -> set[str]:
    said = figure.get("by") or event.get("attribution") or ""
    return {w.strip("'\"").lower() for w in said.replace(";", " ").split()} - {"of", "the", "and"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters [first, last) of a report: the clause that an event was coded from, and its place as written."""

    first: int
    last: int
    place: str

    def tells(self, words: str, at: int) -> bool:
        return (self.first < at + len(words) and at < self.last) or (bool(self.place) and self.place in words)


def code(folder: Path, lexicon: Lexicon, gazetteer: Gazetteer) -> tuple[str, list[Event], list[Stretch]]:
    """Return a report's text, the events coded from it, and the stretch that each is told in."""
    meta = tomllib.loads((folder / "report.toml").read_text("utf-8"))
    text = (folder / "report.txt").read_bytes().decode("utf-8")
    published = date.fromisoformat(str(meta["published"]))
    coding = code_report(text, published=published, language=meta["language"], lexicon=lexicon, gazetteer=gazetteer)
    stretches = []
    for event in coding.events:
        tokens = coding.told[event.sentence].reading.tokens
        first, last = tokens[event.clause.first].start, tokens[event.clause.last - 1].end
        stretches.append(Stretch(first, last, event.where.text or ""))
    return text, list(records(coding, report_id=folder.name)), stretches


def tally(folders: Sequence[Path], lexicon: Lexicon, gazetteer: Gazetteer) -> Tally:
    """Code and score some reports."""
    total = Tally()
    for folder in folders:
        gold, traps = lines(folder / "gold.jsonl"), lines(folder / "traps.jsonl")
        text, found, stretches = code(folder, lexicon, gazetteer)
        hits = pairs(found, gold)
        total.right += len(hits)
        total.found += len(found)
        total.gold += len(gold)
        total.sub += sum(f["sub_event_type"] == g["sub_event_type"] for f, g in hits)
        total.certainty += sum(f["certainty"] == g["certainty"] for f, g in hits)
        _figures(total, found, gold)
        wrong = [(f, s) for f, s in zip(found, stretches, strict=True) if not any(f is h for h, _ in hits)]
        total.traps += len(traps)
        total.sentences_trapped += sum(any(_locator(w) == _locator(t) for w, _ in wrong) for t in traps)
        total.trapped += sum(any(is_trapped(t, w, s, text) for w, s in wrong) for t in traps)
    return total


def is_trapped(trap: Event, wrong: Event, stretch: Stretch, text: str) -> bool:
    """Say whether a wrong event comes from a trap: from its clause, or its place.

    A trap that does not quote the text, but says in other words what it is, has its whole sentence for it.
    """
    words = trap["what"].strip("'\"»«„“”‘’ ")
    at = text.find(words, wrong["char_start"], wrong["char_end"])
    return _locator(wrong) == _locator(trap) and (at < 0 or stretch.tells(words, at))


def _locator(event: Event) -> tuple[int, int]:
    return event["paragraph"], event["sentence"]


def number_of(c: Event) -> tuple[Any, Any, Any]:
    """Low, best, high. "At least n" is low n alone in the codebook, low and best n in the corpus: both are the same."""
    best = None if c["high"] is None and c["best"] == c["low"] else c["best"]
    return c["low"], best, c["high"]


def _figures(total: Tally, found: Sequence[Event], gold: Sequence[Event]) -> None:
    ours = [(k, number_of(c), claimant(c, f)) for f in found for k in KINDS for c in counts(f, k)]
    known = {(k, number_of(c)) for event in gold for k in KINDS for c in counts(event, k)}
    total.figures_told += len(ours)
    total.figures_known += sum(o[:2] in known for o in ours)
    for event in gold:
        for kind in KINDS:
            for c in counts(event, kind):
                total.figures += 1
                same_number = [o for o in ours if o[:2] == (kind, number_of(c))]
                total.figures_right += bool(same_number)
                by = claimant(c, event)
                total.figures_claimed += any(not by or not o[2] or by & o[2] for o in same_number)


def told(total: Tally) -> str:
    def share(part: int, whole: int) -> str:
        return f"{part / whole:.3f} ({part} of {whole})" if whole else "none"

    right = total.right
    return "\n".join(
        [
            f"  F1 {total.f1:.3f}: precision {share(right, total.found)}, recall {share(right, total.gold)}",
            f"  of the right ones: sub-type {share(total.sub, right)}, certainty {share(total.certainty, right)}",
            f"  figures with the right number {share(total.figures_right, total.figures)}",
            f"  figures with the right number and claimant {share(total.figures_claimed, total.figures)}",
            f"  figures told that the coding has too {share(total.figures_known, total.figures_told)}",
            f"  traps that became an event {share(total.trapped, total.traps)}",
            f"  traps whose sentence gave some wrong event {share(total.sentences_trapped, total.traps)}",
        ]
    )


def default_report(folder: Path, lexicon: Lexicon, gazetteer: Gazetteer) -> str:
    """Score the default report against its own coding, which is a table and knows core and optional events."""
    text = (folder / "report.txt").read_bytes().decode("utf-8")
    day = date(2022, 1, 6)
    coding = code_report(text, published=day, language="de", lexicon=lexicon, gazetteer=gazetteer)
    found = list(records(coding))
    with (folder / "reference_coding.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    out = []
    used: set[int] = set()
    for tier in ("core", "optional"):
        gold = [r for r in rows if r["tier"] == tier]
        hit = [r["event_id"] for r in gold if any(_meets(f, r) for f in found)]
        used |= {i for i, f in enumerate(found) if any(_meets(f, r) for r in gold)}
        missed = [r["event_id"] for r in gold if r["event_id"] not in hit]
        out.append(f"  {tier}: {len(hit)} of {len(gold)}" + (f", missed {', '.join(missed)}" if missed else ""))
    extra = [
        f"{f['sub_event_type']} {f['place']} p{f['paragraph']}s{f['sentence']}"
        for i, f in enumerate(found)
        if i not in used
    ]
    return "\n".join([*out, f"  others: {len(extra)}" + (f" ({'; '.join(extra)})" if extra else "")])


def _meets(found: Event, row: Event) -> bool:
    subs = {row["sub_event_type"], *(s.strip() for s in row["sub_event_type_also_ok"].split(";"))}
    country = row["geo_precision"].startswith("country")
    placed = (
        found["country"] == row["country"]
        if country
        else (
            found["geo_precision"] != 3
            and kilometres(found, {"lat": float(row["lat"]), "lon": float(row["lon"])}) <= 25
        )
    )
    days = found["start_date"] <= row["date_end"] and row["date_start"] <= found["end_date"]
    return found["sub_event_type"] in subs and placed and days


def number(folder: Path) -> str:
    """Return the number in a report's name: 17 of de-17."""
    return folder.name.rpartition("-")[2]


def groups() -> dict[str, list[Path]]:
    """Return the coded reports in the groups that are scored apart; a group may be empty."""
    corpus, own = (sorted(p.parent for p in folder.glob("*/gold.jsonl")) for folder in (CORPUS, OWN))
    parts = {
        "corpus, developed on": [f for f in corpus if f.name not in HELD_OUT],
        "corpus, held out": [f for f in corpus if f.name in HELD_OUT],
        "corpus, all": corpus,
        "own, developed on": [f for f in own if number(f) not in LAST],
        OWN_LAST: [f for f in own if number(f) in LAST],
    }
    apart = {name: parts[name] for name in ("corpus, all", "own, developed on", OWN_LAST)}
    by_tongue = {f"{name}, {t}": [f for f in fs if f.name.startswith(t)] for name, fs in apart.items() for t in TONGUES}
    return {**parts, **by_tongue}


def main() -> int:
    lexicon, gazetteer = Lexicon.from_tables(read_lexicon()), open_gazetteer()
    for name, members in sorted(groups().items()):
        said = told(tally(members, lexicon, gazetteer)) if members else "  no report here: nothing scored"
        sys.stdout.write(f"{name} ({len(members)} reports)\n{said}\n")
    report = Path(os.environ.get("QANTAR_REPORT_DIR", ROOT.parents[1] / "shared" / "report"))
    if (report / "reference_coding.csv").is_file():
        sys.stdout.write(f"default report\n{default_report(report, lexicon, gazetteer)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
