"""A data set is read whole and unchanged, or refused in one sentence that says where and why."""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.columns import COLUMNS
from geo.errors import DataSetError, NoDataSet
from geo.model import Certainty, ClaimKind
from geo.sources.claims import CLAIM_COLUMNS
from geo.sources.dataset import FILES, read_dataset
from geo.sources.reading import MAX_BYTES

REPORT = """\
report_id = "r1"
title = { en = "A town", de = "Eine Stadt" }
outlet = { en = "a paper", de = "eine Zeitung" }
language = "de"
published = 2022-01-06
sha256 = "3213f5a6bd59e39958779368311e41a033ee4aad39aea952a153cb47226c468f"
characters = 900
paragraphs = 4
first = 2022-01-02
last = 2022-01-06
coded_by = "hand"
codebook = "ours"
"""
EVENT: dict[str, Any] = {
    **dict.fromkeys(COLUMNS, ""),
    "event_id": "r1-01",
    "report_id": "r1",
    "event_type": "Riots",
    "sub_event_type": "Mob violence",
    "alternative_type": ["Looting/property destruction"],
    "summary_en": "Somebody did something.",
    "summary_de": "Jemand tat etwas.",
    "place": "Almaty",
    "country": "KZ",
    "geo_precision": 1,
    "origin_precision": None,
    "start_date": "2022-01-04",
    "end_date": "2022-01-05",
    "date_precision": 2,
    "part_of_day": "night",
    "timezone": "Asia/Almaty",
    "actors": ["police", "crowd"],
    "actors_de": ["Polizei", "Menge"],
    "attribution": "agency; witnesses",
    "attribution_de": "Agentur; Zeugen",
    "certainty": "attributed",
    "paragraph": 2,
    "sentence": 1,
    "char_start": 10,
    "char_end": 90,
    "evidence": [[3, 1]],
    "coded_by": "hand",
}
POINT = {"type": "Point", "coordinates": [76.9, 43.25]}
LINE = {"type": "LineString", "coordinates": [[37.6, 55.7], [76.9, 43.25]]}
CLAIM = {
    **dict.fromkeys(CLAIM_COLUMNS, ""),
    "claim_id": "c1",
    "event_id": "r1-01",
    "kind": "fatalities",
    "whom_en": "people",
    "whom_de": "Menschen",
    "low": "24",
    "claimed_by_en": "police",
    "claimed_by_de": "Polizei",
    "certainty": "unconfirmed",
    "paragraph": "2",
    "sentence": "2",
    "as_written": "dozens",
}
Rows = list[dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "set")


def write(folder: Path) -> Path:
    """Write three events (a point, a movement, an area) and two claims, all as the codebook says."""
    folder.mkdir()
    (folder / "report.toml").write_text(REPORT, encoding="utf-8")
    moved = {**EVENT, "event_id": "r1-02", "origin": "Moscow", "origin_country": "RU", "origin_precision": 1}
    area = {**EVENT, "event_id": "r1-03", "place": "Kazakhstan", "geo_precision": 3}
    shaped = [(EVENT, POINT), (moved, LINE), (area, None)]
    features = [{"type": "Feature", "geometry": shape, "properties": event} for event, shape in shaped]
    save(folder, {"type": "FeatureCollection", "features": features})
    part = {**CLAIM, "claim_id": "c2", "low": "3", "best": "3", "high": "3", "part_of": "c1"}
    save_claims(folder, [CLAIM, part])
    return folder


def save(folder: Path, document: Any) -> None:
    (folder / "events.geojson").write_text(json.dumps(document), encoding="utf-8")


