"""Parts of files that lie far away: fetched by ranges of bytes, kept in memory as long as a bound allows.

A file is cut into blocks. What is missing side by side comes in one request; whoever walks through a file fetches
more at a time, up to a bound; who needs what another is fetching waits for it.
"""

import io
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from threading import Lock
from typing import Final

BLOCK: Final = 256 << 10
#: blocks that one request brings at most
MOST_BLOCKS: Final = 16
#: bytes that are kept of all files together
_KEPT: Final = 64 << 20
#: how far a walk may skip and still be one
_SKIP: Final = 8
#: first byte and number of bytes → these bytes
Fetch = Callable[[int, int], bytes]
_Key = tuple[str, int]


class Ranges:
    """Blocks of any number of files, for any number of threads; the longest unused go first."""

    def __init__(self, kept: int = _KEPT) -> None:
        """Keep at most `kept` bytes."""
        self._most = max(1, kept // BLOCK)
        self._blocks: OrderedDict[_Key, bytes] = OrderedDict()
        self._coming: dict[_Key, Future[bytes]] = {}
        self._lock = Lock()

    def blocks(self, file: str, size: int, first: int, last: int, ahead: int, fetch: Fetch) -> dict[int, bytes]:
        """Return the blocks `first` to `last` of a file by their number; with `ahead`, fetch further ones too.

        Raises what `fetch` raises.
        """
        end = (size - 1) // BLOCK
        found, waiting, missing = self._claim(file, first, last, min(last + ahead, end))
        try:
            for run in _runs(missing):
                self._bring(file, size, run, fetch)
        finally:
            self._give_up(file, missing)
        for number in missing:
            if number <= last:
                found[number] = waiting[number].result()
        return found | {number: coming.result() for number, coming in waiting.items() if number <= last}

    def _claim(
        self, file: str, first: int, last: int, reach: int
    ) -> tuple[dict[int, bytes], dict[int, Future[bytes]], list[int]]:
        """Return what is there, what is on its way, and what the caller has to fetch."""
        found: dict[int, bytes] = {}
        waiting: dict[int, Future[bytes]] = {}
        missing: list[int] = []
        with self._lock:
            for number in range(first, last + 1):
                key = (file, number)
                if key in self._blocks:
                    self._blocks.move_to_end(key)
                    found[number] = self._blocks[key]
                elif key in self._coming:
                    waiting[number] = self._coming[key]
                else:
                    missing.append(number)
            if missing:
                rest = range(last + 1, reach + 1)
                missing += [n for n in rest if (file, n) not in self._blocks and (file, n) not in self._coming]
            for number in missing:
                waiting[number] = self._coming[file, number] = Future()
        return found, waiting, missing

    def _bring(self, file: str, size: int, run: range, fetch: Fetch) -> None:
        start, end = run.start * BLOCK, min(run.stop * BLOCK, size)
        octets = fetch(start, end - start)
        with self._lock:
            for number in run:
                block = octets[(number - run.start) * BLOCK : (number - run.start + 1) * BLOCK]
                self._blocks[file, number] = block
                self._coming.pop((file, number)).set_result(block)
            while len(self._blocks) > self._most:
                self._blocks.popitem(last=False)

    def _give_up(self, file: str, numbers: list[int]) -> None:
        """Tell those who wait for what could not be fetched why it does not come."""
        error = sys.exception()
        with self._lock:
            for number in numbers:
                if (coming := self._coming.pop((file, number), None)) is not None:
                    coming.set_exception(error)


def _runs(numbers: list[int]) -> Iterator[range]:
    """Yield numbers that follow one another, at most MOST_BLOCKS at a time."""
    start = 0
    for i in range(1, len(numbers) + 1):
        if i == len(numbers) or numbers[i] != numbers[i - 1] + 1 or i - start == MOST_BLOCKS:
            yield range(numbers[start], numbers[i - 1] + 1)
            start = i


class Walk:
    """Where a file was read last, by whomever: tells a walk through it from a look at one place."""

    def __init__(self) -> None:
        """Begin with looks."""
        self._end, self._ahead = -1, 0

    def ahead(self, first: int, last: int) -> int:
        """Return how many blocks to fetch beyond those that are read now."""
        if first <= self._end + _SKIP and last >= self._end:
            self._ahead = min(MOST_BLOCKS - 1, 2 * self._ahead + (last > self._end))
        else:
            self._ahead = 0
        self._end = last
        return self._ahead


class Ranged(io.RawIOBase):
    """A file to be read, of `size` bytes, whose blocks `ranges` keeps under a name that no other content has."""

    def __init__(self, file: str, size: int, ranges: Ranges, fetch: Fetch, walk: Walk) -> None:
        """Open at the beginning; nothing is fetched yet."""
        super().__init__()
        self._file, self.size, self._ranges, self._fetch, self._walk = file, size, ranges, fetch, walk
        self._at = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read anywhere."""
        return True

    def tell(self) -> int:
        """Return where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Return bytes from here on, all of them without `size`."""
        start, end = self._at, self.size if size is None or size < 0 else min(self.size, self._at + size)
        if end <= start:
            return b""
        first, last = start // BLOCK, (end - 1) // BLOCK
        ahead = self._walk.ahead(first, last)
        parts = []
        for step in range(first, last + 1, MOST_BLOCKS):  # a long read does not hold all its blocks twice
            until = min(last, step + MOST_BLOCKS - 1)
            found = self._ranges.blocks(self._file, self.size, step, until, ahead * (until == last), self._fetch)
            parts += [found[number] for number in range(step, until + 1)]
        self._at = end
        parts[-1] = parts[-1][: end - last * BLOCK]
        parts[0] = parts[0][start - first * BLOCK :]
        return b"".join(parts)

    def readinto(self, buffer: object) -> int:
        """Fill a buffer; return how many bytes there were."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        octets = self.read(len(view))
        view[: len(octets)] = octets
        return len(octets)
