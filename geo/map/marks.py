"""How each event type looks: a colour for each theme and a shape, shared by map, legend, charts and lists.

The colours keep a contrast of 3:1 on land and water and stay apart under the three colour-vision deficiencies;
`tests/map/test_marks.py` computes both.
"""

from dataclasses import dataclass
from typing import Any, Final

from geo.model import Certainty, EventType


@dataclass(frozen=True, slots=True)
class Mark:
    """One event type's mark; `shape` is an SVG path in a box from -1 to 1, y pointing down."""

    light: str
    dark: str
    shape: str


@dataclass(frozen=True, slots=True)
class Ground:
    """The quiet colours below the marks, of one theme."""

    land: str
    water: str
    border: str
    region: str
    ink: str
    label: str
    halo: str
    paper: str


_T = EventType
MARKS: Final[dict[EventType, Mark]] = {
    _T.PROTESTS: Mark("#0677E5", "#54AEFF", "M0,-.88A.88,.88,0,1,1,0,.88A.88,.88,0,1,1,0,-.88Z"),
    _T.RIOTS: Mark("#A37515", "#EAB848", "M0,-.98L.98,.74L-.98,.74Z"),
    _T.BATTLES: Mark("#9E300A", "#EA6348", "M0,-1L1,0L0,1L-1,0Z"),
    _T.EXPLOSIONS: Mark(
        "#26292E",
        "#ECEAE6",
        "M0,-1L.27,-.37L.95,-.31L.43,.14L.59,.81L0,.45L-.59,.81L-.43,.14L-.95,-.31L-.27,-.37Z",
    ),
    _T.CIVILIANS: Mark("#A03E8D", "#CA7CB6", "M0,.98L.98,-.74L-.98,-.74Z"),
    _T.STRATEGIC: Mark("#2D7A63", "#3C9B80", "M-.8,-.8L.8,-.8L.8,.8L-.8,.8Z"),
}

#: How sure the report is, by outline: filled, outlined, dashed outline, half-filled.
FILLS: Final[dict[Certainty, str]] = {
    Certainty.STATED: "full",
    Certainty.ATTRIBUTED: "outline",
    Certainty.UNCONFIRMED: "dashed",
    Certainty.DISPUTED: "half",
}

GROUNDS: Final[dict[str, Ground]] = {
    "light": Ground(
        land="#F4F1EA",
        water="#D6E4EC",
        border="#9A8F80",
        region="#DDD6CA",
        ink="#22262B",
        label="#6A6359",
        halo="#F9F7F2",
        paper="#FFFFFF",
    ),
    "dark": Ground(
        land="#2B2D30",
        water="#1A2127",
        border="#6F6A62",
        region="#3A3C3F",
        ink="#ECEAE6",
        label="#AAA59C",
        halo="#232528",
        paper="#1E2023",
    ),
}


def by_type(part: str) -> dict[str, str]:
    """Return event type → one part of its mark: its colour in a theme, `light` or `dark`, or its `shape`."""
    return {kind.value: getattr(mark, part) for kind, mark in MARKS.items()}


def as_json() -> dict[str, Any]:
    """Return marks and grounds as the map's script reads them, keyed by the slugs of links."""
    return {
        "types": [
            {"slug": kind.slug, "name": kind.value, "light": mark.light, "dark": mark.dark, "shape": mark.shape}
            for kind, mark in MARKS.items()
        ],
        "certainties": [{"slug": c.slug, "fill": fill} for c, fill in FILLS.items()],
        "grounds": {
            theme: {name: getattr(ground, name) for name in Ground.__slots__} for theme, ground in GROUNDS.items()
        },
    }
