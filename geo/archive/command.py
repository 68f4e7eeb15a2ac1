"""The command `code-archive`: its arguments, and what it says."""

import argparse
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.archive.progress import Progress
from geo.coding.lexicon import LANGUAGES
from geo.errors import ArchiveError

if TYPE_CHECKING:
    from geo.archive.assemble import Assembled
    from geo.archive.cluster import Certificates

_CHUNK: Final = 1 << 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `code-archive`."""
    parser.add_argument(
        "input",
        nargs="+",
        help="JSON lines, Parquet, WARC or text files, packed or not, or folders of them; local, s3:// or as fsspec",
    )
    parser.add_argument("-o", "--output", required=True, metavar="DATASET", help="the folder of the data set")
    parser.add_argument("--title", help="of the data set; without it, the folder's name")
    parser.add_argument("--language", choices=LANGUAGES, help="of reports that name none; without it, guessed")
    parser.add_argument("--published", type=_day, metavar="DAY", help="of reports that name no day: 2022-01-06")
    for name, default, what in (
        ("text", "text", "a report's text"),
        ("date", "published", "the day when it appeared"),
        ("id", "id", "its own name"),
    ):
        parser.add_argument(f"--{name}-field", default=default, metavar="NAME", help=f"holds {what} ({default})")
    cluster = parser.add_argument_group("cluster", "without --scheduler, processes of this machine")
    cluster.add_argument("--workers", type=_whole, metavar="N", help="how many processes of this machine (a core each)")
    cluster.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask scheduler: tls://scheduler.example:8786")
    cluster.add_argument("--tls-ca", type=Path, metavar="FILE", help="the authority that both sides trust, PEM")
    cluster.add_argument("--tls-cert", type=Path, metavar="FILE", help="our certificate, PEM")
    cluster.add_argument("--tls-key", type=Path, metavar="FILE", help="our certificate's key, PEM")
    cluster.add_argument("--chunk", type=_whole, default=_CHUNK, metavar="BYTES", help="of input at a time")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; expected one such as 2022-01-06") from error


def _whole(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number; expected a whole one from 1")
    return int(text)


def run_code_archive(
    options: argparse.Namespace, *, say: Callable[[str], None], tell: Callable[[Progress], None]
) -> int:
    """Carry out `code-archive`: `say` takes sentences, `tell` the progress. Raises GeoError."""
    # only here: Dask takes most of a second to import, which the other commands need not wait for
    from geo.archive.cluster import dashboard, open_cluster
    from geo.archive.plan import Reading
    from geo.archive.run import code_archive

    reading = Reading(
        text=options.text_field,
        day=options.date_field,
        name=options.id_field,
        published=options.published,
        language=options.language,
    )
    certificates = _certificates(options)
    with open_cluster(options.scheduler, workers=options.workers, certificates=certificates) as client:
        if link := dashboard(client):
            say(f"dashboard: {link}")
        progress, made = code_archive(
            options.input,
            options.output,
            client,
            reading=reading,
            title=options.title,
            size=options.chunk,
            tell=tell,
        )
    say(summary(progress, made, options.output))
    return 0


def _certificates(options: argparse.Namespace) -> "Certificates | None":
    from geo.archive.cluster import Certificates

    files = (options.tls_ca, options.tls_cert, options.tls_key)
    if not any(files):
        return None
    for path in files:
        if path is None or not path.is_file():
            raise ArchiveError(f"{path or 'a certificate'}: no such file; expected --tls-ca, --tls-cert and --tls-key")
    return Certificates(authority=files[0], certificate=files[1], key=files[2])


def progress_line(progress: Progress) -> str:
    """Say how far a run has come, in one line."""
    finished = progress.skipped + progress.done
    left = "" if progress.left is None else f", {_time(progress.left)} left"
    return (
        f"{finished:,} of {progress.chunks:,} chunks, {progress.reports:,} reports, {progress.rate:,.0f} a second, "
        f"{progress.events:,} events, {progress.failed:,} errors{left}"
    )


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def summary(progress: Progress, made: "Assembled", out: str) -> str:
    """Say what became of an archive."""
    lines = [
        f"{out}: {made.events:,} events and {made.claims:,} figures from {made.reports:,} reports",
        f"{progress.reports:,} of them in this run, {progress.rate:,.0f} a second; "
        f"{progress.skipped:,} of {progress.chunks:,} chunks were there already",
    ]
    if made.failed:
        lines.append(f"{made.failed:,} reports were not coded: {out}/errors.parquet says why")
    return "\n".join(lines)


def add_pyramid_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `pyramid`."""
    parser.add_argument(
        "dataset", help="a data set in Parquet files, as import or code-archive makes: a folder, or s3://"
    )


def run_pyramid(options: argparse.Namespace, *, say: Callable[[str], None], tell: Callable[[int, int], None]) -> int:
    """Carry out `pyramid`: `say` takes sentences, `tell` how many of how many steps are done. Raises GeoError."""
    from geo.archive.pyramid import build_pyramid

    began = time.monotonic()
    built = build_pyramid(options.dataset, tell=tell)
    seconds = time.monotonic() - began
    say(
        f"{options.dataset}/pyramid: {built.rows:,} rows for {built.events:,} events, {built.bytes / 2**20:,.0f} MB, "
        f"in {seconds:,.0f} s ({built.events / seconds:,.0f} events a second)"
    )
    return 0
