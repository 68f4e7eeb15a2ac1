// Runs first in every frame of a measured page. Times are milliseconds since 1970: one clock for all frames, though the
// map's frame has an origin of its own.
{
  const now = () => performance.timeOrigin + performance.now();
  const frame = () => new Promise((done) => requestAnimationFrame(done));

  // Resolves to the time at which what makes `yet()` true has been painted: it is looked for before every paint, and
  // when the next one is prepared, that paint is done.
  const until = async (yet) => {
    do await frame();
    while (!yet());
    await frame();
    return now();
  };

  // Resolves, at the next event of that kind, to its time.
  const on = (kind) => new Promise((done) => addEventListener(kind, () => done(now()), { capture: true, once: true }));

  // Keeps a promise's value in `bench.took`, null until then.
  const keep = (promise) => {
    bench.took = null;
    promise.then((value) => (bench.took = value));
  };

  // The first number in an element's text: "Shown: 1,234 of 10,000" holds 1234.
  const number = (selector) => {
    const found = /\d[\d.,\s]*/.exec(document.querySelector(selector)?.textContent ?? "");
    return found ? Number(found[0].replace(/\D/g, "")) : NaN;
  };

  // --- the dashboard, in the map's frame ---
  const paints = () => window.qantar?.stats?.paints ?? 0;
  const described = () => {
    const texts = [...document.querySelectorAll(".q-card-text")].map((card) => card.textContent);
    return texts.length > 0 && !texts.includes("\u2026");
  };

  // Keeps the time at which the first events are painted; to be asked for before they can be.
  const first = () => keep(until(() => paints() > 0));

  // Keeps the ms from the next key to the events painted. The map draws in the very next frame, if it is quick.
  const step = () =>
    keep(
      on("keydown").then(async (began) => {
        const before = paints();
        await frame();
        await frame();
        return (paints() > before ? now() : await until(() => paints() > before)) - began;
      }),
    );

  // Keeps [released, panel painted]: the count is right and every card shown has its text.
  const release = (events) =>
    keep(
      on("pointerup").then(async (began) => [began, await until(() => number(".q-shown") === events && described())]),
    );

  // Whether what is on the map is what the link and the view ask for, nothing being under way.
  const answered = () => {
    const { far } = window.qantar.app;
    return !far || (!far.flying && !far.wanted && far.drawn.key === `${far.query()}&${far.sight()}`);
  };

  // Keeps the ms from the next event of that kind until the map has answered it and is painted.
  const act = (kind) => keep(on(kind).then(async (began) => (await until(answered)) - began));

  // --- the dashboard, in the page ---
  // Keeps the time at which address bar and header both tell of a window that begins at `day`.
  const follow = (day, events) =>
    keep(until(() => location.search.includes(`from=${day}`) && number(".q-count") === events));

  // --- the naive app: its map's frame has the page's origin, so that the page can count the markers in it ---
  const markersIn = (frame) => frame.contentDocument?.querySelectorAll("path.leaflet-interactive").length ?? 0;
  const markers = () => Math.max(0, ...[...document.querySelectorAll("iframe")].map(markersIn));

  // Keeps the ms from opening the page, or from the next key, until so many markers are painted.
  const drawn = (wanted) => keep(until(() => markers() === wanted).then((at) => at - performance.timeOrigin));
  const redrawn = (wanted) =>
    keep(on("keydown").then(async (began) => (await until(() => markers() === wanted)) - began));

  // --- apps that say below their map how many events are shown: their points, as far as they can be counted ---
  const said = () => /([\d,]+) of [\d,]+ events shown/.exec(document.body?.innerText ?? "")?.[1];
  const there = () => markers() === Number(said()) || document.querySelector("[data-testid=stDeckGlJsonChart] canvas") !== null;
  const told = () => keep(until(() => said() !== undefined && there()).then((at) => at - performance.timeOrigin));
  const retold = () => {
    const before = said();
    keep(on("keydown").then(async (began) => (await until(() => said() !== undefined && said() !== before && there())) - began));
  };

  window.bench = { paints, described, first, step, act, release, follow, drawn, redrawn, told, retold, took: null };
}
