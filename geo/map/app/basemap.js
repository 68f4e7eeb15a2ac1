// The base map: land, water and borders from our own vectors, and the names of countries and places.
{
  const COARSE_BELOW = 3.6;
  const REGIONS_FROM = 3.5;

  // The part of the world that a frame shows, and how to draw world paths on it.
  function lens(context, frame) {
    const [left, top] = [-frame.x / frame.scale, -frame.y / frame.scale];
    const box = [left, top, left + frame.width / frame.scale, top + frame.height / frame.scale];
    const detail = frame.zoom < COARSE_BELOW ? "coarse" : "full";
    // The world repeats east and west; copies that are in sight are drawn too.
    const turns = [];
    for (let turn = Math.floor(box[0]); turn <= Math.floor(box[2]); turn += 1) turns.push(turn);
    const seen = (path, turn) =>
      path.box[0] + turn <= box[2] && path.box[2] + turn >= box[0] && path.box[1] <= box[3] && path.box[3] >= box[1];
    function each(paths, run) {
      for (const turn of turns) {
        context.save();
        context.transform(frame.scale, 0, 0, frame.scale, frame.x + turn * frame.scale, frame.y);
        for (const path of paths) if (path && seen(path, turn)) run(path[detail]);
        context.restore();
      }
    }
    return { each, detail };
  }

  function drawGround(context, frame, world, regions, ground) {
    const view = lens(context, frame);
    context.fillStyle = ground.water;
    context.fillRect(0, 0, frame.width, frame.height);
    const pixel = 1 / frame.scale;
    const stroke = (paths, colour, width, dashes = []) => {
      context.strokeStyle = colour;
      context.lineWidth = width * pixel;
      context.lineJoin = "round";
      context.setLineDash(dashes.map((dash) => dash * pixel));
      view.each(paths, (path) => context.stroke(path));
      context.setLineDash([]);
    };
    context.fillStyle = ground.land;
    // A hairline of the land's own colour closes the seams that smoothing leaves between neighbours.
    context.strokeStyle = ground.land;
    context.lineWidth = pixel;
    view.each(world.countries.map((country) => country.area), (path) => {
      context.fill(path);
      context.stroke(path);
    });
    if (frame.zoom >= REGIONS_FROM) {
      for (const region of regions.values()) stroke(region.borders, ground.region, 1);
    }
    stroke(world.coast, ground.border, 0.6);
    stroke(world.borders, ground.border, 1);
    stroke(world.disputed, ground.border, 1, [4, 3]);
  }

  // Diagonal lines in the colours of `colours`, one after another, to be laid over an area.
  const hatches = new Map();
  function hatch(context, colours, ratio) {
    const key = colours.join() + ratio;
    if (!hatches.has(key)) {
      const step = 10;
      const size = step * colours.length;
      const tile = qantar.el("canvas", { width: Math.round(size * ratio), height: Math.round(size * ratio) });
      const pen = tile.getContext("2d");
      pen.scale(tile.width / size, tile.height / size);
      pen.lineWidth = 1.25;
      colours.forEach((colour, i) => {
        pen.strokeStyle = colour;
        for (const shift of [-size, 0, size]) {
          pen.beginPath();
          pen.moveTo(i * step + shift - 2, size + 2);
          pen.lineTo(i * step + shift + size + 2, -2);
          pen.stroke();
        }
      });
      hatches.set(key, { pattern: context.createPattern(tile, "repeat"), shrink: size / tile.width });
    }
    return hatches.get(key);
  }

  // Hatch an area (world paths) with colours, fainter where all that is known of it reaches beyond the chosen days.
  function drawHatch(context, frame, area, colours, { alpha = 1, chosen = null } = {}) {
    const { pattern, shrink } = hatch(context, colours, frame.ratio);
    lens(context, frame).each([area], (path) => {
      context.save();
      context.clip(path);
      context.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
      // The lines stand still on the ground while the map is moved.
      pattern.setTransform(new DOMMatrix([shrink, 0, 0, shrink, frame.x % 5040, frame.y % 5040]));
      context.globalAlpha = alpha;
      context.fillStyle = pattern;
      context.fillRect(0, 0, frame.width, frame.height);
      context.restore();
      if (chosen) {
        context.strokeStyle = chosen;
        context.lineWidth = 2.5 / frame.scale;
        context.stroke(path);
      }
    });
  }

  // Whether a point of the canvas (CSS pixels) lies in an area.
  function inside(context, frame, area, x, y) {
    const wx = (((x - frame.x) / frame.scale) % 1 + 1) % 1;
    const wy = (y - frame.y) / frame.scale;
    if (wx < area.box[0] || wx > area.box[2] || wy < area.box[1] || wy > area.box[3]) return false;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    const found = context.isPointInPath(area.full, wx, wy);
    context.restore();
    return found;
  }

  Object.assign(qantar, { drawGround, drawHatch, inside });
}
