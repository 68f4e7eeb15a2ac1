// The window of days on the timeline: two handles and the stretch between them, by pointer, touch and keyboard.
{
  const NEAR = 24;

  // host: {first, last, plot (element), dayAt(x), get() → {first, last}, move(window), release()}
  class Handles {
    constructor(host) {
      this.host = host;
      const { t } = qantar;
      this.shades = [qantar.el("div.q-shade"), qantar.el("div.q-shade")];
      this.bar = this.slider("q-span", t("Both days together"), (key) => this.moveBoth(key));
      this.left = this.slider("q-handle", t("First day"), (key) => this.moveOne("first", key));
      this.right = this.slider("q-handle", t("Last day"), (key) => this.moveOne("last", key));
      host.plot.append(...this.shades, this.bar, this.left, this.right);
      host.plot.addEventListener("pointerdown", (event) => this.begin(event));
    }

    slider(name, label, run) {
      const node = qantar.el(`div.${name}`, {
        role: "slider",
        tabindex: 0,
        "aria-label": label,
        "aria-orientation": "horizontal",
        onkeydown: (event) => this.key(event, run),
      });
      return node;
    }

    key(event, run) {
      const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
      const page = this.host.page();
      const far = { PageDown: -page, PageUp: page, Home: -Infinity, End: Infinity };
      const step = steps[event.key] ?? far[event.key];
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      run(step);
      this.host.releaseSoon();
    }

    moveOne(which, step) {
      const { first, last } = this.host.get();
      const clamp = (day, low, high) => Math.max(low, Math.min(high, day));
      if (which === "first") this.host.move({ first: clamp(first + step, this.host.first, last), last });
      else this.host.move({ first, last: clamp(last + step, first, this.host.last) });
    }

    moveBoth(step) {
      const { first, last } = this.host.get();
      const by = Math.max(this.host.first - first, Math.min(this.host.last - last, step));
      this.host.move({ first: first + by, last: last + by });
    }

    begin(event) {
      if (event.button > 0) return;
      const at = event.clientX - this.host.plot.getBoundingClientRect().left;
      const window = this.host.get();
      const [left, right] = [this.host.x(window.first), this.host.x(window.last + 1)];
      const near = Math.min(NEAR, Math.max(10, (right - left) / 3));
      const whole = window.first === this.host.first && window.last === this.host.last;
      const [toLeft, toRight] = [Math.abs(at - left), Math.abs(at - right)];
      let mode = at > left && at < right && !whole ? "both" : "brush";
      if (Math.min(toLeft, toRight) < near) mode = toLeft < toRight || (toLeft === toRight && at < left) ? "first" : "last";
      const drag = { mode, at, window, day: this.host.dayAt(at), moved: false };
      const move = (later) => this.drag(drag, later);
      const end = (later) => {
        this.host.plot.removeEventListener("pointermove", move);
        this.host.plot.removeEventListener("pointerup", end);
        this.host.plot.removeEventListener("pointercancel", end);
        this.end(drag, later);
      };
      this.host.plot.setPointerCapture(event.pointerId);
      this.host.plot.addEventListener("pointermove", move);
      this.host.plot.addEventListener("pointerup", end);
      this.host.plot.addEventListener("pointercancel", end);
      const target = { first: this.left, last: this.right, both: this.bar }[mode];
      target?.focus({ preventScroll: true });
      event.preventDefault();
    }

    drag(drag, event) {
      const at = event.clientX - this.host.plot.getBoundingClientRect().left;
      if (!drag.moved && Math.abs(at - drag.at) < 4) return;
      drag.moved = true;
      this.host.dragging = true;
      const { first, last } = drag.window;
      const edge = Math.round(this.host.edgeAt(at));
      const day = this.host.dayAt(at);
      const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
      if (drag.mode === "first") this.host.move({ first: clamp(edge, this.host.first, last), last });
      if (drag.mode === "last") this.host.move({ first, last: clamp(edge - 1, first, this.host.last) });
      if (drag.mode === "both") {
        const by = Math.round(this.host.edgeAt(at) - this.host.edgeAt(drag.at));
        const shift = clamp(by, this.host.first - first, this.host.last - last);
        this.host.move({ first: first + shift, last: last + shift });
      }
      if (drag.mode === "brush") this.host.move({ first: Math.min(day, drag.day), last: Math.max(day, drag.day) });
    }

    end(drag, event) {
      this.host.dragging = false;
      if (event.type === "pointercancel") {
        this.host.move(drag.window);
      } else if (!drag.moved && (drag.mode === "brush" || drag.mode === "both")) {
        this.host.pick(drag.day);
      }
      this.host.release();
    }

    // Puts all parts where the window is and says it in words.
    show(window, say) {
      const [left, right] = [this.host.x(window.first), this.host.x(window.last + 1)];
      const [begin, width] = [this.host.x(this.host.first), this.host.x(this.host.last + 1)];
      this.shades[0].style.left = `${begin}px`;
      this.shades[0].style.width = `${left - begin}px`;
      this.shades[1].style.left = `${right}px`;
      this.shades[1].style.width = `${Math.max(0, width - right)}px`;
      this.bar.style.left = `${left}px`;
      this.bar.style.width = `${right - left}px`;
      this.left.style.left = `${left}px`;
      this.right.style.left = `${right}px`;
      const tell = (node, now, low, high, text) => {
        const values = { "aria-valuenow": now, "aria-valuemin": low, "aria-valuemax": high, "aria-valuetext": text };
        for (const [key, value] of Object.entries(values)) node.setAttribute(key, value);
      };
      tell(this.left, window.first, this.host.first, window.last, say(window.first, window.first));
      tell(this.right, window.last, window.first, this.host.last, say(window.last, window.last));
      const room = this.host.last - (window.last - window.first);
      tell(this.bar, window.first, this.host.first, room, say(window.first, window.last));
    }
  }

  qantar.Handles = Handles;
}