def save_claims(folder: Path, rows: Rows) -> None:
    with (folder / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def load(folder: Path) -> Any:
    return json.loads((folder / "events.geojson").read_text(encoding="utf-8"))


def load_claims(folder: Path) -> Rows:
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def refusal(folder: Path) -> str:
    """Return the sentence by which the data set is refused."""
    with pytest.raises(DataSetError) as caught:
        read_dataset(folder)
    sentence = str(caught.value)
    assert "; expected " in sentence
    assert sentence.isprintable()
    assert len(sentence) < 700
    return sentence


def test_all_of_a_good_data_set_is_there(folder: Path) -> None:
    dataset = read_dataset(folder)
    assert (dataset.name, dataset.report.report_id, dataset.report.title["de"]) == ("set", "r1", "Eine Stadt")
    assert (dataset.report.first, dataset.report.last) == (date(2022, 1, 2), date(2022, 1, 6))
    assert list(dataset.events["event_id"]) == ["r1-01", "r1-02", "r1-03"]
    event = dataset.events.iloc[0]
    assert event["start_date"] == date(2022, 1, 4)
    assert event["attribution"] == ["agency", "witnesses"]
    assert event["actors_de"] == ["Polizei", "Menge"]
    assert [s.geom_type if s else None for s in dataset.events.geometry] == ["Point", "LineString", None]
    first, second = dataset.claims
    assert (first.kind, first.certainty) == (ClaimKind.FATALITIES, Certainty.UNCONFIRMED)
    assert (first.low, first.best, first.high) == (24, None, None)
    assert first.claimed_by == {"en": "police", "de": "Polizei"}
    assert (second.part_of, second.low, second.note) == ("c1", 3, None)


def test_nothing_told_is_none_never_an_empty_text_or_nan(folder: Path) -> None:
    events = read_dataset(folder).events
    assert events.iloc[0][["label", "origin", "admin1", "note"]].to_list() == [None] * 4
    assert events["origin_precision"].to_list() == [None, 1, None]


def test_a_byte_order_mark_is_no_part_of_the_text(folder: Path) -> None:
    for name in FILES:
        file = folder / name
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert read_dataset(folder).claims[0].claim_id == "c1"


def test_the_version_changes_with_each_file_and_with_nothing_else(folder: Path) -> None:
    versions = {read_dataset(folder).version, read_dataset(folder).version}
    for name in FILES:
        with (folder / name).open("ab") as file:
            file.write(b"\n")
        versions.add(read_dataset(folder).version)
    assert len(versions) == 4
    assert all(len(v) == 16 and int(v, 16) >= 0 for v in versions)


def test_a_column_of_ones_own_is_kept(folder: Path) -> None:
    document = load(folder)
    for feature in document["features"]:
        feature["properties"]["rule"] = "R7"
    save(folder, document)
    assert list(read_dataset(folder).events["rule"]) == ["R7"] * 3


HOSTILE = [
    "{{ 7 * 7 }} {% for x in y %} {# note #}",
    "<img src=x onerror=alert(1)></script><script>alert(1)</script>",
    "${7*7} `backtick` \\u0041 %s {0}",
    "\u202eexe.txt\u2066 \u200b\ufeff",
    '=HYPERLINK("http://x";"y") \t+1 @SUM -2',
    "line one\r\nline two\nline three, \"quoted\", 'single'",
    "NULL\x00 and \x1b[31m",
    "'; DROP TABLE events; --",
    "Жаңаөзен Schangaösen 扎瑙津 🗺️",
    "long " * 20_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12].encode("unicode_escape").decode())
def test_hostile_text_in_any_text_field_survives_unchanged(folder: Path, text: str) -> None:
    texts = ["label", "summary_en", "summary_de", "place", "place_as_written", "admin1", "origin"]
    texts += ["note", "note_de", "coded_by"]
    document = load(folder)
    single = text.replace("; ", ";")
    document["features"][1]["properties"].update(dict.fromkeys(texts, text))
    document["features"][1]["properties"].update(
        actors=[text, text], actors_de=[text, text], attribution=single, attribution_de=single
    )
    save(folder, document)
    columns = ["whom_en", "whom_de", "claimed_by_en", "claimed_by_de", "as_written", "note_en", "note_de"]
    rows = load_claims(folder)
    rows[0].update(dict.fromkeys(columns, text))
    save_claims(folder, rows)
    quoted = json.dumps(text).replace("\\ud83d\\uddfa", "🗺").replace("\x7f", "\\u007f")
    (folder / "report.toml").write_text(REPORT.replace('"a paper"', quoted), encoding="utf-8")

    dataset = read_dataset(folder)

    event, claim = dataset.events.iloc[1], dataset.claims[0]
    assert [event[c] for c in texts] == [text] * len(texts)
    assert (event["actors"], event["actors_de"]) == ([text, text], [text, text])
    assert (event["attribution"], event["attribution_de"]) == ([single], [single])
    assert claim.whom == claim.claimed_by == claim.note == {"en": text, "de": text}
    assert claim.as_written == text
    assert dataset.report.outlet["en"] == text


