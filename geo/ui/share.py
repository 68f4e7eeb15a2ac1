"""The Share button, whose one click copies the link of what is seen; and links that a new tab can follow."""

from functools import cache

from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from geo.ui.state import Here

_HTML = '<button type="button" class="share"></button><input class="link" readonly hidden aria-label="link">'
_CSS = """
.share{font:inherit;font-size:.875rem;padding:.3rem .8rem;border-radius:.5rem;cursor:pointer;white-space:nowrap;
 color:var(--st-text-color);background:transparent;border:1px solid var(--st-border-color)}
.share:hover{border-color:var(--st-primary-color);color:var(--st-primary-color)}
.share:focus-visible{outline:2px solid var(--st-primary-color);outline-offset:2px}
.link{font:inherit;font-size:.75rem;width:100%;margin-top:.25rem}
"""
# The address bar is the link: it is read when the button is pressed, so that it is never an older one.
# Streamlit writes the map's own link as "?…", which a new tab opened from another page would read as that page: it is
# made whole before a click, a middle click or a key can follow it.
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
  parentElement.links?.abort();
  parentElement.links = new AbortController();
  for (const moment of ["pointerdown", "keydown"]) {
    document.addEventListener(moment, whole, { capture: true, signal: parentElement.links.signal });
  }
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
  return () => parentElement.links.abort();
}
"""


def draw_share(here: Here, page: str) -> None:
    """Draw the button that copies the link in the address bar; `page` is the page's name there, "" for the map."""
    words = {"share": here.words("Share"), "copied": here.words("Link copied")}
    _button()(data={**words, "page": page}, key="share")


@cache
def _button() -> ComponentRenderer:
    return component("qantar_share", html=_HTML, css=_CSS, js=_JS)
