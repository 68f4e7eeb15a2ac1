// Which places share a mark at a zoom, so that none hides another: fixed for a zoom, whatever days are shown.
{
  const APART = 27; // pixels between marks, at least
  const CELL = 48; // more than two of the largest marks need

  // For every place the number of its group: a place whose mark would touch a busier one's joins that.
  function groupPlaces(columns, zoom) {
    const scale = 256 * 2 ** zoom;
    const counts = new Int32Array(columns.places.length);
    for (const row of columns.rows) if (columns.place[row] >= 0) counts[columns.place[row]] += 1;
    const order = [...counts.keys()].filter((place) => counts[place] > 0).sort((a, b) => counts[b] - counts[a] || a - b);
    const group = new Int32Array(counts.length).fill(-1);
    const cells = new Map();
    const heads = [];
    for (const place of order) {
      const [wx, wy] = worldOf(columns, place);
      const [x, y] = [wx * scale, wy * scale];
      const [column, line] = [Math.floor(x / CELL), Math.floor(y / CELL)];
      const near = nearest(cells, heads, column, line, x, y, qantar.radiusOf(Math.max(1, counts[place])));
      if (near >= 0) {
        group[place] = near;
        heads[near][2] += counts[place];
        continue;
      }
      group[place] = heads.length;
      const key = column * 1e7 + line;
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(heads.length);
      heads.push([x, y, counts[place]]);
    }
    return { group, size: heads.length };
  }

  function nearest(cells, heads, column, line, x, y, radius) {
    let best = -1;
    let least = Infinity;
    for (let c = column - 1; c <= column + 1; c += 1) {
      for (let l = line - 1; l <= line + 1; l += 1) {
        for (const head of cells.get(c * 1e7 + l) || []) {
          const far = Math.hypot(heads[head][0] - x, heads[head][1] - y);
          const room = Math.max(APART, qantar.radiusOf(Math.max(1, heads[head][2])) + radius);
          if (far < room && far < least) [best, least] = [head, far];
        }
      }
    }
    return best;
  }

  function worldOf(columns, place) {
    const site = columns.places[place];
    if (!site.world) site.world = qantar.toWorld(site.lat, site.lon);
    return site.world;
  }

  // The marks of `rows`: {rows, place, places}, at the true place of most of their events.
  function marksOf(columns, grouping, rows) {
    const found = new Map();
    for (const row of rows) {
      const place = columns.place[row];
      if (place < 0) continue;
      const key = grouping.group[place];
      let mark = found.get(key);
      if (!mark) {
        mark = { key, rows: [], places: new Map() };
        found.set(key, mark);
      }
      mark.rows.push(row);
      mark.places.set(place, (mark.places.get(place) || 0) + 1);
    }
    for (const mark of found.values()) {
      let most = 0;
      for (const [place, count] of mark.places) if (count > most) [mark.place, most] = [place, count];
      mark.world = worldOf(columns, mark.place);
    }
    return [...found.values()];
  }

  // The events of `rows` that are no point on the map, by the code of their area.
  function areasOf(columns, rows) {
    const found = new Map();
    for (const row of rows) {
      if (columns.place[row] >= 0) continue;
      const code = qantar.areaCode(columns, row);
      if (!found.has(code)) found.set(code, []);
      found.get(code).push(row);
    }
    return found;
  }

  Object.assign(qantar, { groupPlaces, marksOf, areasOf, worldOf });
}
