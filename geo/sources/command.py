"""The command `import`: its arguments, and what it says."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from geo.errors import SourceError
from geo.sources.importing import Progress, import_tables
from geo.sources.kinds import KINDS
from geo.sources.limits import MIB, Limits
from geo.sources.mapping import read_mapping
from geo.sources.preview import preview

_CELL: Final = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `import`."""
    parser.add_argument("file", nargs="+", type=Path, help="CSV, GeoJSON points, Parquet or GeoParquet; stays as it is")
    parser.add_argument("-o", "--output", type=Path, metavar="DATASET", help="the folder of the new data set")
    parser.add_argument(
        "--source", choices=[k.name for k in KINDS], help="whose table it is; without it, its columns tell"
    )
    parser.add_argument("--mapping", type=Path, metavar="TOML", help="which columns tell what; see --guess")
    parser.add_argument(
        "--guess", action="store_true", help="print a mapping for the file and ten rows, import nothing"
    )
    parser.add_argument("--title", help="of the data set; without it, the file's name")
    parser.add_argument("--limit", type=int, default=25, metavar="MB", help="how large a file may be (25)")


def run_import(options: argparse.Namespace, *, say: Callable[[str], None], tell: Callable[[Progress], None]) -> int:
    """Carry out `import`: `say` takes what is to be told at the end, `tell` the progress. Raises GeoError."""
    mapping = read_mapping(options.mapping) if options.mapping else None
    limits = Limits.for_size(options.limit * MIB)
    if options.guess:
        say(guessed(options.file[0], limits))
        return 0
    if options.output is None:
        raise SourceError("no -o DATASET; expected the folder of the new data set, or --guess")
    done = import_tables(
        options.file,
        options.output,
        source=options.source,
        mapping=mapping,
        limits=limits,
        title=options.title,
        tell=tell,
    )
    say(summary(done, options.output))
    return 0


def progress_line(progress: Progress) -> str:
    """Say how far an import has come, in one line."""
    return f"{progress.rows:,} rows, {progress.rate:,.0f} a second, {len(progress.refused):,} refused"


def summary(progress: Progress, folder: Path) -> str:
    """Say what an import made of its files."""
    lines = [*progress.notes]
    lines.append(
        f"{folder}: {progress.events:,} events, {progress.claims:,} figures, from {progress.rows:,} rows "
        f"in {progress.seconds:.1f} s ({progress.rate:,.0f} rows a second)"
    )
    if progress.refused:
        file, row, column, found, expected = progress.refused[0]
        rows = "1 row" if len(progress.refused) == 1 else f"{len(progress.refused):,} rows"
        lines.append(f"{rows} refused, see {folder.with_name(folder.name + '.refused.csv')}; the first:")
        lines.append(f"  {file}, row {row}{f', {column}' if column else ''}: {found}; expected {expected}")
    return "\n".join(lines)


def guessed(path: Path, limits: Limits) -> str:
    """Return a mapping guessed for a file, as TOML, with its first rows as comments. Raises SourceError."""
    seen = preview(path, limits=limits)
    if seen.mapping is None or seen.problem:
        raise SourceError(seen.problem or f"{path.name}: it needs no mapping, {seen.notes[0]}; expected another table")
    lines = [" | ".join(map(_cut, row)) for row in (seen.columns, *seen.rows)]
    return seen.mapping.to_toml() + "\n" + "\n".join(f"# {line}" for line in lines)


def _cut(cell: str) -> str:
    shown = "".join(c if c.isprintable() else " " for c in cell[: _CELL + 1])
    return shown if len(shown) <= _CELL else shown[: _CELL - 1] + "…"
