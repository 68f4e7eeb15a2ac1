import threading
from collections.abc import Iterator

import pytest

from geo.errors import SourceError
from geo.sources.ahead import ahead


def alive() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name == "ahead"]


def test_the_items_come_in_their_order() -> None:
    with ahead(range(1000), most=3) as found:
        assert list(found) == list(range(1000))
    assert not alive()


def test_no_more_are_made_than_may_wait() -> None:
    made: list[int] = []
    seen = threading.Event()

    def numbers() -> Iterator[int]:
        for i in range(100):
            made.append(i)
            if i == 3:
                seen.set()
            yield i

    with ahead(numbers(), most=2) as found:
        assert [next(found), next(found)] == [0, 1]
        assert seen.wait(10)
    assert not alive()
    assert len(made) <= 6


def test_an_error_comes_where_the_next_item_would() -> None:
    def numbers() -> Iterator[int]:
        yield 1
        raise SourceError("no more")

    with ahead(numbers()) as found:
        assert next(found) == 1
        with pytest.raises(SourceError, match="no more"):
            next(found)
    assert not alive()


def test_one_who_leaves_early_ends_what_is_waited_for() -> None:
    over = threading.Event()

    def numbers() -> Iterator[int]:
        yield 1
        over.wait()
        yield 2

    with ahead(numbers(), stop=over.set) as found:
        assert next(found) == 1
    assert not alive()
