// The page inside the frame: what stands where, in which theme and how high.
{
  const HEIGHT = 720;
  const ICON_WARN = "M8 1.5 15 14H1zM7.2 6v4h1.6V6zm0 5v1.6h1.6V11z";

  function layOut(app) {
    const { el } = qantar;
    const container = app.map.getContainer();
    container.classList.add("q-map");
    app.overlay = el("div.q-overlay");
    app.legendNode = el("section.q-legend");
    app.skip = el("a.q-skip", { href: "#events" });
    app.mapBox = el("div.q-map-box", {}, app.skip, container, app.overlay);
    app.workNode = el("p.q-work", { role: "status", hidden: true });
    app.overlay.append(app.legendNode, app.workNode);
    app.timeNode = el("section.q-time");
    app.panelNode = app.config.embed ? null : el("section.q-panel", { id: "events" });
    app.troubleNode = el("div.q-trouble", { role: "alert", hidden: true });
    const main = el("div.q-main", {}, app.mapBox, app.timeNode);
    app.root = el("div.q-app.q-waiting", {}, app.troubleNode, main, app.panelNode);
    if (app.config.embed) app.root.classList.add("q-embed");
    document.getElementById("root")?.setAttribute("hidden", "");
    for (const node of [...document.body.childNodes]) if (node.nodeName === "SPAN") node.remove();
    document.body.append(app.root);
    for (const event of ["pointerdown", "dblclick", "click", "wheel"]) {
      app.legendNode.addEventListener(event, (one) => one.stopPropagation());
    }
    ownHeight(app);
    new ResizeObserver(() => {
      app.place?.resize();
      app.legend?.suit();
      fitFrame(app);
    }).observe(app.mapBox);
    new ResizeObserver(() => fitFrame(app)).observe(app.root);
  }

  // st_folium asks for its own height again and again; on a narrow page the frame is as high as what is in it.
  function ownHeight(app) {
    const streamlit = window.Streamlit;
    if (!streamlit) return;
    app.askHeight = streamlit.setFrameHeight;
    streamlit.setFrameHeight = () => fitFrame(app);
  }

  function fitFrame(app) {
    if (app.config.embed) return;
    const screenHeight = Math.min(window.screen?.availHeight || 800, 900);
    app.root.style.setProperty("--q-map-height", `${Math.round(Math.max(300, Math.min(440, screenHeight * 0.55)))}px`);
    // Where map and panel stand side by side the page around decides, by its style; the number is for one without.
    const height = app.small() ? Math.ceil(app.root.getBoundingClientRect().height) : HEIGHT;
    app.askHeight?.call(window.Streamlit, height);
  }

  // Light or dark as the page around: st_folium writes its colours into our root before we start.
  function followTheme(app) {
    const read = () => {
      const style = getComputedStyle(document.documentElement);
      const ground = style.getPropertyValue("--background-color").trim();
      const dark = ground ? luminance(ground) < 0.4 : matchMedia("(prefers-color-scheme: dark)").matches;
      const accent = style.getPropertyValue("--primary-color").trim() || (dark ? "#7DB8D6" : "#1F5A7A");
      const theme = dark ? "dark" : "light";
      if (theme === app.theme && accent === app.accent) return;
      const before = app.theme;
      app.theme = theme;
      app.accent = accent;
      document.documentElement.classList.toggle("q-dark", dark);
      document.documentElement.style.setProperty("--q-accent", accent);
      if (before) repaint(app);
    };
    read();
    window.addEventListener("message", (event) => event.data?.type === "streamlit:render" && requestAnimationFrame(read));
  }

  function luminance(colour) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  }

  function repaint(app) {
    app.scene?.base.redraw();
    app.scene?.names.redraw();
    app.scene?.events.redraw();
    if (!app.columns || !app.timeline) return;
    app.timeline.draw();
    app.paint({ settled: true });
  }

  // All that holds words, in the reader's language; called again when that changes.
  function build(app) {
    const { t } = qantar;
    const container = app.map.getContainer();
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", t("Map of the events shown; the list of events holds the same in words"));
    app.workNode.textContent = t("Counting…");
    app.skip.textContent = t("Skip the map, to the list of events");
    app.skip.onclick = (event) => {
      event.preventDefault();
      app.panel?.cards.focus();
    };
    app.timeline?.player.pause();
    app.controls.build();
    app.legend = new qantar.Legend(app, app.legendNode, app.legend?.chosen ?? null);
    app.timeline = new qantar.Timeline(app, app.timeNode);
    if (app.panelNode) app.panel = new qantar.Panel(app, app.panelNode);
    showTrouble(app);
  }

  function showTrouble(app) {
    const { el, t } = qantar;
    app.troubleNode.hidden = app.troubles.size === 0;
    if (!app.troubles.size) return;
    const again = () => [...app.troubles.values()].forEach((retry) => retry());
    const words = app.columns
      ? t("The server does not answer. What you see stays, but may be out of date.")
      : t("The events could not be loaded: the server does not answer.");
    qantar.set(app.troubleNode, qantar.icon(ICON_WARN), el("span", {}, words), el("button.q-button", { type: "button", onclick: again }, t("Try again")));
  }

  Object.assign(qantar, { layOut, followTheme, fitFrame, build, showTrouble });
}
