// The report's text, sentence by sentence, or its events as a list; what is clicked in it goes to Python. All texts are
// text nodes: no markup is ever read from a string.
const LAYERS = ["event", "place", "time", "figure", "source"];

function el(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const glyph = (event) => el("img.glyph", { src: event.mark, alt: "", "data-n": event.n, title: event.summary });

class Desk {
  constructor(host) {
    this.host = host;
    this.hidden = new Set();
    this.view = "text";
    this.version = null;
    this.typing = false;
    // Python is told of what is typed once the field is left; a page may be closed before.
    const type = ({ target }) => (this.typing ||= Boolean(target.closest?.(".st-key-code_panel")));
    document.addEventListener("input", type);
    this.leave = () => document.removeEventListener("input", type);
  }

  // False where the text of this version has not come.
  take({ whole, ...chosen }, pick) {
    this.pick = pick;
    if (Object.keys(whole).length) this.whole = { held: chosen.version, ...whole };
    if (this.whole?.held !== chosen.version) return false;
    const data = { ...this.whole, ...chosen };
    const words = data.words;
    const fresh = data.version !== this.version;
    const before = this.data;
    this.data = data;
    this.typing = data.typing;
    // Set, not added: the warning stays while the reader looks at another page of the app.
    window.onbeforeunload = (event) => {
      if (data.dirty || this.typing) event.preventDefault();
    };
    if (fresh) {
      const at = this.pane?.scrollTop || 0;
      this.version = data.version;
      this.build(words);
      this.pane.scrollTop = at;
    }
    this.mark(!before || before.sentence !== data.sentence || before.event !== data.event);
    return true;
  }

  build(words) {
    const { events } = this.data;
    const tab = (view, text) =>
      el("button.tab", { type: "button", "aria-pressed": String(this.view === view), onclick: () => this.turn(view) }, text);
    const kept = events.filter((event) => !event.rejected).length;
    const tabs = el("div.tabs", { role: "group", "aria-label": words.show }, tab("text", words.text), tab("events", `${words.events} (${kept})`));
    const toggles = LAYERS.map((layer) => this.toggle(layer, words[layer]));
    this.layers = el("div.layers", { role: "group", "aria-label": words.marks, hidden: this.view !== "text" }, toggles);
    this.pane = el("div.pane", {}, this.view === "text" ? this.text(words) : this.list(words));
    this.host.replaceChildren(el("div.head", {}, tabs, this.layers), this.pane);
    for (const layer of LAYERS) this.pane.classList.toggle(`no-${layer}`, this.hidden.has(layer));
  }

  toggle(layer, name) {
    const flip = (event) => {
      const off = !this.hidden.delete(layer);
      if (off) this.hidden.add(layer);
      event.currentTarget.setAttribute("aria-pressed", String(!off));
      this.pane.classList.toggle(`no-${layer}`, off);
    };
    return el("button.layer", { type: "button", "aria-pressed": String(!this.hidden.has(layer)), onclick: flip }, el(`span.l-${layer}`, {}, name));
  }

  turn(view) {
    this.view = view;
    this.build(this.data.words);
    this.mark(true);
    this.host.querySelector(".tab[aria-pressed=true]").focus();
  }

  // --- the text ---
  text(words) {
    const byNumber = new Map(this.data.events.map((event) => [event.n, event]));
    const paragraphs = this.data.paragraphs.map((parts) =>
      el("p", { role: "group" }, parts.map((part) => (typeof part === "string" ? part : this.sentence(part, byNumber)))),
    );
    const box = el("div.text", { role: "listbox", "aria-label": words.sentences, lang: this.data.language }, paragraphs);
    box.addEventListener("click", (event) => this.click(event));
    box.addEventListener("keydown", (event) => this.walk(event));
    return box;
  }

  sentence({ i, o, e, p }, byNumber) {
    const parts = p.map(([text, layers]) => (layers ? el(`span.l-${layers.split(" ").join(".l-")}`, {}, text) : text));
    const marks = e.map((n) => byNumber.get(n)).filter((event) => event && !event.rejected).map(glyph);
    return el(`span.s.o-${o}`, { role: "option", tabindex: -1, "data-i": i, "aria-selected": "false" }, marks, parts);
  }

  click(event) {
    const node = event.target.closest(".s");
    if (!node || String(window.getSelection())) return;
    this.choose(node, event.target.dataset.n ? Number(event.target.dataset.n) : null);
  }

  // The sentence's first event, or the one after the chosen one.
  choose(node, wanted) {
    const i = Number(node.dataset.i);
    const own = this.data.events.filter((event) => event.s.includes(i) && !event.rejected).map((event) => event.n);
    const next = own[(own.indexOf(this.data.event) + 1) % own.length] ?? null;
    this.pick({ sentence: i, event: wanted ?? (this.data.sentence === i || !own.includes(this.data.event) ? next : this.data.event) });
  }

  walk(event) {
    const nodes = [...this.pane.querySelectorAll(".s")];
    const at = nodes.indexOf(event.target);
    if (at < 0) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose(nodes[at], null);
      return;
    }
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: nodes.length - 1 }[event.key];
    if (to === undefined || !nodes[to]) return;
    event.preventDefault();
    this.rove(nodes, nodes[to]);
    nodes[to].focus();
  }

  rove(nodes, one) {
    for (const node of nodes) node.tabIndex = node === one ? 0 : -1;
  }

  // --- the list ---
  list(words) {
    const items = this.data.events.map((event) =>
      el(
        "li",
        {},
        el(
          `button.card${event.rejected ? ".rejected" : ""}`,
          { type: "button", "data-n": event.n, onclick: () => this.pick({ sentence: event.s[0], event: event.n }) },
          el("img.glyph", { src: event.mark, alt: "" }),
          el("span.what", {}, event.summary),
          el("span.when", {}, event.when, event.rejected && ` · ${words.rejected}`, event.hand && ` · ${words.hand}`),
        ),
      ),
    );
    return el("ol.list", { "aria-label": words.events }, items);
  }

  // --- what is chosen ---
  mark(moved) {
    const { sentence, event, events } = this.data;
    const own = events.find((one) => one.n === event);
    const nodes = [...this.pane.querySelectorAll(".s")];
    for (const node of nodes) {
      const i = Number(node.dataset.i);
      node.setAttribute("aria-selected", String(i === sentence));
      node.classList.toggle("also", i !== sentence && Boolean(own?.s.includes(i)));
    }
    for (const node of this.pane.querySelectorAll("[data-n]")) {
      const chosen = Number(node.dataset.n) === event;
      node.classList.toggle("chosen", chosen);
      if (node.tagName === "BUTTON") node.setAttribute("aria-pressed", String(chosen));
    }
    const chosen = this.pane.querySelector(".s[aria-selected=true]") || this.pane.querySelector("button.chosen");
    if (nodes.length) this.rove(nodes, chosen || nodes[0]);
    if (chosen && moved) this.show(chosen);
  }

  // Scrolls the pane alone, never the page.
  show(node) {
    const [box, own] = [this.pane.getBoundingClientRect(), node.getBoundingClientRect()];
    if (own.top >= box.top && own.bottom <= box.bottom) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = this.pane.scrollTop + own.top - box.top - Math.min(80, box.height / 4);
    this.pane.scrollTo({ top, behavior: still ? "auto" : "smooth" });
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const host = parentElement.querySelector(".desk");
  host.desk ??= new Desk(host);
  const taken = host.desk.take(data, (choice) => setTriggerValue("pick", choice));
  if (!taken) setTriggerValue("lacking", data.version);
  return () => host.isConnected || host.desk.leave();
}
