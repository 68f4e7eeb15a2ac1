"""What reading a file says, in the reader's language: an import's progress and end, why a file or a row is refused.

The reader of untrusted files and the command line speak English. Their sentences are `FILE: FOUND; expected EXPECTED`;
each half is looked up among the SAYINGS, `{0}` standing for what differs from file to file. A sentence of which a half
is not among them is shown as it was said.
"""

import re
from functools import cache
from typing import Final

from geo.sources.importing import Progress, Refused
from geo.words import DEFAULT, Words

#: longer sentences are not looked up: the work of finding gaps grows with the length
_LONGEST: Final = 1_000
_FILE: Final = re.compile(r"[\w.-]+: ")
_GAP: Final = re.compile(r"\{\d\}")
_THOUSANDS: Final = re.compile(r"\d{1,3}(,\d{3})+")

#: notes on a file; of two that fit the first counts
_NOTES: Final = (
    "read as {0}, csv in {1}, separated by {2}, decimal mark {3}, without a header, dates as {4}",
    "read as {0}, csv in {1}, separated by {2}, decimal mark {3}, without a header",
    "read as {0}, csv in {1}, separated by {2}, decimal mark {3}, dates as {4}",
    "read as {0}, csv in {1}, separated by {2}, decimal mark {3}",
    "read as {0}, {1}, dates as {2}",
    "read as {0}, {1}",
    "day, month, year",
    "month, day, year",
    "tab",
    "columns without a name are called {0}",
    "some names of places mix Latin and Cyrillic letters: they may pass for others",
    "this system cannot limit the reader's memory and processor time",
)
#: what a file or a row turned out to be
_FOUND: Final = (
    "{0} bytes when unpacked", "more than {0} bytes when unpacked", "{0} bytes of GeoParquet metadata", "{0} bytes",
    "an empty file", "XML or HTML", "a ZIP archive or a spreadsheet", "a ZIP archive", "a gzip archive",
    "a bzip2 archive", "an xz archive", "a 7z archive", "a Zstandard archive", "a RAR archive", "a tar archive",
    "a SQLite file or GeoPackage", "an Arrow file", "a Feather file", "a spreadsheet", "a PDF", "a shapefile",
    "a FlatGeobuf file", "byte {0} is not UTF-8", "byte {0} is no {1}", "a NUL byte",
    "the text ends in the midst of a character", "text in an unknown encoding", "text in UTF-32", "no columns",
    "a field of more than {0} characters", "column {0}: a field of {1} characters", "column {0}: a field of {1} bytes",
    "a column name of {0} characters", "more than {0} characters", "JSON with {0} as its type", "the CRS {0}",
    "another CRS than WGS 84", "no rows", "no row", "more than {0} rows are none of the table's", "more than {0} rows",
    "{0} rows", "more than {0} columns", "{0} columns", "{0} row groups", "a Parquet footer of {0} bytes",
    "encrypted Parquet", "a Parquet file without its end", "a geometry column that is not there", "geometry as {0}",
    "a geometry column of {0}", "GeoParquet metadata that cannot be read", "no column has a name",
    "the column name {0}", "the column {0} twice", "no regular file", "it cannot be opened ({0})",
    "the reader of the file could not be started", "the reader of the file gave other columns than it had named",
    "the reader of the file gave a broken answer", "the reader of the file gave no answer",
    "the reader of the file gave an answer that is too long", "the reader of the file ended in the midst of an answer",
    "more than {0} s of work to read it", "the reader was stopped, as after {0} s without an answer",
    "reading it brought the reader down ({0})", "no column tells {0} of an event", "the day", "the event type",
    "no column tells the day", "no column tells the event type", "the key {0}", "it cannot be read ({0})",
    "not a mapping ({0})", "not a table ({0})", "no row that is a row of a table", "no row is an event ({0})",
    "values that no column holds ({0})", "it is there already", "it cannot be written ({0})", "it cannot be made ({0})",
    "{0} fields", "nothing", "NaN or infinity", "no place for the action", "no point", "its name",
    "files of several kinds ({0})",
)  # fmt: skip
#: what was expected of it
_EXPECTED: Final = (
    "at most {0}", "at most that many", "at least one", "a table of events", "CSV, GeoJSON or Parquet",
    "the file in it", "the file in it, a spreadsheet saved as CSV", "Parquet", "it saved as CSV",
    "GeoJSON or GeoParquet",
    "one encoding throughout the file", "a table as text or Parquet", "the whole file", "UTF-8", "JSON in UTF-8",
    "a header and rows separated by comma, semicolon, tab or |", "shorter ones (is a quotation mark open?)",
    "rows of separated fields, quotation marks in pairs", "a GeoJSON FeatureCollection of points",
    "WGS 84, longitude and latitude in degrees", "longitude and latitude in degrees (OGC:CRS84, EPSG:4326)",
    "a whole Parquet file", "GeoParquet's primary_column", "WKB", "binary", "those of GeoParquet 1.1", "a header",
    "a name that can be seen", "each name once", "a readable file", "a smaller or simpler file",
    "a whole CSV, GeoJSON or Parquet file", "rows", "events", "a mapping that says so, the table has {0}",
    "a mapping with start_date under [columns]", "a mapping with event_type under [columns] or [defaults]",
    "a mapping in TOML", "TOML", "a table", "outlet, {0}", "a name for a new data set", "a folder one may write to",
    "room on the disk", "a value of the codebook, as a text", "the name of a column, or a list of them",
    "one character", "a number", "a whole number from 0", "a day", "1, 2 or 3", "1 to 5", "1 to 7",
    "1 to 5, with a name", "one of {0}", "an event type of ACLED's", "a CAMEO code", "a word of [values.event_type]",
    "a sub-type of its event_type", "degrees, longitude up to 180, latitude up to 90", "coordinates of the place",
    "a place's name or its coordinates", "an id", "each id once", "the first day or a later one", "low ≤ best ≤ high",
    "{0}, as in the header", "a Point or null", "an object", "a point in WKB", "letters, digits, '.', '_' and '-' only",
    "files of one kind",
)  # fmt: skip
#: what a report's file turned out to be, and what was expected of it; before the others, whose gaps would take them
_REPORTS: Final = (
    "more than {0} bytes of memory are needed to read it", "more than {0} bytes", "an empty file",
    "reading it would mean {0}", "parts within parts without end", "a damaged file ({0})", "the suffix {0}",
    "the reader was stopped, as after a minute without an answer", "an old or an encrypted Word document",
    "no Word document that can be read ({0})", "no text in the Word document", "an encrypted archive",
    "an archive that is no Word document", "no Word document, or a damaged one",
    "no mail: neither From nor Date nor Subject", "a damaged mail ({0})", "no text in the mail's body",
    "no text in the file", "no text in the page", "{0} characters of text",
    "it holds NUL bytes, as programs and pictures do", "the encoding {0}, which nobody knows", "no PDF",
    "an encrypted PDF", "a damaged PDF ({0})", "no text in the PDF, as in a scan", "{0} pages",
    "no more", "a report", "a report's file", "a report's text", "a report in Markdown", "a simpler file",
    "a file that stands alone", "a whole {0} file", "a whole file", "a .docx without a password", "a whole .docx",
    "a .docx", "none, as in every .docx", "an .eml file", "a whole .eml file", "text or HTML", "text", "an article",
    "text in UTF-8, or in the encoding that it names", "a file that begins with %PDF", "one without a password",
    "a whole one", "one with text (text recognition, OCR, adds it)",
)  # fmt: skip
SAYINGS: Final = tuple(dict.fromkeys((*_NOTES, *_REPORTS, *_FOUND, *_EXPECTED)))


