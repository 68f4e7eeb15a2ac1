// How many events each day, week or month has, by type; events of a whole country in a lane of their own.
{
  const LEAST = 3.5; // pixels a bin should be wide
  const UNITS = ["day", "week", "month", "year"];

  const startOf = {
    day: (date) => date,
    week: (date) => new Date(date - ((date.getUTCDay() + 6) % 7) * qantar.DAY),
    month: (date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)),
    year: (date) => new Date(Date.UTC(date.getUTCFullYear(), 0, 1)),
  };
  const after = {
    day: (date) => new Date(+date + qantar.DAY),
    week: (date) => new Date(+date + 7 * qantar.DAY),
    month: (date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)),
    year: (date) => new Date(Date.UTC(date.getUTCFullYear() + 1, 0, 1)),
  };

  // Bins of the finest unit that leaves each LEAST pixels: {unit, from: first day of each bin, of: bin of each day}; no
  // finer than `finest`.
  function binDays(columns, width, finest = "day") {
    const { first, last, epoch } = columns;
    const days = last - first + 1;
    const size = { day: 1, week: 7, month: 30, year: 365 };
    const units = UNITS.slice(UNITS.indexOf(finest));
    const unit = units.find((one) => (width / days) * size[one] >= LEAST) || "year";
    const from = [first];
    const of = new Int32Array(days);
    let next = after[unit](startOf[unit](qantar.asDate(epoch, first)));
    for (let day = first; day <= last; day += 1) {
      if (qantar.asDate(epoch, day) >= next) {
        from.push(day);
        next = after[unit](next);
      }
      of[day - first] = from.length - 1;
    }
    return { unit, from, of, n: from.length, to: from.map((_, i) => (i + 1 < from.length ? from[i + 1] - 1 : last)) };
  }

  // Counts by bin and type, of events at places and of whole countries: `sure` for those within one bin, `open` for those
  // told of several. An event counts in every bin that its days touch.
  function countBins(columns, rows, bins) {
    const kinds = columns.types.length;
    const make = () => new Int32Array((bins.n + 1) * kinds);
    const counts = { places: { sure: make(), open: make() }, areas: { sure: make(), open: make() } };
    const clamp = (day) => bins.of[Math.max(columns.first, Math.min(columns.last, day)) - columns.first];
    for (const row of rows) {
      const side = columns.place[row] < 0 ? counts.areas : counts.places;
      const [a, b] = [clamp(columns.start[row]), clamp(columns.end[row])];
      const kind = columns.type[row];
      if (a === b) {
        side.sure[a * kinds + kind] += 1;
      } else {
        side.open[a * kinds + kind] += 1;
        side.open[(b + 1) * kinds + kind] -= 1;
      }
    }
    for (const { open } of [counts.places, counts.areas]) {
      for (let i = kinds; i < open.length; i += 1) open[i] += open[i - kinds];
    }
    return { ...counts, kinds };
  }

  // The same from an answer of the days route in these bins.
  function readBins(answer, bins) {
    const kinds = answer.types.length;
    const flat = (lists) => Int32Array.from({ length: bins.n * kinds }, (_, i) => lists[i % kinds][Math.floor(i / kinds)] || 0);
    const side = ({ sure, open }) => ({ sure: flat(sure), open: flat(open) });
    return { places: side(answer.places), areas: side(answer.areas), kinds };
  }

  const sum = (list, bin, kinds) => {
    let total = 0;
    for (let kind = 0; kind < kinds; kind += 1) total += list[bin * kinds + kind];
    return total;
  };
  const totalOf = (side, bin, kinds) => sum(side.sure, bin, kinds) + sum(side.open, bin, kinds);

  function largest(side, bins, kinds) {
    let most = 0;
    for (let bin = 0; bin < bins.n; bin += 1) most = Math.max(most, totalOf(side, bin, kinds));
    return most;
  }

  // layout: {x(day) → pixels, lane: [top, bottom] | null, plot: [top, bottom], line and paper: colours}
  function drawBars(context, layout, columns, bins, counts, colours) {
    const most = largest(counts.places, bins, counts.kinds);
    const [top, bottom] = layout.plot;
    const per = most ? (bottom - top) / most : 0;
    if (most > 1) drawScale(context, layout, columns, [top, (top + bottom) / 2]);
    for (let bin = 0; bin < bins.n; bin += 1) {
      const [left, right] = [layout.x(bins.from[bin]), layout.x(bins.to[bin] + 1)];
      const gap = right - left > 60 ? 12 : right - left > 8 ? 1.5 : 0.5;
      let y = bottom;
      for (const [list, light] of [[counts.places.sure, false], [counts.places.open, true]]) {
        for (let kind = 0; kind < counts.kinds; kind += 1) {
          const high = list[bin * counts.kinds + kind] * per;
          if (!high) continue;
          fillBar(context, layout, left + gap, y - high, right - left - 2 * gap, high, colours[kind], light);
          y -= high;
        }
      }
      if (layout.lane) drawLane(context, layout.lane, left + gap, right - gap, counts, bin, colours);
    }
    return most;
  }

  function drawScale(context, layout, columns, heights) {
    context.fillStyle = layout.line;
    const [left, right] = [layout.x(columns.first), layout.x(columns.last + 1)];
    for (const y of heights) context.fillRect(left, Math.round(y), right - left, 1);
  }

  function fillBar(context, layout, x, y, width, height, colour, light) {
    const trim = height > 3 ? 1 : 0;
    for (const fill of light ? [layout.paper, `${colour}70`] : [colour]) {
      context.fillStyle = fill;
      context.fillRect(x, y + trim, Math.max(width, 0.75), height - trim);
    }
  }

  // The lane of a bin: a hatched strip in the colours of its types, as wide as the bin.
  function drawLane(context, [top, bottom], left, right, counts, bin, colours) {
    const present = colours.filter((_, kind) => {
      const at = bin * counts.kinds + kind;
      return counts.areas.sure[at] + counts.areas.open[at] > 0;
    });
    if (!present.length) return;
    context.save();
    context.beginPath();
    context.rect(left, top, Math.max(right - left, 1), bottom - top);
    context.clip();
    context.lineWidth = 1.5;
    const high = bottom - top;
    let i = 0;
    for (let x = left - high; x < right; x += 5) {
      context.strokeStyle = present[i % present.length];
      context.beginPath();
      context.moveTo(x, bottom + 1);
      context.lineTo(x + high + 2, top - 1);
      context.stroke();
      i += 1;
    }
    context.restore();
  }

  Object.assign(qantar, { binDays, countBins, readBins, drawBars, totalOf });
}
