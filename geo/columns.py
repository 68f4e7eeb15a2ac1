"""The one table schema: every column of an event, in the order of files and exports, and its CRS."""

from typing import Final

CRS: Final = "EPSG:4326"

#: Every event column and its kind: text? may be missing (None), text may not, list is a list of texts.
COLUMNS: Final[dict[str, str]] = {
    "event_id": "text",
    "report_id": "text?",
    "event_type": "event_type",
    "sub_event_type": "sub_event_type",
    "alternative_type": "sub_event_types",
    "label": "text?",
    "summary_en": "text?",
    "summary_de": "text?",
    "place": "text",
    "place_as_written": "text?",
    "admin1": "text?",
    "country": "country",
    "geo_precision": "geo_precision",
    "origin": "text?",
    "origin_country": "country?",
    "origin_precision": "geo_precision?",
    "start_date": "day",
    "end_date": "day",
    "date_precision": "date_precision",
    "part_of_day": "part_of_day?",
    "timezone": "timezone?",
    "actors": "list",
    "actors_de": "list",
    "attribution": "list",
    "attribution_de": "list",
    "certainty": "certainty",
    "paragraph": "count?",
    "sentence": "count?",
    "char_start": "offset?",
    "char_end": "offset?",
    "evidence": "pairs",
    "note": "text?",
    "note_de": "text?",
    "coded_by": "text",
}
