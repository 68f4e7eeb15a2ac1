"""Work done before it is asked for: a thread of its own makes the next items while the caller is busy with the last."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _End:
    """What comes after the last item: the error that ended it, if one did."""

    error: BaseException | None = None


@contextmanager
def ahead(items: Iterable[T], *, most: int = 1, stop: Callable[[], None] = lambda: None) -> Iterator[Iterator[T]]:
    """Give the items in their order; up to `most` of them wait, made by a thread, for the one who takes them.

    An error that ends them is raised where the next would be taken. At the end, also where not all were taken, `stop`
    is called, which must end what the thread may be waiting for, and the thread is waited for.
    """
    made: SimpleQueue[tuple[T] | _End] = SimpleQueue()
    room = threading.Semaphore(most)
    left = threading.Event()

    def work() -> None:
        end = _End()
        try:
            for item in items:
                made.put((item,))
                room.acquire()
                if left.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - it is raised again where the item was to be taken
            end = _End(error)
        made.put(end)

    thread = threading.Thread(target=work, name="ahead", daemon=True)
    thread.start()
    try:
        yield _taken(made, room)
    finally:
        left.set()
        room.release()
        stop()
        thread.join()


def _taken(made: "SimpleQueue[tuple[T] | _End]", room: threading.Semaphore) -> Iterator[T]:
    while not isinstance(found := made.get(), _End):
        room.release()
        yield found[0]
    if found.error is not None:
        raise found.error
