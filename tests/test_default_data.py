"""The coded report of 6 January 2022, held against the codebook, the base map and, where it is at hand, the report.

The report itself is copyrighted and no part of the project: its text is looked for in `QANTAR_REPORT_DIR`, else in
`shared/report` beside the checkout. Hashes of its word runs are not kept either: from overlapping runs the text could
be guessed back word by word.
"""

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import geopandas
import pytest
import shapely

from geo.columns import COLUMNS
from geo.gazetteer import open_gazetteer
from geo.model import SUB_TYPES, Claim, EventType, GeoPrecision
from geo.sources.claims import CLAIM_COLUMNS
from geo.sources.dataset import DataSet, read_dataset

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data" / "kazakhstan-2022-01"
LABELS = {
    "state of emergency",
    "communications shutdown",
    "request for military assistance",
    "departure",
    "inquiry",
    "statement",
}


@pytest.fixture(scope="module")
def dataset() -> DataSet:
    return read_dataset(FOLDER)


@pytest.fixture(scope="module")
def events(dataset: DataSet) -> list[dict[str, Any]]:
    return list(dataset.events.to_dict("records"))


def read_report_text(sha256: str) -> str | None:
    """Return the report's text, None where no file with that SHA-256 is at hand."""
    folders = [os.environ.get("QANTAR_REPORT_DIR"), ROOT.parent / "shared" / "report"]
    files = [file for folder in folders if folder for file in sorted(Path(folder).glob("*.txt"))]
    contents = (file.read_bytes() for file in files)
    return next((c.decode() for c in contents if hashlib.sha256(c).hexdigest() == sha256), None)


class Known(NamedTuple):
    """What a second, independent coding of the report has: where it stands, what may be coded, where and when."""

    at: tuple[int, int]
    subs: str
    country: str
    point: tuple[float, float] | None  # longitude, latitude; None for the country as a whole, or its capital
    first: date
    last: date


def day(number: int) -> date:
    return date(2022, 1, number)


ALMATY, AIRPORT, CITY_HALL = (76.91, 43.25), (77.04, 43.35), (76.95, 43.24)
ZHANAOZEN, BISHKEK, ORENBURG, DUBAI, MOSCOW = (
    (52.86, 43.34),
    (74.59, 42.87),
    (55.10, 51.77),
    (55.31, 25.08),
    (37.62, 55.75),
)
FIGHTING = "Violent demonstration|Armed clash|Excessive force against protesters|Attack"
KNOWN = [
    Known((3, 2), "Government regains territory|Violent demonstration|Armed clash", "KZ", AIRPORT, day(4), day(5)),
    Known(
        (3, 2),
        "Violent demonstration|Peaceful protest|Non-state actor overtakes territory",
        "KZ",
        AIRPORT,
        day(2),
        day(5),
    ),
    Known((3, 2), FIGHTING, "KZ", ALMATY, day(4), day(5)),
    Known((3, 2), "Looting/property destruction|Violent demonstration|Mob violence", "KZ", ALMATY, day(4), day(5)),
    Known((3, 3), FIGHTING, "KZ", CITY_HALL, day(4), day(5)),
    Known((3, 8), "Other", "KZ", None, day(6), day(6)),
    Known((4, 1), "Other", "KZ", None, day(4), day(4)),
    Known((4, 1), "Change to group/activity|Other", "KZ", None, day(4), day(4)),
    Known((4, 2), "Other", "KZ", None, day(4), day(4)),
    Known((4, 3), "Peaceful protest|Violent demonstration", "KZ", ZHANAOZEN, day(1), day(2)),
    Known((4, 3), "Peaceful protest|Violent demonstration", "KZ", None, day(1), day(6)),
    Known((5, 1), "Other", "KZ", None, day(6), day(6)),
    Known((6, 1), "Agreement|Other|Change to group/activity", "KZ", None, day(6), day(6)),
    Known((6, 7), "Peaceful protest", "KG", BISHKEK, day(6), day(6)),
    Known((7, 1), "Change to group/activity|Other", "KZ", ALMATY, day(6), day(6)),
    Known((7, 4), "Change to group/activity|Other", "RU", ORENBURG, day(6), day(6)),
    Known((7, 5), "Change to group/activity|Other", "KZ", ALMATY, day(6), day(6)),
    Known((7, 6), "Change to group/activity|Other", "KZ", ALMATY, day(6), day(6)),
    Known((9, 5), "Other", "RU", MOSCOW, day(6), day(6)),
    Known((10, 1), "Peaceful protest|Violent demonstration", "KZ", None, day(6), day(6)),
    Known((10, 2), f"{FIGHTING}|Looting/property destruction", "KZ", ALMATY, day(6), day(6)),
    Known((10, 2), "Arrests", "KZ", ALMATY, day(5), day(6)),
    Known((11, 1), "Other", "AE", DUBAI, day(2), day(6)),
]


