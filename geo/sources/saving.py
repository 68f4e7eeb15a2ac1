"""A coded report written as a data set folder: report.toml, events.geojson, claims.csv; whole or not at all.

The report's text is never among them. What is written is read again, and checked, before it takes its place.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from geo.columns import COLUMNS
from geo.errors import DataSetError
from geo.model import Claim, Report
from geo.sources.claims import CLAIM_COLUMNS
from geo.sources.dataset import FILES, DataSet, read_dataset, version_of
from geo.sources.features import read_features
from geo.sources.folder import report_toml, sync, waiting_folder

#: A data set's name stands in links, so it is made of harmless characters only.
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
CODEBOOK: Final = "Qantar codebook 1"
_INNER: Final = frozenset({"lon", "lat", "origin_lon", "origin_lat"})


def save_coding(
    folder: Path,
    report: Report,
    events: Sequence[Mapping[str, Any]],
    claims: Sequence[Claim],
    *,
    coded_by: str = "rules",
    overwrite: bool = False,
) -> DataSet:
    """Save a coded report as the data set `folder` and return it as it is read again.

    `events` are rows as in `geo.coding.draft.Draft`: the columns of `geo.columns`, and `lon`, `lat`, `origin_lon`,
    `origin_lat`; further columns are kept. `overwrite` puts it in the place of a data set of these files, never of
    another folder.
    Raises DataSetError where a name, a row or a figure is not as the codebook says, or the folder cannot be written.
    """
    _check_target(folder, overwrite=overwrite)
    texts = files_of(folder.name, report, events, claims, coded_by=coded_by)
    try:
        with waiting_folder(folder) as waiting:
            for name, text in texts.items():
                (waiting / name).write_text(text, encoding="utf-8", newline="")
                sync(waiting / name)
            saved = _checked(waiting, folder)
            _put(waiting, folder)
    except OSError as error:
        why = error.strerror or str(error)
        raise DataSetError(str(folder), f"it cannot be written ({why})", "a folder one may write to") from error
    return saved


def files_of(
    name: str, report: Report, events: Iterable[Mapping[str, Any]], claims: Iterable[Claim], *, coded_by: str
) -> dict[str, str]:
    """Return the texts of a data set's files, by their names."""
    return dict(zip(FILES, (_toml(report, coded_by), _geojson(name, events), _csv(claims)), strict=True))


def unsaved(
    name: str, report: Report, events: Iterable[Mapping[str, Any]], claims: Sequence[Claim], *, coded_by: str
) -> DataSet:
    """Return a coded report as the data set that it would be if it were saved. Raises DataSetError."""
    texts = files_of(name, report, events, claims, coded_by=coded_by)
    frame = read_features(json.loads(texts["events.geojson"]), file=f"{name}/events.geojson")
    version = version_of({file: text.encode() for file, text in texts.items()})
    return DataSet(name=name, report=report, events=frame, claims=tuple(claims), version=version)


def _check_target(folder: Path, *, overwrite: bool) -> None:
    if not NAME.fullmatch(folder.name):
        expected = "up to 100 of A-Z, a-z, 0-9, '.', '_' and '-', a letter or digit first, as the name stands in links"
        raise DataSetError(str(folder), f"the name {folder.name[:100]!r}", expected)
    if not folder.exists() and not folder.is_symlink():
        return
    if not overwrite:
        raise DataSetError(str(folder), "it is there already", "a name for a new data set, or leave to overwrite it")
    if folder.is_symlink() or not folder.is_dir() or {p.name for p in folder.iterdir()} != set(FILES):
        raise DataSetError(
            str(folder), "it is no data set of a report", f"a folder with {', '.join(FILES)} and no more"
        )


def _checked(waiting: Path, folder: Path) -> DataSet:
    """Read what was written; errors name the folder as it will be."""
    try:
        return replace(read_dataset(waiting), name=folder.name)
    except DataSetError as error:
        file = error.file.replace(waiting.name, folder.name)
        raise DataSetError(file, error.found, error.expected, row=error.row, column=error.column) from error


def _put(waiting: Path, folder: Path) -> None:
    """Give the new folder its name; the old one, if any, steps aside first and comes back if that fails."""
    aside = waiting.with_name(f"{waiting.name}.old")
    old = folder.exists()
    if old:
        folder.rename(aside)
    try:
        waiting.rename(folder)
    except OSError:
        if old:
            aside.rename(folder)
        raise
    sync(folder.parent)
    shutil.rmtree(aside, ignore_errors=True)


def _toml(report: Report, coded_by: str) -> str:
    values: dict[str, Any] = {
        "report_id": report.report_id,
        "title": report.title,
        "outlet": report.outlet,
        "language": report.language,
        "published": report.published,
        "sha256": report.sha256,
        "characters": report.characters,
        "paragraphs": report.paragraphs,
        "first": report.first,
        "last": report.last,
        **({"url": report.url} if report.url else {}),
        "coded_by": coded_by,
        "codebook": CODEBOOK,
    }
    return report_toml(values, about="The report that these events were coded from: what it is, never what it says.")


def _geojson(name: str, events: Iterable[Mapping[str, Any]]) -> str:
    """Write the events a property a line, so that two versions can be compared."""
    features = ",\n".join(_feature(row) for row in events)
    return f'{{\n"type": "FeatureCollection",\n"name": {json.dumps(name)},\n"features": [\n{features}\n]\n}}\n'


def _feature(row: Mapping[str, Any]) -> str:
    properties = {column: _property(column, row.get(column)) for column in COLUMNS}
    extra = {k: _property(k, v) for k, v in row.items() if k not in COLUMNS and k not in _INNER}
    lines = ",\n".join(f"    {_json(key)}: {_json(value)}" for key, value in (properties | extra).items())
    return f'{{\n  "type": "Feature",\n  "geometry": {_json(_geometry(row))},\n  "properties": {{\n{lines}\n  }}\n}}'


def _property(column: str, value: Any) -> Any:
    if column in ("attribution", "attribution_de"):
        return "; ".join(value or ())
    return value.isoformat() if isinstance(value, date) else value


def _geometry(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a point, a line from origin to place, or nothing for an area."""
    if row["geo_precision"] == 3:
        return None
    place, origin = [row["lon"], row["lat"]], [row.get("origin_lon"), row.get("origin_lat")]
    if None in origin or origin == place:
        return {"type": "Point", "coordinates": place}
    return {"type": "LineString", "coordinates": [origin, place]}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _csv(claims: Iterable[Claim]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CLAIM_COLUMNS)
    writer.writerows(map(_row, claims))
    return out.getvalue()


def _row(claim: Claim) -> list[Any]:
    at, by, note = claim.locator, claim.claimed_by or {}, claim.note or {}
    locator = [at.paragraph, at.sentence, at.char_start, at.char_end] if at else [None] * 4
    return [
        *(claim.claim_id, claim.event_id, claim.kind.value, claim.whom["en"], claim.whom["de"]),
        *(claim.low, claim.best, claim.high, by.get("en"), by.get("de"), claim.certainty.value, *locator),
        *(claim.part_of, claim.as_written, note.get("en"), note.get("de")),
    ]