def told(sentence: str, t: Words) -> str:
    """Return what was said of a file, in the reader's language; as it was said where a part of it is unknown."""
    if t.lang == DEFAULT or len(sentence) > _LONGEST:
        return sentence
    file = found[0] if (found := _FILE.match(sentence)) else ""
    fact, expects, wish = sentence.removeprefix(file).partition("; expected ")
    facts, wishes = _said(fact, t), _said(wish, t)
    if facts is None or (expects and wishes is None):
        return sentence
    return file + (f"{facts}; {t('expected:')} {wishes}" if expects else facts)


def row_told(refused: Refused, t: Words) -> str:
    """Say why a row was refused: file, row, column, what stands there, what was expected."""
    file, row, column, fact, wish = refused
    where = ", ".join(filter(None, [file, t("row {n}").replace("{n}", t.number(row)), column]))
    return f"{where}: {_said(fact, t) or fact}; {t('expected:')} {_said(wish, t) or wish}"


def so_far(progress: Progress, t: Words) -> str:
    """Say how far an import has come, in one line."""
    text = t("{rows} rows, {rate} a second, {refused} refused")
    return _filled(text, t, rows=progress.rows, rate=round(progress.rate), refused=len(progress.refused))


def at_the_end(progress: Progress, name: str, t: Words) -> str:
    """Say what an import made of a file, with the first row that was refused."""
    lines = [told(note, t) for note in progress.notes]
    text = t("{name}: {events} events, {figures} figures, from {rows} rows in {seconds} s ({rate} rows a second)")
    counts = {"events": progress.events, "figures": progress.claims, "rows": progress.rows}
    text = _filled(text, t, **counts, seconds=round(progress.seconds, 1), rate=round(progress.rate))
    lines.append(text.replace("{name}", name))
    if progress.refused:
        lines.append(t.plural("{n} row refused:", "{n} rows refused, the first of them:", len(progress.refused)))
        lines.append(row_told(progress.refused[0], t))
    return "\n".join(lines)


def _said(text: str, t: Words) -> str | None:
    """Return a saying with what its gaps hold, which may be a saying itself; None for a text that is none of them."""
    if t.lang == DEFAULT:
        return text
    for saying, pattern in _patterns():
        if fits := pattern.fullmatch(text):
            said = t(saying)
            for i, gap in enumerate(fits.groups()):
                said = said.replace(f"{{{i}}}", _held(gap, t))
            return said
    return None


def _held(gap: str, t: Words) -> str:
    if _THOUSANDS.fullmatch(gap):
        return t.number(int(gap.replace(",", "")))
    return t(gap) if gap in SAYINGS else gap


def _filled(text: str, t: Words, **numbers: float) -> str:
    for name, number in numbers.items():
        text = text.replace(f"{{{name}}}", t.number(number))
    return text


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each saying with the pattern of its English sentence, in their order."""
    return tuple((s, re.compile("(.+?)".join(map(re.escape, _GAP.split(s))), re.DOTALL)) for s in SAYINGS)
