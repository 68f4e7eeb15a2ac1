"""Downloads: no two contents share an address, whichever bytes differ."""

import hashlib

import pytest
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from geo.ui.download import unmistakable
from tests.serving import ROOT

SIZE = 3 * 1024 * 1024


def address(data: bytes, filename: str) -> str:
    """Return the address at which Streamlit would serve a file."""
    storage = MemoryMediaFileStorage("/media")
    return storage.get_url(storage.load_and_get_id(data, "application/zip", MediaFileKind.DOWNLOADABLE, filename))


@pytest.mark.parametrize("at", [100_000, SIZE // 4, SIZE // 3, SIZE - 100_000])
def test_files_that_differ_in_the_middle_have_different_addresses(at: int) -> None:
    one = bytes(SIZE)
    two = one[:at] + b"x" + one[at + 1 :]
    assert address(one, "events.zip") == address(two, "events.zip"), "this is why the name has to tell them apart"
    assert address(one, unmistakable("events.zip", one)) != address(two, unmistakable("events.zip", two))


def test_the_name_holds_the_contents_own_digest_and_no_folder() -> None:
    data = b"content"
    digest = hashlib.sha256(data).hexdigest()[:12]
    assert unmistakable("../../etc/events.csv.zip", data) == f"events-{digest}.csv.zip"


def test_there_is_no_other_way_out() -> None:
    for path in [*(ROOT / "geo").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        if path.name != "download.py":
            assert "download_button" not in path.read_text(encoding="utf-8"), path
