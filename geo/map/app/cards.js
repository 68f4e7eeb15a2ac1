// The events shown, as short cards in order of time. Texts come from the server and are kept; what is known already
// (type, days, place) is drawn at once.
{
  const PAGE = 100;
  const SCATTERED = 500; // cards fetched at once for one place's events, which lie far apart in the whole list
  const MOVING = 16; // cards drawn while the days are being dragged: more than fit beside the map

  class Cards {
    constructor(app) {
      this.app = app;
      this.texts = app.texts;
      this.texts.clear();
      this.limit = PAGE;
      this.list = qantar.el("ol.q-cards", { "aria-label": qantar.t("Events in order of time") });
      this.list.addEventListener("keydown", (event) => this.walk(event));
      this.more = qantar.el("button.q-quiet", { type: "button", onclick: () => this.extend() });
      this.node = qantar.el("div", {}, this.list, this.more);
      this.drawn = "";
    }

    // Other language: the texts are void.
    forget() {
      this.texts.clear();
      this.drawn = "";
    }

    extend() {
      this.limit += PAGE;
      this.show(this.rows, true);
    }

    // `settled`: the reader has let go, so texts that are missing may be fetched.
    show(rows, settled) {
      if (rows !== this.rows && rows.length <= PAGE) this.limit = PAGE;
      this.rows = rows;
      const paged = rows instanceof qantar.Pages;
      if (paged && settled && rows.lacks(this.limit)) this.fetch(rows);
      // What is coming takes the place of what is there at once.
      if (paged && rows.length && !rows.rows.length) return;
      const part = [...rows.slice(0, settled || paged ? this.limit : Math.min(this.limit, MOVING))];
      this.draw(part);
      if (settled && part.some((row) => !this.texts.has(row))) this.load(part);
    }

    // The next part of a list that is too long to be known whole.
    async fetch(pages) {
      this.node.setAttribute("aria-busy", "true");
      const there = await pages.load();
      if (pages !== this.rows) return;
      this.node.removeAttribute("aria-busy");
      if (there) this.app.panel?.show();
    }

    draw(part) {
      const key = `${part.join()} ${this.app.theme} ${this.app.window.first} ${this.app.window.last}`;
      if (key !== this.drawn) {
        const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.row : null;
        qantar.set(this.list, part.map((row, i) => this.card(row, i)));
        if (focused !== null) this.focusOn(focused);
      }
      this.drawn = key;
      const rest = this.rows.length - part.length;
      this.more.hidden = rest === 0;
      this.more.textContent = qantar.t("and {n} more", { n: qantar.number(rest) });
      this.mark();
    }

    card(row, i) {
      const { columns, theme, partial } = this.app;
      const text = this.texts.get(row);
      const slug = columns.types[columns.type[row]];
      const fill = qantar.fillOf(columns.certainties[columns.certainty[row]]);
      const kind = text ? qantar.capital(text.label || text.sub) : qantar.t(qantar.typeOf(slug).name);
      const button = qantar.el(
        "button.q-card",
        { type: "button", tabindex: i === 0 ? 0 : -1, "data-row": row, onclick: () => this.app.select(row, { from: "list" }) },
        qantar.el("span.q-card-kind", {}, qantar.glyph(slug, fill, theme), kind, this.sure(row)),
        qantar.el("span.q-card-text", { lang: qantar.language() }, text ? text.summary : "…"),
        qantar.el("span.q-card-when", {}, `${text ? text.when : this.app.when(row)} · ${text ? text.place : qantar.placeName(columns, row)}`),
      );
      if (partial[row]) button.classList.add("q-partial");
      button.addEventListener("pointerenter", () => this.app.point([row]));
      button.addEventListener("pointerleave", () => this.app.point([]));
      button.addEventListener("focus", () => this.app.point([row]));
      button.addEventListener("blur", () => this.app.point([]));
      return qantar.el("li", {}, button);
    }

    sure(row) {
      const slug = this.app.columns.certainties[this.app.columns.certainty[row]];
      return slug === "stated" ? null : qantar.el("span.q-sure", {}, qantar.t(slug));
    }

    // Fetches the page of the list that holds the first missing text; the next one follows by itself.
    async load(part) {
      const { app } = this;
      const missing = part.findIndex((row) => !this.texts.has(row));
      if (missing < 0) return;
      const { rows } = this;
      try {
        const found = await qantar.get("cards", app.cardsPath(part[missing], app.list ? SCATTERED : PAGE, part));
        for (const card of found.cards) this.texts.set(card.row, card);
        app.trouble("cards", null);
        if (rows !== this.rows) return;
        this.drawn = "";
        this.draw(part);
        if (found.cards.some((card) => card.row === part[missing])) this.load(part);
      } catch (error) {
        if (!error.stale) app.trouble("cards", () => this.load(part), error);
      }
    }

    // Which card belongs to what is pointed at on the map.
    mark() {
      for (const card of this.list.querySelectorAll(".q-card")) {
        card.classList.toggle("q-hot", this.app.hover.has(Number(card.dataset.row)));
      }
    }

    walk(event) {
      const cards = [...this.list.querySelectorAll(".q-card")];
      const at = cards.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: cards.length - 1 }[event.key];
      if (to === undefined || !cards[to]) return;
      event.preventDefault();
      for (const card of cards) card.tabIndex = -1;
      cards[to].tabIndex = 0;
      cards[to].focus();
    }

    focusOn(row) {
      this.list.querySelector(`[data-row="${row}"]`)?.focus();
    }

    focus() {
      this.list.querySelector(".q-card[tabindex='0']")?.focus();
    }
  }

  qantar.Cards = Cards;
}
