import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

from geo.errors import SourceError
from geo.sources.dataset import read_dataset
from geo.sources.importing import import_tables
from geo.sources.limits import Limits
from geo.sources.untrusted import reading
from tests.sources.hostile import GOOD, files
from tests.sources.layouts import write_layout

ROOT: Final = Path(__file__).parents[2]
SECONDS: Final = 5.0
#: what the sentence of a refusal never holds: it would mean that the reader fell over, or did what it may not
NOT_SAID: Final = (
    "brought the reader down",
    "reading it would mean",
    "in the midst of an answer",
    "values that no column holds",
    "Traceback",
)


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Try to import every hostile file."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, octets in files():
        (folder / name).write_bytes(octets)
    command = [sys.executable, "-m", "tests.sources.forks", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == sum(1 for _ in folder.glob("*-*"))
    return [{**f, "left": (folder / "sets" / Path(f["file"]).stem).exists()} for f in found]


def test_there_are_four_hundred_of_them_and_some_in_every_family(tried: list[dict[str, Any]]) -> None:
    families = Counter(f["file"].split("-")[0] for f in tried)
    assert sum(families.values()) >= 400
    assert min(families.values()) >= 8


def test_each_is_refused_in_a_sentence_that_names_it(tried: list[dict[str, Any]]) -> None:
    assert [f["file"] for f in tried if f["refused"] is None] == []
    assert [f["file"] for f in tried if not f["refused"].startswith(f["file"])] == []
    assert [f for f in tried if any(words in f["refused"] for words in NOT_SAID)] == []
    assert [f for f in tried if "expected" not in f["refused"] or len(f["refused"]) > 1500] == []


def test_each_is_refused_in_time(tried: list[dict[str, Any]]) -> None:
    assert [(f["file"], f["seconds"]) for f in tried if f["seconds"] > SECONDS] == []


def test_none_leaves_a_data_set(tried: list[dict[str, Any]]) -> None:
    assert [f["file"] for f in tried if f["left"]] == []


def test_no_reader_opens_a_file_a_socket_or_a_process(tried: list[dict[str, Any]]) -> None:
    assert [(f["file"], f["did"]) for f in tried if f["did"]] == []


@pytest.mark.parametrize("family", ["drivers-000", "geometry-008", "bombs-000", "documents-000", "damaged-020"])
def test_a_reader_of_its_own_says_the_same(tmp_path: Path, tried: list[dict[str, Any]], family: str) -> None:
    """The forks above stand for the real thing: a new Python, as the application starts it."""
    name, octets = next((n, o) for n, o in files() if n.startswith(family))
    (tmp_path / name).write_bytes(octets)
    with pytest.raises(SourceError) as refusal:
        import_tables([tmp_path / name], tmp_path / "set")
    assert str(refusal.value) == next(f["refused"] for f in tried if f["file"] == name)


def test_a_sound_data_set_beside_it_stays_as_it_is(tmp_path: Path) -> None:
    import_tables([write_layout("acled", 20, tmp_path / "a.csv")], tmp_path / "set")
    before = read_dataset(tmp_path / "set").version
    (tmp_path / "bad.csv").write_bytes(GOOD.encode() + b"\0")
    with pytest.raises(SourceError, match="NUL"):
        import_tables([tmp_path / "bad.csv"], tmp_path / "other")
    assert read_dataset(tmp_path / "set").version == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "bad.csv", "set"]


PROBES: Final = {
    "a file": "open('/etc/hostname')",
    "a file, natively": "import pyarrow.fs as f; f.LocalFileSystem().open_input_file('/etc/hostname')",
    "a new file": "open('/tmp/probe', 'w')",
    "a socket": "import socket; socket.socket()",
    "a process": "import os; os.system('true')",
    "a fork": "import os; os.fork()",
    "a library": "import ctypes; ctypes.CDLL(None)",
    "a module": "import ftplib",
    "memory": "bytearray(3 * 2**30)",
    "a descriptor": "import os; os.dup(0)",
}


@pytest.mark.parametrize("what", PROBES)
def test_a_reader_cannot_reach(what: str) -> None:
    """Run a probe in a process that has confined itself as the reader does."""
    script = (
        "import sys, pyarrow.fs, os, socket\n"
        "from geo.sources.child import warm_up\n"
        "from geo.sources.confine import confine\n"
        "from geo.sources.limits import Limits\n"
        "warm_up()\nconfine(Limits())\n"
        f"try:\n    {PROBES[what]}\n"
        "except BaseException as error:\n    sys.stdout.write('refused: ' + type(error).__name__)\n"
        "sys.stdout.flush(); os._exit(0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False, close_fds=True
    )
    assert done.stdout.startswith("refused: "), (done.stdout, done.stderr)


def test_processor_time_has_an_end() -> None:
    script = "from geo.sources.child import *\nwarm_up()\nconfine(Limits(seconds=1))\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -24  # SIGXCPU


def test_a_pipe_and_a_folder_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("folder.csv", "zero.csv", "pipe.csv", "nothing.csv"):
        expected = f"{name}: (it cannot be opened|no regular file)"
        with pytest.raises(SourceError, match=expected), reading(tmp_path / name):
            pass


def test_more_than_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(Limits().size + 1)
    with (
        pytest.raises(SourceError, match=r"26,214,401 bytes; expected at most 26,214,400"),
        reading(tmp_path / "large.csv"),
    ):
        pass