def end(event: dict[str, Any]) -> tuple[float, float] | None:
    """Return longitude and latitude of an event's place."""
    shape = event["geometry"]
    return None if shape is None else shape.coords[-1]


def test_the_events_are_those_of_the_independent_coding_in_the_report_s_order(events: list[dict[str, Any]]) -> None:
    assert [e["event_id"] for e in events] == [f"kz22-{n:02d}" for n in range(1, 24)]
    for event, known in zip(events, KNOWN, strict=True):
        told = event["event_id"]
        assert (event["paragraph"], event["sentence"]) == known.at, told
        assert event["sub_event_type"] in known.subs.split("|"), told
        assert event["country"] == known.country, told
        assert (event["start_date"], event["end_date"]) == (known.first, known.last), told
        if known.point:
            assert end(event) == pytest.approx(known.point, abs=0.02), told
        else:
            assert event["geo_precision"] == GeoPrecision.AREA or event["place"] == "Astana", told


def test_acts_are_at_the_seat_and_measures_over_the_land(events: list[dict[str, Any]]) -> None:
    seats = {e["label"]: e["place"] for e in events if e["label"]}
    assert seats == {
        "communications shutdown": "Kazakhstan",
        "state of emergency": "Kazakhstan",
        "inquiry": "Astana",
        "request for military assistance": "Astana",
        "statement": "Moscow",
        "departure": "Dubai",
    }


def test_types_and_labels_are_the_codebook_s(events: list[dict[str, Any]]) -> None:
    for event in events:
        assert event["sub_event_type"] in SUB_TYPES[EventType(event["event_type"])]
        assert (event["label"] in LABELS) == (event["sub_event_type"] == "Other")
        assert event["sub_event_type"] not in event["alternative_type"]
        assert not event["alternative_type"] or (event["note"] and event["note_de"])


def test_all_days_are_in_the_window_that_the_weekend_opens(dataset: DataSet, events: list[dict[str, Any]]) -> None:
    assert (dataset.report.first, dataset.report.last, dataset.report.published) == (day(2), day(6), day(6))
    for event in events:
        assert day(1) <= event["start_date"] <= event["end_date"] <= dataset.report.published
        if event["start_date"] < event["end_date"]:
            assert event["date_precision"] == 2
    assert {e["event_id"] for e in events if e["start_date"] < dataset.report.first} == {"kz22-10", "kz22-11"}


HOURS = {"Almaty": 6, "Astana": 6, "Zhanaozen": 5, "Orenburg": 5, "Bishkek": 6, "Moscow": 3, "Dubai": 4}


def test_clocks_are_those_of_the_place_on_that_day(events: list[dict[str, Any]]) -> None:
    midday = datetime(2022, 1, 6, 12, tzinfo=UTC)
    for event in events:
        if event["place"] in HOURS:
            offset = midday.astimezone(ZoneInfo(event["timezone"])).utcoffset()
            assert offset is not None
            assert offset.total_seconds() == HOURS[event["place"]] * 3600
        else:
            assert event["geo_precision"] == GeoPrecision.AREA
            assert (event["timezone"] is None) == (event["part_of_day"] is None)


def countries() -> dict[str, tuple[shapely.Geometry, list[float]]]:
    """Return the base map's countries: shape and label point by ISO code (TopoJSON, see its README)."""
    topology = json.loads((ROOT / "data" / "basemap" / "world.json").read_text(encoding="utf-8"))
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]

    def line(references: list[int]) -> Iterator[tuple[float, float]]:
        for reference in references:
            x = y = 0
            points = []
            for dx, dy in topology["arcs"][reference if reference >= 0 else ~reference]:
                x, y = x + dx, y + dy
                points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
            yield from points if reference >= 0 else points[::-1]

    found = {}
    for country in topology["objects"]["countries"]["geometries"]:
        if country["id"] in {"KZ", "KG", "RU", "AE"}:
            parts = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
            rings = [[list(line(ring)) for ring in part] for part in parts]
            shape = shapely.union_all([shapely.Polygon(r[0], r[1:]) for r in rings])
            found[country["id"]] = (shape, country["properties"]["at"])
    return found


