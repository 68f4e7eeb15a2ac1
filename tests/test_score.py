"""What the score takes for the same event, and which reports it keeps apart."""

from tests.score import HELD_OUT, LAST, OWN_LAST, TONGUES, Stretch, groups, is_trapped, number, pairs, same_place

AT = {"geo_precision": 1, "country": "SD", "lat": 15.5, "lon": 32.53}
EVENT = {**AT, "event_type": "Battles", "sub_event_type": "Armed clash", "start_date": "2024-05-14"}
DAY = {"end_date": "2024-05-14"}


def test_an_area_is_the_same_place_only_as_an_area_of_its_country() -> None:
    area = {**AT, "geo_precision": 3}
    assert same_place(area, {**area, "lat": 0.0})
    assert not same_place(area, AT)
    assert not same_place(area, {**area, "country": "SS"})


def test_each_event_is_paired_at_most_once() -> None:
    event = {**EVENT, **DAY}
    assert len(pairs([event, event], [event])) == 1


def test_what_was_kept_unseen_is_in_no_group_that_was_developed_on() -> None:
    for name, folders in groups().items():
        kept = {f.name in HELD_OUT or number(f) in LAST for f in folders}
        if "developed on" in name:
            assert kept <= {False}, name
        elif "held out" in name or name.startswith(OWN_LAST):
            assert kept <= {True}, name


def test_what_was_written_last_is_a_group_of_its_own_and_in_no_other() -> None:
    parts = groups()
    assert {f.name for f in parts[OWN_LAST]} == {f"{tongue}-{n}" for tongue in TONGUES for n in LAST}
    for name, folders in parts.items():
        assert {number(f) in LAST for f in folders} <= {name.startswith(OWN_LAST)}, name


def test_what_was_written_last_is_scored_per_language_too() -> None:
    for tongue in TONGUES:
        assert sorted(f.name for f in groups()[f"{OWN_LAST}, {tongue}"]) == [f"{tongue}-{n}" for n in sorted(LAST)]


def test_a_trap_became_an_event_where_the_event_comes_from_its_clause_or_its_place() -> None:
    text = "Troops left Aden, while observers near Taiz feared a storm."
    event = {"paragraph": 1, "sentence": 1, "char_start": 0, "char_end": len(text)}
    trap = {"paragraph": 1, "sentence": 1, "what": "'feared a storm'"}
    left, feared = Stretch(0, 16, "Aden"), Stretch(18, 58, "Taiz")
    assert is_trapped(trap, event, feared, text)
    assert not is_trapped(trap, event, left, text)
    assert is_trapped({**trap, "what": "near Taiz"}, event, Stretch(0, 16, "Taiz"), text)
    assert is_trapped({**trap, "what": "a fear"}, event, left, text)
    assert not is_trapped({**trap, "sentence": 2}, event, feared, text)
