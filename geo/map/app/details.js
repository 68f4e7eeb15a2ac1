// Everything known of one event, from the event route, as plain text in plain elements.
{
  // Draws into `node`; `app` gives theme and the copying of a link.
  function drawDetails(app, node, told) {
    const { el, t } = qantar;
    qantar.set(
      node,
      el("p.q-card-kind", {}, qantar.glyph(told.type, qantar.fillOf(told.certainty), app.theme), kinds(told)),
      el("h2.q-summary", { lang: qantar.language(), tabindex: -1 }, told.summary),
      facts(told),
      told.claims.length > 0 && claims(told.claims),
      told.note && el("section", {}, el("h3", {}, t("What was hard to decide")), el("p", {}, told.note)),
      told.alternatives.length > 0 &&
        el("section", {}, el("h3", {}, t("It could also be coded as")), el("p", {}, told.alternatives.join(" · "))),
      el("p.q-source", {}, [told.coded_by && t("Coded by: {who}", { who: told.coded_by }), told.id].filter(Boolean).join(" · ")),
      app.config.dataset !== "session" && copyLink(app, told.id),
    );
  }

  function kinds(told) {
    const names = [told.type_name, told.sub, told.label].filter(Boolean).map(qantar.capital);
    return names.filter((name, i) => names.indexOf(name) === i).join(" › ");
  }

  function facts(told) {
    const { t } = qantar;
    const list = qantar.el("dl.q-facts");
    const fact = (name, value, ...notes) => {
      if (!value) return;
      const said = notes.filter(Boolean).map((note) => qantar.el("span.q-note", {}, note));
      qantar.put(list, qantar.el("dt", {}, name), qantar.el("dd", {}, value, said));
    };
    const days = told.first === told.last && told.date_precision ? null : told.date_precision;
    fact(t("When"), told.when, [told.time_zone, days].filter(Boolean).join("; "));
    fact(t("Where"), where(told), told.precision_name, asWritten(told));
    fact(t("From"), told.origin);
    fact(t("Who"), told.who.join("; "));
    fact(t("Who says so"), told.source);
    fact(t("How sure"), told.certainty_meaning, t("Codebook: {term}", { term: told.certainty_name }));
    fact(t("In the report"), told.locator, told.evidence.length > 0 && t("also {places}", { places: told.evidence.join("; ") }));
    return list;
  }

  function where(told) {
    const parts = [told.place, told.admin1, told.country_name].filter(Boolean);
    return parts.filter((part, i) => parts.indexOf(part) === i).join(", ");
  }

  const asWritten = (told) =>
    told.place_as_written && told.place_as_written !== told.place
      ? qantar.t("written “{name}”", { name: told.place_as_written })
      : null;

  // One row a claim, whoever made it; no total.
  function claims(list) {
    const { el, t } = qantar;
    const head = [t("What"), t("How many"), t("Who says so")].map((text) => el("th", { scope: "col" }, text));
    const number = new Map(list.map((claim, i) => [claim.id, i + 1]));
    const rows = list.map((claim) =>
      el(
        "tr",
        {},
        el("td", {}, claim.kind, el("span.q-note", {}, claim.whom)),
        el("td.q-figure", {}, claim.figure, claim.written && el("span.q-note", {}, claim.written)),
        el("td", {}, claim.source, el("span.q-note", {}, claim.certainty_name), part(claim, number)),
      ),
    );
    return el(
      "section",
      {},
      el("h3", {}, t("Figures")),
      el("div.q-scroll", { tabindex: 0, role: "group", "aria-label": t("Figures") }, el("table.q-claims", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows))),
      el("p.q-note", {}, t("Not added up: they come from different sources, count different groups and may include one another.")),
    );
  }

  const part = (claim, number) =>
    number.has(claim.part_of) && qantar.el("span.q-note", {}, qantar.t("included in row {n}", { n: number.get(claim.part_of) }));

  function copyLink(app, id) {
    const { el, t } = qantar;
    const said = el("span", { role: "status" });
    const field = el("input.q-link", { type: "text", readonly: true, hidden: true, "aria-label": t("Link to this event") });
    const button = el("button.q-button", { type: "button" }, t("Copy link to this event"));
    button.addEventListener("click", async () => {
      const copied = await copy(app.linkTo(id), field);
      said.textContent = copied ? t("Copied") : t("Press Ctrl+C to copy");
    });
    return el("div.q-copy", {}, button, said, field);
  }

  // Into the clipboard, by the newer way or the older; where the browser refuses both, the text lies selected in `field`.
  async function copy(text, field) {
    try {
      if (document.featurePolicy?.allowsFeature("clipboard-write") === false) throw new Error("not in this frame");
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      field.value = text;
      field.hidden = false;
      field.select();
      const copied = document.execCommand("copy");
      field.hidden = copied;
      return copied;
    }
  }

  qantar.drawDetails = drawDetails;
}
