// What is at a point of the map, and all events that belong to it.
{
  // All events of what was found that pass the filters, whatever the days.
  function rowsOf(scene, found) {
    if (found.kind === "area") return scene.allAreas.get(found.code) || found.rows;
    if (found.kind === "mark") return scene.all.find((mark) => mark.key === found.key)?.rows || found.rows;
    return found.rows;
  }

  // What is at a point of the map (pixels from its corner): {kind, rows, place | code | cell}, or null.
  function findAt(scene, point, reach) {
    const { frame } = scene.events;
    if (!frame) return null;
    const corner = scene.app.map.containerPointToLayerPoint([0, 0]).subtract(scene.events.corner);
    const [x, y] = [point.x + corner.x, point.y + corner.y];
    let best = null;
    let least = Infinity;
    for (const { x: mx, y: my, radius, mark } of scene.drawn.marks) {
      const far = Math.hypot(mx - x, my - y);
      if (far <= Math.max(radius + 3, reach) && far < least) [best, least] = [mark, far];
    }
    if (best) return { ...best, kind: "mark" };
    const pill = scene.drawn.pills.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
    if (pill) return area(scene, pill.code);
    const cell = scene.app.far?.grid && qantar.cellAt(frame, scene.app.far.grid, x, y);
    if (cell) return { kind: "cell", rows: [], cell, n: cell.n, counts: cell.counts };
    const arc = scene.drawn.arcs.find(({ line }) => line.length >= 16 && qantar.distance(line, x, y) < Math.max(6, reach / 2));
    if (arc) return { kind: "arc", rows: arc.rows };
    const context = scene.events.canvas.getContext("2d");
    // A region lies inside its country, so it comes first.
    const codes = [...scene.areas.keys()].sort((one, two) => two.length - one.length);
    const code = codes.find((one) => scene.shapes.get(one)?.area && qantar.inside(context, frame, scene.shapes.get(one).area, x, y));
    return code === undefined ? null : area(scene, code);
  }

  function area(scene, code) {
    const found = scene.areas.get(code);
    return Array.isArray(found) ? { kind: "area", rows: found, code } : { kind: "area", rows: [], code, ...found };
  }

  Object.assign(qantar, { findAt, rowsOf });
}
