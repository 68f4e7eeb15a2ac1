// The reader's language: texts by their English form, days as people say them, numbers.
{
  const DAY = 864e5;
  let lang = "en";
  let texts = {};

  // Names that come with the data, for the catalogue: t("Protests") t("Riots") t("Battles")
  // t("Explosions/Remote violence") t("Violence against civilians") t("Strategic developments")
  // t("stated") t("attributed") t("unconfirmed") t("disputed")

  // t("{n} events", {n: 5}): the text in the reader's language, with its gaps filled.
  function t(text, gaps) {
    const found = texts[text] || text;
    return gaps ? found.replace(/\{(\w+)\}/g, (gap, name) => (name in gaps ? String(gaps[name]) : gap)) : found;
  }

  function speak(code, catalogue) {
    lang = code;
    texts = catalogue;
    formats.clear();
  }

  const formats = new Map();
  function format(kind, options) {
    const key = kind.name + JSON.stringify(options);
    if (!formats.has(key)) formats.set(key, new kind(lang === "en" ? "en-GB" : lang, options));
    return formats.get(key);
  }

  // A name at the head of a line.
  const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

  const number = (n) => format(Intl.NumberFormat, {}).format(n);
  const short = (n) => (n < 10000 ? number(n) : format(Intl.NumberFormat, { notation: "compact" }).format(n));

  function part(day, options) {
    return format(Intl.DateTimeFormat, { timeZone: "UTC", ...options }).format(day);
  }

  // Days are counted from the data set's first day; `epoch` is that day in milliseconds.
  const asDate = (epoch, day) => new Date(epoch + day * DAY);
  const asIso = (epoch, day) => asDate(epoch, day).toISOString().slice(0, 10);
  const fromIso = (epoch, iso) => Math.round((Date.parse(iso + "T00:00:00Z") - epoch) / DAY);

  // "Wed 5 January", "Mi 5. Januar"
  function day(date, { year = false, month = "long", weekday = true } = {}) {
    const said = [];
    if (weekday) said.push(part(date, { weekday: "short" }).replace(".", ""));
    said.push(date.getUTCDate() + (lang === "de" ? "." : ""));
    if (month) said.push(part(date, { month }));
    if (year) said.push(date.getUTCFullYear());
    return said.join(" ");
  }

  const sameMonth = (a, b) => a.getUTCMonth() === b.getUTCMonth() && a.getUTCFullYear() === b.getUTCFullYear();

  // "Tue 4 – Wed 5 January 2022"; both days are included.
  function span(first, last, { year = false } = {}) {
    if (+first === +last) return day(first, { year });
    const otherYear = first.getUTCFullYear() !== last.getUTCFullYear();
    const start = day(first, { month: sameMonth(first, last) ? "" : "long", year: year && otherYear });
    return `${start} – ${day(last, { year })}`;
  }

  const month = (date, form = "short") => part(date, { month: form });
  const language = () => lang;

  Object.assign(qantar, { t, speak, capital, number, short, day, span, month, asDate, asIso, fromIso, language, DAY });
}