def test_points_lie_in_the_country_that_they_name(events: list[dict[str, Any]]) -> None:
    shapes = countries()
    for event in events:
        place = end(event)
        if place:
            assert shapes[event["country"]][0].contains(shapely.Point(place)), event["event_id"]


def test_the_gazetteer_knows_every_place_by_its_other_names(events: list[dict[str, Any]]) -> None:
    gazetteer = open_gazetteer()
    others = {"Almaty": "Алматы", "Zhanaozen": "Жаңаөзен", "Astana": "Nur-Sultan", "Orenburg": "Оренбург"}
    others |= {"Bishkek": "Bischkek", "Moscow": "Москва", "Dubai": "Дубай", "Kazakhstan": "Казахстан"}
    for event in events:
        lon, lat = end(event) or (None, None)
        spellings = gazetteer.spellings(event["place"], event["country"], lat, lon)
        assert others[event["place"]] in spellings, event["event_id"]
    assert "Schangaösen" in gazetteer.spellings("Zhanaozen", "KZ", 43.34, 52.86)


def test_movements_from_a_country_start_at_its_label(events: list[dict[str, Any]]) -> None:
    moved = [e for e in events if e["origin"]]
    assert [(e["origin"], e["origin_country"], e["place"]) for e in moved] == [
        ("Russia", "RU", "Almaty"),
        ("Kazakhstan", "KZ", "Dubai"),
    ]
    shapes = countries()
    for event in moved:
        assert event["origin_precision"] == GeoPrecision.AREA
        assert event["geometry"].geom_type == "LineString"
        assert event["geometry"].coords[0] == tuple(shapes[event["origin_country"]][1])


def test_what_must_not_be_mapped_is_not(dataset: DataSet, events: list[dict[str, Any]]) -> None:
    assert {e["country"] for e in events} == {"KZ", "KG", "RU", "AE"}
    assert {e["origin_country"] for e in events} == {None, "RU", "KZ"}
    places = {e["place"] for e in events}
    assert places == {*HOURS, "Kazakhstan"}
    told = {(e["paragraph"], e["sentence"]) for e in events}
    background = {1, 2, 8}  # the caption, opinions, the treaty
    assert not {at for at in told if at[0] in background or (at[0] == 9 and at[1] != 5)}
    assert not {(6, s) for s in range(3, 7)} & told  # troops that are planned, not sent
    assert not {e["event_type"] for e in events} & {EventType.EXPLOSIONS, EventType.CIVILIANS}
    assert {c.event_id for c in dataset.claims if c.locator.paragraph == 6} == {"kz22-13"}


CLAIMS = [
    ("kz22-05", "troops", (200, None, None), None, "stated"),
    ("kz22-05", "fatalities", (24, None, None), "Police of Kazakhstan", "unconfirmed"),
    ("kz22-05", "fatalities", (18, 18, 18), "Khabar (state news agency)", "unconfirmed"),
    ("kz22-05", "injured", (353, 353, 353), "Khabar (state news agency)", "unconfirmed"),
    ("kz22-05", "fatalities", (3, 3, 3), None, "unconfirmed"),
    ("kz22-11", "injured", (1000, 1000, 1000), "Kazakh news agencies", "unconfirmed"),
    ("kz22-11", "hospitalised", (400, 400, 400), "Kazakh news agencies", "unconfirmed"),
    ("kz22-13", "troops", (200, 200, 200), "Radio Svoboda", "attributed"),
    ("kz22-13", "troops", (70, 70, 70), None, "unconfirmed"),
    ("kz22-15", "troops", (300, 300, 300), None, "unconfirmed"),
    ("kz22-22", "arrested", (2000, 2000, 2000), None, "unconfirmed"),
]


def test_every_figure_stands_with_who_says_it(dataset: DataSet) -> None:
    found = [
        (c.event_id, c.kind.value, (c.low, c.best, c.high), c.claimed_by and c.claimed_by["en"], c.certainty.value)
        for c in dataset.claims
    ]
    assert found == CLAIMS
    assert [c.claim_id for c in dataset.claims] == [f"kz22-c{n:02d}" for n in range(1, 12)]
    assert [(c.claim_id, c.part_of) for c in dataset.claims if c.part_of] == [("kz22-c05", "kz22-c03")]


