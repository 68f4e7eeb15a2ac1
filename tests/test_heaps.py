"""Memory that was freed: a server's threads share few heaps, and a bulk job keeps what it has."""

import re
import subprocess
import sys

from geo.routes.heaps import HEAPS

#: sixteen threads that each take a block at the same time
THREADS = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

if sys.argv[1] == "shared":
    share_heaps()
together = Barrier(16)

def take(_):
    together.wait()
    return libc.malloc(1000)

with ThreadPoolExecutor(16) as pool:
    list(pool.map(take, range(16)))
"""
#: eight blocks of 16 MB that are held together, then freed
BLOCKS = """
if sys.argv[1] == "kept":
    keep_freed()
else:
    pa.set_memory_pool(pa.system_memory_pool())
blocks = [pa.allocate_buffer(16 << 20) for _ in range(8)]
del blocks
"""
BEFORE = """
import ctypes, sys, tempfile

import pyarrow as pa

from geo.routes.heaps import keep_freed, share_heaps

libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
libc.fclose.argtypes = [ctypes.c_void_p]
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
"""
AFTER = """
with tempfile.NamedTemporaryFile() as told:
    file = libc.fopen(told.name.encode(), b"w")
    libc.malloc_info(0, file)
    libc.fclose(file)
    print(pa.default_memory_pool().backend_name, told.read().decode())
"""


def told(job: str, way: str) -> tuple[str, str]:
    """Return the name of Arrow's pool and what glibc tells of its heaps after a job, as XML."""
    command = [sys.executable, "-c", BEFORE + job + AFTER, way]
    pool, xml = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split(maxsplit=1)
    return pool, xml


def held(way: str) -> int:
    """Return the bytes that malloc holds from the system after the blocks were freed."""
    return int(re.findall('<system type="current" size="([0-9]+)"/>', told(BLOCKS, way)[1])[-1])


def test_threads_share_few_heaps() -> None:
    pool, xml = told(THREADS, "shared")
    assert xml.count("<heap nr=") <= HEAPS
    assert pool == "system"


def test_without_sharing_there_would_be_one_for_each_of_many() -> None:
    assert told(THREADS, "apart")[1].count("<heap nr=") > HEAPS


def test_memory_that_is_freed_stays_for_what_is_needed_next() -> None:
    assert held("given back") < 64 << 20
    assert held("kept") >= 128 << 20
