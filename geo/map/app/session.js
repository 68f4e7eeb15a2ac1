// A map of events that only this session has. They come from the page around by a port, as data, and no route of the
// server ever knows them; base map and words are fetched as ever.
{
  const WAIT_MS = 20000;

  let port = null;
  let given = null;
  const asked = new Map(); // event id → those who wait for its details

  // What the routes below data/ would answer; undefined for all other paths.
  function own(path) {
    if (!given || !path.startsWith("data/")) return undefined;
    const [way, query] = path.split("?");
    const [, , , name, id] = way.split("/");
    if (name === "events.json") return given.columns;
    if (name === "shown") return { mask: given.mask };
    if (name === "cards") return { cards: cards(Number(new URLSearchParams(query).get("limit"))) };
    return event(decodeURIComponent(id));
  }

  // All that may come up next: those that pass the filters, from the first one that is shown.
  function cards(limit) {
    const { passing, shown } = qantar.app;
    const rows = passing.length <= limit ? passing : shown;
    return [...rows].map((row) => given.cards[row]);
  }

  // A card where a card will do; else all that is known, which Python sends once the event is selected.
  function event(id) {
    const found = given.told[id] || (qantar.app.config.embed && given.cards[qantar.app.columns.rowOf.get(id)]);
    if (found) return found;
    return new Promise((resolve, reject) => {
      asked.set(id, [...(asked.get(id) || []), resolve]);
      setTimeout(() => reject(new Error("no answer")), WAIT_MS);
    });
  }

  function answer() {
    for (const [id, waiting] of asked) {
      if (!given.told[id]) continue;
      for (const resolve of waiting) resolve(given.told[id]);
      asked.delete(id);
    }
  }

  // Light or dark, told in the way in which st_folium tells it.
  function dress({ ground, accent }) {
    const { style } = document.documentElement;
    style.setProperty("--background-color", ground);
    style.setProperty("--primary-color", accent);
    window.dispatchEvent(new MessageEvent("message", { data: { type: "streamlit:render" } }));
  }

  function take(next) {
    const before = given;
    given = next;
    dress(next.theme);
    if (!before) begin(next);
    else if (before.version !== next.version) renew();
    answer();
    qantar.see(next.query, next.handled, next.lang);
  }

  function begin({ embed, edition }) {
    const options = { center: [45, 66], zoom: 4, zoomControl: false, attributionControl: false, zoomSnap: 0.25, worldCopyJump: true };
    const map = L.map("session-map", options);
    qantar.mount(map, { dataset: "session", version: "session", edition, root: "../../", embed });
  }

  // The events have changed: the map stays where it is, all that holds events is made anew.
  function renew() {
    const { app } = qantar;
    if (!app.columns) return;
    const columns = qantar.readColumns(given.columns);
    app.list = null;
    app.selected = -1;
    app.filters = "";
    app.mask = null;
    app.columns = columns;
    app.scene.zoom = null;
    app.sheet.texts.clear();
    qantar.build(app);
    app.take(columns);
    app.timeline.resize();
    qantar.loadRegions(app);
  }

  function start() {
    window.Streamlit = {
      setComponentValue: (value) => port?.postMessage({ value }),
      setFrameHeight: (height) => port?.postMessage({ height }),
    };
    window.addEventListener("message", (event) => {
      if (port || event.source !== window.parent || !event.ports[0]) return;
      [port] = event.ports;
      port.onmessage = ({ data }) => take(data);
    });
    window.parent.postMessage("qantar:ready", "*");
  }

  Object.assign(qantar, { own });
  if (document.getElementById("session-map")) start();
}
