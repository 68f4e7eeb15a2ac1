"""A View: one selection of events and how it is seen. Its link is public format.

    ?from=2022-01-04&to=2022-01-05&type=riots&type=battles&event=kz22-07&lat=43.2&lon=76.9&z=7

Defaults are left out; several values of one key repeat the key. An unknown key, or a value that cannot be read,
is reported and the rest of the link is honoured.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final, Self
from urllib.parse import urlencode

from geo.errors import ViewError
from geo.model import Certainty, EventType, SubEventType

LANGUAGES: Final = ("en", "de")
MAX_TEXT: Final = 200
MAX_VALUES: Final = 100
MAX_PROBLEMS: Final = 3
#: Keys that belong to the server, not to the View: passed over in silence.
FOREIGN_KEYS: Final = frozenset({"embed", "embed_options"})


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One selection of events and how it is seen; both days are included, an empty set means no limit.

    `types` None means every event type; the empty set means none. `lat`, `lon` in WGS 84 degrees.
    """

    data: str | None = None
    first: date | None = None
    last: date | None = None
    types: frozenset[EventType] | None = None
    subs: frozenset[SubEventType] = frozenset()
    certainty: frozenset[Certainty] = frozenset()
    claimants: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    text: str = ""
    event: str | None = None
    lat: float | None = None
    lon: float | None = None
    zoom: float | None = None
    lang: str | None = None
    tiles: str | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> tuple[Self, tuple[ViewError, ...]]:
        """Read a link's parameters (percent-decoded): the View, and what in the link was not understood."""
        found: dict[str, Any] = {}
        problems: list[ViewError] = []
        for key, raw in query.items():
            if key in FOREIGN_KEYS:
                continue
            if key not in _KEYS:
                keys = {"keys": ", ".join(_KEYS)}
                problems.append(ViewError(_short(key), _short(" ".join(raw)), "one of the keys {keys}", keys))
                continue
            name, read, _, expected = _KEYS[key]
            value, bad = read(raw)
            problems.extend(ViewError(key, _short(b), expected) for b in bad[:MAX_PROBLEMS])
            if value is not None:
                found[name] = value
        if (found.get("lat") is None) != (found.get("lon") is None):
            lone = "lat" if found.pop("lat", None) is not None else "lon"
            found.pop("lon", None)
            problems.append(ViewError(lone, _short(query[lone][0]), "lat and lon together"))
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            del found["last"]
            problems.append(ViewError("to", str(last), "a day from {first} on", {"first": first}))
        return cls(**found), tuple(problems)

    def to_query(self) -> dict[str, list[str]]:
        """Write the View as link parameters, defaults left out, in a fixed order (not yet percent-encoded)."""
        query: dict[str, list[str]] = {}
        for key, (name, _, write, _) in _KEYS.items():
            value = getattr(self, name)
            if value != _DEFAULTS[name]:
                query[key] = write(value)
        return query

    def query_string(self) -> str:
        """Write the View as it stands behind the `?` of a link: letters, digits and `-._~+%&=` only."""
        return urlencode(self.to_query(), doseq=True)

    def without_time(self) -> Self:
        """Return the View with every limit kept but the window."""
        return replace(self, first=None, last=None)

    def unfiltered(self) -> Self:
        """Return the View with no filter at all: same data set, language, place on the map and tiles."""
        return type(self)(
            data=self.data,
            lat=self.lat,
            lon=self.lon,
            zoom=self.zoom,
            lang=self.lang,
            tiles=self.tiles,
        )

    @property
    def filters(self) -> frozenset[str]:
        """Name the link keys of the filters that are set (the selected event and the map's place are none)."""
        return frozenset(self.to_query()) & _FILTERS


#: reads the values of one key: what they mean (None: nothing), and those that were not understood
Read = Callable[[Sequence[str]], tuple[Any, list[str]]]


def _short(text: str) -> str:
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:61])
    return shown if len(text) <= 60 else shown[:60] + "…"


def _one(read: Callable[[str], Any]) -> Read:
    """Read a key that stands once; the last of several counts, the others are reported."""

    def read_last(raw: Sequence[str]) -> tuple[Any, list[str]]:
        if not raw:
            return None, []
        try:
            return read(raw[-1]), list(raw[:-1])
        except ValueError:
            return None, list(raw)

    return read_last


def _day(raw: str) -> date:
    if len(raw) != 10:
        raise ValueError(raw)
    return date.fromisoformat(raw)


