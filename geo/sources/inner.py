"""What a store asks of events besides their own columns, worked out once, where they enter.

_claimants   who says so, be it of the event or of one of its figures, as links can hold it
_search      all texts of the event, folded for search
"""

from collections.abc import Iterable
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.gazetteer import fold
from geo.view import MAX_TEXT

CLAIMANTS: Final = "_claimants"
SEARCH: Final = "_search"
INNER: Final = (CLAIMANTS, SEARCH)
_TEXTS: Final = ("label", "summary_en", "summary_de", "place", "place_as_written", "admin1", "origin")
_LISTS: Final = ("actors", "actors_de", "attribution", "attribution_de")
#: between the names of a list, and between two lists; no name has either
_BETWEEN: Final = "\x1f"
_APART: Final = "\x1e"


def with_inner(events: pa.Table, claims: pa.Table) -> pa.Table:
    """Return a table of events with the inner columns; `claims` are their figures."""
    events = events.drop_columns([name for name in INNER if name in events.column_names])
    return events.append_column(CLAIMANTS, _claimants(events, claims)).append_column(SEARCH, _search(events))


def linkable(text: str) -> str:
    """Return a name as a link can hold it: printable characters only, at most MAX_TEXT of them."""
    shown = text if text.isprintable() else "".join(c for c in text if c.isprintable())
    return shown[:MAX_TEXT].strip()


def linkables(names: Iterable[str]) -> list[str]:
    """Return names as a link can hold them, each once."""
    return list(filter(None, dict.fromkeys(map(linkable, names))))


def _claimants(events: pa.Table, claims: pa.Table) -> pa.ListArray:
    said = pc.binary_join(_whole(events["attribution"]), _BETWEEN)
    known = claims.filter(pc.is_valid(claims["claimed_by_en"]))
    grouped = known.group_by("event_id", use_threads=False).aggregate([("claimed_by_en", "distinct")])
    at = pc.index_in(_whole(events["event_id"]), value_set=_whole(grouped["event_id"]))
    by = pc.binary_join(_whole(grouped["claimed_by_en_distinct"]), _BETWEEN).take(at)
    coded = pc.binary_join_element_wise(pc.fill_null(said, ""), pc.fill_null(by, ""), _APART).dictionary_encode()
    names = [linkables(text.replace(_APART, _BETWEEN).split(_BETWEEN)) for text in coded.dictionary.to_pylist()]
    return pa.array(names, pa.list_(pa.string())).take(coded.indices)


def _search(events: pa.Table) -> pa.Array:
    texts = [_whole(events[name]) for name in _TEXTS]
    texts += [pc.binary_join(_whole(events[name]), " ") for name in _LISTS]
    return pc.binary_join_element_wise(*map(folded, texts), " ", null_handling="skip")


def folded(texts: pa.Array) -> pa.Array:
    """Return texts as `fold` writes them, those that repeat once, plain ASCII without a step of Python for each."""
    coded = texts.dictionary_encode()
    return _folded(coded.dictionary).take(coded.indices)


def _folded(texts: pa.Array) -> pa.Array:
    plain = pc.string_is_ascii(texts)
    lower = pc.utf8_lower(pc.if_else(plain, texts, ""))
    bare = pc.replace_substring_regex(lower, "['`]", "")
    found = pc.utf8_trim(pc.replace_substring_regex(bare, "[^0-9a-z]+", " "), " ")
    if pc.all(plain, min_count=0).as_py():
        return found
    others = texts.filter(pc.invert(plain)).to_pylist()
    return pc.replace_with_mask(found, pc.invert(plain), pa.array(map(fold, others), pa.string()))


def _whole(values: Any) -> Any:
    """Return a column in one piece."""
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
