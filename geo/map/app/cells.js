// The squares of a grid that count events too many to be drawn one by one: what the server says of them, and their marks.
// A mark's size tells how many events are in its square, its shape the most frequent type, its ring the share of each.
{
  const LEAST = 3; // a mark's radius for one event, in CSS pixels …
  const TENFOLD = 3.1; // … and how much each ten times as many add
  const RING_FROM = 6.1; // smaller ones have no room for a ring
  const GAP = 1.1;

  const sizeOf = (n) => LEAST + TENFOLD * Math.log10(n);

  // An answer of the cells route: {level, cells, most first, at: the same by "x/y", areas by code}.
  function readCells(answer) {
    const { x = [], y = [], lat = [], lon = [], counts = [] } = answer.cells || {};
    const cells = x.map((column, i) => {
      const own = counts.map((list) => list[i]);
      const n = own.reduce((sum, one) => sum + one, 0);
      const key = `${answer.level}/${column}/${y[i]}`;
      return { key, x: column, y: y[i], world: qantar.toWorld(lat[i], lon[i]), lat: lat[i], lon: lon[i], counts: own, n };
    });
    cells.sort((a, b) => b.n - a.n);
    const areas = new Map();
    for (const area of answer.areas) {
      const n = area.counts.reduce((sum, one) => sum + one, 0);
      areas.set(area.region || area.country, { counts: area.counts, n, en: area.name_en, de: area.name_de });
    }
    return { level: answer.level, cells, at: new Map(cells.map((cell) => [cell.key, cell])), areas };
  }

  // A cell's types from the top of its ring on: [kind, from, to] in turns.
  function shares(cell) {
    if (!cell.shares) {
      let from = 0;
      cell.shares = [];
      cell.counts.forEach((count, kind) => {
        if (!count) return;
        cell.shares.push([kind, from, from + count / cell.n]);
        from += count / cell.n;
      });
      cell.lead = cell.counts.indexOf(Math.max(...cell.counts));
    }
    return cell.shares;
  }

  // Where the cells of a grid are on a frame: {cell, left, top, side, x, y, radius}; the mark stays within its square.
  function layCells(frame, grid) {
    const side = frame.scale / 2 ** grid.level;
    const [west, east] = [-frame.x / frame.scale, (frame.width - frame.x) / frame.scale];
    const found = [];
    for (let turn = Math.floor(west); turn <= Math.floor(east); turn += 1) {
      for (const cell of grid.cells) {
        const [left, top] = [frame.x + turn * frame.scale + cell.x * side, frame.y + cell.y * side];
        if (left > frame.width || top > frame.height || left + side < 0 || top + side < 0) continue;
        const radius = Math.min(sizeOf(cell.n), Math.max(1.5, side / 2 - 1));
        const within = (at, start) => Math.max(start + radius + 0.5, Math.min(start + side - radius - 0.5, at));
        const [x, y] = qantar.onFrame(frame, [cell.world[0] + turn, cell.world[1]]);
        found.push({ cell, left, top, side, x: within(x, left), y: within(y, top), radius });
      }
    }
    return found;
  }

  // `hot` tells which cells are pointed at or open.
  function drawCells(context, placed, { types, colours, ground, ratio, accent, hot }) {
    context.save();
    squares(context, placed, ground);
    const ringed = placed.filter(({ radius }) => radius >= RING_FROM);
    discs(context, placed, ({ radius }) => radius + 1.25, ground.halo);
    types.forEach((_, kind) => sectors(context, ringed, kind, colours[kind]));
    discs(context, ringed, inner, ground.paper);
    for (const one of placed) {
      shares(one.cell);
      const radius = one.radius >= RING_FROM ? Math.max(2.4, inner(one) - 1.6) : one.radius;
      context.setTransform(ratio * radius, 0, 0, ratio * radius, ratio * one.x, ratio * one.y);
      context.fillStyle = colours[one.cell.lead];
      context.fill(qantar.shapeOf(types[one.cell.lead]));
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.strokeStyle = accent;
    context.lineWidth = 2;
    for (const { cell, left, top, side } of placed) if (hot(cell)) context.strokeRect(left, top, side, side);
    context.restore();
  }

  const inner = ({ radius }) => radius - Math.max(2.4, Math.min(4.5, radius * 0.3));

  function squares(context, placed, ground) {
    context.beginPath();
    for (const { left, top, side } of placed) context.rect(left + 0.5, top + 0.5, side - 1, side - 1);
    context.globalAlpha = 0.06;
    context.fillStyle = ground.ink;
    context.fill();
    context.globalAlpha = 1;
  }

  function discs(context, placed, size, colour) {
    context.beginPath();
    for (const one of placed) {
      const radius = size(one);
      context.moveTo(one.x + radius, one.y);
      context.arc(one.x, one.y, radius, 0, 2 * Math.PI);
    }
    context.fillStyle = colour;
    context.fill();
  }

  // All that one type has of the rings, in one go.
  function sectors(context, placed, kind, colour) {
    context.beginPath();
    for (const one of placed) {
      const own = shares(one.cell);
      const share = own.find(([which]) => which === kind);
      if (!share) continue;
      const outer = one.radius;
      const gap = own.length > 1 ? GAP / outer / 2 : 0;
      const from = share[1] * 2 * Math.PI - Math.PI / 2 + gap;
      const to = Math.max(from + 0.12, share[2] * 2 * Math.PI - Math.PI / 2 - gap);
      context.moveTo(one.x + outer * Math.cos(from), one.y + outer * Math.sin(from));
      context.arc(one.x, one.y, outer, from, to);
      context.arc(one.x, one.y, inner(one), to, from, true);
      context.closePath();
    }
    context.fillStyle = colour;
    context.fill();
  }

  // The square of an open cell, also where the map has come nearer since.
  function outlineCell(context, frame, cell, colour) {
    const side = frame.scale / 2 ** Number(cell.key.split("/")[0]);
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.strokeRect(frame.x + cell.x * side, frame.y + cell.y * side, side, side);
  }

  // The cell that a point of a frame lies in, or null.
  function cellAt(frame, grid, x, y) {
    const size = 2 ** grid.level;
    const column = Math.floor((((((x - frame.x) / frame.scale) % 1) + 1) % 1) * size);
    return grid.at.get(`${grid.level}/${column}/${Math.floor(((y - frame.y) / frame.scale) * size)}`) || null;
  }

  // "around 43.3° N, 76.9° E"
  function whereabouts({ lat, lon }) {
    const { t, number } = qantar;
    const digits = (value) => number(Math.round(Math.abs(value) * 10) / 10);
    const south = lat < 0 ? t("{n}° S", { n: digits(lat) }) : t("{n}° N", { n: digits(lat) });
    const east = lon < 0 ? t("{n}° W", { n: digits(lon) }) : t("{n}° E", { n: digits(lon) });
    return t("around {lat}, {lon}", { lat: south, lon: east });
  }

  // The corners of a cell's square in degrees, south-west and north-east.
  function cornersOf(cell) {
    const size = 2 ** Number(cell.key.split("/")[0]);
    return [qantar.toDegrees(cell.x / size, (cell.y + 1) / size), qantar.toDegrees((cell.x + 1) / size, cell.y / size)];
  }

  Object.assign(qantar, { readCells, layCells, drawCells, outlineCell, cellAt, cornersOf, whereabouts, sizeOf });
}
