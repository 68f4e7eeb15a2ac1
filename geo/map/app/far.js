// A data set too large to be sent: the map asks the server for what is in sight, counted by squares or, where they are
// few, event by event. One question is under way at a time, and the newest that waits comes next; what has been drawn is
// never overwritten by an older answer.
{
  const EVERY_MS = 40; // between two questions, at least
  const PATIENCE_MS = 400; // an answer that takes longer is not waited for when there is a newer question
  const SLOW_MS = 200; // from then on a sign of work is shown
  const KEPT = 48;
  const FINER = 3; // a square is 2 ** -FINER of a tile, as the server cuts them
  const BLOCK = 4; // squares asked for together, so that a small move of the map asks for nothing new
  const BEYOND = 0.2; // of the map's size on each side, as much as a canvas has
  const REGIONS_FROM = 4;
  const MOST_REGIONS = 6;

  class Far {
    constructor(app) {
      this.app = app;
      this.answers = new Map();
      this.asked = 0;
      this.drawn = { number: 0, key: "" };
      this.flying = null;
      this.wanted = null;
      this.counted = new Map();
      this.waiting = [];
      this.kinds = null;
      this.of = null;
      this.grid = null;
      this.pages = new qantar.Pages(app, "", 0);
      app.map.on("moveend", () => app.begun && this.ask(true));
    }

    // The data set's days and bounds; events come as they are needed.
    async load() {
      const { app } = this;
      const days = await qantar.get("days", `${app.base}/days?unit=month`);
      this.bounds = days.bounds;
      return qantar.farColumns(days, days.total);
    }

    // --- the question ---
    // The server's part of the link: all filters, types and, unless they are left out, days.
    query(timeless = false) {
      const { app } = this;
      const query = new URLSearchParams(app.filters);
      for (const type of [...(app.types || [])].sort()) query.append("type", type);
      const { first, last, epoch } = app.columns;
      if (!timeless && app.window.first > first) query.set("from", qantar.asIso(epoch, app.window.first));
      if (!timeless && app.window.last < last) query.set("to", qantar.asIso(epoch, app.window.last));
      return query.toString();
    }

    // What is in sight and somewhat more, in whole blocks of squares: "west,south,east,north" in degrees.
    sight() {
      const { map } = this.app;
      const zoom = Math.max(0, Math.floor(map.getZoom()));
      const blocks = 2 ** (zoom + FINER) / BLOCK;
      const box = map.getBounds().pad(BEYOND);
      const inside = 0.25 / BLOCK;
      const [west, east] = [box.getWest(), box.getEast()].map((lon) => (lon / 360 + 0.5) * blocks);
      const [north, south] = [box.getNorth(), box.getSouth()].map((lat) => qantar.toWorld(lat, 0)[1] * blocks);
      const [w, e] = [Math.floor(west) + inside, Math.ceil(east) - inside].map((x) => x / blocks);
      const [n, s] = [Math.max(0, Math.floor(north)) + inside, Math.min(blocks, Math.ceil(south)) - inside].map((y) => y / blocks);
      const around = e - w >= 1;
      const edges = [around ? -180 : turn(w * 360 - 180), degrees(s), around ? 180 : turn(e * 360 - 180), degrees(n)];
      return `bounds=${edges.map((edge) => edge.toFixed(6)).join()}&zoom=${zoom}`;
    }

    // Asks for what is to be shown now; false where that is shown already. `jump`: it is no step of a drag, so what is
    // under way is void at once.
    ask(jump = false) {
      const key = `${this.query()}&${this.sight()}`;
      this.wanted = null;
      if (key === this.drawn.key) {
        this.drop();
        return false;
      }
      if (this.flying?.key === key) return true;
      this.asked += 1;
      const question = { key, number: this.asked };
      const known = this.answers.get(key);
      if (known) {
        this.drop();
        this.draw(question, known);
        return true;
      }
      this.wanted = question;
      if (jump) this.drop();
      this.next();
      return true;
    }

    drop() {
      if (!this.flying) return;
      this.flying = null;
      qantar.cancel("cells");
      this.work();
    }

    next() {
      this.work();
      clearTimeout(this.soon);
      if (!this.wanted) return;
      const now = performance.now();
      const rest = this.flying ? this.flying.began + PATIENCE_MS - now : (this.began || 0) + EVERY_MS - now;
      if (rest > 0) this.soon = setTimeout(() => this.next(), rest);
      else this.fly(this.wanted);
    }

    async fly(question) {
      this.wanted = null;
      this.flying = question;
      this.began = performance.now();
      question.began = this.began;
      this.work();
      try {
        const answer = await qantar.get("cells", `${this.app.base}/cells?${question.key}`);
        if (this.answers.size >= KEPT) this.answers.delete(this.answers.keys().next().value);
        this.answers.set(question.key, answer);
        this.app.trouble("cells", null);
        if (question.number > this.drawn.number) this.draw(question, answer);
      } catch (error) {
        if (!error.stale) this.app.trouble("cells", () => this.ask(true), error);
      } finally {
        if (this.flying === question) this.flying = null;
        this.next();
        if (!this.flying) for (const run of this.waiting.splice(0)) run();
      }
    }

    // A quiet sign while an answer is slow.
    work() {
      const busy = this.flying || this.wanted;
      if (busy && !this.slow) this.slow = setTimeout(() => this.app.showWork(true), SLOW_MS);
      if (busy) return;
      clearTimeout(this.slow);
      this.slow = 0;
      this.app.showWork(false);
    }

    // --- the answer ---
    draw(question, answer) {
      const { app } = this;
      this.drawn = question;
      this.of = answer.of;
      this.inside = answer.n;
      this.kinds = answer.kinds;
      this.grid = qantar.readCells(answer);
      if (answer.events) qantar.meetEvents(app.columns, answer.events);
      else app.columns.rows = new Int32Array(0);
      app.settle();
      app.scene.setFar();
      qantar.loadRegions(app, this.countries());
      app.paint({ settled: !app.timeline.busy });
    }

    get exact() {
      return this.grid !== null && this.grid.cells.length === 0;
    }

    // The countries whose regions are worth drawing.
    countries() {
      const { map, scene } = this.app;
      const needed = [...this.grid.areas.keys()].filter((code) => code.includes(".")).map((code) => code.slice(0, 2));
      if (!scene.world || map.getZoom() < REGIONS_FROM) return needed;
      const box = map.getBounds();
      const [[west, north], [east, south]] = [box.getNorthWest(), box.getSouthEast()].map(({ lat, lng }) => qantar.toWorld(lat, lng));
      const seen = ({ area }) => area && area.box[0] < east && area.box[2] > west && area.box[1] < south && area.box[3] > north;
      const here = scene.world.countries.filter(seen).sort((a, b) => width(b) - width(a));
      return [...needed, ...here.slice(0, MOST_REGIONS).map(({ code }) => code)];
    }

    // --- the timeline ---
    // Gives the timeline its counts, once what is on the map has come.
    async count(timeline) {
      const path = `${this.app.base}/days?${this.query(true)}&unit=${timeline.bins.unit}`;
      this.days = path;
      if (!this.counted.has(path)) {
        if (this.flying) await new Promise((done) => this.waiting.push(done));
        if (path !== this.days) return;
        try {
          const answer = await qantar.get("days", path);
          if (this.counted.size >= KEPT) this.counted.clear();
          this.counted.set(path, answer);
          this.app.trouble("days", null);
        } catch (error) {
          if (!error.stale) this.app.trouble("days", () => timeline.count(), error);
          return;
        }
      }
      if (path !== this.days || timeline !== this.app.timeline) return;
      const answer = this.counted.get(path);
      this.passing = answer.n;
      timeline.take(answer.unit, (bins) => qantar.readBins(answer, bins));
    }

    // --- lists ---
    // The query of a list: all that is shown, or what lies in one square or area.
    listQuery(where = "") {
      return [this.query(), `lang=${qantar.language()}`, where].filter(Boolean).join("&");
    }

    // Begins the lists anew where they are of other days, filters or words.
    renew() {
      const { app } = this;
      const query = this.listQuery();
      if (this.pages.query !== query) this.pages = new qantar.Pages(app, query, this.of);
      if (!app.list?.where) return;
      const own = this.listQuery(app.list.where);
      if (app.list.rows.query !== own) app.list.rows = new qantar.Pages(app, own, app.list.rows.length);
    }

    // The list of a square or an area.
    listOf(found, title) {
      const where = found.kind === "cell" ? `cell=${found.cell.key}` : `area=${found.code}`;
      const n = found.kind === "cell" ? found.cell.n : found.n;
      return { where, title, cell: found.cell, rows: new qantar.Pages(this.app, this.listQuery(where), n), set: new Set() };
    }

    // An event that a link names: what is known of it, and its place brought into sight.
    async meet(id) {
      const { app } = this;
      if (this.meeting === id) return;
      this.meeting = id;
      try {
        const told = await qantar.get("meet", app.eventPath(id));
        qantar.meetCard(app.columns, told);
        app.trouble("meet", null);
        if (qantar.link.get("event")[0] !== id) return;
        app.selected = told.row;
        app.place.quietly(() => app.place.bringIn(told.row, false));
        app.scene.events.redraw();
        app.panel?.show();
        app.sheet.show();
      } catch (error) {
        if (!error.stale) app.trouble("meet", () => this.meet(id), error);
      } finally {
        this.meeting = null;
      }
    }
  }

  const width = ({ area }) => area.box[2] - area.box[0];
  const degrees = (y) => qantar.toDegrees(0, y)[0];
  const turn = (lon) => lon - 360 * Math.floor((lon + 180) / 360);

  qantar.Far = Far;
}
