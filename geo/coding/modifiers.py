"""English nouns that stand before another noun and only say what kind it is: "protest leaders", "riot police"."""

from geo.coding.reading import Reading


def only_kind(reading: Reading, at: int) -> bool:
    """Whether the noun at token `at` stands directly before one that it only describes."""
    after = at + 1
    if after >= len(reading.tokens) or reading.tokens[after].start - reading.tokens[at].end != 1:
        return False
    return "<described>" in reading.marks[after]
