"""Files on a disk and in object storage: listed, read, and written whole or not at all."""

import os
from pathlib import Path

import pytest

from geo.errors import SourceError
from geo.sources.location import absolute, items, names, open_file, write_whole
from tests.archive.made import write_archive
from tests.archive.running import run


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b.txt"
    write_whole(str(target), lambda file: file.write(b"first") and None)

    def breaks(file: object) -> None:
        file.write(b"sec")  # type: ignore[attr-defined]
        raise OSError(28, os.strerror(28))

    with pytest.raises(OSError, match="No space left"):
        write_whole(str(target), breaks)
    assert target.read_bytes() == b"first"
    assert [p.name for p in target.parent.iterdir()] == ["b.txt"]


def test_object_storage_is_listed_read_and_written_as_a_disk_is(bucket: str, tmp_path: Path) -> None:
    for root in (f"{bucket}/own", str(tmp_path)):
        write_whole(f"{root}/in/a.txt", lambda file: file.write(b"one") and None)
        write_whole(f"{root}/in/deep/b.txt", lambda file: file.write(b"three") and None)
        found = items(f"{root}/in")
        assert [(i.url, i.size) for i in found] == [(f"{root}/in/a.txt", 3), (f"{root}/in/deep/b.txt", 5)]
        assert all(i.stamp for i in found)
        assert items(f"{root}/in/a.txt") == found[:1]
        assert "a.txt" in names(f"{root}/in")
        assert names(f"{root}/none") == frozenset()
        with open_file(f"{root}/in/deep/b.txt") as file:
            assert file.read() == b"three"
        with pytest.raises(SourceError, match="nothing is there; expected a file"):
            items(f"{root}/none")


def test_an_address_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(SourceError, match="it cannot be opened"):
        items("gopher://host/path")


def test_absolute() -> None:
    assert absolute("s3://bucket/path/") == "s3://bucket/path"
    assert absolute("a") == str(Path.cwd() / "a")


def test_an_archive_in_object_storage_is_coded_into_object_storage(
    bucket: str, object_storage: dict[str, str], tmp_path: Path
) -> None:
    archive = write_archive(tmp_path / "in", 60)
    for path in archive.iterdir():
        write_whole(f"{bucket}/archive/{path.name}", lambda file, path=path: file.write(path.read_bytes()) and None)
    arguments = (f"{bucket}/archive", "-o", f"{bucket}/coded", "--workers", "1")
    code, said = run(*arguments, env=object_storage)
    assert code == 0, said
    made = {i.url.removeprefix(f"{bucket}/coded/") for i in items(f"{bucket}/coded")}
    assert {"report.toml", "claims.parquet", "reports.parquet", "errors.parquet"} < made
    assert all(name.startswith("events/year=") for name in made if "/" in name)

    code, said = run(*arguments, env=object_storage)
    assert code == 1
    assert "it is there already; expected a new name" in said
