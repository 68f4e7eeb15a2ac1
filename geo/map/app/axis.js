// The words on the timeline: days below it, silence in it, counts at the pointer.
{
  const ROOM = 76;

  // Days to be named, by the finest step that leaves each name ROOM pixels.
  function ticks(columns, width) {
    const { first, last, epoch } = columns;
    const days = last - first + 1;
    const step = [1, 2, 7, 14].find((one) => (width / days) * one >= (one === 1 ? 52 : ROOM));
    const found = [];
    if (step) {
      for (let day = first; day <= last; day += step) found.push({ day, unit: "day" });
      return found;
    }
    const months = [1, 2, 3, 6, 12, 24, 60].find((one) => (width / days) * 30 * one >= ROOM) || 120;
    const start = qantar.asDate(epoch, first);
    const date = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), 1));
    for (; date <= qantar.asDate(epoch, last); date.setUTCMonth(date.getUTCMonth() + 1)) {
      const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
      const day = Math.round((date - epoch) / qantar.DAY);
      if (month % months === 0 && day >= first) found.push({ day, unit: months >= 12 ? "year" : "month" });
    }
    return found;
  }

  function drawAxis(timeline) {
    const { columns } = timeline.app;
    const all = ticks(columns, timeline.x(columns.last + 1) - timeline.x(columns.first));
    const one = timeline.x(columns.first + 1) - timeline.x(columns.first);
    const names = all.map(({ day, unit }, i) => {
      const date = qantar.asDate(columns.epoch, day);
      const lastOne = i === all.length - 1;
      const centre = unit === "day" && one >= 40;
      const node = qantar.el("span.q-tick", {}, name(date, unit, i === 0, lastOne, one));
      node.style.left = `${timeline.x(day) + (centre ? one / 2 : 0)}px`;
      if (centre) node.classList.add("q-centre");
      return node;
    });
    qantar.set(timeline.axis, names);
  }

  function name(date, unit, firstOne, lastOne, room) {
    if (unit === "year") return String(date.getUTCFullYear());
    const year = firstOne || date.getUTCMonth() === 0;
    if (unit === "month") return qantar.month(date) + (year ? ` ${date.getUTCFullYear()}` : "");
    if (room < 40) return qantar.day(date, { weekday: false, month: "short" });
    const month = (lastOne || date.getUTCDate() === 1) && room >= 100 ? "long" : "";
    return qantar.day(date, { month });
  }

  // "nothing reported" where a day has no event at all and there is room to say so.
  function drawSilence(context, timeline, layout) {
    const { theme } = timeline.app;
    const { bins, counts } = timeline;
    context.font = `12px ${qantar.FONT}`;
    context.textAlign = "center";
    context.fillStyle = qantar.marks.grounds[theme].label;
    for (let bin = 0; bin < bins.n; bin += 1) {
      const [left, right] = [timeline.x(bins.from[bin]), timeline.x(bins.to[bin] + 1)];
      const places = qantar.totalOf(counts.places, bin, counts.kinds);
      if (places + qantar.totalOf(counts.areas, bin, counts.kinds) > 0) continue;
      const text = silence(timeline.app);
      if (context.measureText(text).width < right - left - 12) context.fillText(text, (left + right) / 2, layout.plot[1] - 10);
    }
  }

  const silence = (app) => (app.filtered ? qantar.t("none match") : app.config.kind === "table" ? qantar.t("no entry") : qantar.t("nothing reported"));

  function nothing({ config }, unit) {
    const { t } = qantar;
    if (config.kind === "table") {
      return unit === "day" ? t("The table says nothing about this day.") : t("The table says nothing about these days.");
    }
    return unit === "day" ? t("The report says nothing about this day.") : t("The report says nothing about these days.");
  }

  function binTip(timeline, bin) {
    const { columns, filtered, theme } = timeline.app;
    const { bins, counts } = timeline;
    const lines = [qantar.el("strong", {}, timeline.say(bins.from[bin], bins.to[bin]))];
    let total = 0;
    columns.types.forEach((slug, kind) => {
      const at = bin * counts.kinds + kind;
      const here = ["sure", "open"].reduce((n, how) => n + counts.places[how][at] + counts.areas[how][at], 0);
      total += here;
      if (!here) return;
      const text = ` ${qantar.t(qantar.typeOf(slug).name)}: ${qantar.number(here)}`;
      lines.push(qantar.el("span", {}, qantar.glyph(slug, "full", theme, 12), text));
    });
    if (!total) {
      const text = filtered ? qantar.t("No event matches the filters here.") : nothing(timeline.app, bins.unit);
      lines.push(qantar.el("span", {}, text));
    }
    return lines;
  }

  Object.assign(qantar, { drawAxis, drawSilence, binTip });
}
