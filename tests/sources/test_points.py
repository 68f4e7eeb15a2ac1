import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from geo.export import Form, Origin, export
from geo.sources.dataset import read_dataset
from geo.sources.importing import import_tables
from geo.sources.mapping import read_mapping
from geo.view import View
from tests.synthetic import make_claims, make_features, make_report, write_dataset

COLUMNS = (
    *("event_type", "sub_event_type", "place", "country", "start_date", "end_date"),
    *("actors", "actors_de", "attribution", "certainty"),
)


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    features = [f for f in make_features(200) if (f["geometry"] or {}).get("type") != "LineString"]
    last = max(f["properties"]["end_date"] for f in features)
    return write_dataset(tmp_path / "ours", features, make_claims(features), make_report(last=date.fromisoformat(last)))


@pytest.mark.parametrize("ending", ["geojson", "csv", "parquet"])
def test_an_export_of_our_own_comes_back_as_it_was(tmp_path: Path, ours: Path, ending: str) -> None:
    before = read_dataset(ours)
    total, today = len(before.events), date(2026, 11, 22)
    origin = Origin(report=before.report, data_set="ours", version="0", total=total, view=View(), on=today)
    form = Form.of(f"e.{ending}.zip" if ending == "csv" else f"e.{ending}")
    data = export(before.events, before.claims, origin, form=form).data
    if ending == "csv":
        data = zipfile.ZipFile(io.BytesIO(data)).read("events.csv")
    (tmp_path / f"e.{ending}").write_bytes(data)
    result = import_tables([tmp_path / f"e.{ending}"], tmp_path / "again")
    assert result.refused == []
    after = read_dataset(tmp_path / "again").events.set_index("event_id")
    expected = before.events.set_index("event_id")
    for column in COLUMNS:
        assert after[column].to_dict() == expected[column].to_dict(), column
    assert after.geometry.to_wkt().to_dict() == expected.geometry.to_wkt().to_dict()


def test_geojson_points_of_anybody(tmp_path: Path) -> None:
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [76.95, 43.25, 800]}}
    told = {"when": "2022-01-05T13:00:00Z", "category": "Riot", "dead": 3, "where_at": None}
    document = {"type": "FeatureCollection", "features": [{**feature, "properties": told}]}
    (tmp_path / "p.geojson").write_text(json.dumps(document), encoding="utf-8")
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        "outlet = 'Somebody'\n[columns]\nstart_date = 'when'\nevent_type = 'category'\nfatalities = 'dead'\n"
        "[values.event_type]\nRiot = 'Riots'\n",
        encoding="utf-8",
    )
    import_tables([tmp_path / "p.geojson"], tmp_path / "set", mapping=read_mapping(mapping))
    dataset = read_dataset(tmp_path / "set")
    event, claim = dataset.events.iloc[0], dataset.claims[0]
    assert (event["place"], event.geometry.coords[0]) == ("43.25, 76.95", (76.95, 43.25))
    assert (claim.best, claim.claimed_by, claim.locator) == (3, {"en": "Somebody", "de": "Somebody"}, None)
