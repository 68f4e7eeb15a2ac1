"""Which place a name means: the document's own countries are weighed, one candidate picked, and its rivals kept."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from geo.coding.places import Known, Mention, Names, Spot
from geo.coding.roles import Role
from geo.coding.text import Sentence


def settle(
    found: Sequence[tuple[Sentence, tuple[Mention, ...]]], weights: Counter[str], names: Names
) -> list[tuple[Spot, ...]]:
    """Pick one place for each mention, by the document's countries, rank and population."""
    main = min(weights, key=lambda c: (-weights[c], c)) if weights else None
    rows = [_settle_row(row, weights, main, names) for _, row in found]
    known = {(s.place.name, s.place.country) for row in rows for m, s in row if s and not m.weak}
    strong: set[str | None] = {main, *(c for c, weight in weights.items() if weight >= 6)} - {None}
    return [tuple(s for m, s in row if s and (not m.weak or _vouched(m, s, known, strong))) for row in rows]


def _settle_row(
    row: Sequence[Mention], weights: Counter[str], main: str | None, names: Names
) -> list[tuple[Mention, Spot | None]]:
    """Settle a sentence's names in order; a region behind its own town ("Portland, Oregon") is that region."""
    out: list[tuple[Mention, Spot | None]] = []
    for at, mention in enumerate(row):
        before = out[-1][1] if out else None
        if at + 1 < len(row):
            mention = _within(mention, row[at + 1])
        if mention.joined and before and not before.area and before.place.admin1:
            held = tuple(c for c in mention.candidates if c.kind == "region" and c.admin1 == before.place.admin1)
            mention = replace(mention, candidates=held or mention.candidates)
        known = mention.candidates or mention.nation
        out.append((mention, _settle(mention, weights, main, names) if known else None))
    return out


def _within(mention: Mention, behind: Mention) -> Mention:
    """A town before the country or region that holds it ("Palma, Mozambique") is that country's, or none we know."""
    areas = {c.country for c in behind.candidates if c.kind == "country" or (c.kind == "region" and behind.region)}
    if areas and not behind.joined and behind.region and behind.role is Role.AT and behind.first - mention.last <= 1:
        return _in_region(mention, behind)
    if not behind.joined or not areas or behind.first - mention.last != 1:
        return mention
    held = tuple(c for c in mention.candidates if c.country in areas)
    if held:
        return replace(mention, candidates=held, sure=True)
    towns = all(c.kind == "town" and (c.population or 0) < _ABROAD for c in mention.candidates)
    return replace(mention, candidates=()) if towns and behind.candidates[0].kind == "country" else mention


def _in_region(mention: Mention, behind: Mention) -> Mention:
    """A town before "in" its region («село Прогресс в Донецкой области») lies there, or is none we know."""
    regions = [c for c in behind.candidates if c.kind == "region"]
    codes, areas = {c.admin1 for c in regions}, {c.country for c in regions}
    towns = tuple(c for c in mention.candidates if c.kind == "town")
    held = tuple(c for c in towns if c.admin1 in codes or (not c.admin1 and c.country in areas))
    small = bool(towns) and all((c.population or 0) < _ABROAD for c in towns)
    return replace(mention, candidates=held) if held or small else mention


def _vouched(mention: Mention, spot: Spot, known: set[tuple[str, str | None]], strong: set[str | None]) -> bool:
    """Whether a name without a preposition is a place: told so elsewhere, or a town of the report's own country."""
    if (spot.place.name, spot.place.country) in known or mention.role is Role.DATELINE:
        return True
    if mention.role is Role.AT and (spot.place.country in strong or (spot.place.population or 0) >= 100_000):
        return True
    large = spot.place.kind == "region" or (spot.place.population or 0) >= 20_000
    return spot.place.country in strong and large and (mention.first > 0 or mention.last - mention.first > 1)


def countries(
    rows: Sequence[tuple[Mention, ...]], adjectives: Sequence[Mapping[int, str]], heads: Sequence[bool]
) -> Counter[str]:
    """Weigh the countries that a document is about: their names, adjectives, and towns that are only theirs."""
    return _weigh(rows, adjectives, heads, weak=False) or _weigh(rows, adjectives, heads, weak=True)


def _weigh(
    rows: Sequence[tuple[Mention, ...]], adjectives: Sequence[Mapping[int, str]], heads: Sequence[bool], *, weak: bool
) -> Counter[str]:
    weights: Counter[str] = Counter()
    for row, nation, head in zip(rows, adjectives, heads, strict=True):
        factor = 3 if head else 1
        for code in nation.values():
            weights[code] += factor
        for mention in row:
            if mention.site and not weak:
                continue  # a square's or market's name vouches for no country
            named = {c.country for c in mention.candidates if c.kind == "country" and c.country}
            if named:
                weights.update(dict.fromkeys(named, 3 * factor))
                continue
            home = Counter({c.country: 1 for c in mention.candidates if c.country})
            big = [c for c in mention.candidates if (c.population or 0) >= 500_000]
            if len(home) == 1 and (weak or mention.sure or any(_well_known(c) for c in mention.candidates)):
                weights[next(iter(home)) or ""] += 2 * factor
            elif len(big) == 1 and big[0].country:
                weights[big[0].country] += 2 * factor
            elif mention.candidates and (weak or not mention.weak):
                largest = max(mention.candidates, key=lambda c: (c.population or 0, c.name))
                if largest.country and _outstanding(largest, mention.candidates):
                    weights[largest.country] += factor * (2 if mention.role is Role.DATELINE else 1)
    return weights