BAD_EVENTS: list[tuple[str, Any, str]] = [
    ("event_type", "Riot", "'Riot'; expected one of Protests, Riots"),
    ("event_type", None, "nothing; expected one of"),
    ("event_type", ["Riots"], "expected one of Protests"),
    ("sub_event_type", "Armed clash", "'Armed clash' below 'Riots'; expected 'Battles' as its event_type"),
    ("alternative_type", ["Mobs"], "expected a list of sub-event types"),
    ("alternative_type", "Attack", "expected a list of sub-event types"),
    ("start_date", "4 January 2022", "'4 January 2022'; expected a day written YYYY-MM-DD"),
    ("start_date", "2022-02-30", "expected a day written YYYY-MM-DD"),
    ("start_date", "20220104", "expected a day written YYYY-MM-DD"),
    ("start_date", "2022-W01-2", "expected a day written YYYY-MM-DD"),
    ("start_date", 20220104, "expected a day written YYYY-MM-DD"),
    ("end_date", "2022-01-03", "2022-01-03 before start_date 2022-01-04"),
    ("date_precision", 4, "4; expected one of 1, 2, 3"),
    ("part_of_day", "noon", "'noon'; expected one of early morning"),
    ("timezone", "Almaty", "expected an IANA time zone"),
    ("timezone", "../../etc/passwd", "expected an IANA time zone"),
    ("country", "Kazakhstan", "expected an ISO 3166-1 alpha-2 code"),
    ("geo_precision", 0, "0; expected one of 1, 2, 3"),
    ("certainty", "sure", "'sure'; expected one of stated"),
    ("place", "", "''; expected a text that is not empty"),
    ("place", "  ", "expected a text that is not empty"),
    ("place", 7, "7; expected a text that is not empty"),
    ("summary_en", {"en": "x"}, "expected a text"),
    ("actors", "police", "'police'; expected a list"),
    ("actors_de", 5, "5; expected a list"),
    ("actors_de", ["Polizei"], "1 names; expected 2, as many as in actors"),
    ("attribution", ["agency"], "expected a text"),
    ("attribution_de", "Agentur", "1 names; expected 2, as many as in attribution"),
    ("paragraph", 0, "0; expected a whole number from 1"),
    ("paragraph", 5, "paragraph 5; expected 1 to 4"),
    ("paragraph", 1.5, "1.5; expected a whole number"),
    ("paragraph", True, "True; expected a whole number"),
    ("char_start", -1, "expected a whole number from 0"),
    ("char_end", 10, "10; expected more than char_start 10"),
    ("char_end", 901, "901; expected at most 900"),
    ("evidence", [[1]], "expected"),
    ("evidence", [[0, 1]], "expected"),
    ("event_id", "r1-01", "'r1-01' again; expected each event_id once"),
    ("event_id", None, "nothing; expected a text"),
    ("report_id", "r2", "'r2'; expected 'r1'"),
    ("geometry", [1, 2], "no such property"),
]


@pytest.mark.parametrize(("column", "value", "told"), BAD_EVENTS, ids=repr)
def test_a_bad_value_of_an_event_is_told_with_row_and_column(folder: Path, column: str, value: Any, told: str) -> None:
    document = load(folder)
    document["features"][1]["properties"][column] = value
    save(folder, document)
    sentence = refusal(folder)
    assert sentence.startswith(f"set/events.geojson, row 2, column {column}: ")
    assert told in sentence


def test_evidence_beyond_the_report_is_told(folder: Path) -> None:
    document = load(folder)
    document["features"][1]["properties"]["evidence"] = [[9, 1]]
    save(folder, document)
    assert "row 2" in refusal(folder)
    assert "paragraph 9; expected 1 to 4" in refusal(folder)


@pytest.mark.parametrize("column", list(COLUMNS))
def test_each_column_must_be_there(folder: Path, column: str) -> None:
    document = load(folder)
    del document["features"][1]["properties"][column]
    save(folder, document)
    assert refusal(folder).startswith(f"set/events.geojson, row 2, column {column}: it is missing; expected ")


