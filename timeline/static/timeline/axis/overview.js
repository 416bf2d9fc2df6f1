/** The strip of all years with a window on it, which can be pulled, or at its edges made wider. */

import { put, round, svg } from "./svg.js";

const EDGE = 10;
const HIGH = 26;

export class Overview {
  constructor(strip, view, items, signal) {
    Object.assign(this, { strip, view, items });
    this.drawn = svg("path", { class: "all" });
    this.window = svg("rect", { class: "window", y: 1, height: HIGH - 2, rx: 3 });
    strip.replaceChildren(this.drawn, this.window);
    const on = (name, listener) => strip.addEventListener(name, listener, { signal });
    on("pointerdown", (event) => this.grasp(event));
    on("pointermove", (event) => this.grasped && this.pull(event));
    for (const name of ["pointerup", "pointercancel"]) on(name, () => (this.grasped = undefined));
  }

  /** Days to pixels of the strip. */
  get scale() {
    return this.width / (this.view.last - this.view.first);
  }

  measure() {
    this.width = this.strip.clientWidth;
    const most = Math.max(...this.items.map(({ count }) => count), 1);
    const bars = this.items.map(({ from, until, centre, count, isBin }) => {
      const [x, wide] = isBin ? [from, Math.max((until - from) * this.scale - 1, 1)] : [centre, 2];
      const high = isBin ? 2 + (count / most) * (HIGH - 8) : 10;
      return `M${round((x - this.view.first) * this.scale)} ${round(HIGH - 4 - high)}h${round(wide)}v${round(high)}h-${round(wide)}z`;
    });
    put(this.drawn, { d: bars.join("") });
  }

  draw() {
    const { first, from, until } = this.view;
    const x = (from - first) * this.scale;
    put(this.window, { x: round(x), width: round(Math.max((until - from) * this.scale, 4)) });
  }

  day(event) {
    return this.view.first + (event.clientX - this.strip.getBoundingClientRect().left) / this.scale;
  }

  grasp(event) {
    const { view } = this;
    const day = this.day(event);
    const near = EDGE / this.scale;
    this.strip.setPointerCapture(event.pointerId);
    view.halt();
    if (day < view.from - near || day > view.until + near) {
      const half = (view.until - view.from) / 2;
      view.show(day - half, day + half);
    }
    const isWide = (view.until - view.from) * this.scale > 3 * EDGE;
    const side = isWide && Math.abs(day - view.from) < near ? "from" : isWide && Math.abs(day - view.until) < near ? "until" : "";
    this.grasped = { side, day, from: view.from, until: view.until };
  }

  pull(event) {
    const by = this.day(event) - this.grasped.day;
    const { side, from, until } = this.grasped;
    const least = (2 * EDGE) / this.scale;
    if (side === "from") this.view.show(Math.min(from + by, until - least), until);
    else if (side === "until") this.view.show(from, Math.max(until + by, from + least));
    else this.view.show(from + by, until + by);
  }
}
