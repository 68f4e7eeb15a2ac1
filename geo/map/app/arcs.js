// Movements: a thin arc from origin to place, with an arrowhead at the place; it fades in where only the country of
// its origin is known.
{
  const CLEAR = 4;

  // The arcs of `rows`: {rows, from, to, vague}, one for all movements between the same two places.
  function arcsOf(columns, rows) {
    const found = new Map();
    for (const row of rows) {
      const origin = columns.origins.get(row);
      if (!origin || origin.lat === null || columns.place[row] < 0) continue;
      const key = `${origin.lat} ${origin.lon} ${columns.place[row]}`;
      if (!found.has(key)) {
        const from = qantar.toWorld(origin.lat, origin.lon);
        found.set(key, { rows: [], from, place: columns.place[row], vague: origin.precision === 3 });
      }
      found.get(key).rows.push(row);
    }
    return [...found.values()];
  }

  // The curve on a frame: start, control and end point; it ends `short` pixels before the place.
  function curve(frame, from, to, short) {
    const [x0, y0] = qantar.onFrame(frame, from);
    const [x1, y1] = qantar.onFrame(frame, to);
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = Math.hypot(dx, dy);
    const bend = 0.2 * (dx < 0 ? -1 : 1);
    const control = [(x0 + x1) / 2 + dy * bend, (y0 + y1) / 2 - dx * bend];
    const angle = Math.atan2(y1 - control[1], x1 - control[0]);
    const end = [x1 - Math.cos(angle) * short, y1 - Math.sin(angle) * short];
    return { start: [x0, y0], control, end, angle, length };
  }

  // The point at t (0 … 1) of a curve.
  function along({ start, control, end }, t) {
    const mix = (a, b, c) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c;
    return [mix(start[0], control[0], end[0]), mix(start[1], control[1], end[1])];
  }

  function drawArc(context, line, { colour, ground, fill, vague, alpha = 1, strong = false }) {
    if (line.length < 16) return;
    context.save();
    context.globalAlpha = alpha;
    context.lineCap = "round";
    const fade = context.createLinearGradient(...line.start, ...line.end);
    const clear = `${colour}00`;
    fade.addColorStop(0, vague ? clear : colour);
    fade.addColorStop(vague ? 0.45 : 1, colour);
    const trace = () => {
      context.beginPath();
      context.moveTo(...line.start);
      context.quadraticCurveTo(...line.control, ...line.end);
    };
    if (!vague) {
      trace();
      context.strokeStyle = ground.halo;
      context.lineWidth = 4;
      context.stroke();
    }
    trace();
    context.strokeStyle = fade;
    context.lineWidth = strong ? 3 : 1.75;
    if (fill === "dashed") context.setLineDash([6, 4]);
    context.stroke();
    context.setLineDash([]);
    head(context, line, colour, ground);
    if (!vague) {
      qantar.circle(context, ...line.start, 2.5);
      context.fillStyle = colour;
      context.fill();
    }
    context.restore();
  }

  function head(context, { end, angle }, colour, ground) {
    context.translate(...end);
    context.rotate(angle);
    context.beginPath();
    context.moveTo(CLEAR - 2, 0);
    context.lineTo(-7, -4.5);
    context.lineTo(-5, 0);
    context.lineTo(-7, 4.5);
    context.closePath();
    context.lineJoin = "round";
    context.strokeStyle = ground.halo;
    context.lineWidth = 3;
    context.stroke();
    context.fillStyle = colour;
    context.fill();
    context.setTransform(context.getTransform().multiply(new DOMMatrix().rotate((-angle * 180) / Math.PI)));
    context.translate(-end[0], -end[1]);
  }

  // How far a point is from a curve, in pixels.
  function distance(line, x, y) {
    let least = Infinity;
    for (let step = 2; step <= 24; step += 1) {
      const [px, py] = along(line, step / 24);
      least = Math.min(least, Math.hypot(px - x, py - y));
    }
    return least;
  }

  Object.assign(qantar, { arcsOf, curve, drawArc, distance });
}
