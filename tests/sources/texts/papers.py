"""Reports in every format that can be read, and hostile files of every format: (name, octets)."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from typing import Final

import docx
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

FIRST: Final = "In Minsk wurde am Dienstag gegen die Regierung protestiert, berichteten Augenzeugen am Abend."
SECOND: Final = "In Brest nahm die Polizei dreißig Menschen fest."
STORY: Final = (
    f"<p>{FIRST}</p>"
    f"<p>17.30 Uhr: {SECOND}</p>"
    "<p>Der Präsident sprach am Mittwoch von Einmischung, nannte aber keine Belege, wie Beobachter sagten.</p>"
)
PAGE: Final = """<!DOCTYPE html><html lang="de-DE"><head><meta charset="{charset}"><title>Proteste – Blatt</title>
<meta property="og:title" content="Proteste in Belarus"><meta property="og:site_name" content="Das Blatt">
{head}<script>document.write("In Moskau explodierte eine Bombe.")</script></head>
<body><nav><ul><li><a href="/">Start</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<div id="cookie">Wir verwenden Cookies.</div><article>{story}<script>alert("In Kabul fielen Schüsse.")</script>
<aside class="related"><a href="/x">Unruhen in Almaty</a></aside></article>
<section class="comments"><p>Leser: Bei uns in Hamburg war auch etwas los.</p></section>
<footer>© Das Blatt, Rechte vorbehalten</footer></body></html>"""
_META: Final = '<meta property="article:published_time" content="2024-05-16T08:00:00+02:00">'


def page(*, head: str = _META, charset: str = "utf-8", story: str = STORY) -> bytes:
    return PAGE.format(head=head, charset=charset, story=story).encode(charset)


def word(*paragraphs: str, created: datetime = datetime(2024, 5, 16, 8)) -> bytes:
    document = docx.Document()
    document.core_properties.title = "Proteste in Belarus"
    document.core_properties.created = created
    for text in paragraphs or (FIRST, SECOND):
        document.add_paragraph(text)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Brest", "30"
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def pdf(*pages: tuple[str, ...], password: str | None = None, content: bytes | None = None) -> bytes:
    """Write lines as a PDF does, in a font of its own encoding (Latin 1)."""
    writer = PdfWriter()
    for lines in pages or ((FIRST, SECOND),):
        sheet = writer.add_blank_page(595, 842)
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
        own = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
        resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): own})})
        sheet[NameObject("/Resources")] = resources
        stream = DecodedStreamObject()
        shown = "".join(f"({text}) Tj T* " for text in lines)
        stream.set_data(content or f"BT /F1 11 Tf 14 TL 50 780 Td {shown}ET".encode("cp1252"))
        sheet[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Title": "Proteste in Belarus", "/CreationDate": "D:20240516080000+02'00'"})
    if password:
        writer.encrypt(password)
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def mail(*, html: str | None = None) -> bytes:
    message = EmailMessage()
    message["From"] = "Das Blatt <news@blatt.example>"
    message["Date"] = "Thu, 16 May 2024 23:30:00 +0200"
    message["Subject"] = "Proteste in Belarus"
    if html:
        message.set_content(html, subtype="html")
    else:
        message.set_content(f"{FIRST}\n\n{SECOND}\n", charset="iso-8859-1")
        message.add_attachment(b"\x7fELF", maintype="application", subtype="octet-stream", filename="a.exe")
    return message.as_bytes()


MARKDOWN: Final = (
    f"---\ntitle: Proteste in Belarus\ndate: 2024-05-16\n---\n{FIRST}\n\n* {SECOND.replace('Brest', '**Brest**')}\n"
)


def reports() -> dict[str, bytes]:
    """Return one sound report of each format."""
    return {
        "a.txt": f"{FIRST}\n\n{SECOND}\n".encode(),
        "a.md": MARKDOWN.encode(),
        "a.html": page(),
        "a.HTM": page(charset="cp1252"),
        "a.docx": word(),
        "a.pdf": pdf(),
        "a.eml": mail(),
        "b.eml": mail(html=page().decode()),
    }


def hostile() -> Iterator[tuple[str, bytes]]:
    """Yield files that must be refused, or read for what they say and no more."""
    yield from _no_documents()
    yield from _words()
    yield from _pdfs()
    yield from _pages()
    yield from _mails()


def _no_documents() -> Iterator[tuple[str, bytes]]:
    for suffix in ("txt", "md", "html", "docx", "pdf", "eml"):
        yield f"empty.{suffix}", b""
        yield f"blank.{suffix}", b" \r\n\t " * 50
        yield f"binary.{suffix}", bytes(range(256)) * 400
        yield f"elf.{suffix}", b"\x7fELF\x02\x01\x01" + b"\0" * 4000
    for suffix in ("txt", "md", "html"):
        yield f"latin.{suffix}", f"<p>{SECOND}</p>".encode("latin-1")
    yield "encoding.html", b'<meta charset="x-nobody">' + "<p>ß</p>".encode("latin-1")
    for name in ("a.doc", "a.odt", "a.rtf", "a.exe", "a", ".txt"):
        yield name, FIRST.encode()


def _zip(parts: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return sink.getvalue()


def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _words() -> Iterator[tuple[str, bytes]]:
    parts, xml = _parts(), "word/document.xml"
    yield "bomb.docx", _zip(parts | {"word/media/zeros.bin": bytes(300 * 1024 * 1024)})
    yield "text-bomb.docx", _zip(parts | {xml: parts[xml].replace(b"Brest", b"a" * (100 * 1024 * 1024))})
    yield "many.docx", _zip(parts | {f"word/media/{n}.bin": b"" for n in range(3_000)})
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    doctype = b'<!DOCTYPE a [<!ENTITY l0 "ha">' + laughs + b"]>"
    body = parts[xml].split(b"?>", 1)[1].replace(b"Brest", b"&l11;")
    yield "laughs.docx", _zip(parts | {xml: doctype + body})
    outside = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield "outside.docx", _zip(parts | {xml: outside + body.replace(b"&l11;", b"&x;")})
    deep = b"<w:sdt><w:sdtContent>" * 100_000
    yield "deep.docx", _zip(parts | {xml: parts[xml].replace(b"<w:body>", b"<w:body>" + deep)})
    yield "no-word.docx", _zip({"a.txt": b"a"})
    yield "no-types.docx", _zip({xml: parts[xml]})
    yield "cut.docx", word()[:-300]
    yield "old.docx", b"\xd0\xcf\x11\xe0" + bytes(4000)
    yield "text.docx", FIRST.encode()
    yield "bad-crc.docx", word().replace(b"word/document.xml", b"word/document.xmx", 1)
    lying = bytearray(_zip(parts | {xml: parts[xml].replace(b"Brest", b"a" * 90_000_000)}))
    at = lying.rfind(b"PK\x01\x02", 0, lying.rfind(xml.encode()))
    lying[at + 24 : at + 28] = (10).to_bytes(4, "little")
    yield "lying.docx", bytes(lying)


def _pdfs() -> Iterator[tuple[str, bytes]]:
    yield "locked.pdf", pdf(password="secret")
    yield "scan.pdf", pdf(("",), content=b"q 500 0 0 700 0 0 cm Q")
    yield "cut.pdf", pdf()[:300]
    yield "no.pdf", FIRST.encode()
    yield "bomb.pdf", _flate(zlib.compress(zlib.compress(bytes(1 << 30), 1), 1), "[/FlateDecode /FlateDecode]")
    yield "big-bomb.pdf", _flate(zlib.compress(b"(a) Tj " * 40_000_000, 1), "/FlateDecode")
    yield "operators.pdf", _flate(zlib.compress(b"BT " + b"(a) Tj T* " * 3_000_000, 1), "/FlateDecode")
    yield "loop.pdf", _objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R]>>")
    nested = b"[" * 200_000 + b"]" * 200_000
    yield "nested.pdf", _objects(b"<</Type/Catalog/Pages 2 0 R/X " + nested + b">>", b"<</Type/Pages/Count 0/Kids[]>>")
    yield "pages.pdf", _objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 900000000/Kids[]>>")


def _flate(content: bytes, filters: str) -> bytes:
    stream = b"<</Length %d/Filter %s>>stream\n" % (len(content), filters.encode()) + content + b"\nendstream"
    font = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    sheet = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources " + font + b">>"
    return _objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", sheet, stream)


def _objects(*objects: bytes) -> bytes:
    out, starts = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % s for s in starts)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))


def _pages() -> Iterator[tuple[str, bytes]]:
    yield "script.html", b"<html><body><script>document.write('In Minsk fielen Schuesse.')</script></body></html>"
    yield "frames.html", b'<frameset><frame src="http://127.0.0.1:9/a"></frameset>'
    yield "links.html", b"<body>" + b'<p><a href="/a">Unruhen in Almaty</a></p>' * 500 + b"</body>"


def _mails() -> Iterator[tuple[str, bytes]]:
    yield "no.eml", b"\n\nJust a text without a head."
    head = b"From: a@b.example\nSubject: x\n"
    yield "attachment.eml", head + b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nAAAA\n"
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(20_000))
    yield "deep.eml", head + deep


def heavy() -> Iterator[tuple[str, bytes]]:
    """Yield files that may be read or refused, as long as it ends soon and nothing else is touched."""
    yield "deep.html", b"<html><body>" + b"<div>" * 300_000 + FIRST.encode()
    yield "spans.html", b"<html><body><p>" + b"<b>" * 200_000 + FIRST.encode()
    yield "wide.html", b"<html><body>" + b"<p>In Minsk fielen Schuesse, sagte ein Zeuge.</p>" * 200_000
    yield "attributes.html", b"<html><body><p " + b"a=b " * 1_000_000 + b">" + FIRST.encode()
    yield (
        "entities.html",
        b"<!DOCTYPE html [<!ENTITY a '" + b"b" * 100 + b"'>]><p>" + b"&a;" * 1_000_000 + FIRST.encode(),
    )
    yield "outside.html", b"<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><p>&a;" + FIRST.encode()
    yield (
        "images.html",
        page(story='<img src="http://127.0.0.1:9/a.png"><link rel=stylesheet href="http://127.0.0.1:9/">' + STORY),
    )
    yield "open.html", b"<" * 3_000_000
    yield "style.html", b'<p style="' + b"display :" * 300_000 + b'">' + FIRST.encode()
    yield "json.html", page(head='<script type="application/ld+json">' + "[" * 300_000 + "</script>")
    yield "line.html", b"<p>" + b"a" * 20_000_000 + b"</p>"
    yield "emphasis.md", b"*a_" * 200_000
    yield "brackets.md", b"[" * 200_000
    yield "quotes.md", b">" * 200_000 + b" a"
    yield "line.md", b"a " * 2_000_000
    yield "headers.eml", b"From: a@b.example\n" + b"X: y\n" * 300_000 + b"\n" + FIRST.encode()
    yield "header.eml", b"From: " + b"a@b.example, " * 200_000 + b"\n\n" + FIRST.encode()
    yield "words.eml", b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\n" + FIRST.encode()
    yield "long.docx", word(*[FIRST] * 3_000)
