// Names on the map: countries, and the places that matter to the data; none hides a mark or another name.
{
  const COUNTRY = `11px ${qantar.FONT}`;
  const COUNTRY_OURS = `600 12px ${qantar.FONT}`;
  const PLACE = `12px ${qantar.FONT}`;
  const PAD = 3;
  const LONGEST = 36; // letters of a name on the map; the list has it whole
  const BUSIEST = 12;
  const MOST = 250;
  const MOST_PILLS = 40;

  class Room {
    constructor(frame) {
      this.frame = frame;
      this.boxes = [];
    }

    free(box) {
      const { width, height } = this.frame;
      if (box[2] < 0 || box[3] < 0 || box[0] > width || box[1] > height) return false;
      return !this.boxes.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]);
    }

    take(box) {
      this.boxes.push(box);
    }
  }

  const boxAround = (x, y, width, height) => [x - width / 2 - PAD, y - height / 2 - PAD, x + width / 2 + PAD, y + height / 2 + PAD];

  // marks: [{world, radius, name}] by weight, falling; areas: countries and regions whose count stands below their name.
  // `taken` are boxes that stand fast.
  // Returns {names: [{text, x, y, align, font, strong}], places: the same with the mark's key, pills: Map code → [x, y]}.
  function placeLabels(context, frame, countries, marks, areas, lang, squares = [], taken = []) {
    const room = new Room(frame);
    const placed = marks.map((mark) => ({ ...mark, at: qantar.onFrame(frame, mark.world) }));
    for (const { at, radius } of placed) room.take(boxAround(...at, 2 * (radius - PAD), 2 * (radius - PAD)));
    for (const box of taken) room.take(box);
    for (const { x, y, radius } of squares) room.take(boxAround(x, y, 2 * (radius - PAD), 2 * (radius - PAD)));
    const names = [];
    const places = [];
    const pills = new Map();
    const ours = new Set(areas.map((area) => area.code));
    reserveControls(room);
    // The busiest places stand fast beside their marks; countries have more room to choose from; then all others.
    for (const mark of placed.slice(0, BUSIEST)) namePlace(context, room, mark, places);
    for (const area of bySize(frame, areas)) nameArea(context, room, area, lang, names, pills);
    for (const mark of placed.slice(BUSIEST, MOST)) namePlace(context, room, mark, places);
    for (const country of bySize(frame, countries)) if (!ours.has(country.code)) nameCountry(context, room, country, lang, names);
    return { names, places, pills };
  }

  // Zoom buttons, switch, credit and scale stand in the map's corners.
  function reserveControls(room) {
    const { width, height, margin } = room.frame;
    room.take([width - margin.x - 160, height - margin.y - 48, width - margin.x, height - margin.y]);
    room.take([margin.x, margin.y, margin.x + 52, margin.y + 96]);
    room.take([width - margin.x - 140, margin.y, width - margin.x, margin.y + 52]);
  }

  function bySize(frame, areas) {
    const found = [];
    for (const { code, names, at, area } of areas) {
      const [x, y] = qantar.onFrame(frame, at);
      if (x < 0 || y < 0 || x > frame.width || y > frame.height) continue;
      const width = area ? (area.box[2] - area.box[0]) * frame.scale : 0;
      found.push({ code, names, x, y, area, width: Math.min(width, 4000) });
    }
    return found.sort((a, b) => b.width - a.width);
  }

  // Where squares cover the ground: what is told of whole areas, each in one line near its middle where it hides least.
  // `obstacles` are marks: {x, y, radius}; `textOf` gives an area's long and short line. Returns Map code → {place, long,
  // box}.
  function placePills(context, frame, areas, obstacles, textOf) {
    const taken = new Room(frame);
    reserveControls(taken);
    const found = new Map();
    context.font = PLACE;
    for (const { code, x, y, area } of bySize(frame, areas).slice(0, MOST_PILLS)) {
      const lines = textOf(code).map((line) => context.measureText(line).width + 20);
      const long = (area.box[2] - area.box[0]) * frame.scale > 2 * lines[0];
      const width = lines[long ? 0 : 1];
      const near = obstacles.filter((one) => Math.abs(one.x - x) < width + 130 && Math.abs(one.y - y) < 110);
      let [best, least] = [null, Infinity];
      for (const [dx, dy] of SPOTS) {
        const box = boxAround(x + dx, y + dy, width, 14);
        if (!taken.free(box) || !inSight(frame, box) || !qantar.inside(context, frame, area, x + dx, y + dy)) continue;
        const hidden = near.filter((one) => one.x + one.radius > box[0] && one.x - one.radius < box[2] && one.y + one.radius > box[1] && one.y - one.radius < box[3]).length;
        if (hidden < least) [best, least] = [box, hidden];
      }
      if (!best) continue;
      taken.take(best);
      found.set(code, { place: [(best[0] + best[2]) / 2, (best[1] + best[3]) / 2], long, box: best });
    }
    return found;
  }

  const inSight = ({ width, height, margin }, box) =>
    box[0] > margin.x && box[1] > margin.y && box[2] < width - margin.x && box[3] < height - margin.y;

  const SPOTS = [0, -20, 20, -40, 40, -60, 60]
    .flatMap((dy) => [0, -40, 40, -80, 80, -120, 120].map((dx) => [dx, dy]))
    .sort((a, b) => Math.hypot(...a) - Math.hypot(...b));

  // Name and count of a country with events of its own: as near to its middle as there is room inside it.
  function nameArea(context, room, { code, names, x, y, area }, lang, out, pills) {
    const text = names[lang] || names.en;
    context.font = COUNTRY_OURS;
    const width = Math.max(context.measureText(text).width, 110);
    const free = ([sx, sy]) => room.free(boxAround(x + sx, y + sy + 9, width, 34));
    const fits = (spot) => free(spot) && qantar.inside(context, room.frame, area, x + spot[0], y + spot[1] + 9);
    const spot = SPOTS.find(fits) || SPOTS.find(free);
    if (!spot) return;
    const [dx, dy] = spot;
    room.take(boxAround(x + dx, y + dy + 9, width, 34));
    out.push({ text, x: x + dx, y: y + dy, align: "center", font: COUNTRY_OURS, strong: true });
    pills.set(code, [x + dx, y + dy + 18]);
  }

  function nameCountry(context, room, { names, x, y, width }, lang, out) {
    const text = names[lang] || names.en;
    context.font = COUNTRY;
    const wide = context.measureText(text).width;
    if (wide > width * 1.1) return;
    const box = boxAround(x, y, wide, 14);
    if (!room.free(box)) return;
    room.take(box);
    out.push({ text, x, y, align: "center", font: COUNTRY, strong: false });
  }

  const clip = (name) => (name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name);

  function namePlace(context, room, { at: [x, y], radius, name: whole, key }, out) {
    const name = clip(whole);
    context.font = PLACE;
    const wide = context.measureText(name).width;
    const off = radius + 5;
    const spots = [
      [x + off, y, "left", x + off + wide / 2],
      [x - off, y, "right", x - off - wide / 2],
      [x, y + off + 6, "center", x],
      [x, y - off - 6, "center", x],
    ];
    for (const [tx, ty, align, middle] of spots) {
      const box = boxAround(middle, ty, wide, 13);
      if (!room.free(box)) continue;
      room.take(box);
      out.push({ text: name, x: tx, y: ty, align, font: PLACE, strong: true, key });
      return;
    }
  }

  // `here` tells which places have an event in the chosen days; the others stand back.
  function drawNames(context, names, ground, here = null) {
    context.save();
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const { text, x, y, align, font, strong, key } of names) {
      context.font = font;
      context.textAlign = align;
      context.strokeStyle = ground.halo;
      context.lineWidth = 3;
      context.strokeText(text, x, y);
      context.fillStyle = strong && (!here || here.has(key)) ? ground.ink : ground.label;
      context.fillText(text, x, y);
    }
    context.restore();
  }

  // "▨ whole country: 8" below a country's name, or on a ground of its own; returns its box for clicks.
  function drawPill(context, [x, y], text, colours, ground, { faint = false, plate = false }) {
    context.save();
    context.globalAlpha = faint ? 0.55 : 1;
    context.font = `12px ${qantar.FONT}`;
    const wide = context.measureText(text).width;
    const left = x - (wide + 16) / 2;
    if (plate) {
      context.globalAlpha = 0.88;
      context.fillStyle = ground.paper;
      context.fillRect(left - 4, y - 9, wide + 24, 18);
      context.globalAlpha = 1;
    }
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.lineJoin = "round";
    context.strokeStyle = ground.halo;
    context.lineWidth = 3;
    context.strokeText(text, left + 16, y);
    context.fillStyle = ground.ink;
    context.fillText(text, left + 16, y);
    colours.slice(0, 4).forEach((colour, i) => {
      context.strokeStyle = colour;
      context.lineWidth = 1.75;
      context.lineCap = "round";
      const shift = i * 3.4 - Math.min(colours.length, 4) * 1.7 + 1.7;
      context.beginPath();
      context.moveTo(left + 2 + shift, y + 4.5);
      context.lineTo(left + 10 + shift, y - 4.5);
      context.stroke();
    });
    context.restore();
    return [left - 6, y - 14, x + (wide + 16) / 2 + 6, y + 14];
  }

  Object.assign(qantar, { placeLabels, placePills, drawNames, drawPill });
}
