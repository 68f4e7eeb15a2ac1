from geo.model import SUB_TYPES, TYPE_OF, Certainty, EventType, SubEventType


def test_every_sub_type_stands_below_one_type() -> None:
    assert set(TYPE_OF) == set(SubEventType)
    assert sum(map(len, SUB_TYPES.values())) == len(SubEventType) == 25
    assert set(SUB_TYPES) == set(EventType)


def test_slugs_are_link_words_and_differ() -> None:
    for members in (EventType, SubEventType, Certainty):
        slugs = [m.slug for m in members]
        assert len(set(slugs)) == len(slugs)
        assert all(s == s.lower() and set(s) <= set("abcdefghijklmnopqrstuvwxyz-") for s in slugs)
    assert EventType.EXPLOSIONS.slug == "explosions-remote-violence"
