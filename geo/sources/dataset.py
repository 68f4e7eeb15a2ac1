"""A data set: one coded report in a folder of three files that people can read, review and diff.

report.toml      the report: title, outlet, dates, SHA-256; never its text
events.geojson   the events, a feature each; their properties are the columns of `geo.columns`
claims.csv       the figures, a row each

A table of somebody else's, imported, has events.parquet and claims.parquet instead (`geo.sources.stored`).
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd

from geo.errors import DataSetError, NoDataSet
from geo.model import Claim, Report, ReportKind
from geo.sources.claims import read_claims
from geo.sources.features import read_features
from geo.sources.layout import CLAIMS, EVENTS
from geo.sources.reading import Fields, read_json, read_text, show
from geo.sources.stored import read_stored_claims, read_stored_events

FILES: Final = ("report.toml", "events.geojson", "claims.csv")
STORED: Final = ("report.toml", EVENTS, CLAIMS)
_REPORT_KEYS: Final = (
    "report_id",
    "title",
    "outlet",
    "language",
    "published",
    "sha256",
    "characters",
    "paragraphs",
    "first",
    "last",
    "url",
    "coded_by",
    "codebook",
    "licence",
    "licence_url",
    "kind",
    "files",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DataSet:
    """One coded report; `events` as `geo.frame` has them, `version` 16 hex digits that change with any file."""

    name: str
    report: Report
    events: gpd.GeoDataFrame
    claims: tuple[Claim, ...]
    version: str


def read_dataset(folder: Path) -> DataSet:
    """Read the data set in `folder`, whose name it takes.

    Raises NoDataSet where there is no such folder, DataSetError for the first thing that is not as
    the codebook says, in one sentence that names file, row, column, what was found and what was expected.
    """
    if not folder.is_dir():
        raise NoDataSet(str(folder), "no such folder", f"a folder with {', '.join(FILES)}")
    name = folder.resolve().name
    names = {file: f"{name}/{file}" for file in (*FILES, *STORED)}
    report = read_report(folder / "report.toml", file=names["report.toml"])
    if (folder / EVENTS).exists():
        return _read_stored(folder, report, names)
    events = read_events(folder / "events.geojson", file=names["events.geojson"])
    _check_locators(events, report, names["events.geojson"])
    claims = read_claims(
        folder / "claims.csv",
        file=names["claims.csv"],
        event_ids=frozenset(events["event_id"]),
    )
    _check_claim_locators(claims, report, names["claims.csv"])
    return DataSet(name=name, report=report, events=events, claims=claims, version=_version(folder, FILES))


def _read_stored(folder: Path, report: Report, names: Mapping[str, str]) -> DataSet:
    events = read_stored_events(folder / EVENTS, file=names[EVENTS])
    if set(events["report_id"]) != {report.report_id}:
        raise DataSetError(names[EVENTS], "another report", repr(report.report_id), column="report_id")
    claims = read_stored_claims(folder / CLAIMS, file=names[CLAIMS], events=events)
    version = _version(folder, STORED)
    return DataSet(name=folder.resolve().name, report=report, events=events, claims=claims, version=version)


def read_report(path: Path, *, file: str) -> Report:
    """Read report.toml. Raises DataSetError."""
    try:
        table = tomllib.loads(read_text(path, file=file))
    except tomllib.TOMLDecodeError as error:
        raise DataSetError(file, f"not TOML ({error})", "keys and values as TOML writes them") from error
    fields = Fields(table, file)
    for key in table:
        if key not in _REPORT_KEYS:
            raise DataSetError(file, f"the key {key!r}", f"only {', '.join(_REPORT_KEYS)}")
    for key in ("coded_by", "codebook"):
        fields.text(key)
    first, last = fields.day("first"), fields.day("last")
    if last < first:
        raise fields.wrong("last", f"{last} before first {first}", "the same day or a later one")
    return Report(
        report_id=fields.text("report_id"),
        title=fields.languages("title"),
        outlet=fields.languages("outlet"),
        language=fields.text("language"),
        published=fields.day("published"),
        sha256=_sha256(fields),
        characters=fields.needed_count("characters"),
        paragraphs=fields.needed_count("paragraphs"),
        first=first,
        last=last,
        url=_url(fields, "url"),
        licence=fields.text("licence") if "licence" in table else None,
        licence_url=_url(fields, "licence_url"),
        kind=fields.member("kind", ReportKind) if "kind" in table else ReportKind.REPORT,
    )


def _sha256(fields: Fields) -> str:
    digest = fields.text("sha256")
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise fields.wrong("sha256", show(digest), "64 hexadecimal digits in lower case")
    return digest


def _url(fields: Fields, key: str) -> str | None:
    if key not in fields.values:
        return None
    url = fields.text(key)
    if not url.startswith(("https://", "http://")):
        raise fields.wrong(key, show(url), "an address that starts with https:// or http://")
    return url


def read_events(path: Path, *, file: str) -> gpd.GeoDataFrame:
    """Read events.geojson as an events frame, in the order of the file. Raises DataSetError."""
    return read_features(read_json(read_text(path, file=file), file=file), file=file)


def _check_locators(events: gpd.GeoDataFrame, report: Report, file: str) -> None:
    names = ("report_id", "paragraph", "sentence", "char_start", "char_end", "evidence")
    rows = zip(*(events[name].to_list() for name in names), strict=True)
    for row, (own, paragraph, _, start, end, evidence) in enumerate(rows, start=1):
        if own != report.report_id:
            raise DataSetError(file, show(own), repr(report.report_id), row=row, column="report_id")
        paragraphs = [paragraph, *(p for p, _ in evidence)] if evidence else [paragraph]
        _check_place(file, row, report, paragraphs, start, end)


def _check_claim_locators(claims: tuple[Claim, ...], report: Report, file: str) -> None:
    for row, claim in enumerate(claims, start=1):
        where = claim.locator
        if where is not None:
            _check_place(file, row, report, [where.paragraph], where.char_start, where.char_end)


def _check_place(file: str, row: int, report: Report, paragraphs: list[Any], start: Any, end: Any) -> None:
    """Refuse a locator outside the report; a missing number compares as false."""

    def wrong(column: str, found: str, expected: str) -> DataSetError:
        return DataSetError(file, found, expected, row=row, column=column)

    for paragraph in paragraphs:
        if paragraph is not None and paragraph > report.paragraphs:
            found, expected = f"paragraph {paragraph:.0f}", f"1 to {report.paragraphs}, as many as the report has"
            raise wrong("paragraph", found, expected)
    if start is not None and end is not None and end <= start:
        raise wrong("char_end", f"{end:.0f}", f"more than char_start {start:.0f}")
    if end is not None and end > report.characters:
        raise wrong("char_end", f"{end:.0f}", f"at most {report.characters}, the report's length")


def _version(folder: Path, files: tuple[str, ...]) -> str:
    return version_of({name: (folder / name).read_bytes() for name in files})


def version_of(contents: Mapping[str, bytes]) -> str:
    """Return 16 hex digits that belong to the contents of these files alone."""
    digest = hashlib.sha256()
    for name, content in contents.items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]
