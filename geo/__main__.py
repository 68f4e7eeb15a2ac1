"""The command line: `python -m geo COMMAND …`; `python -m geo --help` lists the commands.

A command's modules are imported when it is the one that was asked for: most need a fraction of what all need.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from errno import ENOENT
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from geo.errors import ExportError, GeoError

if TYPE_CHECKING:
    from geo.sources.dataset import DataSet

#: carries out a command and returns the exit code
_Run = Callable[[argparse.Namespace], int]

_EXIT: Final = """\
exit codes:
  0  done
  1  something is not as it should be; one sentence on standard error says what, where and what was expected
  2  the command line itself is not understood"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a terminal may not know ≤
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(next(iter(given), "")).parse_args(given)
    try:
        return int(options.run(options))
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads the output has seen enough; Python would complain once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser(command: str) -> argparse.ArgumentParser:
    """Return a parser that lists all commands and knows the arguments of one."""
    parser = argparse.ArgumentParser(
        prog="python -m geo",
        description="From a report on unrest to events on a map: work with data sets without the dashboard.",
        epilog=_EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (text, declare) in _COMMANDS.items():
        one: Any = commands.add_parser(
            name,
            help=text,
            description=f"{text[0].upper()}{text[1:]}.",
            epilog=_EXIT,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if name == command:
            one.set_defaults(run=declare(one))
    return parser


def _check(parser: argparse.ArgumentParser) -> _Run:
    """Check every data set that was named, also those after a broken one."""
    from geo.sources.dataset import read_dataset

    parser.add_argument("dataset", nargs="+", type=Path, help="a folder with report.toml, events.geojson, claims.csv")

    def run(options: argparse.Namespace) -> int:
        broken = 0
        for folder in options.dataset:
            try:
                print(_sound(read_dataset(folder)))
            except GeoError as error:
                print(error, file=sys.stderr)
                broken += 1
        return 1 if broken else 0

    return run


def _sound(dataset: "DataSet") -> str:
    events, claims = len(dataset.events), len(dataset.claims)
    window = f"{dataset.report.first} to {dataset.report.last}"
    return f"{dataset.name}: ok, {events} events, {claims} figures, {window}, version {dataset.version}"


def _export(parser: argparse.ArgumentParser) -> _Run:
    """Write one file; a view that is not wholly understood writes none."""
    from datetime import date
    from urllib.parse import parse_qs

    from geo.export import Form, Origin, Selection, write
    from geo.gazetteer import open_gazetteer
    from geo.store import open_folder
    from geo.store.shelf import place_of
    from geo.view import View

    parser.add_argument("dataset", type=place_of, help="a data set's folder, on a disk or s3://")
    endings = ", ".join(f".{form.value}" for form in Form)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=f"ends in {endings}")
    parser.add_argument(
        "--view",
        default="",
        metavar="LINK",
        help='only what a link shows: the part after its "?", such as "from=2022-01-04&type=riots"',
    )

    def run(options: argparse.Namespace) -> int:
        Form.of(options.output.name)
        view, problems = View.from_query(parse_qs(options.view.rpartition("?")[2], keep_blank_values=True))
        if problems:
            raise problems[0]
        store = open_folder(options.dataset, open_gazetteer())
        selection = Selection.over(store, view)
        with _whole(options.output) as part:
            write(selection, Origin.of(store, view, on=date.today()), part)
        print(f"{options.output}: {selection.events} of {store.total} events, {selection.claims} figures")
        return 0

    return run


def _code(parser: argparse.ArgumentParser) -> _Run:
    from geo.export import command

    parser.epilog = command.EXIT
    command.add_arguments(parser)
    return lambda options: command.run_code(options, out=sys.stdout.buffer, err=sys.stderr, write=_write)


def _import(parser: argparse.ArgumentParser) -> _Run:
    """Import tables; progress stands on one line of a terminal, and nowhere else."""
    from geo.routes.heaps import keep_freed
    from geo.sources.command import add_arguments, progress_line, run_import

    add_arguments(parser)

    def run(options: argparse.Namespace) -> int:
        keep_freed()
        with _one_line() as line:
            return run_import(options, say=print, tell=lambda progress: line(progress_line(progress)))

    return run


def _place(parser: argparse.ArgumentParser) -> _Run:
    from geo.coding.inflect import spellings
    from geo.gazetteer.command import add_arguments, run_place

    add_arguments(parser)
    return lambda options: run_place(options, forms=spellings, say=print, warn=lambda t: print(t, file=sys.stderr))


def _code_archive(parser: argparse.ArgumentParser) -> _Run:
    """Code an archive; progress stands on one line of a terminal, and elsewhere on a line now and then."""
    from geo.archive.command import add_arguments, progress_line, run_code_archive

    add_arguments(parser)

    def run(options: argparse.Namespace) -> int:
        with _one_line(every=10) as line:
            return run_code_archive(options, say=print, tell=lambda progress: line(progress_line(progress)))

    return run


def _pyramid(parser: argparse.ArgumentParser) -> _Run:
    """Make a pyramid; progress stands on one line of a terminal, and nowhere else."""
    from geo.archive.command import add_pyramid_arguments, run_pyramid

    add_pyramid_arguments(parser)

    def run(options: argparse.Namespace) -> int:
        with _one_line() as line:
            return run_pyramid(options, say=print, tell=lambda done, steps: line(f"{100 * done // steps} %"))

    return run


#: Every command: its help, one sentence, and what declares its arguments and returns what carries it out.
_COMMANDS: Final[dict[str, tuple[str, Callable[[argparse.ArgumentParser], _Run]]]] = {
    "check": ("say whether data sets are as the codebook says", _check),
    "export": ("write a data set, or a selection of it, for other programs", _export),
    "code": ("find the events that reports tell, one line of output each", _code),
    "import": ("read somebody else's table of events as a new data set", _import),
    "place": ("name the places that a name may mean, and say why", _place),
    "code-archive": (
        "find the events that an archive's reports tell, on many processes; goes on where it was ended",
        _code_archive,
    ),
    "pyramid": ("make of a large table what a map of it needs, so that no process need hold it", _pyramid),
}


@contextmanager
def _one_line(*, every: float = inf) -> Iterator[Callable[[str], None]]:
    """Lend what writes over one line of the terminal; where there is none, it writes a line every so many seconds."""
    terminal, last = sys.stderr.isatty(), monotonic()

    def write(text: str) -> None:
        nonlocal last
        if terminal:
            print(f"\r{text}  ", end="", file=sys.stderr, flush=True)
        elif monotonic() - last > every:
            last = monotonic()
            print(text, file=sys.stderr, flush=True)

    try:
        yield write
    finally:
        if terminal:
            print(file=sys.stderr)


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises ExportError."""
    with _whole(path) as part:
        part.write_bytes(data)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Lend a name beside `path`; what is written under it takes its place whole, or not at all. Raises ExportError."""
    from geo.sources.location import whole_file

    try:
        if not path.parent.is_dir():
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT))
        with whole_file(path) as part:
            yield part
    except OSError as error:
        raise ExportError(f"{path}: it cannot be written ({error.strerror}); expected a file in a folder") from error


if __name__ == "__main__":
    sys.exit(main())
