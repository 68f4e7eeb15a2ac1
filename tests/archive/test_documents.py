"""The same reports, whatever they come in, and however they are cut."""

import gzip
import json
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.archive import pages
from geo.archive.documents import Document, documents
from geo.archive.plan import Reading, chunks_in, find_inputs, texts_in
from geo.errors import ReportError, SourceError
from tests.archive.made import lines

PAGE = """<html><head><meta property="article:published_time" content="2022-01-06T08:00:00Z"><title>x</title></head>
<body><nav><a href="/">Home</a></nav><article><h1>Protest in Almaty</h1><p>Hundreds of people protested in Almaty on
Wednesday, and the police looked on.</p><p>Nobody was hurt, witnesses said.</p></article></body></html>"""


def read(path: Path, size: int = 1 << 20, reading: Reading | None = None) -> list[Document]:
    found = find_inputs([str(path)])
    own = texts_in(found, size) or [chunk for item in found for chunk in chunks_in(item, size)]
    return [document for chunk in own for document in documents(chunk, reading or Reading())]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lines")
    (folder / "a.jsonl").write_text("".join(lines(0, 200)), encoding="utf-8")
    return folder


@given(size=st.integers(1, 30_000))
def test_lines_are_read_once_however_they_are_cut(folder: Path, size: int) -> None:
    found = read(folder / "a.jsonl", size)
    assert found == read(folder / "a.jsonl")
    assert [d.name for d in found] == [f"made-{n}" for n in range(200)]


def test_packed_lines_and_parquet_tell_the_same(folder: Path, tmp_path: Path) -> None:
    plain = read(folder / "a.jsonl")
    text = (folder / "a.jsonl").read_bytes()
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(text))
    pq.write_table(pa.Table.from_pylist([json.loads(t) for t in text.splitlines()]), tmp_path / "a.parquet", 30)
    told = [(d.name, d.text, d.published, d.fault) for d in plain]
    for name in ("a.jsonl.gz", "a.parquet"):
        assert [(d.name, d.text, d.published, d.fault) for d in read(tmp_path / name, 2_000)] == told
    assert [d.number for d in read(tmp_path / "a.parquet", 2_000)] == list(range(200))


def test_what_is_no_report_comes_with_the_reason(tmp_path: Path) -> None:
    rows = [b"{", b"[1]", b'{"text": "  ", "published": "2022-01-06"}', b'{"text": "x", "published": "soon"}', b"\xff"]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([*rows, b"", b"[" * 100_000]))
    faults = [d.fault for d in read(tmp_path / "a.jsonl")]
    assert len(faults) == 6
    assert all(fault and "expected" in fault for fault in faults)
    assert faults[3] == "'soon' in 'published'; expected when it appeared, such as 2022-01-06"


def test_text_files_are_dated_by_their_names(tmp_path: Path) -> None:
    for name in ("2022-01-06-almaty.txt", "20220107/minsk.txt", "undated.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    found = {d.name: d for d in read(tmp_path, 5, Reading(published=date(2000, 1, 1)))}
    assert {name: d.published for name, d in found.items()} == {
        "2022-01-06-almaty.txt": date(2022, 1, 6),
        "minsk.txt": date(2022, 1, 7),
        "undated.txt": date(2000, 1, 1),
        "bad.txt": None,
    }
    assert found["bad.txt"].fault == "byte 1 is not UTF-8; expected UTF-8"


def warc(pages: int) -> bytes:
    """Return a WARC of pages, each record packed by itself."""
    octets = b""
    for number in range(pages):
        dated = PAGE if number % 2 == 0 else PAGE.replace("article:published_time", "x")
        body = dated.encode()
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2022-02-01T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
            f"WARC-Target-URI: http://news.example/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        octets += gzip.compress(head.encode() + http + b"\r\n\r\n", mtime=0)
    return octets


@pytest.mark.parametrize("size", [1, 700, 1 << 20])
def test_pages_of_a_crawl_are_read_once_however_they_are_cut(tmp_path: Path, size: int) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(warc(7))
    found = read(tmp_path / "crawl.warc.gz", size)
    assert [d.name for d in found] == [f"http://news.example/{n}" for n in range(7)]
    assert {d.published for d in found[::2]} == {date(2022, 1, 6)}
    assert {d.published for d in found[1::2]} == {date(2022, 2, 1)}, "the day of the crawl, where the page names none"
    assert all("protested in Almaty" in d.text and "<" not in d.text for d in found)
    assert len({d.number for d in found}) == 7


def test_a_page_that_takes_too_long_is_told_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "PAGE", "<html><body>" + "<div>some text " * 200_000)
    slow = warc(1)
    monkeypatch.undo()
    (tmp_path / "crawl.warc.gz").write_bytes(slow + warc(2))
    began = time.monotonic()
    found = read(tmp_path / "crawl.warc.gz")
    assert time.monotonic() - began < pages.PATIENCE
    assert [d.fault is None for d in found] == [False, True, True]
    assert (found[0].fault or "").startswith("the page takes more to be read than 5 seconds of the processor and")
    assert found[0].name == "http://news.example/0"
    assert "protested in Almaty" in found[1].text


def test_a_reader_that_has_ended_is_started_again() -> None:
    reader = pages.Pages()
    try:
        assert reader.read(b"<p>one two three</p>", None) == ("one two three", None)
        assert reader._process is not None
        reader._process.kill()
        reader._process.wait()
        with pytest.raises(ReportError, match="expected a page as people write them"):
            reader.read(b"<p>four</p>", "utf-8")
        assert reader.read("<p>fünf</p>".encode(), "utf-8") == ("fünf", None)
    finally:
        reader.close()


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"x")
    with pytest.raises(SourceError, match=r"a\.doc: no file of reports; expected names that end in \.jsonl"):
        find_inputs([str(tmp_path / "a.doc")])
    with pytest.raises(SourceError, match="nothing is there"):
        find_inputs([str(tmp_path / "none")])


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"no Parquet")
    with pytest.raises(SourceError, match=r"a\.parquet: it cannot be read .*expected a whole parquet file"):
        read(tmp_path / "a.parquet")
