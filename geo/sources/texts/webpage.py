"""An article on a web page: its paragraphs without menus, links and scripts, and what the page says about itself."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree, html
from readability import Document as Article

from geo.errors import ReportError
from geo.sources.texts.found import Found, decoded, language_code, line, text_of

_DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
#: Pages that say Latin 1 mean Windows' superset of it.
_AS_BROWSERS_DO: Final = dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252")
_UNSEEN: Final = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "head", "title", "form", "button", "select", "textarea"}
    | {"iframe", "object", "figcaption", "nav"}
)
_INLINE: Final = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd"}
    | {"mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
_NOTICE: Final = re.compile(r"(?i)\b(?:cookie|consent|gdpr|newsletter|paywall)")
#: A short paragraph is a list of links, not text, from this share of its characters on.
_LINKED: Final = 0.8
_SHORT: Final = 200
_ARTICLES: Final = frozenset(
    {"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting", "Report"}
)
_DAYS: Final = (
    *("article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.issued"),
    *(
        "dcterms.created",
        "dc.date",
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "parsely-pub-date",
        "sailthru.date",
    ),
)


def read_webpage(octets: bytes) -> Found:
    """Read an HTML page. Raises ReportError where there is no text in it."""
    declared = _DECLARED.search(octets[:4096])
    name = declared[1].decode("ascii").lower() if declared else None
    text = decoded(octets, _AS_BROWSERS_DO.get(name or "", name))
    root = _parsed(text)
    found = _metadata(root)
    _drop_notices(root)
    paragraphs = list(article(etree.tostring(root, encoding="unicode", method="html"))) or list(blocks(root))
    if not paragraphs:
        raise ReportError("no text in the page; expected an article")
    if found.title and found.title not in paragraphs[0]:
        paragraphs.insert(0, found.title)
    found.paragraphs = paragraphs
    return found


def article(text: str) -> Iterator[str]:
    """Yield the paragraphs of the part of a page that is its article."""
    summary = Article(text).summary(html_partial=True)
    yield from blocks(_parsed(summary))


def _drop_notices(root: Any) -> None:
    """Take out of a page what asks the reader for something, by its name."""
    for node in [
        n for n in root.iter("div", "section", "aside", "p") if _NOTICE.search(f"{n.get('id')} {n.get('class')}")
    ]:
        if node.getparent() is not None:
            node.drop_tree()


def _parsed(text: str) -> Any:
    """Return the page as a tree. No entity is expanded, nothing is fetched."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReportError("no HTML that can be read; expected a web page") from error
    return root


def blocks(root: Any) -> Iterator[str]:
    """Yield the text of a tree block by block, in reading order, without what is not seen and lists of links."""
    pieces: list[str] = []
    linked = unseen = links = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        hidden, link = tag in _UNSEEN, tag == "a"
        if tag not in _INLINE and not unseen:
            if _is_text(pieces, linked):
                yield "".join(pieces)
            pieces, linked = [], 0
        if event == "start":
            unseen, links = unseen + hidden, links + link
            piece = node.text
        else:
            unseen, links = unseen - hidden, links - link
            piece = node.tail
        if piece and not unseen:
            pieces.append(piece.replace("\n", " "))
            linked += len(piece.strip()) if links else 0
    if _is_text(pieces, linked):
        yield "".join(pieces)


def _is_text(pieces: Iterable[str], linked: int) -> bool:
    length = len("".join(pieces).strip())
    return bool(length) and not (length < _SHORT and linked >= _LINKED * length)


def _metadata(root: Any) -> Found:
    metas = {
        str(m.get("property") or m.get("name") or m.get("itemprop") or "").lower(): m.get("content")
        for m in reversed(root.findall(".//meta")[:500])
    }
    stated = next(_stated(root), {})
    found = Found(
        title=line(metas.get("og:title") or stated.get("headline") or root.findtext(".//title")),
        outlet=line(metas.get("og:site_name") or _name(stated.get("publisher"))),
        language=language_code(root.get("lang") or metas.get("og:locale")),
        url=_address(root, metas),
    )
    found.propose(_text(stated.get("datePublished")), "the page's datePublished (JSON-LD)")
    for key in _DAYS:
        found.propose(metas.get(key), f"the page's {key}")
    for time in root.findall(".//time[@datetime]")[:1]:
        found.propose(time.get("datetime"), "the page's first <time>")
    return found


def _stated(root: Any) -> Iterator[dict[str, Any]]:
    """Yield what the page states of its articles as JSON-LD."""
    for script in root.findall(".//script[@type='application/ld+json']")[:20]:
        try:
            stated = json.loads(script.text or "")
        except ValueError:
            continue
        graph = stated.get("@graph") if isinstance(stated, dict) else stated
        for item in graph if isinstance(graph, list) else [stated]:
            kinds = item.get("@type") if isinstance(item, dict) else None
            if set(kinds if isinstance(kinds, list) else [str(kinds)]) & _ARTICLES:
                yield item


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    return _text(value.get("name")) if isinstance(value, dict) else None


def _address(root: Any, metas: dict[str, Any]) -> str | None:
    link = root.find(".//link[@rel='canonical']")
    address = line((link.get("href") if link is not None else None) or metas.get("og:url"))
    return address if address and address.startswith(("https://", "http://")) and " " not in address else None


def warm_up() -> None:
    """Read a page once, so that nothing is left to be opened."""
    page = (
        b"<html><title>a</title><meta name=date content=2024-05-16><body><p>"
        + b"One, two, three. " * 40
        + b"</p></body>"
    )
    text_of(read_webpage(page).paragraphs)
