"""Names before or behind a site's word: "Jubilee Market" is a market, "Oyugis police post" stands in Oyugis."""

from collections.abc import Sequence
from typing import Final

from geo.coding.places import Known, Line

_HELD: Final = frozenset({"<building>", "<square>", "<shop>"})
_SITES: Final = frozenset({"<building>", "<square>", "<region_word>", "<settlement>", "<territory>"})
#: Parts of a town, told behind its name: "the Nairobi slum of Kibera".
_PARTS: Final = frozenset(
    {"slum", "slums", "suburb", "suburbs", "quarter", "district", "neighbourhood", "neighborhood"}
)


def before_site(last: int, line: Line) -> bool:
    """Whether a site, or a part of a town, stands directly behind a name that ends before token `last`."""
    if last == len(line.tokens):
        return False
    return bool(line.marks[last] & _SITES) or line.tokens[last].low in _PARTS


def names_site(last: int, marks: Sequence[frozenset[str]]) -> bool:
    """Whether a town's name stands before a site of its own: "Oyugis police post was razed"."""
    return any("<building>" in m for m in marks[last : last + 2])


def of_site(first: int, last: int, line: Line, place: Known) -> bool:
    """Whether a name is that of a square, market or house, of which other towns may have one too."""
    if place.kind == "site":
        return True
    if line.language == "ru":
        return line.has("square", first - 1)
    if line.language == "de" or last - first > 1 or last == len(line.tokens):
        return False
    return bool(line.marks[last] & _HELD) and (line.tokens[last].capital or line.has("square", last))
