"""The command line: `python -m geo COMMAND …`; `python -m geo --help` lists the commands."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from errno import ENOENT
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from geo.archive import command as archive
from geo.archive.progress import Progress as Coded
from geo.errors import ExportError, GeoError
from geo.export import Form, Origin, Selection, write
from geo.export import command as coding
from geo.gazetteer import command as places
from geo.gazetteer import open_gazetteer
from geo.routes.heaps import keep_freed
from geo.sources.command import add_arguments, progress_line, run_import
from geo.sources.dataset import DataSet, read_dataset
from geo.sources.importing import Progress
from geo.sources.location import whole_file
from geo.store import open_folder
from geo.store.shelf import place_of
from geo.view import View

_EXIT: Final = """\
exit codes:
  0  done
  1  something is not as it should be; one sentence on standard error says what, where and what was expected
  2  the command line itself is not understood"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a terminal may not know ≤
    options = _parser().parse_args(arguments)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m geo",
        description="From a report on unrest to events on a map: work with data sets without the dashboard.",
        epilog=_EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (_add_check, _add_export, _add_code, _add_import, _add_place, _add_code_archive, _add_pyramid):
        add(commands)
    return parser


def _command(commands: Any, name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
    """Register the command `name`, which `run` carries out; `text` is its help, one sentence."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=text,
        description=f"{text[0].upper()}{text[1:]}.",
        epilog=_EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def _add_check(commands: Any) -> None:
    parser = _command(commands, "check", _check, "say whether data sets are as the codebook says")
    parser.add_argument("dataset", nargs="+", type=Path, help="a folder with report.toml, events.geojson, claims.csv")


def _check(options: argparse.Namespace) -> int:
    """Check every data set that was named, also those after a broken one."""
    broken = 0
    for folder in options.dataset:
        try:
            print(_sound(read_dataset(folder)))
        except GeoError as error:
            print(error, file=sys.stderr)
            broken += 1
    return 1 if broken else 0


def _sound(dataset: DataSet) -> str:
    events, claims = len(dataset.events), len(dataset.claims)
    window = f"{dataset.report.first} to {dataset.report.last}"
    return f"{dataset.name}: ok, {events} events, {claims} figures, {window}, version {dataset.version}"


def _add_export(commands: Any) -> None:
    parser = _command(commands, "export", _export, "write a data set, or a selection of it, for other programs")
    parser.add_argument("dataset", type=place_of, help="a data set's folder, on a disk or s3://")
    endings = ", ".join(f".{form.value}" for form in Form)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=f"ends in {endings}")
    parser.add_argument(
        "--view",
        default="",
        metavar="LINK",
        help='only what a link shows: the part after its "?", such as "from=2022-01-04&type=riots"',
    )


def _export(options: argparse.Namespace) -> int:
    """Write one file; a view that is not wholly understood writes none."""
    Form.of(options.output.name)
    view, problems = View.from_query(parse_qs(options.view.rpartition("?")[2], keep_blank_values=True))
    if problems:
        raise problems[0]
    store = open_folder(options.dataset, open_gazetteer())
    selection = Selection.over(store, view)
    origin = Origin(
        report=store.report,
        data_set=store.name,
        version=store.version,
        total=store.total,
        view=view,
        on=date.today(),
    )
    with _whole(options.output) as part:
        write(selection, origin, part)
    print(f"{options.output}: {selection.events} of {store.total} events, {selection.claims} figures")
    return 0


def _add_code(commands: Any) -> None:
    parser = _command(commands, "code", _code, "find the events that reports tell, one line of output each")
    parser.epilog = coding.EXIT
    coding.add_arguments(parser)


def _code(options: argparse.Namespace) -> int:
    return coding.run_code(options, out=sys.stdout.buffer, err=sys.stderr, write=_write)


def _add_import(commands: Any) -> None:
    add_arguments(_command(commands, "import", _import, "read somebody else's table of events as a new data set"))


def _import(options: argparse.Namespace) -> int:
    """Import tables; progress stands on one line of a terminal, and nowhere else."""
    keep_freed()
    line = sys.stderr.isatty()

    def tell(progress: Progress) -> None:
        if line:
            print(f"\r{progress_line(progress)}  ", end="", file=sys.stderr)

    try:
        return run_import(options, say=print, tell=tell)
    finally:
        if line:
            print(file=sys.stderr)


def _add_place(commands: Any) -> None:
    places.add_arguments(_command(commands, "place", _place, "name the places that a name may mean, and say why"))


def _place(options: argparse.Namespace) -> int:
    return places.run_place(options, say=print, warn=lambda text: print(text, file=sys.stderr))


def _add_code_archive(commands: Any) -> None:
    text = "find the events that an archive's reports tell, on many processes; goes on where it was ended"
    archive.add_arguments(_command(commands, "code-archive", _code_archive, text))


def _code_archive(options: argparse.Namespace) -> int:
    """Code an archive; progress stands on one line of a terminal, and elsewhere on a line now and then."""
    line, last = sys.stderr.isatty(), 0.0

    def tell(progress: Coded) -> None:
        nonlocal last
        if line or progress.seconds - last > 10:
            last = progress.seconds
            print(f"\r{archive.progress_line(progress)}  ", end="" if line else "\n", file=sys.stderr, flush=True)

    try:
        return archive.run_code_archive(options, say=print, tell=tell)
    finally:
        if line:
            print(file=sys.stderr)


def _add_pyramid(commands: Any) -> None:
    text = "make of a large table what a map of it needs, so that no process need hold it"
    archive.add_pyramid_arguments(_command(commands, "pyramid", _pyramid, text))


def _pyramid(options: argparse.Namespace) -> int:
    """Make a pyramid; progress stands on one line of a terminal, and nowhere else."""
    line = sys.stderr.isatty()

    def tell(done: int, steps: int) -> None:
        if line:
            print(f"\r{100 * done // steps} %  ", end="", file=sys.stderr, flush=True)

    try:
        return archive.run_pyramid(options, say=print, tell=tell)
    finally:
        if line:
            print(file=sys.stderr)


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises ExportError."""
    with _whole(path) as part:
        part.write_bytes(data)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Lend a name beside `path`; what is written under it takes its place whole, or not at all. Raises ExportError."""
    try:
        if not path.parent.is_dir():
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT))
        with whole_file(path) as part:
            yield part
    except OSError as error:
        raise ExportError(f"{path}: it cannot be written ({error.strerror}); expected a file in a folder") from error


if __name__ == "__main__":
    sys.exit(main())
