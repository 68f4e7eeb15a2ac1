"""The marks' colours: contrast on the ground, and apart from one another for every kind of colour vision.

Contrast is WCAG 2's. Colour-vision deficiencies are simulated after Machado, Oliveira and Fernandes (2009), severity
1.0, on linear RGB; differences are CIEDE2000 (Sharma, Wu and Dalal 2005).
"""

import math
from itertools import combinations

import pytest

from geo.map.marks import FILLS, GROUNDS, MARKS, as_json, by_type
from geo.model import Certainty, EventType

Triple = tuple[float, float, float]

VISIONS: dict[str, tuple[Triple, Triple, Triple]] = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
#: A CIEDE2000 difference of 2 is just seen side by side; marks are small, apart and told by shape as well.
APART = 12.0


def linear(colour: str) -> Triple:
    """Return a colour's linear RGB, 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return r, g, b


def contrast(a: str, b: str) -> float:
    light, dark = sorted(
        (sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (a, b)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def times(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    x, y, z = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)


def lab(rgb: Triple) -> Triple:
    """Return CIE L*a*b* (D65) of linear RGB."""
    clipped = tuple(min(1.0, max(0.0, part)) for part in rgb)
    scaled = [part / white for part, white in zip(times(TO_XYZ, clipped), WHITE, strict=True)]  # type: ignore[arg-type]
    x, y, z = (math.cbrt(t) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: Triple, two: Triple) -> float:
    (l1, a1, b1), (l2, a2, b2) = one, two
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    grow = 1 + 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    c1, c2 = math.hypot(a1 * grow, b1), math.hypot(a2 * grow, b2)
    h1, h2 = (math.degrees(math.atan2(b, a * grow)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    dl, dc, dh = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    t = (
        1
        - 0.17 * math.cos(math.radians(hm - 30))
        + 0.24 * math.cos(math.radians(2 * hm))
        + 0.32 * math.cos(math.radians(3 * hm + 6))
        - 0.20 * math.cos(math.radians(4 * hm - 63))
    )
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rotate = -2 * math.sqrt(cm**7 / (cm**7 + 25**7)) * math.sin(math.radians(60 * math.exp(-(((hm - 275) / 25) ** 2))))
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rotate * (dc / sc) * (dh / sh))


@pytest.mark.parametrize(
    ("one", "two", "apart"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_our_ciede2000_agrees_with_the_published_pairs(one: Triple, two: Triple, apart: float) -> None:
    assert ciede2000(one, two) == pytest.approx(apart, abs=1e-4)


@pytest.mark.parametrize("theme", GROUNDS)
def test_every_mark_stands_out_from_land_and_water(theme: str) -> None:
    ground = GROUNDS[theme]
    found = {
        (kind, name): contrast(colour, getattr(ground, name))
        for kind, colour in by_type(theme).items()
        for name in ("land", "water")
    }
    assert {where: ratio for where, ratio in found.items() if ratio < 3} == {}


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("theme", GROUNDS)
def test_marks_are_told_apart_with_every_colour_vision(theme: str, vision: str) -> None:
    seen = {kind: lab(times(VISIONS[vision], linear(colour))) for kind, colour in by_type(theme).items()}
    close = {(a, b): ciede2000(seen[a], seen[b]) for a, b in combinations(seen, 2)}
    assert {pair: apart for pair, apart in close.items() if apart < APART} == {}


@pytest.mark.parametrize("theme", GROUNDS)
def test_words_on_the_map_can_be_read(theme: str) -> None:
    ground = GROUNDS[theme]
    assert contrast(ground.ink, ground.halo) >= 7
    assert contrast(ground.label, ground.halo) >= 4.5
    assert contrast(ground.ink, ground.paper) >= 7


def test_every_type_has_a_shape_of_its_own_in_the_box() -> None:
    assert set(MARKS) == set(EventType)
    assert len(set(by_type("shape").values())) == len(EventType)


def test_every_certainty_has_an_outline_of_its_own() -> None:
    assert set(FILLS) == set(Certainty)
    assert len(set(FILLS.values())) == len(Certainty)


def test_the_script_reads_the_slugs_of_links() -> None:
    shared = as_json()
    assert [kind["slug"] for kind in shared["types"]] == [kind.slug for kind in EventType]
    assert [one["slug"] for one in shared["certainties"]] == [one.slug for one in Certainty]
    assert set(shared["grounds"]) == {"light", "dark"}
