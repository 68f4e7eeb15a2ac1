"""Events in the reader's language: plain texts, ready to be drawn by `textContent` or an escaping table, never HTML."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd

from geo.model import Certainty, Claim, EventType, GeoPrecision, Locator, SubEventType
from geo.store.columns import origin, site_name
from geo.store.sites import Site
from geo.store.store import Store
from geo.view import View
from geo.words import Words

#: cards that are kept of a data set, mostly less than a kilobyte each
_MOST_KEPT: Final = 20_000
_ABOUT: Final = re.compile(r"about ([0-9][0-9,]*)")


def cards(store: Store, view: View, words: Words, offset: int, limit: int) -> list[dict[str, Any]]:
    """Return a part of the selection in order of time, each event in a few words."""
    return cards_of(store, store.first(view, offset, limit)[1], words)


def cards_of(store: Store, rows: Sequence[int], words: Words) -> list[dict[str, Any]]:
    """Return events by their row numbers, each in a few words; a number that no row has is passed over.

    Readers ask for the same ones again and again, a hundred at a time.
    """
    wanted = [row for row in rows if 0 <= row < store.total]
    told = {row: card for row in wanted if (card := store.told.get((row, words.lang)))}
    absent = [row for row in dict.fromkeys(wanted) if row not in told]
    events = store.at(absent).to_dict("records") if absent else []
    for row, event in zip(absent, events, strict=True):
        told[row] = _card(store, event, row, words)
        if len(store.told) < _MOST_KEPT:
            store.told[row, words.lang] = told[row]
    return [told[row] for row in wanted]


def _card(store: Store, event: Mapping[str, Any], row: int, words: Words) -> dict[str, Any]:
    shape = event["geometry"]
    return {
        "row": row,
        "id": event["event_id"],
        "when": words.when(event["start_date"], event["end_date"], _text(event["part_of_day"]), year=store.many_years),
        "place": place_name(store, event, words),
        "country": event["country"],
        "at": None if shape is None else [round(degrees, 5) for degrees in reversed(shape.coords[-1])],
        "summary": summary(event, words),
        "type": EventType(event["event_type"]).slug,
        "sub": words(event["sub_event_type"]),
        "label": words(_text(event["label"]) or "") or None,
        "certainty": Certainty(event["certainty"]).slug,
        "who": names(event, "actors", words),
    }


def tell(store: Store, event_id: str, words: Words) -> dict[str, Any] | None:
    """Return everything known of one event, in words; None where there is no event of that id."""
    row = store.row_of(event_id)
    if row is None:
        return None
    event = store.at([row]).iloc[0]
    certainty = Certainty(event["certainty"])
    return {
        **_card(store, event, row, words),
        "when": words.when(event["start_date"], event["end_date"], _text(event["part_of_day"]), year=True),
        "first": str(event["start_date"]),
        "last": str(event["end_date"]),
        "date_precision": date_precision(int(event["date_precision"]), words),
        "time_zone": time_zone(event, words),
        "type_name": words(event["event_type"]),
        "place_as_written": _text(event["place_as_written"]),
        "admin1": _text(event["admin1"]),
        "country_name": store.gazetteer.country_name(event["country"], words.lang),
        "precision": int(event["geo_precision"]),
        "precision_name": geo_precision(GeoPrecision(event["geo_precision"]), words),
        "origin": site_name(origin(event), words.lang, store.gazetteer) if _text(event["origin"]) else None,
        "says": names(event, "attribution", words),
        "source": source_in_words(names(event, "attribution", words), certainty, words),
        "certainty_name": words(certainty.value),
        "certainty_meaning": certainty_meaning(certainty, words),
        "claims": [claim_in_words(claim, words) for claim in store.claims_of(event_id)],
        "locator": locator_in_words(_locator(event), words),
        "evidence": [_at(int(p), int(s), words) for p, s in event["evidence"]],
        "alternatives": [words(SubEventType(sub).value) for sub in event["alternative_type"]],
        "note": in_language(event, "note", words),
        "coded_by": words(event["coded_by"]),
    }


def where_and_when(store: Store, event_ids: Sequence[str], words: Words) -> dict[str, tuple[str, str]]:
    """Return place and days, in words, of some events by their ids."""
    return {
        event["event_id"]: (
            place_name(store, event, words),
            words.when(event["start_date"], event["end_date"], _text(event["part_of_day"]), year=True),
        )
        for _, event in store.some(event_ids).iterrows()
    }


def claim_in_words(claim: Claim, words: Words) -> dict[str, Any]:
    """Return a figure with who counts whom, and how sure that is; never to be added to another."""
    by = _of(claim.claimed_by, words)
    return {
        "id": claim.claim_id,
        "kind": words(claim.kind.value),
        "whom": _of(claim.whom, words),
        "figure": figure(claim, words),
        "low": claim.low,
        "best": claim.best,
        "high": claim.high,
        "as_written": claim.as_written,
        "written": _written(claim, words),
        "claimed_by": by,
        "source": source_in_words([by] if by else [], claim.certainty, words),
        "certainty": claim.certainty.slug,
        "certainty_name": words(claim.certainty.value),
        "part_of": claim.part_of,
        "note": _of(claim.note, words),
        "locator": locator_in_words(claim.locator, words),
    }


def _written(claim: Claim, words: Words) -> str | None:
    """Return how the report gives the number, where that is not the number itself."""
    if not claim.as_written:
        return None
    if about := _ABOUT.fullmatch(claim.as_written):
        return words("written “about {n}”").replace("{n}", words.number(int(about[1].replace(",", ""))))
    return None if claim.best is not None else words("written “{word}”").replace("{word}", words(claim.as_written))


def figure(claim: Claim, words: Words) -> str:
    """Return a claim's count in words: `353`, `at least 24`, `at most 10`, `10 to 20`."""
    low, best, high = claim.low, claim.best, claim.high
    if best is not None:
        exact = (low, high) in ((best, best), (None, None))
        return words.number(best) if exact else f"{words.number(best)} ({_range(low, high, words)})"
    return _range(low, high, words)


