"""Why the coder did what it did, in the reader's words."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from geo.coding import CodedSentence, Outcome
from geo.coding.places import Spot
from geo.coding.revision import BY_HAND, Entry
from geo.gazetteer import Place
from geo.gazetteer.gazetteer import Gazetteer
from geo.ui.code_desk import Desk
from geo.ui.plain import html
from geo.ui.prose import facts, join
from geo.words import Words


def language_name(code: str, t: Words) -> str:
    """Name a language that can be coded."""
    return {"de": t("German"), "en": t("English"), "ru": t("Russian")}[code]


def outcome_name(outcome: Outcome, t: Words) -> str:
    """Name what became of a sentence."""
    return {
        Outcome.EVENT: t("event"),
        Outcome.FIGURE: t("figure only"),
        Outcome.CONTEXT: t("context"),
        Outcome.NOT_CODED: t("not coded"),
    }[outcome]


def sentence_reason(sentence: CodedSentence, t: Words) -> str:
    """Say why a sentence ended as it did."""
    if sentence.outcome is not Outcome.EVENT:
        return t(sentence.reason)
    if sentence.reason == BY_HAND:
        return t("added by hand")
    if sentence.reason == "told before":
        return t("tells again what another sentence told")
    return t("the marked words tell an action of the codebook")


def refusals(desk: Desk, sentence: int, t: Words) -> Iterator[str]:
    """Say what else the sentence's words might have told, and why it was not taken."""
    told = desk.coding.told[sentence]
    for match, reason in told.refused:
        tokens = [told.reading.tokens[i] for i in sorted(match.tokens)]
        said = " … ".join(token.text for token in tokens[:4])
        yield f"“{said}”: {t(reason.value)}"


def place_reasons(desk: Desk, sentence: int, t: Words) -> Iterator[str]:
    """Say for each place of a sentence what it was taken for, why, and what it was not."""
    for spot in desk.coding.told[sentence].reading.spots:
        rivals = t("not {places}").replace("{places}", ", ".join(spot.rivals)) if spot.rivals else ""
        name = spot.place.names.get(t.lang, spot.place.name)
        said = f"{name} ({spot.place.country})" if spot.place.country else name
        yield "; ".join(filter(None, (f"“{spot.text}” → {said}", _spot_reason(spot, t), rivals)))


def _spot_reason(spot: Spot, t: Words) -> str:
    return {
        "its country is the report's": t("its country is the one that the report is about"),
        "its size": t("the largest place of that name"),
        "capital": t("the capital stands for its government"),
    }.get(spot.reason, spot.reason)


def place_basis(entry: Entry, t: Words) -> str:
    """Say where an event's place comes from."""
    return {
        "clause": t("named where the action is told"),
        "sentence": t("named in the same sentence"),
        "passage": t("the place that the passage is about"),
        "focus": t("the town that the report names most"),
        "institution": t("the seat of the institution named"),
        "seat": t("the seat of those who act"),
        "main country": t("the capital of the country that the report is about"),
        "country": t("the report names no place inside the country"),
        "head": t("named in the headline or dateline"),
        "hand": t("chosen by hand"),
    }.get(entry.found.where.basis, entry.found.where.basis)


def place_line(place: Place, gazetteer: Gazetteer, t: Words) -> str:
    """Name a place so that it can be told from its namesakes: kind, region, country, population."""
    kind = {
        "country": t("country"),
        "region": t("region"),
        "town": t("town"),
        "site": t("site"),
        "institution": t("institution"),
        "airport": t("airport"),
        "sea": t("sea"),
    }[place.kind]
    region = gazetteer.region(place.admin1) if place.admin1 and place.kind != "region" else None
    country = gazetteer.country_name(place.country, t.lang) if place.country and place.kind != "country" else ""
    people = t("{n} people").replace("{n}", t.number(place.population)) if place.population else ""
    parts = [kind, region.names.get(t.lang, region.name) if region else "", country, people]
    return f"{place.names.get(t.lang, place.name)} – {', '.join(filter(None, parts))}"


def because(title: str, reasons: Sequence[str]) -> Markup:
    """Return reasons as a list below their title; nothing where there is none."""
    if not reasons:
        return Markup()
    return facts([(title, html("<ul>{}</ul>", join(html("<li>{}</li>", reason) for reason in reasons)))])
