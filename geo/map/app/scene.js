// What is on the map at this moment: ground, hatched areas, names, arcs, marks; and what lies under the pointer.
{
  const RADIUS_NEAR_M = 25000; // precision 2 is "near": within about 25 km, as UCDP's where_prec 2 has it
  const FADE_MS = 220;
  const FEW_ARCS = 12; // more of them are drawn fainter
  const MOST_ARCS = 300;

  class Scene {
    constructor(app) {
      this.app = app;
      this.world = null;
      this.regions = new Map();
      this.asked = new Set();
      this.shapes = new Map();
      this.all = [];
      this.marks = [];
      this.arcs = [];
      this.areas = new Map();
      this.areaCodes = "";
      this.drawn = { marks: [], arcs: [], pills: [], cells: [] };
      this.came = new Map();
      const { map } = app;
      for (const [name, level] of [["q-base", 150], ["q-areas", 350], ["q-events", 450]]) {
        const pane = map.createPane(name);
        pane.style.zIndex = level;
        pane.style.pointerEvents = "none";
      }
      this.base = new qantar.CanvasLayer("q-base", (context, frame) => this.paintBase(context, frame)).addTo(map);
      this.names = new qantar.CanvasLayer("q-areas", (context, frame) => this.paintNames(context, frame)).addTo(map);
      this.events = new qantar.CanvasLayer("q-events", (context, frame) => this.paintEvents(context, frame)).addTo(map);
    }

    get ground() {
      return qantar.marks.grounds[this.app.theme];
    }

    colour(row) {
      return qantar.typeOf(this.app.columns.types[this.app.columns.type[row]])[this.app.theme];
    }

    fill(row) {
      return qantar.fillOf(this.app.columns.certainties[this.app.columns.certainty[row]]);
    }

    setRegions(country, regions) {
      this.regions.set(country, regions);
      for (const area of regions.areas) this.shapes.set(area.code, area);
      this.base.redraw();
      this.names.redraw();
      this.events.redraw();
    }

    setWorld(world) {
      this.world = world;
      for (const country of world.countries) this.shapes.set(country.code, country);
      this.base.redraw();
    }

    // The filters have changed: group anew all that could come up in any window, for the names beside the marks.
    setPassing() {
      this.group(this.app.map.getZoom());
      this.setShown();
    }

    group(zoom) {
      const { columns, passing } = this.app;
      if (this.zoom !== zoom) this.grouping = qantar.groupPlaces(columns, zoom);
      this.zoom = zoom;
      this.all = qantar.marksOf(columns, this.grouping, passing).sort((a, b) => b.rows.length - a.rows.length);
      this.allAreas = this.app.far?.grid?.areas || qantar.areasOf(columns, passing);
    }

    // The days have changed, or the filters.
    setShown(fade = false) {
      if (!this.grouping) return;
      this.collect(fade);
      this.events.redraw();
    }

    // The server has answered: other squares, other events.
    setFar() {
      this.zoom = null;
      this.group(this.app.map.getZoom());
      this.collect(false);
      const codes = `${this.app.far.grid.level} ${[...this.allAreas.keys()].join()} ${this.all.map(({ place }) => place).join()}`;
      if (codes !== this.areaCodes) this.names.redraw();
      this.areaCodes = codes;
      this.events.redraw();
    }

    collect(fade) {
      const { columns, shown } = this.app;
      this.marks = qantar.marksOf(columns, this.grouping, shown);
      this.arcs = qantar.arcsOf(columns, shown);
      this.areas = this.app.far?.grid?.areas || qantar.areasOf(columns, shown);
      const now = performance.now();
      const keys = new Set(this.marks.map((mark) => mark.key));
      for (const key of this.came.keys()) if (!keys.has(key)) this.came.delete(key);
      for (const key of keys) if (!this.came.has(key)) this.came.set(key, fade && !this.app.still ? now : 0);
    }

    paintBase(context, frame) {
      if (this.world) qantar.drawGround(context, frame, this.world, this.regions, this.ground);
    }

    paintNames(context, frame) {
      const { columns } = this.app;
      if (!columns) return;
      if (this.zoom !== frame.zoom) {
        this.group(frame.zoom);
        this.collect(false);
      }
      const lang = qantar.language();
      const marks = this.all.map((mark) => ({
        key: mark.key,
        world: mark.world,
        radius: qantar.radiusOf(mark.rows.length),
        name: columns.places[mark.place][`name_${lang}`],
      }));
      const areas = [...(this.allAreas || []).keys()].map((code) => this.shapes.get(code)).filter((shape) => shape?.area);
      const squares = this.counted ? qantar.layCells(frame, this.app.far.grid) : [];
      const pills = this.counted && qantar.placePills(context, frame, areas, squares, (code) => qantar.pillTexts(this, code));
      const taken = pills ? [...pills.values()].map(({ box }) => box) : [];
      const found = qantar.placeLabels(context, frame, this.world?.countries || [], marks, pills ? [] : areas, lang, squares, taken);
      this.pills = pills || found.pills;
      if (this.app.tiles) return;
      qantar.drawNames(context, found.names, this.ground);
      qantar.drawNames(context, found.places, this.ground, this.came);
    }

    paintEvents(context, frame) {
      const { columns } = this.app;
      if (!columns || !this.grouping) return;
      this.drawn = { marks: [], arcs: [], pills: [], cells: [] };
      qantar.paintAreas(this, context, frame);
      if (this.app.far) qantar.paintCounted(this, context, frame);
      this.paintNear(context, frame);
      for (const arc of this.arcs.slice(0, MOST_ARCS)) this.paintArc(context, frame, arc);
      let fading = false;
      // Those with few events come last, so that a single event is never below a large stack.
      for (const mark of [...this.marks].sort((a, b) => b.rows.length - a.rows.length)) {
        const age = performance.now() - this.came.get(mark.key);
        context.globalAlpha = Math.min(1, age / FADE_MS);
        fading = fading || age < FADE_MS;
        this.paintMark(context, frame, mark);
      }
      context.globalAlpha = 1;
      if (fading) requestAnimationFrame(() => this.events.redraw());
    }

    // Whether squares are drawn in place of events.
    get counted() {
      return this.app.far?.grid?.cells.length > 0;
    }

    paintNear(context, frame) {
      const { columns, shown, partial } = this.app;
      const done = new Set();
      for (const row of shown) {
        const place = columns.place[row];
        if (columns.precision[row] !== 2 || place < 0 || done.has(place)) continue;
        done.add(place);
        const metre = frame.scale / (40075016 * Math.cos((columns.places[place].lat * Math.PI) / 180));
        const radius = RADIUS_NEAR_M * metre;
        if (radius < 12) continue;
        context.globalAlpha = partial[row] ? 0.4 : 0.8;
        qantar.circle(context, ...qantar.onFrame(frame, qantar.worldOf(columns, place)), radius);
        context.fillStyle = `${this.colour(row)}14`;
        context.fill();
        context.strokeStyle = this.colour(row);
        context.lineWidth = 1.25;
        context.setLineDash([2, 4]);
        context.stroke();
        context.setLineDash([]);
        context.globalAlpha = 1;
      }
    }

    paintArc(context, frame, arc) {
      const { columns, partial } = this.app;
      const key = this.grouping.group[arc.place];
      const mark = this.marks.find((one) => one.key === key);
      const short = mark && mark.place === arc.place ? qantar.radiusOf(mark.rows.length) + 5 : 4;
      const line = qantar.curve(frame, arc.from, qantar.worldOf(columns, arc.place), short);
      const [row] = arc.rows;
      const crowd = this.arcs.length > FEW_ARCS ? 0.4 : 1;
      const alpha = crowd * (arc.rows.every((one) => partial[one]) ? 0.45 : 1);
      const strong = this.isHot(arc.rows);
      const style = { colour: this.colour(row), ground: this.ground, fill: this.fill(row), vague: arc.vague };
      qantar.drawArc(context, line, { ...style, alpha: strong ? 1 : alpha, strong });
      this.drawn.arcs.push({ line, rows: arc.rows });
    }

    paintMark(context, frame, mark) {
      const { columns, partial } = this.app;
      const [x, y] = qantar.onFrame(frame, mark.world);
      const count = mark.rows.length;
      const radius = qantar.radiusOf(count);
      this.drawn.marks.push({ x, y, radius, mark });
      if (x < -40 || y < -40 || x > frame.width + 40 || y > frame.height + 40) return;
      if (this.isHot(mark.rows)) {
        qantar.circle(context, x, y, radius + 5);
        context.fillStyle = this.ground.halo;
        context.fill();
        context.lineWidth = 2.5;
        context.strokeStyle = this.app.accent;
        context.stroke();
      }
      const alpha = context.globalAlpha;
      if (count === 1) {
        const [row] = mark.rows;
        if (partial[row]) context.globalAlpha = alpha * 0.45;
        const slug = columns.types[columns.type[row]];
        qantar.drawMark(context, { x, y, radius, slug, fill: this.fill(row), colour: this.colour(row), ground: this.ground });
      } else {
        const beads = this.beads(mark.rows);
        qantar.drawStack(context, { x, y, radius, count: qantar.short(count), beads, ground: this.ground });
      }
      context.globalAlpha = alpha;
    }

    beads(rows) {
      const { columns, partial } = this.app;
      const types = columns.type;
      if (rows.length <= qantar.BEADS) {
        const order = [...rows].sort((a, b) => types[a] - types[b] || a - b);
        return order.map((row) => ({ colour: this.colour(row), fill: this.fill(row), share: 1, faint: partial[row] }));
      }
      const shares = new Map();
      for (const row of rows) shares.set(types[row], (shares.get(types[row]) || 0) + 1);
      return [...shares]
        .sort((a, b) => a[0] - b[0])
        .map(([type, share]) => ({ colour: qantar.typeOf(columns.types[type])[this.app.theme], fill: "full", share }));
    }

    isHot(rows) {
      const { selected, hover, list } = this.app;
      if (list && selected < 0 && rows.some((row) => list.set.has(row))) return true;
      return (selected >= 0 && rows.includes(selected)) || (hover.size > 0 && rows.some((row) => hover.has(row)));
    }

    // What is at a point of the map (pixels from its corner), or null; see find.js.
    find(point, reach) {
      return qantar.findAt(this, point, reach);
    }
  }

  qantar.Scene = Scene;
}
