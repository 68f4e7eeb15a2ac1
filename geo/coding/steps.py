"""How far a long text is read: the passes over its sentences, counted as they go."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
#: called with the steps that are done and how many there are
Progress = Callable[[int, int], None]


def counted(items: Sequence[T], progress: Progress | None, *, turn: int, turns: int) -> Iterator[T]:
    """Yield the items of pass `turn` (from 0) of `turns` over as many, and tell of each once it is done."""
    for i, item in enumerate(items, turn * len(items) + 1):
        yield item
        if progress is not None:
            progress(i, turns * len(items))
