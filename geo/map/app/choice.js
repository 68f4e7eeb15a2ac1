// What is chosen and pointed at: one event, the list of a place, a square or an area.
{
  class Choice {
    constructor() {
      this.selected = -1;
      this.list = null;
      this.hover = new Set();
      this.hoverCell = null;
      this.hoverArea = null;
    }

    // What the list holds: an array of rows, or Pages of them.
    listed() {
      if (!this.list) return this.far ? this.far.pages : this.shown;
      const { rows } = this.list;
      return rows instanceof qantar.Pages ? rows : rows.filter((row) => this.isShown(row));
    }

    choose(found, title) {
      if (!found) return this.close();
      if (found.rows.length === 1) return this.select(found.rows[0], { from: "map" });
      if (found.counts) this.list = this.far.listOf(found, title);
      else this.list = this.listOf(qantar.rowsOf(this.scene, found), title);
      this.pick(-1);
      return undefined;
    }

    listOf(rows, title) {
      return { rows, title, set: new Set(rows) };
    }

    select(row, { from }) {
      if (from === "map") this.list = null;
      this.focusDetails = from === "list";
      this.pick(row);
      if (from === "list" || this.small()) this.place.bringIn(row);
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

    // `cell` and `area` name what is pointed at where events are counted only.
    point(rows, { cell = null, area = null } = {}) {
      const moved = cell !== this.hoverCell || area !== this.hoverArea;
      Object.assign(this, { hoverCell: cell, hoverArea: area });
      if (!moved && rows.length === this.hover.size && rows.every((row) => this.hover.has(row))) return;
      this.hover = new Set(rows);
      this.scene.events.redraw();
      this.panel?.cards.mark();
    }
  }

  qantar.Choice = Choice;
}
