"""Files that are fetched by ranges: the same bytes as there, in few requests and bounded memory."""

import io
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DataSetError
from geo.sources.ranges import BLOCK, MOST_BLOCKS, Ranged, Ranges, Walk

CONTENT = bytes(range(251)) * (40 * BLOCK // 251)


class Far:
    """A file far away that counts what it is asked for."""

    def __init__(self, kept: int) -> None:
        self.ranges, self.walk = Ranges(kept), Walk()
        self.asked: list[tuple[int, int]] = []

    def fetch(self, start: int, length: int) -> bytes:
        self.asked.append((start, length))
        return CONTENT[start : start + length]

    def open(self) -> Ranged:
        return Ranged("a", len(CONTENT), self.ranges, self.fetch, self.walk)


@given(st.lists(st.tuples(st.integers(0, len(CONTENT) + 9), st.integers(0, 5 * BLOCK)), max_size=12))
def test_any_part_is_what_the_file_has_there(parts: list[tuple[int, int]]) -> None:
    far = Far(4 * BLOCK)
    file = far.open()
    for start, length in parts:
        assert file.seek(start) == start
        assert file.read(length) == CONTENT[start : start + length]
        assert len(far.ranges._blocks) <= 4
    assert all(length <= MOST_BLOCKS * BLOCK for _, length in far.asked)
    assert not far.ranges._coming


def test_all_of_it_from_its_end_or_into_a_buffer() -> None:
    file = Far(64 * BLOCK).open()
    assert file.read() == CONTENT
    assert file.read() == b""
    file.seek(-5, io.SEEK_END)
    assert file.readinto(buffer := bytearray(9)) == 5
    assert buffer == CONTENT[-5:] + bytes(4)
    assert (file.readable(), file.seekable(), file.writable()) == (True, True, False)


def test_what_is_kept_is_not_asked_for_again() -> None:
    far = Far(64 * BLOCK)
    for _ in range(3):
        file = far.open()
        file.seek(10 * BLOCK + 7)
        assert file.read(3 * BLOCK) == CONTENT[10 * BLOCK + 7 : 13 * BLOCK + 7]
    assert far.asked == [(10 * BLOCK, 4 * BLOCK)]


def test_a_walk_through_a_file_takes_few_requests() -> None:
    far = Far(64 * BLOCK)
    file = far.open()
    while file.read(BLOCK // 3):
        pass
    assert len(far.asked) <= 8
    assert sum(length for _, length in far.asked) == len(CONTENT)


def test_who_needs_what_another_fetches_waits_for_it() -> None:
    far, begun, go_on = Far(64 * BLOCK), Event(), Event()
    quick = far.fetch

    def slow(start: int, length: int) -> bytes:
        begun.set()
        assert go_on.wait(20)
        return quick(start, length)

    far.fetch = slow  # type: ignore[method-assign]
    with ThreadPoolExecutor(4) as pool:
        reads = [pool.submit(far.open().read, 100) for _ in range(4)]
        assert begun.wait(20)
        go_on.set()
        assert {read.result() for read in reads} == {CONTENT[:100]}
    assert len(far.asked) == 1


def test_what_cannot_be_fetched_is_told_to_all_who_wait_and_tried_again() -> None:
    far, begun, go_on = Far(64 * BLOCK), Event(), Event()
    quick = far.fetch

    def broken(_start: int, _length: int) -> bytes:
        begun.set()
        assert go_on.wait(20)
        raise DataSetError("a", "it is gone", "a file")

    far.fetch = broken  # type: ignore[method-assign]
    with ThreadPoolExecutor(3) as pool:
        reads = [pool.submit(far.open().read, 30 * BLOCK) for _ in range(3)]
        assert begun.wait(20)
        go_on.set()
        for read in reads:
            with pytest.raises(DataSetError, match="it is gone"):
                read.result()
    assert not far.ranges._coming
    far.fetch = quick  # type: ignore[method-assign]
    assert far.open().read(10) == CONTENT[:10]
