"""Who takes part in what a clause tells: countries, and actors as English noun phrases."""

from geo.coding.lexicon import Tables
from geo.coding.reading import Clause, Reading
from geo.coding.roles import Role


def nations_of(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """Return the countries whose people act in a clause: as adjectives, subjects or origins."""
    own = {c for i, c in reading.nations.items() if clause.first <= i < clause.last}
    own |= {
        s.place.country
        for s in reading.spots_in(clause)
        if s.place.kind == "country" and s.role in (Role.BARE, Role.FROM) and s.place.country
    }
    return tuple(sorted(own))


def actors_of(reading: Reading, clause: Clause, tables: Tables) -> tuple[str, ...]:
    """Return who acts and who is acted upon, as English noun phrases, in the order of the clause."""
    found: dict[str, None] = {}
    gathered = reading.has("gathering", clause) or reading.has("stones", clause)
    for i in range(clause.first, clause.last):
        for name in _ACTORS:
            if name == "crowd" and not gathered and "<civilians>" in reading.marks[i]:
                continue  # "three people died" tells of no protesters
            if f"<{name}>" in reading.marks[i]:
                label = tables.lexicon.words[name].get("label", name)
                found[label] = None
                break
    return tuple(found)


_ACTORS = (
    *("rioters", "rebels", "police", "army", "journalist", "politician"),
    *("official", "institution", "crowd", "unknown", "civilians"),
)
