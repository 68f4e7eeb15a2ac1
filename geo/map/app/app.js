// The app: what is selected, chosen and pointed at; who is told when it changes.
{
  const WIDE = matchMedia("(min-width: 900px)");

  class App {
    constructor(map, config) {
      this.map = map.setMinZoom(1.5).setMaxZoom(17);
      this.config = config;
      this.columns = null;
      this.mask = null;
      this.filters = "";
      this.types = null;
      this.tiles = false;
      this.selected = -1;
      this.list = null;
      this.hover = new Set();
      this.passing = new Int32Array(0);
      this.shown = new Int32Array(0);
      this.troubles = new Map();
      this.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      qantar.layOut(this);
      qantar.followTheme(this);
      this.tip = new qantar.Tip(this.root);
      this.scene = new qantar.Scene(this);
      this.controls = new qantar.Controls(this);
      this.sheet = new qantar.Sheet(this, this.overlay);
      this.place = new qantar.Place(this);
      document.addEventListener("keydown", (event) => event.key === "Escape" && this.back());
      this.load();
    }

    // --- what is known ---
    get base() {
      return `data/${encodeURIComponent(this.config.dataset)}/${this.config.version}`;
    }

    eventPath(id) {
      return `${this.base}/event/${encodeURIComponent(id)}?lang=${qantar.language()}`;
    }

    // The page of cards that begins with `row`; a small selection comes whole, whatever the days.
    cardsPath(row, limit) {
      const query = new URLSearchParams(this.filters);
      query.set("lang", qantar.language());
      query.set("limit", limit);
      const rows = this.passing.length <= limit ? this.passing : this.shown;
      for (const type of this.types || []) query.append("type", type);
      if (rows === this.shown) {
        query.set("from", qantar.asIso(this.columns.epoch, this.window.first));
        query.set("to", qantar.asIso(this.columns.epoch, this.window.last));
      }
      query.set("offset", rows === this.shown ? Math.max(0, rows.indexOf(row)) : 0);
      return `${this.base}/cards?${query}`;
    }

    async load() {
      const world = this.loadWorld();
      try {
        const json = await qantar.get("events", `${this.base}/events.json`);
        await world;
        this.columns = qantar.readColumns(json);
        this.partial = new Uint8Array(json.n);
        this.flags = new Uint8Array(json.n);
        this.window = { first: this.columns.first, last: this.columns.last };
        this.trouble("events", null);
        this.apply();
      } catch (error) {
        console.error(error);
        this.trouble("events", () => this.load());
      }
    }

    async loadWorld() {
      try {
        this.scene.world = qantar.readWorld(await qantar.get("world", `assets/${this.config.edition}/basemap.json`));
        this.scene.base.redraw();
        this.trouble("world", null);
      } catch (error) {
        console.error(error);
        this.trouble("world", () => this.loadWorld().then(() => this.scene.setPassing()));
      }
    }

    // The regions of the countries that most events are in.
    loadRegions() {
      const counts = new Map();
      for (const code of this.columns.country) counts.set(code, (counts.get(code) || 0) + 1);
      const codes = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 4);
      for (const [code] of codes) {
        if (!this.scene.world?.byCode.has(code)) continue;
        qantar.get(`regions ${code}`, `assets/${this.config.edition}/regions/${code}.json`).then(
          (topology) => {
            this.scene.regions.set(code, qantar.readRegions(topology));
            this.scene.base.redraw();
          },
          () => {}, // regions are an ornament: without them the map is only plainer
        );
      }
    }

    // --- from Python ---
    see(query, handled, lang) {
      qantar.link.accept(query, handled);
      if (lang === this.lang) this.apply();
      else this.learn(lang);
    }

    async learn(lang) {
      this.lang = lang;
      let catalogue = {};
      try {
        if (lang !== "en") catalogue = await qantar.get("words", `words/${lang}.json?v=${this.config.edition}`);
        this.trouble("words", null);
      } catch (error) {
        if (error.stale) return;
        this.trouble("words", () => this.learn(lang));
      }
      qantar.speak(lang, catalogue);
      document.documentElement.lang = lang;
      qantar.build(this);
      this.apply();
    }

    apply() {
      if (!this.columns || !this.timeline) return;
      const next = qantar.link.state(this.columns);
      const first = !this.begun;
      this.types = next.types;
      if (!this.timeline.dragging && !this.timeline.player.on) this.window = { first: next.first, last: next.last };
      const selected = next.event === null ? -1 : (this.columns.rowOf.get(next.event) ?? -1);
      if (selected !== this.selected) this.selected = selected;
      if (next.tiles !== this.tiles) {
        this.tiles = next.tiles;
        this.controls.showTiles();
        this.scene.names.redraw();
      }
      this.begun = true;
      if (next.filters !== this.filters) this.filter(next.filters);
      this.recompute();
      this.place.follow(next.place, first);
      if (first) {
        this.loadRegions();
        this.timeline.resize();
        this.root.classList.remove("q-waiting");
      }
    }

    async filter(filters) {
      this.filters = filters;
      qantar.cancel("shown");
      if (!filters) {
        this.mask = null;
        this.trouble("shown", null);
        return;
      }
      this.panel?.wait(true);
      try {
        const found = await qantar.get("shown", `${this.base}/shown?${filters}`);
        this.mask = qantar.bits(found.mask);
        this.trouble("shown", null);
        this.recompute();
      } catch (error) {
        if (!error.stale) this.trouble("shown", () => this.filter(filters));
        if (error.stale) return;
      }
      this.panel?.wait(false);
    }

    // --- what is shown ---
    recompute() {
      this.unfiltered = qantar.passing(this.columns, this.mask, null);
      this.passing = this.types ? qantar.passing(this.columns, this.mask, this.types) : this.unfiltered;
      this.settle();
      this.scene.setPassing();
      this.timeline.count();
      this.paint({ settled: true });
    }

    settle() {
      const { first, last } = this.window;
      const others = this.types ? qantar.within(this.columns, this.unfiltered, first, last, this.partial) : null;
      this.shown = qantar.within(this.columns, this.passing, first, last, this.partial);
      this.typeCounts = qantar.countTypes(this.columns, others || this.shown);
      this.flags.fill(0);
      for (const row of this.shown) this.flags[row] = 1;
    }

    isShown(row) {
      return this.flags[row] === 1;
    }

    setWindow(window, fade = false) {
      if (window.first === this.window.first && window.last === this.window.last) return;
      performance.mark("qantar:step");
      this.window = { ...window };
      if (this.frame) return;
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.settle();
        this.scene.setShown(fade);
        this.timeline.show();
        this.paint({ settled: false });
      });
    }

    paint({ settled }) {
      this.legend.show();
      this.panel?.show(settled);
      this.sheet.show();
      qantar.stats.paints += 1;
      performance.mark("qantar:painted", { detail: { shown: this.shown.length, marks: this.scene.marks.length } });
    }

    releaseWindow() {
      const { first, last, epoch } = this.columns;
      const from = this.window.first === first ? null : qantar.asIso(epoch, this.window.first);
      const to = this.window.last === last ? null : qantar.asIso(epoch, this.window.last);
      const [[was = null], [until = null]] = [qantar.link.get("from"), qantar.link.get("to")];
      this.timeline.announce();
      this.panel?.show(true);
      if (was !== from || until !== to) qantar.link.propose({ from, to });
    }

    setTypes(types) {
      this.types = types && new Set(types.length ? types : ["none"]);
      qantar.link.propose({ type: types && [...this.types] });
      this.recompute();
    }

    setTiles(on) {
      qantar.link.propose({ tiles: on ? "online" : null });
      this.apply();
    }

    clearFilters() {
      qantar.link.propose(qantar.link.cleared());
      this.apply();
    }

    // --- what is chosen and pointed at ---
    choose(found, title) {
      if (!found) return this.close();
      if (found.rows.length === 1) return this.select(found.rows[0], { from: "map" });
      const rows = this.scene.rowsOf(found);
      this.list = { rows, title };
      this.pick(-1);
      return undefined;
    }

    select(row, { from }) {
      if (from === "map") this.list = null;
      this.focusDetails = from === "list";
      this.pick(row);
      if (from === "list") this.place.bringIn(row);
    }

    pick(row) {
      const changed = row !== this.selected;
      this.selected = row;
      if (changed) qantar.link.propose({ event: row < 0 ? null : this.columns.ids[row] });
      this.hover = new Set();
      this.scene.events.redraw();
      this.panel?.show();
      this.sheet.show();
    }

    // One step back: from an event to its list, from a place's list to all.
    back() {
      const had = this.selected;
      if (had < 0) this.list = null;
      this.pick(-1);
      if (had >= 0) this.panel?.cards.focusOn(had);
    }

    close() {
      this.list = null;
      this.pick(-1);
    }

    point(rows) {
      if (rows.length === this.hover.size && rows.every((row) => this.hover.has(row))) return;
      this.hover = new Set(rows);
      this.scene.events.redraw();
      this.panel?.cards.mark();
    }

    // --- words ---
    shownWords() {
      const gaps = { shown: qantar.number(this.shown.length), all: qantar.number(this.columns.n) };
      return qantar.t("Shown: {shown} of {all}", gaps);
    }

    when(row) {
      const { epoch, start, end } = this.columns;
      return qantar.span(qantar.asDate(epoch, start[row]), qantar.asDate(epoch, end[row]));
    }

    linkTo(id) {
      return qantar.link.linkWith({ event: id });
    }

    small() {
      return this.config.embed || !WIDE.matches;
    }

    fit() {
      qantar.fitFrame(this);
    }

    // Tells that something could not be read, with a way to try again; null when it could.
    trouble(kind, retry) {
      if (retry) this.troubles.set(kind, retry);
      else if (!this.troubles.delete(kind)) return;
      qantar.showTrouble(this);
    }
  }

  qantar.App = App;

  // Called by the shell's script, once; `map` is folium's Leaflet map.
  qantar.mount = (map, config) => {
    qantar.root = new URL(config.root, location.href.split(/[?#]/)[0]).href;
    qantar.stats.mounts += 1;
    qantar.app = new App(map, config);
  };

  // Called by Python's command: the whole link, the number of the last change that Python has seen, the language.
  qantar.see = (query, handled, lang) => qantar.app.see(query, handled, lang);
}
