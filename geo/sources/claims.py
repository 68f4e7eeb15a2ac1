"""claims.csv: every figure of a report, by whom, about whom; read and checked, never added up."""

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from geo.errors import DataSetError
from geo.model import Certainty, Claim, ClaimKind, Locator
from geo.sources.reading import Fields, read_text

#: The columns of claims.csv, in their order.
CLAIM_COLUMNS: Final = (
    "claim_id",
    "event_id",
    "kind",
    "whom_en",
    "whom_de",
    "low",
    "best",
    "high",
    "claimed_by_en",
    "claimed_by_de",
    "certainty",
    "paragraph",
    "sentence",
    "char_start",
    "char_end",
    "part_of",
    "as_written",
    "note_en",
    "note_de",
)


def read_claims(path: Path, *, file: str, event_ids: Collection[str]) -> tuple[Claim, ...]:
    """Read the claims about the events `event_ids`, in the order of the file.

    Raises DataSetError for the first row that is not as the codebook says, points to no event, or
    is part of a claim that does not exist. Rows count from 1, after the header.
    """
    claims: dict[str, Claim] = {}
    for fields in _rows(read_text(path, file=file), file):
        claim = _claim(fields)
        if claim.claim_id in claims:
            raise fields.wrong("claim_id", f"{claim.claim_id!r} again", "each claim_id once")
        if claim.event_id not in event_ids:
            raise fields.wrong("event_id", repr(claim.event_id), "the event_id of an event of this data set")
        claims[claim.claim_id] = claim
    for row, claim in enumerate(claims.values(), start=1):
        _check_whole(claim, claims, Fields({}, file, row))
    return tuple(claims.values())


def _rows(text: str, file: str) -> Iterator[Fields]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        for column in CLAIM_COLUMNS:
            if column not in header:
                raise DataSetError(file, f"the column {column} is missing", f"the columns {', '.join(CLAIM_COLUMNS)}")
        for column in header:
            if column not in CLAIM_COLUMNS or header.count(column) > 1:
                found = f"the column {column!r} twice" if column in CLAIM_COLUMNS else f"the column {column!r}"
                raise DataSetError(file, found, f"the columns {', '.join(CLAIM_COLUMNS)}, each once")
        for row, values in enumerate(filter(None, reader), start=1):
            if len(values) != len(header):
                raise DataSetError(file, f"{len(values)} fields", f"{len(header)} as in the header", row=row)
            yield Fields(dict(zip(header, values, strict=True)), file, row)
    except csv.Error as error:
        raise DataSetError(file, f"not CSV at line {reader.line_num} ({error})", "comma-separated values") from error


def _claim(fields: Fields) -> Claim:
    low, best, high = (fields.count(c) for c in ("low", "best", "high"))
    told = [n for n in (low, best, high) if n is not None]
    if not told:
        raise fields.wrong("low", "nothing, nor in best and high", "at least one of the three numbers")
    if told != sorted(told):
        raise fields.wrong("low", f"low {low}, best {best}, high {high}", "low ≤ best ≤ high")
    whom = fields.columns_in_both("whom")
    if whom is None:
        raise fields.wrong("whom_en", "nothing", "whom the figure counts")
    return Claim(
        claim_id=fields.text("claim_id"),
        event_id=fields.text("event_id"),
        kind=fields.member("kind", ClaimKind),
        whom=whom,
        low=low,
        best=best,
        high=high,
        claimed_by=fields.columns_in_both("claimed_by"),
        certainty=fields.member("certainty", Certainty),
        locator=Locator(
            paragraph=fields.needed_count("paragraph"),
            sentence=fields.needed_count("sentence"),
            char_start=fields.count("char_start"),
            char_end=fields.count("char_end"),
        ),
        part_of=fields.text_or_none("part_of"),
        as_written=fields.text_or_none("as_written"),
        note=fields.columns_in_both("note"),
    )


def _check_whole(claim: Claim, claims: dict[str, Claim], fields: Fields) -> None:
    """Refuse a part whose whole does not exist, or which in the end is part of itself."""
    seen = {claim.claim_id}
    whole = claim.part_of
    while whole is not None:
        if whole not in claims:
            raise fields.wrong("part_of", repr(whole), "the claim_id of a claim of this data set")
        if whole in seen:
            raise fields.wrong("part_of", f"{claim.part_of!r}, which is part of itself", "a claim that includes it")
        seen.add(whole)
        whole = claims[whole].part_of
