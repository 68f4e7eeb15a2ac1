"""The command `code`: reports from files, coded one after the other, and written as events or saved as data sets."""

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

from rich.console import Console
from rich.progress import Progress

from geo.coding import Outcome, code_report
from geo.coding.draft import draft_of
from geo.coding.explain import explained
from geo.coding.lexicon import LANGUAGES, Lexicon
from geo.errors import GeoError, ReportError
from geo.export.coded import FORMS, Coded, lines, written
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.sources.beside import with_notes
from geo.sources.dataset import DataSet
from geo.sources.documents import SUFFIXES, read_document
from geo.sources.lexicon import read_lexicon
from geo.sources.saving import save_coding
from geo.words import words

EXIT: Final = """\
exit codes:
  0    every report was read and coded (one that tells no event, too)
  1    at least one report failed, or the output could not be written; standard error names each; the rest is coded
  2    the command line itself is not understood
  130  stopped with Ctrl-C"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `code`."""
    parser.add_argument("report", nargs="+", type=Path, help=f"{', '.join(SUFFIXES)}, or a folder that holds some")
    parser.add_argument(
        "--published",
        type=_day,
        metavar="DAY",
        help="when it appeared, such as 2022-01-06; without it, as the file itself says, or a .toml file beside it",
    )
    parser.add_argument("--language", choices=LANGUAGES, help="of the report; without it, guessed from the text")
    parser.add_argument("--format", choices=FORMS, help="of the output; without it, as OUT is called, else jsonl")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="a file for the events of all reports")
    parser.add_argument(
        "--save",
        type=Path,
        metavar="FOLDER",
        help="save the report as the data set FOLDER, several as data sets in FOLDER; nothing goes to standard output",
    )
    parser.add_argument("--overwrite", action="store_true", help="with --save: put it in the place of an older one")
    parser.add_argument(
        "--explain",
        action="store_true",
        help="say on standard error what became of each sentence, and which places and times were read in it, and why",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; expected one such as 2022-01-06") from error


@dataclass(slots=True)
class _Run:
    """One run: what it needs, and what has come of it so far."""

    options: argparse.Namespace
    lexicon: Lexicon
    gazetteer: Gazetteer
    out: IO[bytes]
    warn: Callable[[str], None]
    several: bool
    kept: list[Coded] = field(default_factory=list)
    coded: int = 0
    failed: int = 0
    events: int = 0
    figures: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)


def run_code(
    options: argparse.Namespace,
    *,
    out: IO[bytes],
    err: IO[str],
    write: Callable[[Path, bytes], None],
) -> int:
    """Carry out `code` and return the exit code; `write` puts a whole file in its place. Raises GeoError."""
    began = time.monotonic()
    reports = list(named(find_reports(options.report)))
    several = len(reports) > 1 or any(p.is_dir() for p in options.report)

    def warn(text: str) -> None:
        err.write(text if text.endswith("\n") else f"{text}\n")

    run = _Run(options, Lexicon.from_tables(read_lexicon()), open_gazetteer(), out, warn, several)
    with _progress(len(reports), err if several else None) as step:
        for report_id, path in reports:
            try:
                _code(run, report_id, path)
            except GeoError as error:
                run.failed += 1
                warn(str(error))
            step(path.name)
    if options.output or _form(options) != "jsonl":
        data = written(run.kept, form=_form(options))
        if options.output:
            write(options.output, data)
        elif not options.save:
            out.write(data)
    out.flush()
    if several:
        warn(summary(run, time.monotonic() - began))
    return 1 if run.failed else 0


def _form(options: argparse.Namespace) -> str:
    ending = options.output.suffix.lower().lstrip(".") if options.output else ""
    return str(options.format or {"json": "geojson"}.get(ending, ending if ending in FORMS else "jsonl"))


def _code(run: _Run, report_id: str, path: Path) -> None:
    """Read and code one report, and hand on what was asked for. Raises GeoError."""
    options = run.options
    document = with_notes(read_document(path), path)
    published = options.published or document.published
    if published is None:
        raise ReportError(f"{path}: no day of publication in it; expected --published DAY, such as 2022-01-06")
    if options.published is None:
        run.warn(f"{path}: published {published} ({document.published_from}); --published DAY says otherwise")
    known = document.language if document.published_from and document.published_from.endswith(".toml") else None
    language = options.language or (known if known in LANGUAGES else None)
    try:
        coding = code_report(
            document.text, published=published, language=language, lexicon=run.lexicon, gazetteer=run.gazetteer
        )
    except ReportError as error:
        raise ReportError(f"{path}: {str(error).removeprefix('report: ')}") from error
    coded = Coded(report_id=report_id, document=document, coding=coding)
    run.coded += 1
    run.events += len(coding.events)
    run.figures += len(coding.claims)
    run.outcomes.update(s.outcome for s in coding.sentences)
    if options.explain:
        run.warn(explained(coding, document.text))
    if options.save:
        folder = options.save / _name(report_id) if run.several else options.save
        run.warn(f"{folder}: {_saved(run, coded, folder)}")
    if options.output or _form(options) != "jsonl":
        run.kept.append(coded)
    elif not options.save:
        run.out.write(lines(coded))


def _saved(run: _Run, coded: Coded, folder: Path) -> str:
    document = coded.document
    draft = draft_of(
        coded.coding,
        document.text,
        report_id=_name(coded.report_id),
        title=document.title or coded.report_id,
        outlet=document.outlet or "not stated",
        german=words("de"),
        zone_of=run.gazetteer.zone,
        url=document.url,
    )
    saved: DataSet = save_coding(folder, draft.report, draft.events, draft.claims, overwrite=run.options.overwrite)
    return f"{len(saved.events)} events, {len(saved.claims)} figures saved, version {saved.version}"


def find_reports(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files as they are named, and all files in and below a folder that can be read, by their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p
                for p in path.rglob("*")
                if p.suffix.lower() in SUFFIXES and p.is_file() and not p.name.startswith(".")
            )
        else:
            yield path


def named(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Yield each path with the name of its report: the file's, and its folder's before it where two agree."""
    paths = list(paths)
    stems = Counter(p.stem for p in paths)
    seen: Counter[str] = Counter()
    for path in paths:
        name = path.stem if stems[path.stem] == 1 else "-".join(filter(None, (path.absolute().parent.name, path.stem)))
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name}-{seen[name]}"), path


def _name(report_id: str) -> str:
    """Return a report's name made of the characters that a data set's name may have."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", report_id).strip("-._")[:80] or "report"


@contextmanager
def _progress(total: int, err: IO[str] | None) -> Iterator[Callable[[str], None]]:
    """Show a bar on a terminal; nothing where standard error is none, or there is only one report."""
    if err is None or not err.isatty():
        yield lambda _: None
        return
    with Progress(console=Console(file=err), transient=True) as bar:
        task = bar.add_task("", total=total)

        def step(name: str) -> None:
            bar.update(task, advance=1, description="".join(c if c.isprintable() else "?" for c in name[:40]))

        yield step


def summary(run: Any, seconds: float) -> str:
    """Say what became of all reports and sentences together."""
    total = sum(run.outcomes.values()) or 1
    shares = ", ".join(f"{outcome} {run.outcomes[outcome] / total:.0%}" for outcome in Outcome)
    files = f"{run.coded + run.failed} reports: {run.coded} coded, {run.failed} failed"
    return f"{files}; {run.events} events, {run.figures} figures; sentences: {shares}; {seconds:.1f} s"
