"""Reports of a chunk → tables of events, of figures, and of the reports themselves, one row each, with their errors."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.archive.documents import Document
from geo.coding import code_report
from geo.coding.draft import Draft, draft_of
from geo.coding.lexicon import Lexicon
from geo.errors import DataSetError, GeoError, ReportError
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.model import Claim, GeoPrecision
from geo.sources.checked import check_table
from geo.sources.inner import with_inner
from geo.sources.lexicon import read_lexicon
from geo.sources.part import CLAIM_SCHEMA, EVENT_SCHEMA
from geo.sources.wkb import write_points
from geo.words import Words, words

#: A report of an archive: `report_id` is in its events; `error` says why it was not coded.
REPORT_SCHEMA: Final = pa.schema(
    [
        ("report_id", pa.string()),
        ("input", pa.string()),
        ("number", pa.int64()),
        ("name", pa.string()),
        ("language", pa.string()),
        ("published", pa.date32()),
        ("sha256", pa.string()),
        ("characters", pa.int32()),
        ("paragraphs", pa.int32()),
        ("events", pa.int32()),
        ("error", pa.string()),
    ]
)
_RULED: Final = EVENT_SCHEMA.append(pa.field("rule", pa.string()))
#: Our columns, the coder's rule, and what a store asks besides, as chunks and the data set have them.
CODED_SCHEMA: Final = with_inner(_RULED.empty_table(), CLAIM_SCHEMA.empty_table()).schema
_MOST_ERROR: Final = 500


@dataclass(frozen=True, slots=True)
class Coder:
    """What coding needs beside the report; loaded once a process."""

    lexicon: Lexicon
    gazetteer: Gazetteer
    german: Words


@cache
def coder() -> Coder:
    """Return this process's coder."""
    return Coder(Lexicon.from_tables(read_lexicon()), open_gazetteer(), words("de"))


@dataclass(frozen=True, slots=True)
class Coded:
    """The tables of a chunk, each in the order of the input."""

    events: pa.Table
    claims: pa.Table
    reports: pa.Table


@dataclass(slots=True)
class _Row:
    """What became of one report."""

    report: dict[str, Any]
    events: tuple[dict[str, Any], ...] = ()
    claims: tuple[Claim, ...] = ()

    def fail(self, error: str) -> None:
        """Keep nothing of the report but why."""
        self.report |= {"error": error[:_MOST_ERROR], "events": 0}
        self.events = self.claims = ()


def code_all(documents: Iterable[Document], using: Coder) -> Coded:
    """Code reports; one that fails becomes a row with its error, and the next is coded."""
    rows = [_code(document, using) for document in documents]
    try:
        check_table(_event_table(rows), file="events")
    except DataSetError:
        for row in rows:
            _check(row)
    claims = _table([_claim_row(claim) for row in rows for claim in row.claims], CLAIM_SCHEMA)
    reports = _table([row.report for row in rows], REPORT_SCHEMA)
    return Coded(with_inner(_event_table(rows), claims).cast(CODED_SCHEMA), claims, reports)


def _code(document: Document, using: Coder) -> _Row:
    row = _Row(_report_row(document))
    try:
        if document.fault is None and (draft := _draft(document, row.report, using)):
            row.events, row.claims = draft.events, draft.claims
    except GeoError as error:
        row.fail(str(error))
    except Exception as error:  # noqa: BLE001 - a fault of the coder's own must not end an archive's run
        row.fail(f"{type(error).__name__}: {error}")
    return row


def _check(row: _Row) -> None:
    """Refuse a report whose events are not as the codebook says: one of them would spoil the whole data set."""
    try:
        if row.events:
            check_table(_event_table([row]), file=row.report["report_id"])
    except DataSetError as error:
        row.fail(str(error))


def report_id(url: str, number: int) -> str:
    """Return a report's id in the archive: it follows from where the report stands."""
    return hashlib.sha256(f"{url}\0{number}".encode()).hexdigest()[:16]


def _report_row(document: Document) -> dict[str, Any]:
    return {
        "report_id": report_id(document.url, document.number),
        "input": document.url,
        "number": document.number,
        "name": document.name,
        "language": document.language,
        "published": document.published,
        "events": 0,
        "error": document.fault,
    }


def _draft(document: Document, row: dict[str, Any], using: Coder) -> Draft | None:
    """Return what was coded and tell of it in the report's row; None where the report tells no event."""
    if document.published is None:
        raise ReportError("no day; expected when the report appeared, such as 2022-01-06")
    octets = document.text.encode("utf-8", "surrogatepass")
    row |= {"sha256": hashlib.sha256(octets).hexdigest(), "characters": len(document.text)}
    coding = code_report(
        document.text,
        published=document.published,
        language=document.language,
        lexicon=using.lexicon,
        gazetteer=using.gazetteer,
    )
    paragraphs = max((s.paragraph for s in coding.sentences), default=0)
    row |= {"language": coding.language, "paragraphs": paragraphs, "events": len(coding.events)}
    if not coding.events:
        return None
    return draft_of(
        coding,
        document.text,
        report_id=row["report_id"],
        title=row["report_id"],
        outlet=row["report_id"],
        german=using.german,
        zone_of=using.gazetteer.zone,
    )


def _claim_row(claim: Claim) -> dict[str, Any]:
    at, by = claim.locator, claim.claimed_by or {}
    return {
        **asdict(claim),
        "kind": claim.kind.value,
        "certainty": claim.certainty.value,
        "whom_en": claim.whom["en"],
        "whom_de": claim.whom["de"],
        "claimed_by_en": by.get("en"),
        "claimed_by_de": by.get("de"),
        **({"paragraph": at.paragraph, "sentence": at.sentence} if at else {}),
        **({"char_start": at.char_start, "char_end": at.char_end} if at else {}),
    }


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.table([pa.array([row.get(f.name) for row in rows], f.type) for f in schema], schema=schema)


def _event_table(rows: Iterable[_Row]) -> pa.Table:
    """Return events as a table; a place of precision 3 is an area and has no point."""
    table = _table([event for row in rows for event in row.events], _RULED)
    area = pc.equal(table["geo_precision"], GeoPrecision.AREA.value)
    for axis in ("lon", "lat"):
        table = _with(table, axis, pc.if_else(area, None, table[axis]))
    points = (pc.fill_null(table[axis], np.nan).to_numpy() for axis in ("lon", "lat"))
    return _with(table, "geometry", write_points(*points))


def _with(table: pa.Table, name: str, values: Any) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), _RULED.field(name), values)
