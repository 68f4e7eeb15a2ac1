"""The command line: `python -m geo COMMAND …`; `python -m geo --help` lists the commands."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from geo.errors import GeoError
from geo.sources.dataset import DataSet, read_dataset

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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m geo",
        description="From a report on unrest to events on a map: work with data sets without the dashboard.",
        epilog=_EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (_add_check,):
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


if __name__ == "__main__":
    sys.exit(main())