BAD_SHAPES: list[tuple[Any, str]] = [
    ({"type": "Polygon", "coordinates": []}, "a Polygon; expected a Point, a LineString"),
    ({"type": "GeometryCollection", "geometries": []}, "a GeometryCollection"),
    ({"type": "Point", "coordinates": [43.25, 176.9]}, "swapped; expected [longitude, latitude] in degrees"),
    ({"type": "Point", "coordinates": [190, 95]}, "longitude 190, latitude 95; expected"),
    ({"type": "Point", "coordinates": [76.9]}, "expected [longitude, latitude]"),
    ({"type": "Point", "coordinates": [76.9, 43.25, 800]}, "expected [longitude, latitude]"),
    ({"type": "Point", "coordinates": ["76.9", "43.25"]}, "expected [longitude, latitude]"),
    ({"type": "Point", "coordinates": [None, None]}, "expected [longitude, latitude]"),
    ({"type": "Point", "coordinates": [True, False]}, "expected [longitude, latitude]"),
    ({"type": "Point"}, "nothing; expected [longitude, latitude]"),
    ({"type": "LineString", "coordinates": [[76.9, 43.25]]}, "two positions or more"),
    ({"type": "LineString", "coordinates": [76.9, 43.25]}, "expected [longitude, latitude]"),
    (None, "no geometry; expected a Point or a LineString"),
    ("POINT (76.9 43.25)", "expected a Point, a LineString"),
]


@pytest.mark.parametrize(("shape", "told"), BAD_SHAPES)
def test_a_bad_geometry_is_told_with_its_row(folder: Path, shape: Any, told: str) -> None:
    document = load(folder)
    document["features"][1]["geometry"] = shape
    save(folder, document)
    sentence = refusal(folder)
    assert sentence.startswith("set/events.geojson, row 2, column geometry: ")
    assert told in sentence


def test_an_area_has_no_made_up_point(folder: Path) -> None:
    document = load(folder)
    document["features"][2]["geometry"] = POINT
    save(folder, document)
    assert "row 3, column geometry: a point; expected no geometry" in refusal(folder)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 30, "9" * 5000])
def test_numbers_that_are_none_are_refused(folder: Path, number: str) -> None:
    file = folder / "events.geojson"
    file.write_text(file.read_text(encoding="utf-8").replace("43.25", number), encoding="utf-8")
    assert f"the number {number[:20]}" in refusal(folder)


@pytest.mark.parametrize(
    ("crs", "fine"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, True),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}, True),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}, False),
        ({"type": "link", "properties": {"href": "http://example.org/crs"}}, False),
        ("EPSG:3857", False),
        (None, False),
    ],
)
def test_only_wgs84_is_read(folder: Path, crs: Any, fine: bool) -> None:
    save(folder, {**load(folder), "crs": crs})
    if fine:
        assert len(read_dataset(folder).events) == 3
    else:
        assert refusal(folder).startswith("set/events.geojson: the CRS ")
        assert "EPSG:4326" in refusal(folder)


