// Beside the map (below it on a phone): the list of what is shown, one place's events, or one event.
{
  const ICONS = { previous: "M10.5 2.5 5 8l5.5 5.5", next: "M5.5 2.5 11 8l-5.5 5.5" };

  const SOON_MS = 40;
  const MOST_KEPT = 200;

  class Panel {
    constructor(app, node) {
      this.app = app;
      this.node = node;
      this.told = new Map();
      this.build();
    }

    build() {
      const { el, t } = qantar;
      this.count = el("p.q-shown");
      this.busy = el("span.q-busy", { role: "status", hidden: true }, t("Loading…"));
      this.back = el("button.q-quiet", { type: "button", onclick: () => this.app.back() });
      const turn = (name, label, by) =>
        el("button.q-tool", { type: "button", "aria-label": label, title: label, onclick: () => this.turn(by) }, qantar.icon(ICONS[name]));
      this.turns = el("div.q-turns", {}, turn("previous", t("Previous event"), -1), turn("next", t("Next event"), 1));
      this.head = el("div.q-panel-head", {}, this.count, this.busy, this.turns, this.back);
      this.title = el("h2.q-list-title");
      this.empty = el("div.q-empty");
      this.details = el("article.q-details");
      this.cards = new qantar.Cards(this.app);
      this.squares = new qantar.Squares(this.app);
      this.body = el("div.q-panel-body", {}, this.empty, this.details, this.title, this.squares.node, this.cards.node);
      qantar.set(this.node, this.head, this.body);
      this.node.setAttribute("aria-label", t("Events"));
      this.mode = "";
    }

    // While the days are being dragged the map comes first, the list at the next occasion.
    showSoon() {
      this.count.textContent = this.app.shownWords();
      if (!this.soon) this.soon = setTimeout(() => this.show(false), SOON_MS);
    }

    // `settled`: nothing is being dragged, so texts may be fetched.
    show(settled = true) {
      const { app } = this;
      clearTimeout(this.soon);
      this.soon = 0;
      if (!app.columns || (app.far && !app.far.grid)) return;
      if (settled) app.far?.renew();
      this.count.textContent = app.shownWords();
      const mode = app.selected >= 0 ? `event ${app.selected}` : app.list ? "list" : "all";
      if (mode !== this.mode) this.body.scrollTop = 0;
      this.mode = mode;
      this.details.hidden = app.selected < 0;
      this.cards.node.hidden = app.selected >= 0;
      this.turns.hidden = app.selected < 0;
      this.back.hidden = mode === "all";
      this.back.textContent = mode === "list" || !app.list ? qantar.t("Show all") : qantar.t("Back to the list");
      const rows = app.listed();
      this.title.hidden = !app.list || app.selected >= 0;
      this.title.textContent = app.list ? `${app.list.title} · ${qantar.eventsWords(rows.length)}` : "";
      this.squares.show(app.selected < 0);
      this.showEmpty(app.selected < 0 && !rows.length && !(app.list && rows instanceof qantar.Pages));
      if (app.selected >= 0) this.showEvent(app.selected);
      else this.cards.show(rows, settled);
      app.fit();
    }

    showEmpty(on) {
      this.empty.hidden = !on;
      if (on) qantar.set(this.empty, qantar.emptyWords(this.app));
    }

    async showEvent(row) {
      const { app } = this;
      const id = app.columns.ids[row];
      const key = `${id} ${qantar.language()}`;
      if (this.drawnEvent === `${key} ${app.theme} ${app.isShown(row)}`) return;
      if (!this.told.has(key)) {
        this.drawnEvent = "";
        qantar.set(this.details, qantar.el("p.q-note", {}, qantar.t("Loading…")));
        try {
          if (app.far && this.told.size > MOST_KEPT) this.told.clear();
          this.told.set(key, await qantar.get("event", app.eventPath(id)));
          app.trouble("event", null);
        } catch (error) {
          if (!error.stale) app.trouble("event", () => this.showEvent(row), error);
          return;
        }
        if (app.selected !== row) return;
      }
      qantar.drawDetails(app, this.details, this.told.get(key));
      if (!app.isShown(row)) {
        const why = qantar.t("This event is not among those shown: the days or filters leave it out.");
        this.details.prepend(qantar.el("p.q-hint", {}, why));
      }
      this.drawnEvent = `${key} ${app.theme} ${app.isShown(row)}`;
      if (app.focusDetails) this.details.querySelector("h2").focus({ preventScroll: true });
      app.focusDetails = false;
      app.fit();
    }

    // The event before or after the selected one, in the list that it was chosen from.
    turn(by) {
      const { app } = this;
      const rows = [...app.listed()];
      if (!rows.length) return;
      const at = rows.indexOf(app.selected);
      const next = at < 0 ? rows[0] : rows[(at + by + rows.length) % rows.length];
      app.select(next, { from: "list" });
    }

    wait(on) {
      this.busy.hidden = !on;
    }
  }

  qantar.eventsWords = (n) => (n === 1 ? qantar.t("1 event") : qantar.t("{n} events", { n: qantar.number(n) }));

  // Why nothing is shown, and the way back.
  qantar.emptyWords = (app) => {
    const { el, t } = qantar;
    const button = (text, run) => el("button.q-button", { type: "button", onclick: run }, text);
    const clear = button(t("Clear filters"), () => app.clearFilters());
    const whole = button(t("Whole period"), () => app.timeline.reset());
    if (app.columns.n === 0) return [el("p", {}, t("This data set holds no event."))];
    if (app.types && app.types.size === 1 && app.types.has("none")) {
      return [el("p", {}, t("All event types are switched off.")), button(t("Show all types"), () => app.setTypes(null))];
    }
    if (app.far ? app.far.passing === 0 : app.passing.length === 0) {
      return [el("p", {}, t("No event passes these filters: {filters}.", { filters: filterWords(app) })), clear];
    }
    const { first, last } = app.window;
    const days = app.timeline.say(first, last);
    const { filtered } = app;
    const text = filtered
      ? t("On these days ({days}) no event passes the filters: {filters}.", { days, filters: filterWords(app) })
      : app.config.kind === "table"
        ? t("The table says nothing about {days}. That does not mean that nothing happened.", { days })
        : t("The report says nothing about {days}. That does not mean that nothing happened.", { days });
    return [el("p", {}, text), whole, filtered && clear];
  };

  function filterWords(app) {
    const { t } = qantar;
    const names = {
      sub: t("kind of event"),
      certainty: t("how sure"),
      who: t("who says so"),
      actor: t("who acts"),
      country: t("country"),
      place: t("place"),
      q: t("search text"),
    };
    const set = qantar.link.filtered().map((key) => names[key]);
    if (app.types) set.unshift(t("event type"));
    return set.join(", ");
  }

  qantar.Panel = Panel;
}
