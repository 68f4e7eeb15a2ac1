"""Hypothesis strategies for Views: some of their values exist in the made-up data, some may be anything."""

from datetime import date, timedelta

from hypothesis import strategies as st

from geo.model import Certainty, EventType, SubEventType
from geo.view import View
from tests.synthetic import ACTORS, FIRST, SOURCES, TOWNS

HOSTILE = (
    "'",
    "' OR 1=1 --",
    '"; DROP TABLE events; --',
    "%",
    "_",
    "\\",
    "?",
    "$1",
    "{{7*7}}",
    "{% raw %}",
    "${7*7}",
    "`id`",
    "<img src=x onerror=alert(1)>",
    "</script>",
    "=1+1",
    "\u202eevil\u202c",
    "\x00",
    "😀",
)
days = st.integers(-3, 12).map(lambda n: FIRST + timedelta(days=n))


def texts(*known: str) -> st.SearchStrategy[str]:
    return st.sampled_from(known) | st.sampled_from(HOSTILE) | st.text(max_size=12)


def sets(values: st.SearchStrategy[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(values, max_size=3)


@st.composite
def windows(draw: st.DrawFn) -> tuple[date | None, date | None]:
    first, last = draw(st.none() | days), draw(st.none() | days)
    return (last, first) if first and last and last < first else (first, last)


@st.composite
def views(draw: st.DrawFn) -> View:
    first, last = draw(windows())
    return View(
        first=first,
        last=last,
        types=draw(st.none() | st.frozensets(st.sampled_from(EventType))),
        subs=draw(st.just(frozenset()) | st.frozensets(st.sampled_from(SubEventType), max_size=9)),
        certainty=draw(st.frozensets(st.sampled_from(Certainty), max_size=3)),
        claimants=draw(sets(texts(*(name for name, _ in SOURCES)))),
        actors=draw(sets(texts(*(name for name, _ in ACTORS)))),
        countries=draw(sets(st.sampled_from(("KZ", "KG", "RU", "DE")))),
        places=draw(sets(texts(*(name for name, *_ in TOWNS)))),
        text=draw(st.just("") | texts("almaty", "POLICE in", "Polizei", "schymkent", "russland")),
    )