def test_no_figure_is_the_sum_of_others(dataset: DataSet) -> None:
    def number(claim: Claim) -> int:
        return claim.best or claim.low or 0

    prose = set(re.findall(r"\d+", " ".join(t for t in texts_of(dataset) if " " in t).replace(",", "")))
    assert "2000" in prose
    for kind in {c.kind for c in dataset.claims}:
        numbers = [number(c) for c in dataset.claims if c.kind == kind]
        sums = {sum(some) for size in range(2, len(numbers) + 1) for some in combinations(numbers, size)}
        assert not sums & set(numbers)
        assert not {str(n) for n in sums} & prose


def test_each_name_has_one_form_in_each_language(events: list[dict[str, Any]]) -> None:
    for column in ("actors", "attribution"):
        pairs = {p for e in events for p in zip(e[column], e[f"{column}_de"], strict=True)}
        assert len(pairs) == len({en for en, _ in pairs}) == len({de for _, de in pairs})
    assert all(e["actors"] for e in events)


def test_every_summary_says_who_says_so(events: list[dict[str, Any]]) -> None:
    for event in events:
        english, german = event["summary_en"], event["summary_de"]
        match event["certainty"]:
            case "stated":
                assert event["attribution"] == []
                assert "the report" in english.lower()
                assert "Bericht" in german
            case "attributed":
                assert event["attribution"][0].split()[0] in english
            case "unconfirmed":
                assert " said to have " in english
                assert "soll" in german


def test_others_read_the_same_points_from_the_geojson(dataset: DataSet) -> None:
    theirs = geopandas.read_file(FOLDER / "events.geojson")
    assert theirs.crs.to_epsg() == 4326
    assert list(theirs["event_id"]) == list(dataset.events["event_id"])
    assert list(theirs.geometry) == list(dataset.events.geometry)


def test_every_column_is_told_in_the_readme() -> None:
    told = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    report = tomllib.loads((FOLDER / "report.toml").read_text(encoding="utf-8"))
    for name in (*COLUMNS, *CLAIM_COLUMNS, *report):
        assert f"`{name}`" in told, name


def texts_of(dataset: DataSet) -> list[str]:
    """Return all texts of the data set, as its files hold them."""
    claims = [text for c in dataset.claims for text in (*c.whom.values(), *(c.note or {}).values(), c.as_written)]
    cells = [v for e in dataset.events.to_dict("records") for v in e.values()]
    names = [name for v in cells if isinstance(v, list) for name in v if isinstance(name, str)]
    told = [*dataset.report.title.values(), *dataset.report.outlet.values()]
    return [text for text in (*claims, *cells, *names, *told) if isinstance(text, str)]


def runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    """Return all runs of `length` words, without case and punctuation."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_a_run_of_six_words_is_found_whatever_its_case_and_punctuation() -> None:
    told = "Am Abend zogen, so hieß es, drei Züge ab."
    assert runs("… am abend zogen – so „hieß“ es") & runs(told)
    assert not runs("am Abend zogen so hieß") & runs(told)


def test_no_sentence_of_the_report_is_in_the_data_set(dataset: DataSet) -> None:
    text = read_report_text(dataset.report.sha256) or ""
    shared = {run for own in texts_of(dataset) for run in runs(own)} & runs(text)
    assert shared == set()


def test_locators_point_at_what_the_report_has(dataset: DataSet, events: list[dict[str, Any]]) -> None:
    """Within the report's counts in any case; at the very paragraph where the text is at hand."""
    report, text = dataset.report, read_report_text(dataset.report.sha256)
    spans = [(e["paragraph"], e["char_start"], e["char_end"]) for e in events]
    spans += [(c.locator.paragraph, c.locator.char_start, c.locator.char_end) for c in dataset.claims]
    for paragraph, start, stop in spans:
        assert 1 <= paragraph <= report.paragraphs == 11
        assert 0 <= start < stop <= report.characters == 5904
        if text:
            assert paragraph == len([line for line in text[: start + 1].split("\n") if line.strip()])
            assert "\n" not in text[start:stop]
            assert text[start:stop] == text[start:stop].strip()
            assert (text + "\n")[stop].isspace()


def test_the_report_is_the_one_that_was_coded(dataset: DataSet, events: list[dict[str, Any]]) -> None:
    report = dataset.report
    assert report.sha256 == "3213f5a6bd59e39958779368311e41a033ee4aad39aea952a153cb47226c468f"
    text = read_report_text(report.sha256)
    if text:
        assert len(text) == report.characters
        assert len([line for line in text.split("\n") if line.strip()]) == report.paragraphs
        for event in events:
            passage = text[event["char_start"] : event["char_end"]]
            assert (event["place_as_written"] or "") in passage, event["event_id"]
