"""Reports in every format, and files that mean harm: a text with its day, or a sentence that says why not, in time."""

import math
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest

from geo.errors import ReportError
from geo.sources.documents import LIMITS, SUFFIXES, Document, read_document, read_upload
from geo.sources.texts.pdf import paragraphs
from tests.sources.texts.papers import FIRST, SECOND, STORY, heavy, hostile, mail, page, pdf, reports, word

ROOT = Path(__file__).parents[3]
NOT_SAID = ("Traceback", "brought the reader down", "broken answer", "would mean")


@pytest.mark.parametrize("name", reports())
def test_every_format_gives_the_reports_text(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(reports()[name])
    document = read_document(tmp_path / name)
    assert 0 <= document.text.index(FIRST) < document.text.index(SECOND)
    assert document == read_upload(name, reports()[name])


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.md", "date in the head of the file"),
        ("a.html", "the page's article:published_time"),
        ("a.docx", "the day on which the Word document was created"),
        ("a.pdf", "the day on which the PDF was made"),
        ("a.eml", "the mail's Date"),
    ],
)
def test_the_day_is_proposed_with_where_it_was_found(name: str, source: str) -> None:
    document = read_upload(name, reports()[name])
    assert (document.published, document.published_from) == (date(2024, 5, 16), source)
    assert document.title == "Proteste in Belarus"


def test_plain_text_is_taken_as_it_is() -> None:
    text = "a\r\n\r\n  b\u2028c\n"
    assert read_upload("a.txt", b"\xef\xbb\xbf" + text.encode()) == Document(text=text)
    assert read_upload("a.txt", text.encode("utf-16")) == Document(text=text)


def test_of_a_page_only_the_article_is_kept() -> None:
    document = read_upload("a.html", page())
    assert (document.title, document.outlet, document.language) == ("Proteste in Belarus", "Das Blatt", "de")
    for word_ in ("Bombe", "Kabul", "Sport", "Cookies", "Almaty", "Hamburg", "Rechte"):
        assert word_ not in document.text
    assert document.text.startswith("Proteste in Belarus\n\nIn Minsk")


def test_a_page_whose_frame_is_named_after_its_comments_keeps_its_article() -> None:
    framed = page(story=STORY).replace(b"<article>", b'<div class="with comments"><article>', 1)
    assert FIRST in read_upload("a.html", framed).text


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-14"}</script>', "JSON-LD"),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":["Report"],"datePublished":"20240514"}]}</script>',
            "JSON",
        ),
        ('<script type="application/ld+json">{oops</script><meta name="date" content="2024-05-14">', "the page's date"),
        ('<meta name="DC.date.issued" content="2024-05-14">', "dc.date.issued"),
        ('<meta itemprop="datePublished" content="2024-05-14T23:00Z">', "datepublished"),
    ],
)
def test_pages_tell_their_day_in_many_ways(head: str, found: str) -> None:
    document = read_upload("a.html", page(head=head))
    assert document.published == date(2024, 5, 14)
    assert found in str(document.published_from)


@pytest.mark.parametrize("content", ["soon", "2024-13-40", "0001-01-01", "", "99999-01-01"])
def test_a_day_that_is_none_is_not_proposed(content: str) -> None:
    document = read_upload("a.html", page(head=f'<meta name="date" content="{content}">'))
    assert (document.published, document.published_from) == (None, None)


def test_a_page_tells_its_day_in_the_text() -> None:
    story = '<time datetime="2024-05-14T10:00">gestern</time>' + STORY
    assert read_upload("a.html", page(head="", story=story)).published_from == "the page's first <time>"


def test_the_day_of_the_template_says_nothing_of_a_document() -> None:
    assert read_upload("a.docx", word(created=datetime(2013, 12, 23, 23, 15))).published is None


def test_tables_of_a_document_are_read() -> None:
    assert read_upload("a.docx", word()).text.endswith("Brest\n\n30")


def test_lines_of_a_pdf_become_paragraphs() -> None:
    page_ = [
        "Das Blatt, Seite 1",
        "In Minsk wurde gegen die Regierung pro-",
        "testiert, sagte die Polizei von Minsk am",
        "Abend.",
    ]
    other = ["Das Blatt, Seite 2", "In Brest war es still, wie die Behörden", "melden.", "2"]
    third = ["Das Blatt, Seite 3", "Die Krim-", "Brücke ist gesperrt worden und bleibt es.", "3"]
    assert list(paragraphs([page_, other, third])) == [
        "In Minsk wurde gegen die Regierung protestiert, sagte die Polizei von Minsk am Abend.",
        "In Brest war es still, wie die Behörden melden.",
        "Die Krim-Brücke ist gesperrt worden und bleibt es.",
    ]


