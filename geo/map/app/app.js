// The app: what is selected, chosen and pointed at; who is told when it changes.
{
  const WIDE = matchMedia("(min-width: 900px)");

  class App extends qantar.Choice {
    constructor(map, config) {
      super();
      this.map = map.setMinZoom(1.5).setMaxZoom(17);
      this.config = config;
      this.columns = null;
      this.mask = null;
      this.filters = "";
      this.types = null;
      this.tiles = false;
      this.texts = new Map();
      this.passing = new Int32Array(0);
      this.shown = new Int32Array(0);
      this.troubles = new Map();
      this.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (this.still) Object.assign(map, { _zoomAnimated: false, options: { ...map.options, inertia: false } });
      this.far = config.total > config.limit ? new qantar.Far(this) : null;
      qantar.layOut(this);
      qantar.followTheme(this);
      this.tip = new qantar.Tip(this.root);
      this.scene = new qantar.Scene(this);
      this.controls = new qantar.Controls(this);
      this.sheet = new qantar.Sheet(this, this.overlay);
      this.place = new qantar.Place(this);
      document.addEventListener("keydown", (event) => event.key === "Escape" && this.back());
      qantar.load(this);
    }

    // --- what is known ---
    get base() {
      return `data/${encodeURIComponent(this.config.dataset)}/${this.config.version}`;
    }

    eventPath(id) {
      return `${this.base}/event/${encodeURIComponent(id)}?lang=${qantar.language()}`;
    }

    // The page of cards that begins with `row`; a small selection comes whole, whatever the days. Of a large data set
    // the rows themselves are asked for.
    cardsPath(row, limit, part) {
      if (this.far) {
        const missing = part.filter((one) => !this.texts.has(one)).slice(0, 100);
        return `${this.base}/cards?lang=${qantar.language()}&rows=${missing.join()}`;
      }
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

    take(columns) {
      this.columns = columns;
      this.partial = this.far ? {} : new Uint8Array(columns.n);
      this.flags = this.far ? {} : new Uint8Array(columns.n);
      this.window = { first: columns.first, last: columns.last };
      this.apply();
    }

    // --- from Python ---
    see(query, handled, lang) {
      qantar.link.accept(query, handled);
      if (lang === this.lang) this.apply();
      else qantar.learn(this, lang);
    }

    apply() {
      if (!this.columns || !this.timeline) return;
      const next = qantar.link.state(this.columns);
      const first = !this.begun;
      this.types = next.types;
      if (!this.timeline.busy) this.window = { first: next.first, last: next.last };
      const selected = next.event === null ? -1 : (this.columns.rowOf.get(next.event) ?? -1);
      if (selected !== this.selected) this.selected = selected;
      if (this.far && next.event !== null && selected < 0) this.far.meet(next.event);
      if (next.tiles !== this.tiles) {
        this.tiles = next.tiles;
        this.controls.showTiles();
        this.scene.names.redraw();
      }
      this.begun = true;
      if (next.filters !== this.filters) qantar.filter(this, next.filters);
      if (this.far) this.place.follow(next.place, first);
      this.recompute();
      if (!this.far) this.place.follow(next.place, first);
      if (first) {
        if (this.selected >= 0) this.place.quietly(() => this.place.bringIn(this.selected, false));
        if (!this.far) qantar.loadRegions(this);
        this.timeline.resize();
        this.root.classList.remove("q-waiting");
      }
    }

    // --- what is shown ---
    recompute() {
      if (this.far) {
        if (!this.far.ask(true)) this.paint({ settled: true });
        this.legend.show();
        this.timeline.show();
        this.timeline.count();
        return;
      }
      this.unfiltered = qantar.passing(this.columns, this.mask, null);
      this.passing = this.types ? qantar.passing(this.columns, this.mask, this.types) : this.unfiltered;
      this.settle();
      this.scene.setPassing();
      this.timeline.count();
      this.scene.names.redraw();
      this.paint({ settled: true });
    }

    settle() {
      const { first, last } = this.window;
      if (this.far) {
        this.passing = this.columns.rows;
        this.shown = qantar.within(this.columns, this.passing, first, last, this.partial);
        this.typeCounts = this.far.kinds;
        return;
      }
      const others = this.types ? qantar.within(this.columns, this.unfiltered, first, last, this.partial) : null;
      this.shown = qantar.within(this.columns, this.passing, first, last, this.partial);
      this.typeCounts = qantar.countTypes(this.columns, others || this.shown);
      this.flags.fill(0);
      for (const row of this.shown) this.flags[row] = 1;
    }

    // Of a large data set only the days are known here: what is listed has passed the filters on the server.
    isShown(row) {
      if (!this.far) return this.flags[row] === 1;
      const { start, end } = this.columns;
      return !(row in start) || (start[row] <= this.window.last && end[row] >= this.window.first);
    }

    isDrawn(row) {
      return this.far ? this.columns.rows.includes(row) : true;
    }

    get filtered() {
      return this.far ? this.filters !== "" || this.types !== null : this.passing.length < this.columns.n;
    }

    setWindow(window, fade = false) {
      if (window.first === this.window.first && window.last === this.window.last) return;
      performance.mark("qantar:step");
      this.window = { ...window };
      if (this.frame) return;
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        if (this.far) {
          this.timeline.show();
          this.far.ask();
          return;
        }
        this.settle();
        this.scene.setShown(fade);
        this.timeline.show();
        this.paint({ settled: false });
      });
    }

    paint({ settled }) {
      this.legend.show();
      if (settled) this.panel?.show();
      else this.panel?.showSoon();
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
      this.scene.names.redraw();
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

    // --- words ---
    shownWords() {
      const shown = this.far ? (this.far.of ?? 0) : this.shown.length;
      const gaps = { shown: qantar.number(shown), all: qantar.number(this.columns.n) };
      return qantar.t("Shown: {shown} of {all}", gaps);
    }

    when(row) {
      const { epoch, start, end, first, last } = this.columns;
      const year = qantar.asIso(epoch, first).slice(0, 4) !== qantar.asIso(epoch, last).slice(0, 4);
      return qantar.span(qantar.asDate(epoch, start[row]), qantar.asDate(epoch, end[row]), { year });
    }

    linkTo(id) {
      return qantar.link.linkWith({ event: id });
    }

    small() {
      return this.config.embed || !WIDE.matches;
    }

    showWork(on) {
      this.workNode.hidden = !on;
    }

    fit() {
      qantar.fitFrame(this);
    }

    // Tells that something could not be read, with a way to try again; null when it could.
    trouble(kind, retry, error) {
      if (error) console.warn(kind, error);
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
