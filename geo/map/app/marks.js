// Drawing a mark: shape and colour by type, filled or outlined by how sure the report is; and the ring of a stack.
{
  const RING = 5;
  const BEADS = 14;

  const paths = new Map();
  function shape(slug) {
    if (!paths.has(slug)) paths.set(slug, new Path2D(qantar.marks.types.find((type) => type.slug === slug).shape));
    return paths.get(slug);
  }

  const typeOf = (slug) => qantar.marks.types.find((type) => type.slug === slug);
  const fillOf = (slug) => qantar.marks.certainties.find((one) => one.slug === slug).fill;

  // One event's mark around (x, y); `radius` in CSS pixels.
  function drawMark(context, { x, y, radius, slug, fill, colour, ground }) {
    const path = shape(slug);
    context.save();
    context.translate(x, y);
    context.scale(radius, radius);
    context.lineJoin = "round";
    context.strokeStyle = ground.halo;
    context.lineWidth = 5 / radius;
    context.stroke(path);
    context.fillStyle = fill === "full" ? colour : ground.halo;
    context.fill(path);
    if (fill === "half") {
      context.save();
      context.beginPath();
      context.rect(-1.2, -1.2, 1.2, 2.4);
      context.clip();
      context.fillStyle = colour;
      context.fill(path);
      context.restore();
    }
    context.strokeStyle = colour;
    context.lineWidth = 2 / radius;
    if (fill === "dashed") context.setLineDash([3 / radius, 2.2 / radius]);
    context.stroke(path);
    context.restore();
  }

  // How large the mark of `n` events at one place is.
  const radiusOf = (n) => (n === 1 ? 8 : 11 + Math.min(12, 4.5 * Math.log10(n)));

  // A stack: its count, in a ring with a bead for each event, or from some number on with an arc for each type.
  // `beads` is a list of {colour, fill, share, faint}.
  function drawStack(context, { x, y, radius, count, beads, ground }) {
    context.save();
    context.translate(x, y);
    circle(context, 0, 0, radius + 2);
    context.fillStyle = ground.halo;
    context.fill();
    const total = beads.reduce((sum, bead) => sum + bead.share, 0);
    const gap = beads.length > 1 ? 1.6 / radius : 0;
    let from = -Math.PI / 2;
    for (const bead of beads) {
      const to = from + (bead.share / total) * Math.PI * 2;
      context.globalAlpha = bead.faint ? 0.4 : 1;
      drawBead(context, radius - RING / 2, from + gap / 2, to - gap / 2, bead, ground);
      from = to;
    }
    context.globalAlpha = 1;
    circle(context, 0, 0, radius - RING - 0.5);
    context.fillStyle = ground.paper;
    context.fill();
    context.fillStyle = ground.ink;
    context.font = `600 ${radius > 13 ? 12 : 11}px ${qantar.FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(count, 0, 0.5);
    context.restore();
  }

  function drawBead(context, radius, from, to, bead, ground) {
    const arc = (width, colour, dashes) => {
      context.beginPath();
      context.arc(0, 0, radius, from, Math.max(to, from + 0.02));
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.setLineDash(dashes || []);
      context.stroke();
    };
    const inset = 1.3 / radius;
    if (bead.fill === "dashed") return arc(RING, bead.colour, [2.2, 1.8]);
    arc(RING, bead.colour);
    const hollow = to - from > 3 * inset;
    if (bead.fill === "outline" && hollow) {
      context.beginPath();
      context.arc(0, 0, radius, from + inset, to - inset);
      context.lineWidth = RING - 2.6;
      context.strokeStyle = ground.halo;
      context.setLineDash([]);
      context.stroke();
    }
    if (bead.fill === "half" && hollow) {
      context.beginPath();
      context.arc(0, 0, radius, from + inset, (from + to) / 2);
      context.lineWidth = RING - 2.6;
      context.strokeStyle = ground.halo;
      context.setLineDash([]);
      context.stroke();
    }
    return undefined;
  }

  function circle(context, x, y, radius) {
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
  }

  // The same mark as a small drawing in a list or the legend; `colour` in place of the type's own.
  function glyph(slug, fill, theme, size = 14, colour = typeOf(slug)[theme]) {
    const type = typeOf(slug);
    const id = `q-half-${slug}-${colour.slice(1)}`;
    const solid = fill === "full" ? colour : fill === "half" ? `url(#${id})` : "none";
    const half =
      fill === "half" &&
      qantar.svg(
        "linearGradient",
        { id },
        qantar.svg("stop", { offset: "50%", "stop-color": colour }),
        qantar.svg("stop", { offset: "50%", "stop-color": colour, "stop-opacity": 0 }),
      );
    return qantar.svg(
      "svg.q-glyph",
      { viewBox: "-1.25 -1.25 2.5 2.5", width: size, height: size, "aria-hidden": "true" },
      half,
      qantar.svg("path", {
        d: type.shape,
        fill: solid,
        stroke: colour,
        "stroke-width": 0.3,
        "stroke-linejoin": "round",
        "stroke-dasharray": fill === "dashed" ? "0.42 0.3" : null,
      }),
    );
  }

  Object.assign(qantar, { drawMark, drawStack, radiusOf, glyph, typeOf, fillOf, shapeOf: shape, circle, BEADS });
}
