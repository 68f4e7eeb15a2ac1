"""An article on a web page: its paragraphs without menus, links and scripts, and what the page says about itself."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from geo.errors import ReportError
from geo.sources.texts.found import Found, decoded, language_code, line, text_of

_DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
#: Pages that say Latin 1 mean Windows' superset of it.
_AS_BROWSERS_DO: Final = dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252")
_UNSEEN: Final = (
    "script, style, noscript, template, svg, math, form, button, select, textarea, iframe, object, figcaption, nav"
)
#: What asks the reader for something, or comes from readers, by its id or class.
_NOTICE: Final = re.compile(r"(?i)\b(?:cookie|consent|gdpr|newsletter|paywall|comments?\b|disqus)")
#: The marks that an extracted text keeps besides links; each ends a paragraph, as a line does.
_BREAK: Final = re.compile(r"\n|\t|</?(?:p|h[1-6]|ul|ol|li|pre)>|<br>")
_WRAPPED: Final = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_LINK: Final = re.compile(r"<a(?: [^>]*)?>(.*?)</a>")
_TAG: Final = re.compile(r"</?a(?: [^>]*)?>")
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
    tree = HTMLTree.parse(text)
    found = _metadata(tree.document)
    _drop_around(tree.document)
    paragraphs = list(blocks(tree, article=True)) or list(blocks(tree, article=False))
    if not paragraphs:
        raise ReportError("no text in the page; expected an article")
    if found.title and found.title not in paragraphs[0]:
        paragraphs.insert(0, found.title)
    found.paragraphs = paragraphs
    return found


def _drop_around(root: Any) -> None:
    """Take out of a page what is not seen, what asks the reader for something, and what readers have written."""
    for node in list(root.query_selector_all(_UNSEEN)):
        node.remove()
    for node in list(root.query_selector_all("div, section, aside, p")):
        if _NOTICE.search(f"{node.id} {node.class_name}") and not node.query_selector("article, main, h1"):
            node.remove()


def blocks(tree: HTMLTree, *, article: bool) -> Iterator[str]:
    """Yield the paragraphs of a page, or of its article alone, in reading order and without lists of links."""
    markup = extract_plain_text(
        tree, main_content=article, preserve_formatting="minimal_html", links=True, list_bullets=False, alt_texts=False
    )
    for block in _BREAK.split(_WRAPPED.sub(_unwrapped, markup)):
        text = unescape(_TAG.sub("", block)).strip()
        linked = sum(len(unescape(said).strip()) for said in _LINK.findall(block))
        if text and not (len(text) < _SHORT and linked >= _LINKED * len(text)):
            yield text


def _unwrapped(match: re.Match[str]) -> str:
    """Join the lines of a text that was broken by hand; a blank line still parts."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", match[0])


def _metadata(root: Any) -> Found:
    metas = {
        str(m.getattr("property") or m.getattr("name") or m.getattr("itemprop") or "").lower(): m.getattr("content")
        for m in reversed(list(root.query_selector_all("meta"))[:500])
    }
    page, title = root.query_selector("html"), root.query_selector("title")
    stated = next(_stated(root), {})
    found = Found(
        title=line(metas.get("og:title") or stated.get("headline") or (title.text if title else None)),
        outlet=line(metas.get("og:site_name") or _name(stated.get("publisher"))),
        language=language_code((page.getattr("lang") if page else None) or metas.get("og:locale")),
        url=_address(root, metas),
    )
    found.propose(_text(stated.get("datePublished")), "the page's datePublished (JSON-LD)")
    for key in _DAYS:
        found.propose(metas.get(key), f"the page's {key}")
    if time := root.query_selector("time[datetime]"):
        found.propose(time.getattr("datetime"), "the page's first <time>")
    return found


def _stated(root: Any) -> Iterator[dict[str, Any]]:
    """Yield what the page states of its articles as JSON-LD."""
    for script in list(root.query_selector_all("script[type='application/ld+json']"))[:20]:
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
    link = root.query_selector("link[rel=canonical]")
    address = line((link.getattr("href") if link else None) or metas.get("og:url"))
    return address if address and address.startswith(("https://", "http://")) and " " not in address else None


def warm_up() -> None:
    """Read a page once, so that nothing is left to be opened."""
    page = (
        b"<html><title>a</title><meta name=date content=2024-05-16><body><p>"
        + b"One, two, three. " * 40
        + b"</p></body>"
    )
    text_of(read_webpage(page).paragraphs)
