"""Reports become rows; whatever fails becomes a row with its error."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from geo.archive import coded
from geo.archive.coded import Coder, code_all, coder, report_id
from geo.archive.documents import Document
from geo.archive.plan import Chunk, Reading
from geo.archive.version import coder_version
from geo.sources.checked import check_table
from geo.sources.location import Item

TEXT = "News from Almaty\n\nPolice arrested 30 people in Almaty on Wednesday, the interior ministry said.\n"
ONE = Document(url="/a.jsonl", number=0, name="one", text=TEXT, published=date(2022, 1, 6))


@pytest.fixture(scope="module")
def using() -> Coder:
    return coder()


def test_events_figures_and_reports_belong_together(using: Coder) -> None:
    found = code_all([ONE, replace(ONE, number=90, text="It rained.")], using)
    check_table(found.events, file="events")
    (event,), (claim,) = found.events.to_pylist(), found.claims.to_pylist()
    assert event["report_id"] == report_id("/a.jsonl", 0) == found.reports["report_id"][0].as_py()
    assert (event["country"], event["start_date"]) == ("KZ", date(2022, 1, 5))
    assert (claim["event_id"], claim["best"], claim["paragraph"]) == (event["event_id"], 30, 2)
    assert found.reports["events"].to_pylist() == [1, 0]
    assert found.reports["error"].to_pylist() == [None, None]


def test_a_fault_of_the_coder_is_a_row_and_the_next_report_is_coded(
    using: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = coded.code_report

    def fails(text: str, **rest: Any) -> Any:
        if "spoil" in text:
            raise IndexError("list index out of range")
        return real(text, **rest)

    monkeypatch.setattr(coded, "code_report", fails)
    found = code_all([replace(ONE, number=1, text="spoil"), ONE], using)
    assert found.reports["error"].to_pylist() == ["IndexError: list index out of range", None]
    assert found.events.num_rows == 1


def test_events_against_the_codebook_fail_their_report_alone(using: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    real = coded.draft_of

    def wrong(*arguments: Any, **rest: Any) -> Any:
        draft = real(*arguments, **rest)
        events = tuple({**e, "country": "Kazakhstan"} if "spoil" in arguments[1] else e for e in draft.events)
        return replace(draft, events=events)

    monkeypatch.setattr(coded, "draft_of", wrong)
    found = code_all([replace(ONE, number=1, text=TEXT + "\nspoil"), ONE], using)
    first, second = found.reports["error"].to_pylist()
    assert "'Kazakhstan'; expected an ISO 3166-1 alpha-2 code" in first
    assert second is None
    assert found.events["report_id"].to_pylist() == [report_id("/a.jsonl", 0)]
    assert found.reports["events"].to_pylist() == [0, 1]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"published": date(1850, 1, 1)}, "expected a day since 1900-01-01"),
        ({"language": "xx"}, "the language 'xx' cannot be coded"),
        ({"fault": "no JSON"}, "no JSON"),
    ],
)
def test_what_cannot_be_coded_says_why(using: Coder, change: dict[str, Any], says: str) -> None:
    assert says in code_all([replace(ONE, **change)], using).reports["error"][0].as_py()


def test_a_chunks_name_changes_with_input_reading_and_coder_only() -> None:
    chunk = Chunk("jsonl", (Item("/a.jsonl", 9, "1"),), 0, 9, 9)
    key = chunk.key("v1", Reading())
    assert key == Chunk("jsonl", (Item("/a.jsonl", 9, "1"),), 0, 9, 9).key("v1", Reading())
    others = [
        replace(chunk, end=8).key("v1", Reading()),
        replace(chunk, items=(Item("/a.jsonl", 9, "2"),)).key("v1", Reading()),
        replace(chunk, items=(Item("/b.jsonl", 9, "1"),)).key("v1", Reading()),
        chunk.key("v2", Reading()),
        chunk.key("v1", Reading(text="body")),
    ]
    assert len({key, *others}) == 6


def test_the_coders_version_is_that_of_its_files() -> None:
    assert len(coder_version()) == 16
    assert coder_version() == coder_version.__wrapped__()
