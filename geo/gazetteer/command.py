"""`python -m geo place NAME …`: the places that a name may mean, and why in that order."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from geo.gazetteer.gazetteer import Gazetteer, open_gazetteer
from geo.gazetteer.places import LANGUAGES, Candidate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("name", nargs="+", help="a name in German, English or Russian, in quotes if it has spaces")
    parser.add_argument("--country", action="append", default=[], metavar="CODE", help="what the text is about: KZ")
    parser.add_argument("--language", choices=LANGUAGES, help="of the text")
    parser.add_argument("--day", type=_day, metavar="DAY", help="when it was, for names that changed: 2022-01-06")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="how many candidates at most (10)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; expected one such as 2022-01-06") from error


def run_place(
    options: argparse.Namespace,
    *,
    forms: Callable[[str, str], Iterable[str]],
    say: Callable[[str], None],
    warn: Callable[[str], None],
) -> int:
    """Tell the candidates for each name; return 1 if no place is known by one of them, else 0.

    `forms` gives the names that a word in a text may be a form of, by language: «Жанаозене» is Жанаозен.
    """
    gazetteer, unknown = open_gazetteer(), 0
    for name in options.name:
        languages = [options.language] if options.language else LANGUAGES
        others = (form for language in languages for form in forms(name, language))
        for form in (name, *dict.fromkeys(others)):
            if lines := list(_candidates(gazetteer, form, options)):
                say("\n".join([name if form == name else f"{name}: a form of {form}", *lines]))
                break
        else:
            warn(
                f"{name}: no place is known by this name; expected one as a German, English or Russian report spells it"
            )
            unknown += 1
    return 1 if unknown else 0


def _candidates(gazetteer: Gazetteer, name: str, options: argparse.Namespace) -> Iterator[str]:
    countries = [code.upper() for code in options.country]
    found = gazetteer.find(name, countries=countries, language=options.language, day=options.day)
    for number, candidate in enumerate(found[: options.limit], start=1):
        yield f"{number:3}. {_line(candidate)}"
        yield f"     {candidate.reason}"
    if len(found) > options.limit:
        yield f"     and {len(found) - options.limit} more"


def _line(candidate: Candidate) -> str:
    names = " · ".join(dict.fromkeys(candidate.names.values()))
    return f"{names}  {candidate.country or '-'}  {candidate.lat:.5f}, {candidate.lon:.5f}  {candidate.id}"