def test_a_pdf_that_opens_without_a_password_is_read() -> None:
    assert FIRST in read_upload("a.pdf", pdf((FIRST,))).text


def test_a_mail_in_html_keeps_the_mails_own_head() -> None:
    document = read_upload("b.eml", mail(html=page().decode()))
    assert (document.outlet, document.published_from) == ("Das Blatt", "the mail's Date")


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str | None, float]]:
    """Read every hostile file; return what it was refused with, and how long it took."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, octets in hostile():
        (folder / name).write_bytes(octets)

    def tried(path: Path) -> tuple[str | None, float]:
        began = time.monotonic()
        try:
            read_document(path)
        except ReportError as error:
            return str(error).removeprefix(f"{folder}/"), time.monotonic() - began
        return None, time.monotonic() - began

    with ThreadPoolExecutor(2) as pool:
        paths = sorted(folder.iterdir())
        return dict(zip((p.name for p in paths), pool.map(tried, paths), strict=True))


def test_each_hostile_file_is_refused_in_a_sentence_that_names_it(refused: dict[str, tuple[str | None, float]]) -> None:
    assert len(refused) >= 60
    assert [n for n, (said, _) in refused.items() if said is None] == []
    assert [said for n, (said, _) in refused.items() if said and not said.startswith(f"{n}: ")] == []
    assert [said for said, _ in refused.values() if said and ("expected" not in said or len(said) > 300)] == []
    assert [said for said, _ in refused.values() if said and any(words in said for words in NOT_SAID)] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bomb.docx", "parts that unpack to 3"),
        ("many.docx", "expected at most 2,000"),
        ("laughs.docx", "word/document.xml defines entities"),
        ("outside.docx", "word/document.xml defines entities"),
        ("no-word.docx", "no Word document"),
        ("old.docx", "an old or an encrypted Word document"),
        ("cut.docx", "no Word document, or a damaged one"),
        ("locked.pdf", "an encrypted PDF"),
        ("scan.pdf", "no text in the PDF, as in a scan"),
        ("no.pdf", "no PDF"),
        ("latin.txt", "byte 34 is not UTF-8"),
        ("binary.txt", "it holds NUL bytes"),
        ("empty.txt", "an empty file"),
        ("a.odt", "the suffix '.odt'; expected one of .txt, .md"),
        ("no.eml", "no mail"),
        ("attachment.eml", "no text in the mail's body"),
        ("script.html", "no text in the page"),
        ("encoding.html", "the encoding 'x-nobody'"),
    ],
)
def test_the_sentence_says_what_is_wrong(refused: dict[str, tuple[str | None, float]], name: str, said: str) -> None:
    assert said in str(refused[name][0])


@pytest.fixture(scope="module")
def heavies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("heavy")
    for name, octets in (*heavy(), *hostile()):
        if Path(name).suffix in SUFFIXES and Path(name).suffix != ".txt":
            (folder / name).write_bytes(octets)
    return folder


def test_no_reader_opens_a_file_or_a_socket_and_each_ends_in_time(heavies: Path, tmp_path: Path) -> None:
    """Time is the processor's, counted from where a reader of a short page ends: machines differ."""

    def watched(path: Path) -> tuple[str, int, bytes, float]:
        command = [sys.executable, "-m", "tests.sources.texts.watched", str(path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            told = process.stdout.read() if process.stdout else b""
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        return path.name, process.returncode, told, used.ru_utime + used.ru_stime

    (tmp_path / "short.html").write_bytes(page())
    *_, short = watched(tmp_path / "short.html")
    most = math.ceil(2 * short) + LIMITS.seconds + 0.5
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(watched, sorted(heavies.iterdir())))
    assert [(name, told[-200:]) for name, _, told, _ in done if told and not told.endswith(b'"seen": []}')] == []
    assert [(name, seconds) for name, *_, seconds in done if seconds > most] == []
    assert [(name, code) for name, code, *_ in done if code not in (0, -24)] == []


def test_more_than_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    for name in ("a.txt", "a.docx"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(LIMITS.size + 1)
        with pytest.raises(ReportError, match=r"26,214,401 bytes; expected at most 26,214,400"):
            read_document(tmp_path / name)


def test_a_pipe_a_folder_and_nothing_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.pdf")
    for name in ("folder.txt", "pipe.pdf", "nothing.html"):
        with pytest.raises(ReportError, match=f"{name}: (it cannot be read|no regular file)"):
            read_document(tmp_path / name)
