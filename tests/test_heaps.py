"""Memory that was freed: a server's threads share few heaps, and a bulk job keeps what it has."""

import subprocess
import sys

from geo.routes.heaps import HEAPS

COUNT = """
import ctypes, sys, tempfile
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pyarrow as pa

from geo.routes.heaps import share_heaps

if sys.argv[1] == "shared":
    share_heaps()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
together = Barrier(16)

def take(_):
    together.wait()
    return libc.malloc(1000)

with ThreadPoolExecutor(16) as pool:
    list(pool.map(take, range(16)))
with tempfile.NamedTemporaryFile() as told:
    libc.fopen.restype = ctypes.c_void_p
    libc.fclose.argtypes = [ctypes.c_void_p]
    libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
    file = libc.fopen(told.name.encode(), b"w")
    libc.malloc_info(0, file)
    libc.fclose(file)
    print(told.read().count(b"<heap nr="), pa.default_memory_pool().backend_name)
"""


def heaps(way: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-c", COUNT, way], capture_output=True, text=True, check=True)
    number, pool = done.stdout.split()
    return int(number), pool


def test_threads_share_few_heaps() -> None:
    shared, pool = heaps("shared")
    assert shared <= HEAPS
    assert pool == "system"


def test_without_sharing_there_would_be_one_for_each_of_many() -> None:
    assert heaps("apart")[0] > HEAPS


FAULTS = """
import resource, sys

import pyarrow as pa

from geo.routes.heaps import keep_freed

if sys.argv[1] == "kept":
    keep_freed()
else:
    pa.set_memory_pool(pa.system_memory_pool())
for _ in range(40):
    bytes(pa.allocate_buffer(8 << 20))
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""


def faults(way: str) -> int:
    done = subprocess.run([sys.executable, "-c", FAULTS, way], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_memory_that_is_freed_is_used_again_without_being_asked_for() -> None:
    assert 2 * faults("kept") < faults("given back")
