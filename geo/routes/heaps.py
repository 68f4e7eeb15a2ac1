"""How memory that was freed is used again: a server's threads share few heaps, and a bulk job keeps what it has."""

import ctypes
import sys
from typing import Final

import pyarrow as pa

#: more heaps than this are not made, however many threads there are
HEAPS: Final = 2
#: the number of this setting in glibc's malloc.h
_M_ARENA_MAX: Final = -8
#: the names and values of settings in glibc's malloc.h: what is freed stays with the process, and is asked for in gross
_KEEP: Final = {"M_TRIM_THRESHOLD": (-1, 2**31 - 1), "M_TOP_PAD": (-2, 256 << 20), "M_MMAP_THRESHOLD": (-3, 32 << 20)}


def share_heaps() -> None:
    """Let all threads share HEAPS heaps, Arrow's buffers too; without glibc, only the latter.

    By default each of a server's forty threads has a heap of its own in either library, and keeps what it needed most.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    _set((_M_ARENA_MAX, HEAPS))


def keep_freed() -> None:
    """Keep memory that is freed for what is needed next, Arrow's buffers too; without glibc, nothing changes.

    A job that works through batches would else give each batch's pages back, and have them zeroed again for the next.
    """
    if _set(*_KEEP.values()):
        pa.set_memory_pool(pa.system_memory_pool())


def _set(*settings: tuple[int, int]) -> bool:
    """Change settings of glibc's malloc and return whether it is there."""
    if sys.platform != "linux" or not hasattr(libc := ctypes.CDLL(None), "mallopt"):
        return False
    return all(libc.mallopt(name, value) for name, value in settings)
