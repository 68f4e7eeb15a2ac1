// What comes from the server: events, base map, words, the filters' answers. What cannot be read is told, and can be
// tried again; what is shown stays.
{
  async function load(app) {
    const world = loadWorld(app);
    try {
      const columns = app.far ? await app.far.load() : qantar.readColumns(await qantar.get("events", `${app.base}/events.json`));
      await world;
      app.trouble("events", null);
      app.take(columns);
    } catch (error) {
      app.trouble("events", () => load(app), error);
    }
  }

  async function loadWorld(app) {
    try {
      app.scene.setWorld(qantar.readWorld(await qantar.get("world", `assets/${app.config.edition}/basemap.json`)));
      app.trouble("world", null);
    } catch (error) {
      const again = () => loadWorld(app).then(() => app.columns && app.recompute());
      app.trouble("world", again, error);
    }
  }

  // The regions of the countries that most events are in, and of those with an event that is told of a whole region.
  function loadRegions(app, countries = inColumns(app.columns)) {
    for (const code of new Set(countries)) {
      if (!app.scene.shapes.has(code) || app.scene.asked.has(code)) continue;
      app.scene.asked.add(code);
      qantar.get(`regions ${code}`, `assets/${app.config.edition}/regions/${code}.json`).then(
        (topology) => {
          app.scene.setRegions(code, qantar.readRegions(topology));
        },
        () => app.scene.asked.delete(code),
      );
    }
  }

  function inColumns(columns) {
    const counts = new Map();
    for (const code of columns.country) counts.set(code, (counts.get(code) || 0) + 1);
    const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 4);
    const needed = [...columns.regions.values()].map(({ code }) => code.slice(0, 2));
    return [...needed, ...most.map(([country]) => country)];
  }

  // The words of a language; English needs none. Everything that holds words is drawn anew.
  async function learn(app, lang) {
    app.lang = lang;
    let catalogue = {};
    try {
      if (lang !== "en") catalogue = await qantar.get("words", `words/${lang}.json?v=${app.config.edition}`);
      app.trouble("words", null);
    } catch (error) {
      if (error.stale) return;
      app.trouble("words", () => learn(app, lang), error);
    }
    qantar.speak(lang, catalogue);
    document.documentElement.lang = lang;
    qantar.build(app);
    app.apply();
  }

  // Which events pass the server's filters. A newer question makes an older one void; until the answer is there, what
  // was shown stays.
  async function filter(app, filters) {
    app.filters = filters;
    if (app.far) return;
    qantar.cancel("shown");
    app.panel?.wait(filters !== "");
    if (!filters) {
      app.mask = null;
      app.trouble("shown", null);
      return;
    }
    try {
      const found = await qantar.get("shown", `${app.base}/shown?${filters}`);
      app.mask = qantar.bits(found.mask);
      app.trouble("shown", null);
      app.panel?.wait(false);
      app.recompute();
    } catch (error) {
      if (error.stale) return;
      app.panel?.wait(false);
      app.trouble("shown", () => filter(app, filters), error);
    }
  }

  Object.assign(qantar, { load, loadRegions, learn, filter });
}
