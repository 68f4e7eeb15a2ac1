// Reading from the routes of our own server. A newer request for the same thing makes an older one void.
{
  const running = new Map();
  qantar.stats = { mounts: 0, paints: 0, fetches: 0 };

  // Resolves to the JSON at `path` (below the app's root); rejects with an error whose `stale` is true when a newer
  // request of the same `kind` has taken its place.
  async function get(kind, path) {
    running.get(kind)?.abort();
    const control = new AbortController();
    running.set(kind, control);
    try {
      const known = qantar.own(path);
      if (known !== undefined) return await known;
      qantar.stats.fetches += 1;
      const answer = await fetch(new URL(path, qantar.root), { signal: control.signal, credentials: "omit" });
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      const found = await answer.json();
      if (control.signal.aborted) throw new DOMException("", "AbortError");
      return found;
    } catch (error) {
      error.stale = control.signal.aborted;
      throw error;
    } finally {
      if (running.get(kind) === control) running.delete(kind);
    }
  }

  // Makes what is being read void.
  function cancel(kind) {
    running.get(kind)?.abort();
    running.delete(kind);
  }

  function bits(text) {
    return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  }

  Object.assign(qantar, { get, cancel, bits });
}