def _well_known(place: Known) -> bool:
    """Whether a place alone may say which country a report is about: no village of a common name."""
    return place.kind != "town" or (place.population or 0) >= 15_000


#: A town of fewer people needs a report that is about its country.
_SMALL: Final = 5_000


#: What a region's own name counts for, where no town bears it as its first: "Bihar" is not Bihar Sharif.
_REGION: Final = 4


#: How much a country must weigh to be what a report is about, and how many people a town abroad has to be meant then.
_ABOUT: Final = 6
_ABROAD: Final = 200_000


def _settle(mention: Mention, weights: Counter[str], main: str | None, names: Names) -> Spot | None:
    if mention.nation:
        code = main if mention.nation == "*" else mention.nation
        place = names.seat(code) if code else None
        if place is None:
            return None
        return Spot(mention.first, mention.last, mention.text, mention.role, place, 1, mention.joined, (), "capital")
    named = any(
        c.kind == "town" and mention.text.casefold() in {n.casefold() for n in c.names.values()}
        for c in mention.candidates
    )
    ranked = sorted(
        mention.candidates,
        key=lambda c: (
            -_score(c, mention, weights) - (_REGION if c.kind == "region" and not named else 0),
            c.country or "",
            c.name,
            c.lat,
            c.lon,
        ),
    )
    best = ranked[0]
    if best.kind == "region" and not best.country:
        # "Punjab" lies in two countries; told of one of them, it is that one's.
        best = next((c for c in ranked if c.kind == "region" and c.country and weights[c.country] > 1), best)
    enough = 2 if mention.role is Role.BARE else 1
    if not mention.joined and best.kind == "town" and (best.population or 0) < _SMALL and len(mention.candidates) < 3:
        # A small town abroad, told once, must not vouch for itself.
        enough = 3
    known = best.kind in ("country", "sea") or weights[best.country or ""] >= enough
    least = 300_000 if mention.role is Role.BARE else 100_000 if mention.plain else 25_000
    big = (best.population or 0) >= least and (not mention.plain or mention.text in best.names.values())
    unique = (best.population or 0) >= 5_000 and _outstanding(best, mention.candidates)
    unique = unique and (not mention.plain or best.kind == "region" or mention.text in best.names.values())
    unique = unique and mention.role in (Role.AT, Role.NEAR, Role.TO, Role.FROM, Role.DATELINE)
    if not (known or big or unique or (mention.sure and (best.population or 0) >= 1000)):
        return None
    area = best.kind in ("country", "region", "sea") and best.country not in CITY_STATES
    precision = 3 if area else 2 if mention.role is Role.NEAR else 1
    if _far_off(best, weights, main, names):
        return None
    rivals = tuple(f"{c.name} ({c.country})" for c in ranked[1:4])
    return Spot(
        mention.first, mention.last, mention.text, mention.role, best, precision, mention.joined, rivals,
        "its country is the report's" if known else "its size",
    )  # fmt: skip


def _far_off(best: Known, weights: Counter[str], main: str | None, names: Names) -> bool:
    """Whether a town lies in a country of which the report has nothing else: only a large one or a capital may."""
    country = best.country or ""
    if best.kind != "town" or not main or weights[country] > 2 or weights[main] < _ABOUT:
        return False
    seat = names.seat(country)
    return (best.population or 0) < _ABROAD and not (seat and seat.name == best.name)


def _outstanding(best: Known, candidates: Sequence[Known]) -> bool:
    """Whether a town has no rival abroad that is a tenth as large."""
    rivals = [c.population or 0 for c in candidates if c.country != best.country]
    return all((best.population or 0) >= 10 * rival for rival in rivals)


#: Countries that are a town.
CITY_STATES: Final = frozenset({"SG", "MC", "VA", "HK", "MO", "GI"})


def _score(place: Known, mention: Mention, weights: Counter[str]) -> float:
    score = 1.6 * math.log1p(weights[place.country or ""]) + 0.45 * math.log1p(place.population or 0)
    if mention.text in place.names.values():
        score += 1.6
    if place.kind == "country":
        support = weights[place.country or ""] - (0 if mention.weak else 3)
        score += 30 if _main_name(place, mention.text) else 14 if support > 0 else 6
    if place.kind == "region":
        score += 12 if mention.region else 1
        if not place.country:  # an area across borders, kept by hand: better known than a small town of its name
            score += 6
    elif mention.region:
        score -= 6
    return score


def _main_name(place: Known, text: str) -> bool:
    """Whether a country is written by its first name in some language, inflected or not."""
    return any(text.startswith(name[: max(4, len(name) - 1)]) for name in place.names.values())


def joined_groups(spots: Sequence[Spot]) -> list[list[Spot]]:
    """Return the spots in groups of those that are joined by commas and "and"."""
    groups: list[list[Spot]] = []
    for spot in spots:
        if spot.joined and groups:
            groups[-1].append(spot)
        else:
            groups.append([spot])
    return groups
