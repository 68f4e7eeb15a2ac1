"""What holds of every coding of any text: spans inside it, days in order, events that are there, sound files."""

import json
from datetime import date

from geo.coding import Coding
from geo.coding.draft import draft_of
from geo.coding.explain import explained
from geo.export.coded import FORMS, Coded, written
from geo.gazetteer import Gazetteer
from geo.sources.documents import Document
from geo.sources.saving import unsaved
from geo.words import words


def check(coding: Coding, text: str, published: date, gazetteer: Gazetteer) -> None:
    """Raise AssertionError, or what a writer raises, where a coding of `text` breaks a law."""
    _check_spans(coding, text)
    for event in coding.events:
        assert event.first <= event.last <= published
        assert -90 <= event.where.place.lat <= 90
        assert -180 <= event.where.place.lon <= 180
    assert sum(coding.coverage.values()) in (0, 1) or abs(sum(coding.coverage.values()) - 1) < 1e-9
    coded = Coded(report_id="x", document=Document(text=text), coding=coding)
    for form in FORMS:
        assert written([coded], form=form).decode("utf-8-sig") is not None
    json.loads(written([coded], form="geojson"))
    assert explained(coding, text).endswith("\n")
    if coding.events:
        draft = draft_of(coding, text, report_id="x", title="x", outlet="x", german=words("de"), zone_of=gazetteer.zone)
        saved = unsaved("x", draft.report, draft.events, draft.claims, coded_by="rules")
        assert len(saved.events) == len(coding.events)


def _check_spans(coding: Coding, text: str) -> None:
    end = 0
    for sentence in coding.sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        assert all(0 <= i < len(coding.events) for i in sentence.events)
        assert sentence.reason
        end = sentence.end
    for told in coding.told:
        inside = told.reading.sentence
        assert all(inside.start <= t.start < t.end <= inside.end for t in told.reading.tokens)
        assert all(inside.start <= w.start < w.end <= inside.end for w in told.reading.times)
        assert all(0 <= s.first < s.last <= len(told.reading.tokens) for s in told.reading.spots)
    for claim in coding.claims:
        assert 0 <= claim.start < claim.end <= len(text)
        assert 0 <= claim.event < len(coding.events)
        numbers = [n for n in (claim.low, claim.best, claim.high) if n is not None]
        assert numbers == sorted(numbers)
        assert numbers
