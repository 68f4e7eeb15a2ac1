// The timeline below the map: what the window is, in words; histogram, lane of whole countries, handles, play.
{
  const SIDE = 14; // room left and right for the handles
  const ROOMY = 560; // from this width on the names of the rows stand beside them
  const ICONS = {
    play: "M4 2.5v11l9.5-5.5z",
    pause: "M3.5 2.5h3.2v11H3.5zM9.3 2.5h3.2v11H9.3z",
    back: "M11.5 3v10L5 8zM3 3h1.8v10H3z",
    forward: "M4.5 3v10L11 8zM11.2 3H13v10h-1.8z",
  };

  class Timeline {
    constructor(app, node) {
      this.app = app;
      this.node = node;
      this.dragging = false;
      this.moved = false;
      this.player = new qantar.Player(this);
      this.releaseSoon = qantar.debounce(500, () => this.release());
      this.build();
      new ResizeObserver(() => this.resize()).observe(this.plot);
    }

    get first() {
      return this.app.columns.first;
    }

    get last() {
      return this.app.columns.last;
    }

    build() {
      const { el, icon, t } = qantar;
      const button = (name, label, run) =>
        el("button.q-tool", { type: "button", "aria-label": label, title: label, onclick: run }, icon(ICONS[name]));
      this.playButton = button("play", t("Play"), () => this.player.toggle());
      this.words = el("p.q-days");
      this.live = el("p.q-hidden", { role: "status", "aria-live": "polite" });
      this.whole = el("button.q-quiet", { type: "button", onclick: () => this.reset() }, t("Whole period"));
      this.speed = el(
        "select.q-speed",
        { "aria-label": t("Speed"), title: t("Speed"), onchange: () => (this.player.speed = Number(this.speed.value)) },
        qantar.SPEEDS.map((value) => el("option", { value, selected: value === this.player.speed }, `${qantar.number(value)}×`)),
      );
      this.canvas = el("canvas.q-bars", { "aria-hidden": "true" });
      this.most = el("span.q-most", { "aria-hidden": "true" });
      this.laneName = el("span.q-row-name", { "aria-hidden": "true" }, t("whole country"));
      this.plotName = el("span.q-row-name", { "aria-hidden": "true" }, t("at a place"));
      this.plot = el("div.q-plot", { onpointermove: (event) => this.hover(event), onpointerleave: () => this.app.tip.hide() });
      this.axis = el("div.q-axis", { "aria-hidden": "true" });
      this.plot.append(this.canvas);
      this.rows = el("div.q-rows", { "aria-hidden": "true" }, this.laneName, this.plotName, this.most);
      this.handles = new qantar.Handles(this);
      const tools = el(
        "div.q-tools",
        {},
        button("back", t("Step back"), () => this.stepBy(-1)),
        this.playButton,
        button("forward", t("Step forward"), () => this.stepBy(1)),
        this.speed,
      );
      qantar.set(
        this.node,
        el("div.q-time-head", {}, tools, this.words, this.whole),
        this.live,
        el("div.q-chart", {}, this.rows, this.plot, this.axis),
      );
      this.node.setAttribute("role", "group");
      this.node.setAttribute("aria-label", t("Timeline"));
      this.node.onkeydown = (event) => {
        if (event.key !== " " || /^(BUTTON|SELECT)$/.test(event.target.tagName)) return;
        event.preventDefault();
        this.player.toggle();
      };
    }

    // --- what Handles and Player ask for ---
    get() {
      return { first: this.app.window.first, last: this.app.window.last };
    }

    move(window, fade = false) {
      this.moved = true;
      this.app.setWindow(window, fade);
    }

    release() {
      if (this.player.on || this.dragging) return;
      this.moved = false;
      this.app.releaseWindow();
    }

    // The reader has moved the window and Python has not been told yet: what Python says of it is older.
    get busy() {
      return this.moved || this.dragging || this.player.on;
    }

    playing(on) {
      const { t } = qantar;
      this.playButton.replaceChildren(qantar.icon(ICONS[on ? "pause" : "play"]));
      this.playButton.setAttribute("aria-label", on ? t("Pause") : t("Play"));
      this.playButton.title = on ? t("Pause") : t("Play");
    }

    stepBy(direction) {
      this.player.pause();
      this.player.step(direction);
      this.releaseSoon();
    }

    reset() {
      this.player.pause();
      this.move({ first: this.first, last: this.last });
      this.release();
    }

    // A click on a day chooses that day (or week, or month); a click on the only chosen one, the whole period.
    pick(day) {
      const bin = this.bins.of[day - this.first];
      const [first, last] = [this.bins.from[bin], this.bins.to[bin]];
      const now = this.get();
      const same = now.first === first && now.last === last;
      this.move(same ? { first: this.first, last: this.last } : { first, last }, true);
    }

    stride() {
      return this.days <= 62 ? 1 : this.days <= 800 ? 7 : 30;
    }

    page() {
      return this.days <= 14 ? 2 : this.days <= 90 ? 7 : 30;
    }

    get days() {
      return this.last - this.first + 1;
    }

    x(day) {
      return SIDE + ((day - this.first) * (this.width - 2 * SIDE)) / this.days;
    }

    edgeAt(x) {
      return this.first + ((x - SIDE) * this.days) / (this.width - 2 * SIDE);
    }

    dayAt(x) {
      return Math.max(this.first, Math.min(this.last, Math.floor(this.edgeAt(x))));
    }

    // --- drawing ---
    resize() {
      this.roomy = this.node.clientWidth >= ROOMY;
      this.node.classList.toggle("q-roomy", this.roomy);
      const width = this.plot.clientWidth;
      if (!this.app.columns || !width) return;
      this.width = width;
      this.height = this.plot.clientHeight;
      this.bins = qantar.binDays(this.app.columns, width - 2 * SIDE);
      if (this.app.far) this.counts = null;
      this.count();
      qantar.drawAxis(this);
    }

    // The filters have changed.
    count() {
      if (!this.bins) return;
      if (this.app.far) {
        this.app.far.count(this);
        return;
      }
      this.counts = qantar.countBins(this.app.columns, this.app.passing, this.bins);
      this.hasLane = this.app.columns.precision.includes(3);
      this.nameRows(this.app.columns.regions.size > 0);
      this.draw();
    }

    // Counts from the server, in units no finer than `unit`.
    take(unit, read) {
      if (this.bins.unit !== unit) this.bins = qantar.binDays(this.app.columns, this.width - 2 * SIDE, unit);
      this.counts = read(this.bins);
      this.hasLane = this.counts.areas.sure.some(Boolean) || this.counts.areas.open.some(Boolean);
      this.nameRows(true);
      this.draw();
    }

    nameRows(regions) {
      this.laneName.textContent = regions ? qantar.t("whole area") : qantar.t("whole country");
      this.laneName.hidden = !this.hasLane;
      this.plotName.hidden = !this.hasLane || !this.roomy;
    }

    // The filters, the theme or the size have changed.
    draw() {
      if (!this.counts) return;
      const { columns, theme } = this.app;
      const ratio = Math.min(devicePixelRatio || 1, 2);
      const [width, height] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
      if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
      const context = this.canvas.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, this.width, this.height);
      const above = this.roomy ? 6 : 18;
      const lane = this.hasLane ? [above, above + 14] : null;
      const { region: line, paper } = qantar.marks.grounds[theme];
      const layout = { x: (day) => this.x(day), line, paper, lane, plot: [lane ? lane[1] + 10 : 10, this.height] };
      const colours = columns.types.map((slug) => qantar.typeOf(slug)[theme]);
      const most = qantar.drawBars(context, layout, columns, this.bins, this.counts, colours);
      qantar.drawSilence(context, this, layout);
      this.most.textContent = most > 1 ? qantar.number(most) : "";
      this.most.style.top = `${layout.plot[0] - 8}px`;
      this.plotName.style.top = `${(layout.plot[0] + layout.plot[1]) / 2 - 8}px`;
      this.show();
    }

    // The days have changed: the chart stays, what is chosen of it moves.
    show() {
      if (!this.bins) return;
      this.handles.show(this.app.window, (first, last) => this.say(first, last));
      this.tell();
    }

    say(first, last, year = false) {
      const { epoch } = this.app.columns;
      return qantar.span(qantar.asDate(epoch, first), qantar.asDate(epoch, last), { year });
    }

    tell() {
      const { window } = this.app;
      this.words.textContent = this.say(window.first, window.last, true);
      const whole = window.first === this.first && window.last === this.last;
      this.whole.hidden = whole;
    }

    announce() {
      const { window } = this.app;
      this.live.textContent = `${this.say(window.first, window.last)}. ${this.app.shownWords()}`;
    }

    hover(event) {
      if (!this.counts || event.pointerType === "touch" || this.dragging) return;
      const box = this.plot.getBoundingClientRect();
      const bin = this.bins.of[this.dayAt(event.clientX - box.left) - this.first];
      this.app.tip.show(event.clientX, box.top, qantar.binTip(this, bin));
    }
  }

  qantar.Timeline = Timeline;
}
