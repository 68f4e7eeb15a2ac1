"""Figures side by side: a row for each claim, from the lowest to the highest number that it leaves open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.charts.look import SMALL, Chart, Look, along, by, layer, layers
from geo.model import Certainty, Claim
from geo.store.telling import claim_in_words
from geo.words import Words

ROW: Final = 62
FOOT: Final = 0.5
_FULL: Final = 1.12
_DASHES: Final = {certainty.value: [3, 2] if certainty is Certainty.UNCONFIRMED else [1, 0] for certainty in Certainty}


def figures(claims: Sequence[Claim], *, words: Words, look: Look) -> Chart:
    """Draw claims of one kind over one scale from nought, a part (`part_of`) right under its whole.

    A dot is a number as claimed, a bar runs from the lowest to the highest, an arrow goes on where no end is named.
    """
    ordered = with_parts(claims)
    top = max(n for c in ordered for n in (c.low, c.best, c.high) if n is not None)
    full = max(top, 1) * _FULL
    rows = [_row(claim, i, ordered, full, words) for i, claim in enumerate(ordered)]
    end = len(rows) + FOOT
    marks = [{"x": t, "y": end - FOOT / 2, "zero": 0, "bottom": len(rows), "text": words.number(t)} for t in ticks(top)]
    sheet = _Sheet(full=full, end=end, look=look)
    return layers([*sheet.scale(), *sheet.ranges(), *sheet.texts()], {"marks": marks, "rows": rows}, height=ROW * end)


def with_parts(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims in their order, each part moved to stand after its whole."""
    given = list(claims)
    ids = {c.claim_id for c in given}
    ordered: list[Claim] = []

    def take(claim: Claim) -> None:
        ordered.append(claim)
        for part in given:
            if part.part_of == claim.claim_id:
                take(part)

    for claim in given:
        if claim.part_of not in ids:
            take(claim)
    return ordered


def ticks(top: int) -> list[int]:
    """Return round numbers from 0 up to `top`, five at most.

    >>> ticks(24), ticks(2000), ticks(1)
    ([0, 10, 20], [0, 500, 1000, 1500, 2000], [0, 1])
    """
    step = next(s * 10**k for k in range(16) for s in (1, 2, 5) if top / (s * 10**k) <= 4)
    return list(range(0, top + 1, step))


def _row(claim: Claim, i: int, claims: Sequence[Claim], full: float, words: Words) -> dict[str, Any]:
    known = [n for n in (claim.low, claim.best, claim.high) if n is not None]
    told = claim_in_words(claim, words)
    part = "└ " if any(c.claim_id == claim.part_of for c in claims) else ""
    open_below, open_above = claim.low is None and claim.best is None, claim.high is None and claim.best is None
    return {
        "zero": 0,
        "y": i + 0.22,
        "second": i + 0.48,
        "bar": i + 0.76,
        "low": 0 if open_below else known[0],
        "high": full if open_above else known[-1],
        "best": known[0] if claim.best is None else claim.best,
        "open": open_above,
        "end": full,
        "certainty": claim.certainty,
        "title": f"{part}{told['figure']} · {told['whom']}",
        "by": f"{told['source']} · {told['certainty_name']}",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What every layer is drawn on: numbers from 0 to `full` across, rows from 0 to `end` down."""

    full: float
    end: float
    look: Look

    def x(self, field: str) -> Chart:
        return along(field, 0, self.full)

    def y(self, field: str) -> Chart:
        return along(field, 0, self.end, down=True)

    def scale(self) -> list[Chart]:
        """Draw a line and a name for each round number."""
        down = {"x": self.x("x"), "y": self.y("zero"), "y2": {"field": "bottom"}}
        named = {"x": self.x("x"), "y": self.y("y"), "text": {"field": "text"}}
        text = {"fontSize": SMALL, "color": self.look.faint, "baseline": "middle"}
        return [layer("marks", "rule", {"color": self.look.rule}, down), layer("marks", "text", text, named)]

    def ranges(self) -> list[Chart]:
        """Draw each claim: a faint line from nought, its range, an arrow for an open end, its number as a dot."""
        look, y = self.look, self.y("bar")
        fills = (look.ink, look.paper, look.paper, look.faint)
        dot = {"size": 110, "strokeWidth": 1.75, "stroke": look.ink, "opacity": 1, "fillOpacity": 1}
        arrow = {"shape": "triangle-right", "size": 60, "filled": True, "color": look.ink, "xOffset": -4, "opacity": 1}
        dotted = {
            "x": self.x("best"),
            "y": y,
            "fill": by("certainty", dict(zip(_DASHES, fills, strict=True))),
            "strokeDash": by("certainty", _DASHES),
        }
        faint, thick = {"color": look.faint, "opacity": 0.6}, {"color": look.faint, "strokeWidth": 3}
        return [
            layer("rows", "rule", faint, {"x": self.x("zero"), "x2": {"field": "low"}, "y": y}),
            layer("rows", "rule", thick, {"x": self.x("low"), "x2": {"field": "high"}, "y": y}),
            layer("rows", "point", arrow, {"x": self.x("end"), "y": y}, only="open"),
            layer("rows", "point", dot, dotted),
        ]

    def texts(self) -> list[Chart]:
        """Write above each claim its number and whom it counts, and who says so."""
        text = {"align": "left", "baseline": "middle", "limit": {"expr": "width"}}
        title = text | {"color": self.look.ink, "fontWeight": 600}
        by_whom = text | {"color": self.look.faint, "fontSize": SMALL}
        return [
            layer("rows", "text", title, {"x": self.x("zero"), "y": self.y("y"), "text": {"field": "title"}}),
            layer("rows", "text", by_whom, {"x": self.x("zero"), "y": self.y("second"), "text": {"field": "by"}}),
        ]
