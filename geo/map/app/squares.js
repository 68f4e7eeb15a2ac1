// Beside the map: what its squares hold, in words, for those who do not see or point; and the way into a square.
{
  const MOST = 12;

  class Squares {
    constructor(app) {
      this.app = app;
      this.open = false;
      this.node = qantar.el("div.q-squares", { hidden: true });
      this.drawn = "";
    }

    show(wanted) {
      const { app } = this;
      const { far, list } = app;
      this.node.hidden = !wanted || !far?.grid || (list ? !list.cell : far.exact);
      if (this.node.hidden) return;
      const key = `${list?.cell?.key} ${far.drawn.key} ${app.theme}`;
      if (key === this.drawn) return;
      this.drawn = key;
      if (list) qantar.set(this.node, this.into(list.cell));
      else qantar.set(this.node, this.busiest(far));
    }

    into(cell) {
      const go = () => this.app.place.enter(cell);
      const where = qantar.el("span.q-note", {}, qantar.capital(qantar.whereabouts(cell)));
      return [where, qantar.el("button.q-quiet", { type: "button", onclick: go }, qantar.t("Zoom in on this square"))];
    }

    busiest(far) {
      const { el, t, number } = qantar;
      const { cells } = far.grid;
      const gaps = { n: number(far.inside), squares: number(cells.length) };
      const head = el("summary", {}, t("In and around this view: {n} events in {squares} squares", gaps));
      const items = cells.slice(0, MOST).map((cell) => el("li", {}, this.button(cell)));
      const node = el("details", { open: this.open }, head, el("ol", { "aria-label": t("The busiest squares") }, items));
      node.addEventListener("toggle", () => (this.open = node.open));
      return node;
    }

    button(cell) {
      const { app } = this;
      const { columns, theme } = app;
      const { t, number } = qantar;
      const kind = cell.counts.indexOf(Math.max(...cell.counts));
      const slug = columns.types[kind];
      const most = t("mostly {type}: {n}", { type: t(qantar.typeOf(slug).name), n: number(cell.counts[kind]) });
      const open = () => app.choose({ kind: "cell", rows: [], cell, n: cell.n, counts: cell.counts }, t("In this square"));
      const point = (on) => () => app.point([], { cell: on ? cell.key : null });
      return qantar.el(
        "button.q-card",
        { type: "button", onclick: open, onfocus: point(true), onblur: point(false), onpointerenter: point(true), onpointerleave: point(false) },
        qantar.el("span", {}, qantar.glyph(slug, "full", theme), ` ${qantar.eventsWords(cell.n)}, ${qantar.whereabouts(cell)}`),
        qantar.el("span.q-card-when", {}, most),
      );
    }
  }

  // The marks of 1, 10, 100 … events with their numbers, for the legend.
  function sizeScale(theme) {
    const { svg, sizeOf, short } = qantar;
    const { label, paper } = qantar.marks.grounds[theme];
    const steps = [1, 10, 100, 1000, 10000];
    let x = 12;
    const parts = steps.map((n) => {
      const radius = sizeOf(n);
      x += radius;
      const at = { cx: x, cy: 16, r: radius, fill: label };
      const hole = radius > 6 && svg("circle", { cx: x, cy: 16, r: radius * 0.7, fill: paper });
      const text = svg("text", { x, y: 46, "text-anchor": "middle", "font-size": 12, fill: "currentColor" }, short(n));
      x += radius + 16;
      return [svg("circle", at), hole, text];
    });
    return svg("svg", { viewBox: "0 0 232 50", width: 232, height: 50, "aria-hidden": "true" }, ...parts.flat());
  }

  Object.assign(qantar, { Squares, sizeScale });
}
