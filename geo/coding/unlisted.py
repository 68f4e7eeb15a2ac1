"""Names of places that no gazetteer knows: then no point may stand for them."""

from geo.coding.reading import Clause, Reading


def unknown_village(reading: Reading, clause: Clause) -> bool:
    """Whether a clause or its sentence names a village or town that is not listed."""
    if _opens_elsewhere(reading, clause.first) or _opens_elsewhere(reading, 0):
        return True
    for i in range(clause.first, clause.last - 1):
        if "<village>" in reading.marks[i]:
            after = reading.tokens[i + 1 : i + 3]
            name = after[1] if after[0].low == "of" and len(after) > 1 else after[0]
            if name.capital and not any(s.first <= i + 1 + after.index(name) < s.last for s in reading.spots):
                return True
    return False


def _opens_elsewhere(reading: Reading, first: int) -> bool:
    """Whether a clause or sentence opens with a name that no gazetteer knows: "In Hlaingbwe, soldiers …"."""
    opened = reading.tokens[first : first + 3]
    if len(opened) < 3 or opened[0].low not in ("in", "near", "в", "bei"):
        return False
    _, name, behind = opened
    known = reading.marks[first + 1] - {"<name>", "<person>"}
    placed = any(s.first <= first + 1 < s.last for s in reading.spots)
    alone = behind.text == "," or (behind.word and not behind.capital)
    return name.capital and name.word and not known and not placed and alone
