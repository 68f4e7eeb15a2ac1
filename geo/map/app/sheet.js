// On a phone and in an embedded map: the chosen event, or one place's events, in a few words over the map's lower edge.
{
  class Sheet {
    constructor(app, host) {
      this.app = app;
      this.node = qantar.el("section.q-sheet", { hidden: true, "aria-live": "polite" });
      host.append(this.node);
      this.texts = new Map();
    }

    show() {
      const { app } = this;
      const rows = app.selected >= 0 ? [app.selected] : app.list ? app.listed() : [];
      // On the desk, a session's embedded map, the page around tells all of the chosen event.
      const desk = app.config.embed && app.config.dataset === "session" && app.selected >= 0;
      this.node.hidden = rows.length === 0 || !app.small() || desk;
      if (this.node.hidden) return;
      if (app.selected < 0 && rows instanceof qantar.Pages && rows.lacks(1)) this.fetch(rows);
      const { el, t } = qantar;
      const close = el("button.q-tool.q-close", { type: "button", "aria-label": t("Close"), onclick: () => app.close() }, "×");
      const title = app.selected < 0 && el("p.q-sheet-title", {}, `${app.list.title} · ${qantar.eventsWords(rows.length)}`);
      const items = app.selected >= 0 ? [this.event(rows[0])] : [this.zoom(), el("ul", {}, [...rows.slice(0, 50)].map((row) => this.line(row)))];
      qantar.set(this.node, close, title, items);
      if (app.selected >= 0) this.node.append(this.more(rows[0]));
    }

    event(row) {
      const { columns, theme } = this.app;
      const slug = columns.types[columns.type[row]];
      const fill = qantar.fillOf(columns.certainties[columns.certainty[row]]);
      const text = this.text(row);
      const place = text ? text.place : qantar.placeName(columns, row);
      return qantar.el(
        "div",
        {},
        qantar.el("p.q-card-kind", {}, qantar.glyph(slug, fill, theme), text ? qantar.capital(text.label || text.sub) : qantar.t(qantar.typeOf(slug).name)),
        qantar.el("p.q-card-text", {}, text ? text.summary : "…"),
        qantar.el("p.q-card-when", {}, `${text ? text.when : this.app.when(row)} · ${place}`),
      );
    }

    line(row) {
      const { columns, theme } = this.app;
      const slug = columns.types[columns.type[row]];
      const fill = qantar.fillOf(columns.certainties[columns.certainty[row]]);
      const text = this.text(row);
      const name = text ? text.summary : `${qantar.t(qantar.typeOf(slug).name)}, ${this.app.when(row)}`;
      const choose = () => this.app.select(row, { from: "sheet" });
      return qantar.el("li", {}, qantar.el("button", { type: "button", onclick: choose }, qantar.glyph(slug, fill, theme), name));
    }

    text(row) {
      const known = this.app.texts.get(row) || this.texts.get(row);
      if (!known) this.load(row);
      return known;
    }

    async fetch(pages) {
      if ((await pages.load()) && this.app.list?.rows === pages) this.show();
    }

    async load(row) {
      if (this.loading === row) return;
      this.loading = row;
      try {
        this.texts.set(row, await qantar.get("sheet", this.app.eventPath(this.app.columns.ids[row])));
        this.show();
        if (this.app.selected === row) this.app.place.quietly(() => this.app.place.bringIn(row, false));
      } catch (error) {
        if (!error.stale) this.app.trouble("sheet", () => this.show(), error);
      } finally {
        this.loading = null;
      }
    }

    zoom() {
      const { cell } = this.app.list;
      return cell && qantar.el("button.q-quiet", { type: "button", onclick: () => this.app.place.enter(cell) }, qantar.t("Zoom in on this square"));
    }

    more(row) {
      const { app } = this;
      if (app.config.embed) {
        const link = { href: app.linkTo(app.columns.ids[row]), target: "_blank", rel: "noopener" };
        return qantar.el("a.q-more", link, qantar.t("Everything known of this event"));
      }
      const go = () => app.panel.node.scrollIntoView({ block: "start", behavior: app.still ? "auto" : "smooth" });
      return qantar.el("button.q-quiet.q-more", { type: "button", onclick: go }, qantar.t("Everything known, below"));
    }
  }

  qantar.Sheet = Sheet;
}
