"""The Share button, whose one click copies the link of what is seen; and links that a tab, old or new, can follow."""

from functools import cache

from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from geo.ui.state import PAGES, Here

_HTML = '<button type="button" class="share"></button><input class="link" readonly hidden aria-label="link">'
_CSS = """
.share{font:inherit;font-size:.875rem;padding:.3rem .8rem;border-radius:.5rem;cursor:pointer;white-space:nowrap;
 color:var(--st-text-color);background:transparent;border:1px solid var(--st-border-color)}
.share:hover{border-color:var(--st-primary-color);color:var(--st-primary-color)}
.share:focus-visible{outline:2px solid var(--st-primary-color);outline-offset:2px}
@media(max-width:640px){.share{padding:.3rem .5rem}}
.link{font:inherit;font-size:.75rem;width:100%;margin-top:.25rem}
"""
# The address bar is the link: it is read when the button is pressed, so that it is never an older one.
# Streamlit writes the map's own link as "?…", which a new tab opened from another page would read as that page: it is
# made whole before a click, a middle click or a key can follow it.
# A plain click on a link of ours stays in the session: the address is written, and Streamlit told of it as of Back and
# Forward. Any other click (a middle one, one with a key held down) is the browser's own.
# The document listens from the first page on, also while one page's button is gone and the next one's is not there yet:
# a button that takes over ends the listening of the one before.
_JS = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector(".share");
  const field = parentElement.querySelector(".link");
  const home = window.location.pathname.slice(0, window.location.pathname.length - data.page.length);
  const whole = (event) => {
    const link = event.target.closest?.('[data-testid="stPageLink-NavLink"]');
    const href = link?.getAttribute("href");
    if (href === "" || href?.startsWith("?")) link.setAttribute("href", home + href);
  };
  const follow = (event) => {
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const link = plain && event.target.closest?.('[data-testid="stHtml"] a[href]:not([target])');
    if (!link || link.origin !== window.location.origin) return;
    if (!data.pages.some((page) => link.pathname === home + page)) return;
    event.preventDefault();
    if (link.href === window.location.href) return;
    window.history.pushState(null, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  };
  document.qantarLinks?.abort();
  const { signal } = (document.qantarLinks = new AbortController());
  for (const moment of ["pointerdown", "keydown"]) {
    document.addEventListener(moment, whole, { capture: true, signal });
  }
  document.addEventListener("click", follow, { signal });
  document.documentElement.lang = data.lang;
  button.textContent = data.share;
  button.onclick = async () => {
    const link = window.location.href;
    try {
      await navigator.clipboard.writeText(link);
      button.textContent = data.copied;
      setTimeout(() => { button.textContent = data.share; }, 2000);
    } catch {
      field.value = link; field.hidden = false; field.focus(); field.select();
    }
  };
}
"""


def draw_share(here: Here, page: str) -> None:
    """Draw the button that copies the link in the address bar; `page` is the page's name there, "" for the map."""
    words = {"share": here.words("Share"), "copied": here.words("Link copied")}
    _button()(data={**words, "lang": here.lang, "page": page, "pages": ["", *PAGES]}, key="share")


@cache
def _button() -> ComponentRenderer:
    return component("qantar_share", html=_HTML, css=_CSS, js=_JS)