def _number(low: float, high: float) -> Callable[[str], float]:
    def read(raw: str) -> float:
        value = float(raw) if len(raw) <= 24 else math.nan
        if not low <= value <= high:
            raise ValueError(raw)
        return round(value, 4)

    return read


def _choice(*allowed: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw not in allowed:
            raise ValueError(raw)
        return raw

    return read


def _text(raw: str) -> str | None:
    if len(raw) > MAX_TEXT:
        raise ValueError(raw)
    return _clean(raw) or None


def _slugs(members: Iterable[Any], *, none: bool = False) -> Read:
    by_slug = {m.slug: m for m in members}

    def read(raw: Sequence[str]) -> tuple[frozenset[Any] | None, list[str]]:
        if none and list(raw) == ["none"]:
            return frozenset(), []
        known = frozenset(by_slug[a] for a in raw if a in by_slug)
        bad = [a for a in raw if a not in by_slug]
        if none and len(known) == len(by_slug):
            return None, bad
        return known or None, bad

    return read


def _texts(raw: Sequence[str]) -> tuple[frozenset[str] | None, list[str]]:
    good = [a for a in raw[:MAX_VALUES] if len(a) <= MAX_TEXT and _clean(a)]
    bad = [a for a in raw[:MAX_VALUES] if len(a) > MAX_TEXT] + list(raw[MAX_VALUES:])
    return frozenset(map(_clean, good)) or None, bad


def _countries(raw: Sequence[str]) -> tuple[frozenset[str] | None, list[str]]:
    good = [a for a in raw[:MAX_VALUES] if len(a) == 2 and a.isascii() and a.isalpha()]
    return frozenset(a.upper() for a in good) or None, [a for a in raw if a not in good]


def _clean(text: str) -> str:
    """Drop control characters; keep everything a name can hold."""
    return "".join(c for c in text if c.isprintable()).strip()


def _many(values: Iterable[Any]) -> list[str]:
    return sorted(getattr(v, "slug", v) for v in values) or ["none"]


def _single(value: Any) -> list[str]:
    return [str(value)]


def _degrees(value: float) -> list[str]:
    return [f"{value:.4f}".rstrip("0").rstrip(".")]


_TEXT_RULE: Final = f"texts of at most {MAX_TEXT} characters, at most {MAX_VALUES} of them"
#: link key → (field, read, write, what is expected)
_KEYS: Final[dict[str, tuple[str, Read, Callable[[Any], list[str]], str]]] = {
    "data": ("data", _one(_text), _single, "the name of a data set"),
    "from": ("first", _one(_day), _single, "a day written YYYY-MM-DD"),
    "to": ("last", _one(_day), _single, "a day written YYYY-MM-DD"),
    "type": (
        "types",
        _slugs(EventType, none=True),
        _many,
        "event types: " + ", ".join(t.slug for t in EventType),
    ),
    "sub": (
        "subs",
        _slugs(SubEventType),
        _many,
        "sub-event types: " + ", ".join(s.slug for s in SubEventType),
    ),
    "certainty": ("certainty", _slugs(Certainty), _many, "any of " + ", ".join(c.slug for c in Certainty)),
    "who": ("claimants", _texts, _many, _TEXT_RULE),
    "actor": ("actors", _texts, _many, _TEXT_RULE),
    "country": ("countries", _countries, _many, "ISO 3166-1 alpha-2 codes such as KZ"),
    "place": ("places", _texts, _many, _TEXT_RULE),
    "q": ("text", _one(_text), _single, f"a text of at most {MAX_TEXT} characters"),
    "event": ("event", _one(_text), _single, "the id of an event"),
    "lat": ("lat", _one(_number(-90, 90)), _degrees, "degrees from -90 to 90"),
    "lon": ("lon", _one(_number(-180, 180)), _degrees, "degrees from -180 to 180"),
    "z": ("zoom", _one(_number(0, 20)), _degrees, "a zoom from 0 to 20"),
    "lang": ("lang", _one(_choice(*LANGUAGES)), _single, "one of " + ", ".join(LANGUAGES)),
    "tiles": ("tiles", _one(_choice("online")), _single, "online, or nothing"),
}
_FILTERS: Final = frozenset({"from", "to", "type", "sub", "certainty", "who", "actor", "country", "place", "q"})
_DEFAULTS: Final[dict[str, Any]] = {f.name: f.default for f in fields(View)}
