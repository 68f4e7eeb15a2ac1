from datetime import date
from typing import Any

import pytest
from shapely import LineString, Point, Polygon

from geo.columns import COLUMNS
from geo.errors import DataSetError
from geo.frame import to_frame

EVENT: dict[str, Any] = {
    **dict.fromkeys(COLUMNS),
    "event_id": "a1",
    "event_type": "Riots",
    "sub_event_type": "Mob violence",
    "alternative_type": [],
    "place": "Almaty",
    "country": "KZ",
    "geo_precision": 1,
    "start_date": date(2022, 1, 4),
    "end_date": date(2022, 1, 5),
    "date_precision": 2,
    "actors": ["police"],
    "actors_de": [],
    "attribution": [],
    "attribution_de": [],
    "certainty": "stated",
    "evidence": [[1, 2]],
    "coded_by": "hand",
}
POINT = Point(76.9, 43.2)


def frame(changes: dict[str, Any] | None = None, shape: Any = POINT) -> Any:
    return to_frame([{**EVENT, **(changes or {})}], [shape], file="x.geojson")


def test_a_good_event_has_all_columns_in_order_and_wgs84() -> None:
    made = frame({"their_own": 5})
    assert list(made.columns) == [*COLUMNS, "their_own", "geometry"]
    assert made.crs.to_epsg() == 4326


def test_an_area_has_no_geometry_and_a_movement_may_be_a_line() -> None:
    assert frame({"geo_precision": 3}, None).geometry[0] is None
    assert frame(shape=LineString([(37, 55), (76.9, 43.2)])).geometry[0].geom_type == "LineString"


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"event_type": "Riot"}, "event_type"),
        ({"event_type": "Battles"}, "sub_event_type"),
        ({"sub_event_type": None}, "sub_event_type"),
        ({"certainty": "sure"}, "certainty"),
        ({"start_date": "2022-01-04"}, "start_date"),
        ({"end_date": date(2022, 1, 3)}, "end_date"),
        ({"country": "Kazakhstan"}, "country"),
        ({"geo_precision": 4}, "geo_precision"),
        ({"actors": "police"}, "actors"),
        ({"actors": [""]}, "actors"),
        ({"summary_en": " "}, "summary_en"),
        ({"evidence": [[0, 1]]}, "evidence"),
        ({"paragraph": 0}, "paragraph"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"event_id": ""}, "event_id"),
        ({"event_id": "a\n1"}, "event_id"),
        ({"event_id": "\u202ea1"}, "event_id"),
        ({"event_id": " a1"}, "event_id"),
        ({"event_id": "a" * 201}, "event_id"),
    ],
)
def test_a_bad_value_names_file_row_and_column(changes: dict[str, Any], column: str) -> None:
    with pytest.raises(DataSetError) as caught:
        frame(changes)
    assert (caught.value.file, caught.value.row, caught.value.column) == ("x.geojson", 1, column)
    assert "expected" in str(caught.value)


@pytest.mark.parametrize(
    ("precision", "shape"),
    [
        (3, POINT),
        (1, None),
        (1, Point(200, 0)),
        (1, Point(float("nan"), 0)),
        (1, Polygon([(0, 0), (1, 0), (1, 1)])),
    ],
)
def test_a_geometry_must_fit_its_precision(precision: int, shape: Any) -> None:
    with pytest.raises(DataSetError, match="geometry"):
        frame({"geo_precision": precision}, shape)


def test_an_id_stands_once() -> None:
    with pytest.raises(DataSetError, match=r"row 2, column event_id: 'a1' again"):
        to_frame([EVENT, EVENT], [POINT, POINT], file="x")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(DataSetError, match="the column certainty is missing"):
        to_frame([{k: v for k, v in EVENT.items() if k != "certainty"}], [POINT], file="x")


@pytest.mark.parametrize(("column", "good", "bad"), [("paragraph", 1, True), ("evidence", [[1, 1]], [[1, True]])])
def test_a_value_is_not_taken_for_another_that_equals_it(column: str, good: Any, bad: Any) -> None:
    events = [{**EVENT, "event_id": f"a{i}", column: value} for i, value in enumerate((good, bad))]
    with pytest.raises(DataSetError, match=f"row 2, column {column}"):
        to_frame(events, [POINT, POINT], file="x")


def test_a_point_without_coordinates_is_none() -> None:
    with pytest.raises(DataSetError, match="no geometry"):
        frame(shape=Point())
