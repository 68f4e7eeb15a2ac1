// What stands on the map itself: zoom, scale, the switch for online tiles, whose map it is; what the pointer finds.
{
  const TOUCH_REACH = 22;
  const MOUSE_REACH = 11;

  class Controls {
    constructor(app) {
      this.app = app;
      const { map } = app;
      this.tiles = null;
      this.touch = false;
      map.on("mousemove", (event) => this.hover(event));
      map.on("mouseout movestart", () => this.leave());
      map.on("click", (event) => this.click(event));
      map.getContainer().addEventListener("pointerdown", (event) => (this.touch = event.pointerType === "touch"), true);
    }

    // In the reader's language; called again when that changes.
    build() {
      const { el, t } = qantar;
      const { map, overlay } = this.app;
      for (const control of this.leaflet || []) control.remove();
      this.leaflet = [
        L.control.zoom({ position: "topleft", zoomInTitle: t("Zoom in"), zoomOutTitle: t("Zoom out") }),
        L.control.scale({ position: "bottomright", imperial: false, maxWidth: 96 }),
      ];
      for (const control of this.leaflet) control.addTo(map);
      this.box?.remove();
      this.credit?.remove();
      this.check = el("input", { type: "checkbox", role: "switch", onchange: () => this.flip() });
      this.note = el("div.q-tiles-note", { hidden: true });
      this.box = el("div.q-tiles", {}, el("label", {}, this.check, t("Online map")), this.note);
      this.credit = el("p.q-credit");
      overlay.append(this.box, this.credit);
      this.showTiles();
    }

    flip() {
      if (!this.check.checked) {
        this.app.setTiles(false);
        return;
      }
      this.check.checked = false;
      const { el, t } = qantar;
      const close = () => (this.note.hidden = true);
      const agree = () => {
        close();
        this.app.setTiles(true);
      };
      qantar.set(
        this.note,
        el("p", {}, t("The online map loads pictures from {host}. That server then learns your internet address and which part of the map you look at. Without it nothing leaves this site.", { host: this.host() })),
        el("button.q-button", { type: "button", onclick: agree }, t("Switch on")),
        el("button.q-quiet", { type: "button", onclick: close }, t("Cancel")),
      );
      this.note.hidden = false;
      this.note.querySelector("button").focus();
    }

    host() {
      return new URL(qantar.tiles.url.replaceAll(/[{}]/g, "")).host;
    }

    showTiles() {
      const { map, tiles } = this.app;
      const { el, t } = qantar;
      if (this.check) this.check.checked = tiles;
      if (tiles && !this.tiles) {
        this.tiles = L.tileLayer(qantar.tiles.url, { maxZoom: 19, maxNativeZoom: qantar.tiles.max_zoom, updateWhenIdle: true });
        this.tiles.on("tileerror", () => this.fail());
        this.tiles.addTo(map);
      } else if (!tiles && this.tiles) {
        this.tiles.remove();
        this.tiles = null;
      }
      if (!this.credit) return;
      const link = el("a", { href: qantar.tiles.credit_url, target: "_blank", rel: "noopener noreferrer" }, qantar.tiles.credit);
      qantar.set(this.credit, t("Base map: Natural Earth"), tiles && " · ", tiles && link);
    }

    fail() {
      if (this.failed) return;
      this.failed = true;
      qantar.set(this.note, qantar.el("p", {}, qantar.t("The online map cannot be reached; the map below it works without.")));
      this.note.hidden = false;
      setTimeout(() => {
        this.note.hidden = true;
        this.failed = false;
      }, 6000);
    }

    hover(event) {
      if (this.touch) return;
      const { app } = this;
      const found = app.scene.find(event.containerPoint, MOUSE_REACH);
      app.map.getContainer().classList.toggle("q-over", found !== null);
      app.point(found?.rows || [], { cell: found?.cell?.key, area: found?.counts && found.code });
      if (found) app.tip.show(event.originalEvent.clientX, event.originalEvent.clientY, this.words(found));
      else app.tip.hide();
    }

    leave() {
      this.app.tip.hide();
      this.app.point([]);
    }

    click(event) {
      this.app.tip.hide();
      const found = this.app.scene.find(event.containerPoint, this.touch ? TOUCH_REACH : MOUSE_REACH);
      this.app.choose(found, found ? this.title(found) : "");
    }

    // A short name for what was found: "Almaty", "Almaty and 2 places near it", "Kazakhstan as a whole".
    title(found) {
      const { t } = qantar;
      const { columns } = this.app;
      const [row] = found.rows;
      if (found.kind === "cell") return t("In this square");
      if (found.counts) return t("{country} as a whole", { country: found[qantar.language()] || found.en });
      if (found.kind === "area") return t("{country} as a whole", { country: qantar.placeName(columns, row) });
      if (found.kind === "arc") {
        const origin = columns.origins.get(row);
        const from = qantar.language() === "de" ? origin.de : origin.en;
        return t("{from} to {to}", { from, to: qantar.placeName(columns, row) });
      }
      const lang = qantar.language();
      const names = new Set([...found.places.keys()].map((place) => columns.places[place][`name_${lang}`]));
      const name = columns.places[found.place][`name_${lang}`];
      if (names.size === 1) return name;
      if (names.size === 2) return t("{place} and 1 place near it", { place: name });
      return t("{place} and {n} places near it", { place: name, n: qantar.number(names.size - 1) });
    }

    words(found) {
      const { columns, theme } = this.app;
      const { el } = qantar;
      const lines = [el("strong", {}, this.title(found))];
      if (found.rows.length === 1) {
        const [row] = found.rows;
        const slug = columns.types[columns.type[row]];
        const fill = qantar.fillOf(columns.certainties[columns.certainty[row]]);
        const text = this.app.panel?.cards.texts.get(row);
        lines.push(el("span", {}, qantar.glyph(slug, fill, theme, 12), ` ${text ? qantar.capital(text.label || text.sub) : qantar.t(qantar.typeOf(slug).name)}`));
        lines.push(el("span", {}, text ? text.when : this.app.when(row)));
        return lines;
      }
      const counts = found.counts || qantar.countTypes(columns, found.rows);
      if (found.kind === "cell") lines.push(el("span", {}, qantar.eventsWords(found.n)));
      columns.types.forEach((slug, kind) => {
        if (!counts[kind]) return;
        const text = ` ${qantar.t(qantar.typeOf(slug).name)}: ${qantar.number(counts[kind])}`;
        lines.push(el("span", {}, qantar.glyph(slug, "full", theme, 12), text));
      });
      return lines;
    }
  }

  qantar.Controls = Controls;
}
