// On the scene: whole areas with their number, the squares of a data set too large to be sent, and the selected event.
{
  function paintAreas(scene, context, frame) {
    const { counted } = scene;
    for (const [code, found] of scene.areas) {
      const country = scene.shapes.get(code);
      if (!country?.area) continue;
      const { n, colours, faint, hot, rows } = areaOf(scene, code, found);
      // Seen from within, where it fills the map, the hatching stands back behind what is in it; so it does below squares.
      const within = (country.area.box[2] - country.area.box[0]) * frame.scale > 1.5 * frame.width;
      const alpha = ((faint ? 0.3 : counted ? 0.35 : 0.55) + (hot ? 0.3 : 0)) * (within ? 0.5 : 1);
      qantar.drawHatch(context, frame, country.area, colours, { alpha, chosen: hot && scene.app.accent });
      if (!counted) paintPill(scene, context, code, { n, colours, faint, rows });
    }
  }

  // How an area is hatched, from its events' rows, or from their counts where they are too many.
  function areaOf(scene, code, found) {
    const { columns, theme, partial, list, hoverArea } = scene.app;
    if (Array.isArray(found)) {
      const colours = [...new Set(found.map((row) => scene.colour(row)))].sort();
      return { n: found.length, colours, faint: found.every((row) => partial[row]), hot: scene.isHot(found), rows: found };
    }
    const colours = columns.types.filter((_, kind) => found.counts[kind]).map((slug) => qantar.typeOf(slug)[theme]);
    const hot = hoverArea === code || list?.where === `area=${code}`;
    return { n: found.n, colours: colours.sort(), faint: false, hot, rows: [] };
  }

  function paintPill(scene, context, code, { n, colours, faint, rows }) {
    const spot = scene.pills?.get(code);
    if (!spot) return;
    if (scene.counted !== "long" in spot) return;
    const gaps = { n: qantar.number(n) };
    const plain = code.includes(".") ? qantar.t("whole region: {n}", gaps) : qantar.t("whole country: {n}", gaps);
    const text = scene.counted ? pillTexts(scene, code)[spot.long ? 0 : 1] : plain;
    const box = qantar.drawPill(context, spot.place || spot, text, colours, scene.ground, { faint, plate: scene.counted });
    scene.drawn.pills.push({ box, code, rows });
  }

  // What is told of an area, at length and short.
  function pillTexts(scene, code) {
    const { n, ...names } = scene.areas.get(code);
    const gaps = { country: names[qantar.language()] || names.en, n: qantar.number(n) };
    return [qantar.t("{country} as a whole: {n}", gaps), gaps.n];
  }

  function paintCounted(scene, context, frame) {
    const { far, columns, theme, accent, hoverCell, list } = scene.app;
    if (scene.counted) {
      const colours = columns.types.map((slug) => qantar.typeOf(slug)[theme]);
      scene.drawn.cells = qantar.layCells(frame, far.grid);
      const hot = ({ key }) => key === hoverCell;
      const style = { types: columns.types, colours, ground: scene.ground, ratio: frame.ratio, accent, hot };
      qantar.drawCells(context, scene.drawn.cells, style);
      for (const [code, found] of scene.areas) paintPill(scene, context, code, areaOf(scene, code, found));
    }
    if (list?.cell) qantar.outlineCell(context, frame, list.cell, accent);
    paintChosen(scene, context, frame);
  }

  // The selected event has a mark of its own, whatever the square around it says.
  function paintChosen(scene, context, frame) {
    const { columns, selected, accent } = scene.app;
    if (selected < 0 || scene.app.isDrawn(selected) || !(columns.place[selected] >= 0)) return;
    const [x, y] = qantar.onFrame(frame, qantar.worldOf(columns, columns.place[selected]));
    qantar.circle(context, x, y, 13);
    context.fillStyle = scene.ground.halo;
    context.fill();
    context.lineWidth = 2.5;
    context.strokeStyle = accent;
    context.stroke();
    const slug = columns.types[columns.type[selected]];
    const mark = { slug, fill: scene.fill(selected), colour: scene.colour(selected), ground: scene.ground };
    qantar.drawMark(context, { x, y, radius: 8, ...mark });
  }

  Object.assign(qantar, { paintAreas, paintCounted, pillTexts });
}
