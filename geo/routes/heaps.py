"""Keep a server of many threads small: they share few heaps, so what one request has freed serves the next."""

import ctypes
import sys
from typing import Final

import pyarrow as pa

#: more heaps than this are not made, however many threads there are
HEAPS: Final = 2
#: the number of this setting in glibc's malloc.h
_M_ARENA_MAX: Final = -8


def share_heaps() -> None:
    """Let all threads share HEAPS heaps, Arrow's buffers too; without glibc, only the latter.

    By default each of a server's forty threads has a heap of its own in either library, and keeps what it needed most.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(_M_ARENA_MAX, HEAPS)
