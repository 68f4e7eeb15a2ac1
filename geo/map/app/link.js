// The link is the state. Python sends it whole; what the reader changes here is applied at once, sent to Python, and
// kept on top of what Python says until Python has it.
{
  // The server's filters; days and types are filtered here, the other keys filter nothing.
  const FILTERS = ["sub", "certainty", "who", "actor", "country", "place", "q"];

  const pending = new Map();
  let params = new URLSearchParams();
  let sent = 0;
  let seen = 0;
  let timer = 0;

  function write(target, key, value) {
    target.delete(key);
    if (value === null || value === undefined) return;
    for (const one of Array.isArray(value) ? value : [value]) target.append(key, one);
  }

  // Take over Python's link; `handled` is the number of the last change that Python has seen.
  function accept(query, handled) {
    if (handled >= sent) pending.clear();
    seen = Math.max(seen, handled);
    params = new URLSearchParams(query);
    for (const [key, value] of pending) write(params, key, value);
  }

  // Change keys of the link: a text, a list of texts, or null for the default. Python hears of it in a moment.
  function propose(change) {
    for (const [key, value] of Object.entries(change)) {
      write(params, key, value);
      pending.set(key, value);
    }
    // Numbered at once: whatever Python says before it has seen this number is older than the change.
    sent = Math.max(sent + 1, seen + 1, Date.now());
    clearTimeout(timer);
    timer = setTimeout(send, 0);
  }

  function send() {
    window.Streamlit?.setComponentValue({ n: sent, change: Object.fromEntries(pending) });
  }

  function state(columns) {
    const types = params.getAll("type");
    const day = (key, otherwise) => (params.get(key) ? qantar.fromIso(columns.epoch, params.get(key)) : otherwise);
    const first = Math.min(Math.max(day("from", columns.first), columns.first), columns.last);
    return {
      first,
      last: Math.max(first, Math.min(day("to", columns.last), columns.last)),
      types: types.length ? new Set(types) : null,
      event: params.get("event"),
      place: ["lat", "lon", "z"].map((key) => (params.has(key) ? Number(params.get(key)) : null)),
      tiles: params.get("tiles") === "online",
      filters: filters(),
    };
  }

  // The server's part of the link, in a fixed order, so that equal filters are equal texts.
  function filters() {
    const found = new URLSearchParams();
    for (const key of FILTERS) for (const value of params.getAll(key).sort()) found.append(key, value);
    return found.toString();
  }

  // The link of what is seen, with some keys changed.
  function linkWith(change) {
    const target = new URLSearchParams(params);
    for (const [key, value] of Object.entries(change)) write(target, key, value);
    const query = target.toString();
    return qantar.root + (query ? `?${query}` : "");
  }

  const filtered = () => FILTERS.filter((key) => params.has(key));
  const cleared = () => Object.fromEntries([...FILTERS, "type", "from", "to"].map((key) => [key, null]));

  qantar.link = { accept, propose, state, linkWith, filtered, cleared, get: (key) => params.getAll(key) };
}
