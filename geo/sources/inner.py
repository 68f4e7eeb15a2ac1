"""What a store asks of events besides their own columns, worked out once, where they enter.

_claimants   who says so, be it of the event or of one of its figures, as links can hold it
_search      all texts of the event, folded for search
"""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
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
#: texts that stand there as often as this are folded once each
_REPEATED: Final = 4
#: a byte of ASCII → itself in a folded text: a small letter, a digit, a gap or, for apostrophes, nothing
_NOTHING, _GAP = 0, ord(" ")
_ASCII: Final = bytes(
    ord(c.lower()) if c.isascii() and c.isalnum() else _NOTHING if c in "'`" else _GAP for c in map(chr, range(256))
)


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
    """Return texts as `fold` writes them: those in ASCII byte by byte, of the others each distinct one once."""
    coded = texts.dictionary_encode()
    plain = pc.string_is_ascii(coded.dictionary)
    all_plain = pc.all(plain, min_count=0).as_py()
    if all_plain and len(coded.dictionary) > len(texts) // _REPEATED:
        return _ascii_folded(texts)
    found = _ascii_folded(coded.dictionary if all_plain else pc.if_else(plain, coded.dictionary, ""))
    if not all_plain:
        others = coded.dictionary.filter(pc.invert(plain)).to_pylist()
        found = pc.replace_with_mask(found, pc.invert(plain), pa.array(map(fold, others), pa.string()))
    return found.take(coded.indices)


def _ascii_folded(texts: pa.Array) -> pa.Array:
    """Return ASCII texts as `fold` writes them, without a step of Python for each."""
    _, offsets, held = texts.buffers()
    if held is None or not len(texts):
        return texts
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    octets = np.frombuffer(held.slice(ends[0], ends[-1] - ends[0]).to_pybytes().translate(_ASCII), np.uint8)
    ends = ends - ends[0]
    octets, ends = _kept(octets, ends, octets != _NOTHING)
    gap = octets == _GAP
    keep = ~gap
    keep[:-1] |= keep[1:]  # of a gap the last byte
    filled = ends[:-1] < ends[1:]
    last = ends[1:][filled] - 1
    keep[last] = ~gap[last]
    octets, ends = _kept(octets, ends, keep)
    first = ends[:-1][ends[:-1] < ends[1:]]
    keep = np.ones(len(octets), bool)
    keep[first] = octets[first] != _GAP
    octets, ends = _kept(octets, ends, keep)
    missing = texts.is_valid().buffers()[1] if texts.null_count else None
    return pa.Array.from_buffers(pa.string(), len(texts), [missing, pa.py_buffer(ends), pa.py_buffer(octets)])


def _kept(octets: Any, ends: Any, keep: Any) -> tuple[Any, Any]:
    """Return the bytes to keep of texts that stand one after another, and where each then begins and ends."""
    if keep.all():
        return octets, ends
    lengths = np.zeros(len(ends), np.int32)
    filled = np.flatnonzero(ends[:-1] < ends[1:])
    lengths[filled + 1] = np.add.reduceat(keep, ends[filled], dtype=np.int32)
    return octets[keep], np.cumsum(lengths, dtype=np.int32)


def _whole(values: Any) -> Any:
    """Return a column in one piece."""
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
