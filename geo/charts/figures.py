"""Figures side by side: a row for each claim, from the lowest to the highest number that it leaves open."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from geo.charts.look import SMALL, Look, finish, place
from geo.model import Certainty, Claim
from geo.store.telling import claim_in_words
from geo.words import Words

ROW: Final = 62
FOOT: Final = 0.5
_FULL: Final = 1.12


def figures(claims: Sequence[Claim], *, words: Words, look: Look) -> alt.LayerChart:
    """Draw claims of one kind over one scale from nought, a part (`part_of`) right under its whole.

    A dot is a number as claimed, a bar runs from the lowest to the highest, an arrow goes on where no end is named.
    """
    ordered = with_parts(claims)
    top = max(n for c in ordered for n in (c.low, c.best, c.high) if n is not None)
    full = max(top, 1) * _FULL
    rows = pd.DataFrame([_row(claim, i, ordered, full, words) for i, claim in enumerate(ordered)])
    x, y = place("x", 0, full), place("y", 0, len(rows) + FOOT, down=True)
    layers = [*_scale(top, len(rows), words, look, x, y), *_ranges(rows, look, x, y), *_texts(rows, look, x, y)]
    return finish(alt.layer(*layers), height=round(ROW * (len(rows) + FOOT)))


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
    return {
        "x": 0,
        "y": i + 0.22,
        "second": i + 0.48,
        "bar": i + 0.76,
        "low": 0 if claim.low is None and claim.best is None else known[0],
        "high": full if claim.high is None and claim.best is None else known[-1],
        "best": claim.best if claim.best is not None else claim.low if claim.low is not None else claim.high,
        "open": claim.high is None and claim.best is None,
        "end": full,
        "certainty": claim.certainty,
        "title": f"{part}{told['figure']} · {told['whom']}",
        "by": f"{told['claimed_by'] or words('no source named')} · {told['certainty_name']}",
    }


def _scale(top: int, n: int, words: Words, look: Look, x: dict[str, Any], y: dict[str, Any]) -> list[alt.Chart]:
    marks = pd.DataFrame(
        {"x": t, "y": n + FOOT / 2, "top": 0, "bottom": n, "text": words.number(t)} for t in ticks(top)
    )
    base = alt.Chart(marks)
    names = base.mark_text(fontSize=SMALL, color=look.faint, baseline="middle")
    return [
        base.mark_rule(color=look.rule).encode(x=alt.X(**x), y=alt.Y(**y | {"field": "top"}), y2="bottom"),
        names.encode(x=alt.X(**x), y=alt.Y(**y), text="text"),
    ]


def _ranges(rows: pd.DataFrame, look: Look, x: dict[str, Any], y: dict[str, Any]) -> list[alt.Chart]:
    base, at = alt.Chart(rows), alt.Y(**y | {"field": "bar"})
    open_ended = alt.Chart(rows[rows["open"]])
    dash = alt.StrokeDash(
        "certainty:N",
        scale=alt.Scale(domain=list(Certainty), range=[[1, 0], [1, 0], [3, 2], [1, 0]]),
        legend=None,
    )
    hollow = alt.Fill(
        "certainty:N",
        scale=alt.Scale(domain=list(Certainty), range=[look.ink, look.paper, look.paper, look.faint]),
        legend=None,
    )
    arrow = open_ended.mark_point(shape="triangle-right", size=60, filled=True, color=look.ink, xOffset=-4)
    dot = base.mark_point(size=110, strokeWidth=1.75, stroke=look.ink, opacity=1, fillOpacity=1)
    return [
        base.mark_rule(color=look.faint, opacity=0.6).encode(x=alt.X(**x), x2="low", y=at),
        base.mark_rule(strokeWidth=3, color=look.faint).encode(x=alt.X(**x | {"field": "low"}), x2="high", y=at),
        arrow.encode(x=alt.X(**x | {"field": "end"}), y=at),
        dot.encode(x=alt.X(**x | {"field": "best"}), y=at, strokeDash=dash, fill=hollow),
    ]


def _texts(rows: pd.DataFrame, look: Look, x: dict[str, Any], y: dict[str, Any]) -> list[alt.Chart]:
    base = alt.Chart(rows)
    text = {"align": "left", "baseline": "middle", "limit": alt.expr("width")}
    first = base.mark_text(**text, color=look.ink, fontWeight=600)
    second = base.mark_text(**text, color=look.faint, fontSize=SMALL)
    return [
        first.encode(x=alt.X(**x), y=alt.Y(**y), text="title"),
        second.encode(x=alt.X(**x), y=alt.Y(**y | {"field": "second"}), text="by"),
    ]
