/** Brings the drawn axis to life, and again when the list beside it was swapped. */

import { Address, told } from "./address.js";
import { light, shine } from "./chain.js";
import { followPointers } from "./moves.js";
import { Overview } from "./overview.js";
import { Plot } from "./plot.js";
import { dayOf, said } from "./time.js";
import { View } from "./view.js";
import { Walk } from "./walk.js";

const UPRIGHT = matchMedia("screen and (max-width: 43.74rem)");
const STEP = 0.5;
// What a sheet of A4 leaves beside the names of the lanes, in pixels: printing asks for no new layout.
const PAPER = 490;

class Axis {
  constructor(figure, signal) {
    Object.assign(this, { figure, signal, today: dayOf(figure.dataset.today) });
    this.view = new View(dayOf(figure.dataset.from), dayOf(figure.dataset.until) + 1);
    this.plots = [...figure.querySelectorAll(".plot")].map((root) => new Plot(root, this.view, this.today));
    this.fold = figure.querySelector("details.others");
    this.noteOpen();
    this.overview = new Overview(figure.querySelector(".overview"), this.view, this.plots.flatMap(({ items }) => items), signal);
    this.address = new Address(this.view);
    this.walk = new Walk(this);
    if (figure.dataset.dense !== undefined) this.count();
    this.listen();
    figure.classList.add("live");
    this.turn();
    this.follow();
  }

  async count() {
    const { Dense } = await import("./dense.js");
    this.dense = new Dense(this);
    this.dense.look();
  }

  noteOpen() {
    for (const plot of this.plots) plot.isOpen = !(plot.root.closest("details")?.open === false);
  }

  listen() {
    const { figure, view, signal } = this;
    const on = (target, name, listener) => target.addEventListener(name, listener, { signal });
    view.onFrame.push(() => this.draw());
    view.onRest.push(() => this.announce());
    for (const plot of this.plots) {
      plot.time.setAttribute("role", "application");
      plot.time.setAttribute("aria-describedby", "axis-keys");
      followPointers(plot.time, view, signal);
      on(plot.time, "pointerover", (event) => this.light(this.itemOf(event.target)));
      on(plot.time, "pointerleave", () => this.light());
    }
    on(figure, "click", (event) => this.click(event));
    on(window, "popstate", () => this.follow());
    on(UPRIGHT, "change", () => this.turn());
    on(window, "beforeprint", () => this.print());
    on(window, "afterprint", () => {
      this.isPrinted = false;
      this.turn();
    });
    if (this.fold) on(this.fold, "toggle", () => this.unfold());
    const sizes = new ResizeObserver(() => this.turn());
    sizes.observe(figure);
    signal.addEventListener("abort", () => {
      sizes.disconnect();
      view.halt();
      clearTimeout(view.resting); // The address is the next one's.
    });
  }

  draw() {
    for (const plot of this.plots) if (plot.isOpen) plot.draw();
    if (!this.view.isVertical) this.overview.draw();
  }

  unfold() {
    this.noteOpen();
    this.turn();
    this.dense?.look();
    this.walk.restore();
  }

  /** Takes the measure of the screen, and lies down or stands up as it fits there. */
  turn(isUpright = UPRIGHT.matches) {
    const { view, figure, plots } = this;
    if (this.isPrinted) return;
    view.isVertical = isUpright;
    view.isFlipped = view.isVertical && figure.dataset.newest !== undefined;
    for (const plot of plots) plot.turn();
    const [open] = plots.filter((plot) => plot.isOpen);
    view.length = (view.isVertical ? open?.time.clientHeight : open?.time.clientWidth) || 1;
    for (const plot of plots) plot.turn();
    if (!view.isVertical) this.overview.measure();
    view.draw();
  }

  print() {
    this.turn(false);
    this.view.length = PAPER;
    this.draw();
    this.isPrinted = true;
  }

  /** Shows what the address names. */
  follow() {
    const { span, meeting } = told();
    this.address.silently(() => this.view.show(...(span ?? [this.view.first, this.view.last])));
    this.address.meeting = meeting;
    const item = meeting && this.items.find(({ slug }) => slug === meeting);
    if (!item) return;
    this.walk.stop(item);
    this.light(item);
  }

  get items() {
    return this.plots.filter((plot) => plot.isOpen).flatMap(({ items }) => items);
  }

  itemOf(node) {
    const link = node?.closest?.(".mark, .bin");
    return link && this.items.find((item) => item.node === link);
  }

  light(item) {
    const marks = this.plots.flatMap(({ items }) => items).filter((each) => !each.isBin);
    shine(this.plots, item && !item.isBin ? light(marks, item) : undefined);
  }

  click(event) {
    const { view } = this;
    const moves = {
      nearer: () => view.zoomed(STEP),
      farther: () => view.zoomed(1 / STEP),
      earlier: () => view.panned(-STEP),
      later: () => view.panned(STEP),
      whole: () => [view.first, view.last],
    };
    const move = moves[event.target.closest("[data-move]")?.dataset.move];
    if (move) return view.glide(move());
    const item = this.itemOf(event.target);
    const isNarrower = item?.isBin && item.until - item.from < (view.until - view.from) * 0.9;
    if (!isNarrower || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    view.glide([item.from, item.until]);
  }

  announce() {
    const { view, figure } = this;
    const inView = this.items.filter((item) => item.until > view.from && item.from < view.until);
    const seen = inView.reduce((sum, { count }) => sum + count, 0);
    const words = { from: said(view.from), until: said(view.until - 1), count: seen };
    const status = figure.querySelector("[data-said]");
    status.textContent = status.dataset.said.replace(/\{(\w+)\}/g, (_, name) => words[name]);
  }

  leave() {
    this.light();
    this.address.choose();
    document.getElementById("list-title").focus();
  }
}

let running;

function start() {
  running?.abort();
  running = new AbortController();
  const figure = document.querySelector(".drawing[data-from]");
  if (figure) new Axis(figure, running.signal);
}

start();
document.addEventListener("record:swapped", start);
