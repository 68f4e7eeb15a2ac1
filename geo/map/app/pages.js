// A list of events that comes from the server part by part, in order of time; used like an array of row numbers.
{
  const PART = 100;

  class Pages {
    // `query` selects the events (see the cards route); `length` is how many there are, as far as is known.
    constructor(app, query, length) {
      this.app = app;
      this.query = query;
      this.length = length;
      this.rows = [];
      this.whole = false;
    }

    slice(from, to) {
      return this.rows.slice(from, to);
    }

    [Symbol.iterator]() {
      return this.rows[Symbol.iterator]();
    }

    includes(row) {
      return this.rows.includes(row);
    }

    lacks(limit) {
      return !this.whole && this.rows.length < Math.min(limit, this.length || 1);
    }

    // Resolves to whether the next part is there; false where a newer question has made this one void.
    async load() {
      const { app } = this;
      try {
        const found = await qantar.get("cards", `${app.base}/cards?${this.query}&offset=${this.rows.length}&limit=${PART}`);
        this.length = found.total;
        this.whole = found.cards.length < PART;
        app.trouble("cards", null);
        for (const card of found.cards) {
          qantar.meetCard(app.columns, card);
          app.texts.set(card.row, card);
          this.rows.push(card.row);
        }
        return true;
      } catch (error) {
        if (!error.stale) app.trouble("cards", () => app.panel?.show(), error);
        return false;
      }
    }
  }

  qantar.Pages = Pages;
}
