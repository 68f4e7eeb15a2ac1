// The legend: types to switch on and off, with their counts, and how to read the marks.
{
  const ROOMY = 400; // a map of this height has room for an open legend

  class Legend {
    // `open`: as the reader has left it, null while it is for us to choose.
    constructor(app, node, open) {
      this.app = app;
      this.node = node;
      this.chosen = open;
      this.open = open ?? this.roomy();
      this.build();
    }

    build() {
      const { el, t } = qantar;
      this.toggle = el(
        "button.q-legend-toggle",
        { type: "button", "aria-expanded": String(this.open), onclick: () => this.choose(!this.open) },
        t("Legend"),
      );
      this.types = el("ul.q-types", {});
      this.sure = el("ul.q-reading.q-two", {});
      this.reading = el("ul.q-reading", { hidden: true });
      this.more = el("button.q-quiet", { type: "button", "aria-expanded": "false", onclick: () => this.unfold() }, t("How to read the map"));
      this.body = el("div.q-legend-body", { hidden: !this.open }, this.types, this.sure, this.more, this.reading);
      qantar.set(this.node, this.toggle, this.body);
      this.show();
    }

    roomy() {
      return !this.app.small() && this.app.mapBox.clientHeight > ROOMY;
    }

    // The map has another size.
    suit() {
      if (this.chosen === null) this.fold(this.roomy());
    }

    choose(open) {
      this.chosen = open;
      this.fold(open);
    }

    fold(open) {
      this.open = open;
      this.body.hidden = !open;
      this.toggle.setAttribute("aria-expanded", String(open));
    }

    unfold() {
      this.reading.hidden = !this.reading.hidden;
      this.more.setAttribute("aria-expanded", String(!this.reading.hidden));
    }

    show() {
      const { columns } = this.app;
      if (!columns) return;
      this.showTypes();
    }

    showTypes() {
      const { columns, types, theme, typeCounts = [] } = this.app;
      const key = `${types ? [...types].join() : ""} ${theme} ${columns.n} ${this.app.far?.exact}`;
      if (key === this.drawn) {
        this.numbers.forEach((node, kind) => (node.textContent = qantar.number(typeCounts[kind] || 0)));
        return;
      }
      this.drawn = key;
      const focused = [...this.types.querySelectorAll("button")].indexOf(document.activeElement);
      const items = columns.types.map((slug, kind) => {
        const on = !types || types.has(slug);
        const button = qantar.el(
          "button.q-type",
          {
            type: "button",
            "aria-pressed": String(on),
            title: on ? qantar.t("Hide this type; double-click shows it alone") : qantar.t("Show this type"),
            onclick: () => this.flip(slug),
            ondblclick: () => this.alone(slug),
          },
          qantar.glyph(slug, "full", theme),
          qantar.el("span.q-type-name", {}, qantar.t(qantar.typeOf(slug).name)),
          qantar.el("span.q-number", {}, qantar.number(typeCounts[kind] || 0)),
        );
        return qantar.el("li", {}, button);
      });
      qantar.set(this.types, items);
      this.numbers = this.types.querySelectorAll(".q-number");
      this.showReading();
      if (focused >= 0) this.types.querySelectorAll("button")[focused].focus();
    }

    flip(slug) {
      const all = this.app.columns.types;
      const chosen = new Set(this.app.types || all);
      if (chosen.has(slug)) chosen.delete(slug);
      else chosen.add(slug);
      this.app.setTypes(chosen.size === all.length ? null : all.filter((one) => chosen.has(one)));
    }

    alone(slug) {
      this.app.setTypes([slug]);
    }

    // Explains only what the data set has.
    showReading() {
      if (this.app.far && !this.app.far.exact) {
        this.showSizes();
        return;
      }
      const { columns, theme } = this.app;
      const { t, el } = qantar;
      const { label } = qantar.marks.grounds[theme];
      const has = (list, value) => (Array.isArray(list) || ArrayBuffer.isView(list) ? list : columns.rows.map((row) => list[row])).includes(value);
      const certainty = (slug, text) => {
        const index = columns.certainties.indexOf(slug);
        return has(columns.certainty, index) && el("li", {}, qantar.glyph("protests", qantar.fillOf(slug), theme, 14, label), text);
      };
      const sample = (name, text) => el("li", {}, el(`span.q-sample.${name}`, { "aria-hidden": "true" }), text);
      qantar.set(
        this.sure,
        certainty("stated", t("told as fact")),
        certainty("attributed", t("a source says so")),
        certainty("unconfirmed", t("unconfirmed")),
        certainty("disputed", t("disputed")),
      );
      qantar.set(
        this.reading,
        sample("q-sample-ring", t("Number: several events, one bead each")),
        has(columns.precision, 3) && sample("q-sample-hatch", this.hatched()),
        has(columns.precision, 2) && sample("q-sample-near", t("Dotted circle: somewhere near here")),
        columns.origins.size > 0 && el("li", {}, this.arc(), t("Arc: from where to where")),
        sample("q-sample-light", t("Lighter: may have been outside the chosen days")),
      );
    }

    hatched() {
      const { t } = qantar;
      return this.app.config.kind === "table"
        ? t("Hatched: the table names no place inside the country")
        : t("Hatched: the report names no place inside the country");
    }

    // How to read the marks of squares.
    showSizes() {
      const { theme } = this.app;
      const { t, el } = qantar;
      const sample = (name, text) => el("li", {}, el(`span.q-sample.${name}`, { "aria-hidden": "true" }), text);
      qantar.set(this.sure, el("li.q-sizes", {}, qantar.sizeScale(theme)), el("li", {}, t("events in a square of the map")));
      qantar.set(
        this.reading,
        el("li", {}, t("A mark counts the events in its square: ten times as many, one step larger. Its shape is the most frequent type, its ring the share of each type.")),
        el("li", {}, t("Come nearer, and events are shown one by one. A click lists those of a square.")),
        this.app.far.grid?.areas.size > 0 && sample("q-sample-hatch", this.hatched()),
      );
    }

    arc() {
      const line = { fill: "none", stroke: "currentColor", "stroke-width": 1.5, d: "M1 9Q7 1 12.5 6.2M9 6.6l3.9.1-.2-3.8" };
      return qantar.svg("svg.q-glyph", { viewBox: "0 0 14 12", width: 14, height: 12 }, qantar.svg("path", line));
    }
  }

  qantar.Legend = Legend;
}