def _range(low: int | None, high: int | None, words: Words) -> str:
    if low is not None and high is not None:
        return words("{low} to {high}").format(low=words.number(low), high=words.number(high))
    if low is not None:
        return words("at least {n}").format(n=words.number(low))
    if high is not None:
        return words("at most {n}").format(n=words.number(high))
    return words("no number")


def locator_in_words(locator: Locator | None, words: Words) -> str | None:
    """Return where in the report: `paragraph 3, sentence 2`."""
    if locator is None:
        return None
    text = _at(locator.paragraph, locator.sentence, words)
    if locator.last_paragraph is None or locator.last_sentence is None:
        return text
    return f"{text} – {_at(locator.last_paragraph, locator.last_sentence, words)}"


def _at(paragraph: int, sentence: int, words: Words) -> str:
    return words("paragraph {paragraph}, sentence {sentence}").format(paragraph=paragraph, sentence=sentence)


def _locator(event: Mapping[str, Any]) -> Locator | None:
    paragraph, sentence = event["paragraph"], event["sentence"]
    if pd.isna(paragraph) or pd.isna(sentence):
        return None
    return Locator(paragraph=int(paragraph), sentence=int(sentence))


def place_name(store: Store, event: Mapping[str, Any], words: Words) -> str:
    """Return the name of an event's place in the reader's language."""
    shape = event["geometry"]
    at = None if shape is None else (round(shape.coords[-1][1], 5), round(shape.coords[-1][0], 5))
    return site_name(Site(event["place"], event["country"], at), words.lang, store.gazetteer)


def time_zone(event: Mapping[str, Any], words: Words) -> str | None:
    """Return the place's own time on the event's first day: `local time, UTC+6`; None where no zone is known."""
    zone = _text(event["timezone"])
    if zone is None:
        return None
    noon = datetime.combine(event["start_date"], time(12), ZoneInfo(zone))
    sign, offset = noon.strftime("%z")[0], noon.strftime("%z")[1:]
    hours, minutes = int(offset[:2]), offset[2:4]
    shift = f"UTC{sign}{hours}" + (f":{minutes}" if minutes != "00" else "")
    return words("local time, {shift}").format(shift=shift)


def geo_precision(precision: GeoPrecision, words: Words) -> str:
    """Return how exactly the place is known, as a reader understands it."""
    if precision == GeoPrecision.EXACT:
        return words("the place itself")
    if precision == GeoPrecision.NEAR:
        return words("near this place, or somewhere in this district")
    return words("somewhere in this area: the report names no place inside it")


def date_precision(precision: int, words: Words) -> str:
    """Return how exactly the days are known, as a reader understands it."""
    if precision == 1:
        return words("the day itself")
    if precision == 2:
        return words("within these days")
    return words("the month, or less exactly")


def certainty_meaning(certainty: Certainty, words: Words) -> str:
    """Return what a certainty of the codebook means, in a sentence."""
    if certainty is Certainty.STATED:
        return words("The report tells it as fact.")
    if certainty is Certainty.ATTRIBUTED:
        return words("The report passes on what a named source says.")
    if certainty is Certainty.UNCONFIRMED:
        return words("The report says that this cannot be checked.")
    return words("The report gives another version, or evidence against it.")


def source_in_words(said_by: Sequence[str], certainty: Certainty, words: Words) -> str:
    """Return who says so; with nobody named, the report itself, or for hearsay that it names no source."""
    if said_by:
        return ", ".join(said_by)
    return words("the report itself") if certainty is Certainty.STATED else words("no source named")


def summary(event: Mapping[str, Any], words: Words) -> str:
    """Return an event's summary; where it has none, its label or sub-type."""
    return in_language(event, "summary", words) or words(_text(event["label"]) or event["sub_event_type"])


def in_language(event: Mapping[str, Any], name: str, words: Words) -> str | None:
    """Return a text column in the reader's language, in English where there is none in it."""
    english = name if name in event else f"{name}_en"
    return _text(event.get(f"{name}_{words.lang}")) or _text(event[english])


def names(event: Mapping[str, Any], column: str, words: Words) -> list[str]:
    """Return a column of names in the reader's language, in English where there are none in it."""
    return list(event.get(f"{column}_{words.lang}", ()) or event[column])


def _of(texts: dict[str, str] | None, words: Words) -> str | None:
    if not texts:
        return None
    return texts.get(words.lang) or texts.get("en") or next(iter(texts.values()))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