BAD_DOCUMENTS: list[tuple[Callable[[str], str], str]] = [
    (lambda text: text[: len(text) // 2], "not JSON at line 1, character 1"),
    (lambda _: "", "not JSON at line 1, character 1 ("),
    (lambda _: "[]", "no FeatureCollection"),
    (lambda _: '{"type": "FeatureCollection"}', "no features; expected at least one event"),
    (lambda _: '{"type": "FeatureCollection", "features": []}', "no features"),
    (lambda _: '{"type": "FeatureCollection", "features": [7]}', "row 1: 7; expected a GeoJSON Feature"),
    (
        lambda _: '{"type": "FeatureCollection", "features": [{"type": "Feature"}]}',
        "row 1, column properties: nothing; expected an object",
    ),
    (lambda _: "[" * 100_000, "nested too deep"),
    (lambda text: text.replace('"event_id"', '"place": "x", "event_id"', 1), "the member 'place' twice"),
    (lambda text: text.replace("Mob violence", "\\ud800", 1), "half a character (U+D800)"),
]


@pytest.mark.parametrize(("damage", "told"), BAD_DOCUMENTS)
def test_a_broken_events_file_is_told(folder: Path, damage: Callable[[str], str], told: str) -> None:
    file = folder / "events.geojson"
    file.write_text(damage(file.read_text(encoding="utf-8")), encoding="utf-8")
    sentence = refusal(folder)
    assert sentence.startswith("set/events.geojson")
    assert told in sentence


BAD_CLAIMS: list[tuple[str, str, str]] = [
    ("claim_id", "", "nothing; expected a text"),
    ("claim_id", "c1", "'c1' again; expected each claim_id once"),
    ("event_id", "r1-99", "'r1-99'; expected the event_id of an event of this data set"),
    ("kind", "dead", "'dead'; expected one of fatalities, injured"),
    ("whom_de", "", "nothing; expected a text, as in the other language"),
    ("low", "dozens", "'dozens'; expected a whole number from 0"),
    ("low", "-3", "expected a whole number from 0"),
    ("low", "3.5", "expected a whole number from 0"),
    ("low", "٣", "expected a whole number from 0"),
    ("low", "9" * 400, "expected a whole number from 0"),
    ("low", "4", "low 4, best 3, high 3; expected low ≤ best ≤ high"),
    ("claimed_by_de", "", "nothing; expected a text, as in the other language"),
    ("certainty", "", "nothing; expected one of stated"),
    ("paragraph", "", "nothing; expected a whole number from 1"),
    ("paragraph", "0", "'0'; expected a whole number from 1"),
    ("paragraph", "5", "paragraph 5; expected 1 to 4"),
    ("char_end", "901", "901; expected at most 900"),
    ("part_of", "c9", "'c9'; expected the claim_id of a claim of this data set"),
    ("part_of", "c2", "part of itself; expected a claim that includes it"),
]


@pytest.mark.parametrize(("column", "value", "told"), BAD_CLAIMS)
def test_a_bad_value_of_a_claim_is_told_with_row_and_column(folder: Path, column: str, value: str, told: str) -> None:
    rows = load_claims(folder)
    rows[1][column] = value
    save_claims(folder, rows)
    sentence = refusal(folder)
    assert sentence.startswith(f"set/claims.csv, row 2, column {column}: ")
    assert told in sentence


def test_a_claim_without_any_number_is_refused(folder: Path) -> None:
    rows = load_claims(folder)
    rows[1].update(low="", best="", high="")
    save_claims(folder, rows)
    assert "row 2, column low: nothing, nor in best and high" in refusal(folder)


def test_two_claims_that_are_part_of_each_other_are_refused(folder: Path) -> None:
    rows = load_claims(folder)
    rows[0]["part_of"] = "c2"
    save_claims(folder, rows)
    assert "row 1, column part_of: 'c2', which is part of itself" in refusal(folder)


@pytest.mark.parametrize("column", CLAIM_COLUMNS)
def test_each_column_of_the_claims_must_be_there(folder: Path, column: str) -> None:
    save_claims(folder, [{c: v for c, v in row.items() if c != column} for row in load_claims(folder)])
    assert refusal(folder).startswith(f"set/claims.csv: the column {column} is missing; expected the columns claim_id")


BAD_SHEETS: list[tuple[Callable[[str], str], str]] = [
    (lambda _: "", "set/claims.csv: the column claim_id is missing"),
    (lambda text: text.replace("note_en", "note_en,lo w", 1), "set/claims.csv: the column 'lo w'; expected"),
    (lambda text: text.replace("note_en", "low,note_en", 1), "set/claims.csv: the column 'low' twice; expected"),
    (lambda text: text.replace("c2,", "c2,,", 1), "set/claims.csv, row 2: 20 fields; expected 19 as in the header"),
    (lambda text: text.replace("c2,", "", 1), "set/claims.csv, row 2: 18 fields; expected 19"),
    (lambda text: text + '"c3,', "set/claims.csv: not CSV at line 4"),
    (lambda text: text.replace("dozens", "x" * 200_000, 1), "set/claims.csv: not CSV at line 2"),
]


@pytest.mark.parametrize(("damage", "told"), BAD_SHEETS)
def test_a_broken_claims_file_is_told(folder: Path, damage: Callable[[str], str], told: str) -> None:
    file = folder / "claims.csv"
    file.write_text(damage(file.read_text(encoding="utf-8")), encoding="utf-8")
    assert refusal(folder).startswith(told)


BAD_REPORTS: list[tuple[str, str, str]] = [
    ("characters = 900", "characters = ", "not TOML"),
    ('language = "de"\n', "", "column language: it is missing; expected a text"),
    ("2022-01-06\nsha", '"6 January"\nsha', "column published: '6 January'; expected a day written YYYY-MM-DD"),
    ("last = 2022-01-06", "last = 2022-01-01", "column last: 2022-01-01 before first 2022-01-02"),
    ("last = 2022-01-06", "last = 2022-01-06T12:00:00", "expected a day written YYYY-MM-DD"),
    ('"a paper"', '""', "column outlet.en: nothing; expected a text"),
    ('en = "a paper", ', "", "column outlet: {'de': 'eine Zeitung'}; expected a table with the texts en and de"),
    ("c468f", "c468", "column sha256: "),
    ("c468f", "C468F", "expected 64 hexadecimal digits in lower case"),
    ("paragraphs = 4", "paragraphs = 0", "column paragraphs: 0; expected a whole number from 1"),
    ("paragraphs = 4", "paragraphs = true", "column paragraphs: True; expected a whole number"),
    ('codebook = "ours"', 'codebook = "ours"\nulr = "x"', "the key 'ulr'; expected only report_id"),
    ('codebook = "ours"', 'codebook = "ours"\nurl = "javascript:x"', "column url: 'javascript:x'; expected an address"),
]


@pytest.mark.parametrize(("old", "new", "told"), BAD_REPORTS)
def test_a_bad_report_file_is_told(folder: Path, old: str, new: str, told: str) -> None:
    assert old in REPORT
    (folder / "report.toml").write_text(REPORT.replace(old, new), encoding="utf-8")
    sentence = refusal(folder)
    assert sentence.startswith("set/report.toml")
    assert told in sentence


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_or_unreadable_or_not_utf8_is_told(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole.replace(b"a", "ä".encode("latin-1"), 1))
    assert f"set/{name}: byte 0xe4 at offset" in refusal(folder)
    (folder / name).write_bytes(whole.decode().encode("utf-16"))
    assert "is not UTF-8; expected text in UTF-8" in refusal(folder)
    (folder / name).unlink()
    assert refusal(folder).startswith(f"set/{name}: no such file; expected ")
    (folder / name).mkdir()
    assert refusal(folder).startswith(f"set/{name}: it cannot be read (")


def test_a_file_that_is_too_large_is_told_before_it_is_read(folder: Path) -> None:
    with (folder / "events.geojson").open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    assert refusal(folder) == "set/events.geojson: 268,435,457 bytes; expected at most 268,435,456"


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(NoDataSet, match="no such folder; expected a folder with"):
        read_dataset(tmp_path / "nowhere")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(FILES), where=st.floats(0, 1), cut=st.integers(0, 40), put=st.binary(max_size=4))
def test_whatever_is_damaged_the_answer_is_a_data_set_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, name: str, where: float, cut: int, put: bytes
) -> None:
    folder = write(tmp_path_factory.mktemp("fuzz") / "set")
    whole = (folder / name).read_bytes()
    at = int(where * len(whole))
    (folder / name).write_bytes(whole[:at] + put + whole[at + cut :])
    told = ""
    try:
        read_dataset(folder)
    except DataSetError as error:
        told = str(error)
    assert not told or "; expected " in told


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(column=st.sampled_from([*COLUMNS, "theirs"]), value=JSON, shape=st.none() | JSON)
def test_whatever_an_event_holds_the_answer_is_a_data_set_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, column: str, value: Any, shape: Any
) -> None:
    folder = write(tmp_path_factory.mktemp("fuzz") / "set")
    document = load(folder)
    document["features"][0]["properties"][column] = value
    if shape is not None:
        document["features"][0]["geometry"] = {"type": "LineString", "coordinates": shape}
    save(folder, document)
    told = ""
    try:
        read_dataset(folder)
    except DataSetError as error:
        told = str(error)
    assert not told or "; expected " in told
