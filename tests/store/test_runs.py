"""Any window of days is few units of time, and each of its days is told once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from geo.store.runs import days_since, month_of, run_after, runs_until, spans_of

FIRST, LAST = date(2014, 11, 7), date(2025, 2, 10)
MONTHS = month_of(FIRST), month_of(LAST)
days = st.none() | st.dates(FIRST - timedelta(days=400), LAST + timedelta(days=400))


@given(month=st.integers(-3, 40_000))
def test_months_are_few_runs_each_once(month: int) -> None:
    runs = runs_until(month)
    assert len(runs) == max(0, month).bit_count()
    assert [i for run in runs[::-1] for i in range((run & (run - 1)) + 1, run + 1)] == list(range(1, month + 1))
    for run in runs:
        longer = run_after(run)
        assert (longer & (longer - 1)) < run < longer


@given(first=days, last=days)
def test_a_window_has_no_more_runs_than_its_months_have_bits(first: date | None, last: date | None) -> None:
    spans = list(spans_of(first, last, MONTHS))
    read = [run for span in spans if span.unit == "run" for run, _ in span.ranges]
    assert len(read) == len(set(read)) <= 2 * (MONTHS[1] - MONTHS[0] + 1).bit_length()
    assert len(spans) <= 5


@given(first=days, last=days, begins=st.dates(FIRST, LAST), length=st.integers(0, 500))
def test_an_event_counts_if_it_touches_the_window(
    first: date | None, last: date | None, begins: date, length: int
) -> None:
    ends = min(begins + timedelta(days=length), LAST)
    if first and last and last < first:
        first, last = last, first

    def there(unit: str, ranges: tuple[tuple[int, int], ...], day: date) -> int:
        month = month_of(day) - MONTHS[0] + 1
        inside = {
            "all": lambda *_: True,
            "run": lambda run, _: (run & (run - 1)) < month <= run,
            "day": lambda a, b: a <= days_since(day) <= b,
        }[unit]
        return sum(inside(*limits) for limits in ranges)

    n = 0
    for span in spans_of(first, last, MONTHS):
        begun, ended = (there(span.unit, span.ranges, day) for day in (begins, ends))
        n += {"begun": begun, "ended": -ended, "both": begun - ended}[span.side]
    assert n == ((first is None or ends >= first) and (last is None or begins <= last))
