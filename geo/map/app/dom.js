// Elements are made of names, attributes and text; no markup is ever read from a string.
{
  const SVG = "http://www.w3.org/2000/svg";

  // el("button.q-quiet", {type: "button", onclick}, "Text", child, …): null and false children are left out.
  function el(name, attributes, ...children) {
    const [tag, ...classes] = name.split(".");
    return fill(document.createElement(tag), classes, attributes, children);
  }

  function svg(name, attributes, ...children) {
    const [tag, ...classes] = name.split(".");
    return fill(document.createElementNS(SVG, tag), classes, attributes, children);
  }

  function fill(node, classes, attributes, children) {
    if (classes.length) node.classList.add(...classes);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value === true ? "" : value);
    }
    put(node, ...children);
    return node;
  }

  function put(node, ...children) {
    for (const child of children.flat()) {
      if (child === null || child === undefined || child === false || child === "") continue;
      node.append(typeof child === "number" ? String(child) : child);
    }
  }

  // Replaces all that is in `node`.
  function set(node, ...children) {
    node.replaceChildren();
    put(node, ...children);
    return node;
  }

  // A small drawing for a button, from an SVG path in a box of 16 by 16.
  function icon(path) {
    return svg("svg.q-icon", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: path }));
  }

  function debounce(wait, run) {
    let timer = 0;
    return (...values) => {
      clearTimeout(timer);
      timer = setTimeout(() => run(...values), wait);
    };
  }

  qantar.FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';
  Object.assign(qantar, { el, svg, put, set, icon, debounce });
}
