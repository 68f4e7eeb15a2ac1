"""Going through a coding by hand: nothing is lost, each step can be taken back, every sentence tells its outcome."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coding import Coding, Outcome
from geo.coding.lexicon import Lexicon
from geo.coding.revision import BY_HAND, MOST_STEPS, REJECTED, History, Revision
from geo.coding.scene import Where
from geo.errors import ReportError
from geo.gazetteer import Gazetteer
from geo.model import Certainty, EventType, SubEventType

TEXT = """Unrest in the south

On Monday protesters stormed the town hall in Osh. Police said two people were killed. The weather was mild.

On Tuesday soldiers shot at demonstrators in Bishkek. A spokesman said more troops will be sent to Osh next week."""


@pytest.fixture(scope="module")
def revision(lexicon: Lexicon, gazetteer: Gazetteer) -> Revision:
    from geo.coding import code_report

    coding = code_report(TEXT, published=date(2024, 5, 16), language="en", lexicon=lexicon, gazetteer=gazetteer)
    return Revision.of(TEXT, coding)


def outcomes(coding: Coding) -> list[Outcome]:
    return [s.outcome for s in coding.sentences]


def test_untouched_it_is_the_coding_itself(revision: Revision) -> None:
    assert len(revision.kept) >= 2
    assert revision.coded() == revision.coding
    assert {e.by for e in revision.entries} == {"rules"}


def test_a_correction_is_by_hand_and_reaches_the_coding(revision: Revision) -> None:
    new = revision.changed(1, sub=SubEventType.LOOTING, certainty=Certainty.DISPUTED, summary="In our words")
    entry = new.entry(1)
    assert entry is not None
    assert (entry.by, entry.summary, entry.found.event_type) == ("hand", "In our words", EventType.STRATEGIC)
    assert new.coded().events[0].sub is SubEventType.LOOTING
    assert new.changed(1, certainty=Certainty.STATED).entry(1).summary == "In our words"  # type: ignore[union-attr]
    assert revision.entry(1).by == "rules"  # type: ignore[union-attr]


def test_a_correction_that_changes_nothing_is_none(revision: Revision) -> None:
    assert revision.changed(1, sub=revision.entries[0].found.sub) is revision


def test_days_in_the_wrong_order_are_refused(revision: Revision) -> None:
    with pytest.raises(ReportError, match="event 1: its last day 2024-05-01 comes before its first day 2024-05-13"):
        revision.changed(1, last=date(2024, 5, 1))


@pytest.mark.parametrize("number", [0, 99])
def test_an_event_that_is_not_there_is_named(revision: Revision, number: int) -> None:
    with pytest.raises(ReportError, match=f"event {number}: there is none"):
        revision.rejected(number)


def test_a_rejected_event_leaves_the_coding_and_can_come_back(revision: Revision) -> None:
    first = revision.entries[0]
    new = revision.rejected(first.number)
    assert len(new.coded().events) == len(revision.coding.events) - 1
    told = new.coded().sentences[first.found.sentence]
    assert (told.outcome, told.reason) == (Outcome.NOT_CODED, REJECTED)
    assert new.rejected(first.number, on=False) == revision


def test_figures_go_with_their_event_and_keep_its_number(revision: Revision) -> None:
    with_figures = next(e for e in revision.entries if e.figures)
    others = [e.number for e in revision.entries if e.number < with_figures.number]
    new = revision
    for number in others:
        new = new.rejected(number)
    assert {c.event for c in new.coded().claims if c in [replace(f, event=0) for f in with_figures.figures]} == {0}
    assert not new.rejected(with_figures.number).coded().claims or all(
        c.kind for c in new.rejected(with_figures.number).coded().claims
    )
    assert revision.changed(with_figures.number, figures=()).coded().claims == tuple(
        c for c in revision.coding.claims if c.event != with_figures.number - 1
    )


def test_an_added_event_takes_the_days_of_its_sentence(revision: Revision, gazetteer: Gazetteer) -> None:
    quiet = next(i for i, s in enumerate(revision.coding.sentences) if s.outcome is Outcome.NOT_CODED)
    where = Where(gazetteer.find("Osh")[0], "Osh", 1, "hand")
    new = revision.added(quiet, where, SubEventType.ARRESTS)
    added = new.entries[-1]
    assert (added.by, added.number, added.found.first) == ("hand", len(revision.entries) + 1, date(2024, 5, 16))
    assert (new.coded().sentences[quiet].outcome, new.coded().sentences[quiet].reason) == (Outcome.EVENT, BY_HAND)
    dated = revision.entries[0].found.sentence
    assert revision.added(dated, where, SubEventType.ARRESTS).entries[-1].found.first == date(2024, 5, 13)
    with pytest.raises(ReportError, match="sentence 99: the text has"):
        revision.added(99, where, SubEventType.ARRESTS)


def test_every_event_of_a_sentence_is_found_by_it(revision: Revision) -> None:
    for entry in revision.entries:
        for sentence in entry.sentences:
            assert entry in revision.at(sentence)


steps = st.lists(st.sampled_from(["reject", "restore", "change", "undo", "redo"]), max_size=30)


@given(steps)
def test_undo_and_redo_go_the_same_way_back_and_forth(revision: Revision, taken: list[str]) -> None:
    history, seen = History(revision), [revision]
    moves: dict[str, Callable[[Revision], Revision]] = {
        "reject": lambda r: r.rejected(1),
        "restore": lambda r: r.rejected(1, on=False),
        "change": lambda r: r.changed(2, summary=f"{len(seen)}"),
    }
    for step in taken:
        before = history
        if step in moves:
            history = history.step(moves[step](history.now))
            if history is not before:
                seen.append(history.now)
                assert history.undone == ()
                assert history.undo().now == before.now
                assert history.undo().redo() == history
        elif step == "undo":
            history = history.undo()
            assert history.redo().now == before.now or history is before
        else:
            history = history.redo()
            assert history.undo().now == before.now or history is before
        assert history.now in seen
    while history.before:
        history = history.undo()
    assert history.now == revision


def test_the_history_stays_bounded(revision: Revision) -> None:
    history = History(revision)
    for n in range(MOST_STEPS + 20):
        history = history.step(history.now.changed(1, summary=str(n)))
    assert len(history.before) == MOST_STEPS


def test_what_is_kept_stands_in_the_order_of_the_text(revision: Revision, gazetteer: Gazetteer) -> None:
    where = Where(gazetteer.find("Osh")[0], "Osh", 1, "hand")
    new = revision.added(0, where, SubEventType.ARRESTS)
    assert [e.found.sentence for e in new.kept] == sorted(e.found.sentence for e in new.kept)
    assert new.kept[0].by == "hand"


def test_outcomes_of_untouched_sentences_stay(revision: Revision) -> None:
    new = revision.changed(1, summary="x")
    assert outcomes(new.coded()) == outcomes(revision.coding)
