// The one tooltip: a few words beside the pointer, never in its way and never cut off.
{
  class Tip {
    constructor(host) {
      this.node = qantar.el("div.q-tip", { role: "tooltip", hidden: true });
      host.append(this.node);
    }

    // x, y in pixels of the window; `lines` are elements or texts. It stands above the point where there is room.
    show(x, y, lines) {
      qantar.set(this.node, lines.map((line) => (typeof line === "string" ? qantar.el("span", {}, line) : line)));
      this.node.hidden = false;
      const { offsetWidth: width, offsetHeight: height } = this.node;
      const left = Math.max(8, Math.min(x - width / 2, document.documentElement.clientWidth - width - 8));
      const top = y - height - 12 > 4 ? y - height - 12 : y + 18;
      this.node.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    }

    hide() {
      this.node.hidden = true;
    }
  }

  qantar.Tip = Tip;
}
