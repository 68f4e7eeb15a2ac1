"""Nothing that was written is lost, and what is damaged is told: kills, full disks, read-only folders, flipped bits."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geo.errors import DataSetError
from geo.gazetteer import open_gazetteer
from geo.sources.folder import host
from geo.store import open_folder
from geo.view import View
from tests.synthetic_table import write_table

ROOT = Path(__file__).parents[2]
#: writes data sets one after the other in a child, which is killed during one of the first, fifty times
KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from tests.synthetic_table import write_table
chance, parent = random.Random(1), Path(sys.argv[1])
began = time.monotonic()
write_table(600, parent / "first" / "0")
took = time.monotonic() - began
for turn in range(50):
    child = os.fork()
    if child == 0:
        for n in range(1000):
            write_table(600, parent / str(turn) / str(n))
    time.sleep(took * chance.uniform(0.1, 2))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""
READ_ONLY = """
import os, sys
from pathlib import Path
from geo.errors import DataSetError
from tests.synthetic_table import write_table
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
try:
    write_table(100, Path(sys.argv[1]))
except DataSetError as error:
    sys.exit(str(error))
"""


def run(script: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-c", script, *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_fifty_kills_leave_whole_data_sets_only(tmp_path: Path) -> None:
    assert run(KILLED, str(tmp_path)).returncode == 0
    seen = [path.parent for path in tmp_path.glob("*/*/table-600/report.toml")]
    begun = list(tmp_path.glob("*/*/.table-600.*"))
    assert seen
    assert begun
    for folder in random.Random(1).sample(seen, min(20, len(seen))):
        assert open_folder(folder, open_gazetteer()).count(View()) == 600


def test_what_a_killed_writer_left_is_removed_by_the_next_one_and_nothing_else(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone, there = f"{host()}.{ended.pid}", f"{host()}.{os.getppid()}"
    left = [tmp_path / name for name in (f".table-100.{gone}", f".other.{gone}")]
    others = [tmp_path / name for name in (f".table-100.{there}", ".table-100.old", f".strange.{gone}")]
    for folder in (*left, *others):
        folder.mkdir()
        (folder / "events.parquet").write_bytes(b"half")
    (others[-1] / "letters.txt").write_bytes(b"no data set's")
    write_table(100, tmp_path)
    assert not any(folder.exists() for folder in left)
    assert all((folder / "events.parquet").exists() for folder in others)


def test_what_another_machine_writes_on_a_shared_disk_stays(tmp_path: Path) -> None:
    """Its processes have numbers that no process has here, or another one."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    theirs = [tmp_path / name for name in (f".table-100.not-{host()}.{ended.pid}", f".table-100.{ended.pid}")]
    for folder in theirs:
        folder.mkdir()
        (folder / "events.parquet").write_bytes(b"half")
    write_table(100, tmp_path)
    assert all((folder / "events.parquet").exists() for folder in theirs)


def test_a_host_is_called_by_what_a_name_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: "node.1/läb")
    assert host() == "node-1-l-b"
    monkeypatch.setattr("platform.node", str)
    assert host() == "localhost"


def test_a_folder_that_is_read_only_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    done = run(READ_ONLY, str(tmp_path / "sets"))
    tmp_path.chmod(0o755)
    assert "it cannot be made (Permission denied); expected a folder one may write to" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_thirty_flipped_bits_are_told_and_the_whole_file_opens_again(tmp_path: Path) -> None:
    folder = write_table(2_000, tmp_path)
    chance = random.Random(7)
    for name in ("events.parquet", "claims.parquet"):
        whole = (folder / name).read_bytes()
        for _ in range(15):
            at, bit = chance.randrange(len(whole)), chance.randrange(8)
            broken = bytearray(whole)
            broken[at] ^= 1 << bit
            (folder / name).write_bytes(broken)
            with pytest.raises(DataSetError, match=f"table-2000/{name}: its bytes have changed since it was written"):
                open_folder(folder, open_gazetteer())
        (folder / name).write_bytes(whole)
    assert open_folder(folder, open_gazetteer()).count(View()) == 2_000


@pytest.mark.parametrize("name", ["events.parquet", "claims.parquet"])
def test_a_file_that_is_gone_or_strange_is_told(tmp_path: Path, name: str) -> None:
    folder = write_table(500, tmp_path)
    (folder / name).unlink()
    with pytest.raises(DataSetError, match=f"table-500/({name}|events): no "):
        open_folder(folder, open_gazetteer())


def test_opening_writes_nothing(tmp_path: Path) -> None:
    folder = write_table(500, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    opened = open_folder(folder, open_gazetteer())
    assert opened.count(View(text="police")) > 0
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    shutil.rmtree(folder)


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    """Files of more than 200 kB fail to grow, as on a full disk; the table needs more and has to be put in order."""
    script = (
        "import resource, sys\nfrom pathlib import Path\nfrom geo.errors import DataSetError\n"
        "from tests.synthetic_table import write_table\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "try:\n    write_table(300_000, Path(sys.argv[1]))\nexcept DataSetError as error:\n    sys.exit(str(error))"
    )
    for room in (200_000, 15_000_000):
        done = run(script, str(tmp_path), str(room))
        assert "expected room on the disk" in done.stderr
        assert list(tmp_path.iterdir()) == []
