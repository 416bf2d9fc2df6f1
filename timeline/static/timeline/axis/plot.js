/** One drawing of lanes under one another: what stands in it, and where each of it is at this moment. */

import { Bin, LANE_WIDTH } from "./bins.js";
import { apart, label } from "./labels.js";
import { Mark } from "./marks.js";
import { put, round, show, svg } from "./svg.js";
import { Ticks } from "./ticks.js";
import { dayOf } from "./time.js";

const COLUMNS = 30;
const INSET = 10;
const LETTER = 6.8;

export class Plot {
  constructor(root, view, today) {
    Object.assign(this, { root, view, today, time: root.querySelector(".time"), links: [] });
    this.names = root.querySelector(".names");
    this.height = this.time.height.baseVal.value;
    this.lanes = [...this.time.querySelectorAll("g[data-lane]")].map((group, number) => this.laneOf(group, number));
    this.time.querySelectorAll(".tick, .year, .link").forEach((node) => node.remove());
    this.ticks = new Ticks([...this.time.querySelectorAll(".lane")].at(-1));
    this.connectors = svg("g");
    this.ticks.group.after(this.connectors);
    this.gaps = [...this.time.querySelectorAll(".gap")].map((node) => this.gapOf(node));
    this.line = this.time.querySelector("line.today");
    this.word = this.time.querySelector("text.today");
    this.connect();
  }

  laneOf(group, number) {
    const { lane, y, height } = group.dataset;
    const across = COLUMNS + number * LANE_WIDTH;
    const ours = { group, bodies: lane.split(" "), y: Number(y), height: Number(height), across };
    ours.rect = this.time.querySelectorAll(".lane")[number];
    this.fill(ours, [...group.querySelectorAll(".mark, .bin")]);
    return ours;
  }

  /** Takes these nodes in place of what the lane held. */
  fill(lane, nodes) {
    for (const item of lane.items ?? []) if (!nodes.includes(item.node)) item.node.remove();
    lane.group.append(...nodes.filter((node) => !node.isConnected));
    lane.items = nodes.map((node) => Object.assign(new (node.matches(".bin") ? Bin : Mark)(node), { lane }));
    lane.items.sort((one, other) => one.centre - other.centre);
    const marks = lane.items.filter((item) => !item.isBin);
    const rowsBy = (side) => [...Map.groupBy(marks, (mark) => mark[side]).values()];
    for (const mark of lane.items) mark.across = lane.across + (mark.isMinor ? 18 : 8);
    Object.assign(lane, { rows: rowsBy("y"), columns: rowsBy("across") });
    lane.bins = lane.items.filter((item) => item.isBin);
  }

  gapOf(node) {
    const { from, until, y } = node.dataset;
    const text = node.querySelector("text");
    text?.removeAttribute("class");
    const at = { from: from ? dayOf(from) : -Infinity, until: dayOf(until), y: Number(y) };
    return { node, text, lines: [...node.querySelectorAll("line")], ...at };
  }

  get items() {
    return this.lanes.flatMap((lane) => lane.items);
  }

  /** A line from each meeting up to the one that it reports to. */
  connect() {
    this.connectors.replaceChildren();
    const marks = new Map(this.items.filter((item) => !item.isBin).map((mark) => [mark.key, mark]));
    this.links = [...marks.values()].filter((mark) => marks.has(mark.to)).map((low) => {
      const line = svg("line", { class: "link" });
      this.connectors.append(line);
      return { line, low, high: marks.get(low.to) };
    });
  }

  draw() {
    const { view } = this;
    this.ticks.draw(view, view.isVertical ? this.across : this.height - 22);
    for (const lane of this.lanes) {
      for (const bin of lane.bins) bin.place(view, lane);
      for (const row of view.isVertical ? lane.columns : lane.rows) {
        apart(row, view);
        label(row, view);
      }
    }
    this.links.forEach((link) => this.drawLink(link));
    this.gaps.forEach((gap) => this.drawGap(gap));
    this.drawToday();
  }

  drawLink({ line, low, high }) {
    show(line, low.isSeen || high.isSeen || (low.along < 0) !== (high.along < 0));
    const [start, end] = [low, high].map((mark) => round(this.view.at(mark.along)));
    if (this.view.isVertical) put(line, { x1: low.across, y1: start, x2: high.across, y2: end });
    else put(line, { x1: start, y1: low.y, x2: end, y2: high.y });
  }

  drawGap({ node, text, lines, from, until, y }) {
    const { view } = this;
    const ends = [view.along(from) + INSET, view.along(until) - INSET];
    const [left, right] = [Math.max(ends[0], 0), Math.min(ends[1], view.length)];
    const isSeen = right > left && !view.isVertical;
    show(node, isSeen);
    if (!isSeen) return;
    const [body, ...stops] = lines;
    put(body, { x1: round(left), x2: round(right) });
    for (const [number, stop] of stops.toReversed().entries()) {
      const x = round(ends[1 - number]);
      show(stop, x >= 0 && x <= view.length);
      put(stop, { x1: x, x2: x });
    }
    if (!text) return;
    show(text, right - left > text.textContent.length * 7 + 2 * INSET);
    put(text, { x: round((left + right) / 2), y: y + 4 });
  }

  drawToday() {
    if (!this.line) return;
    const { view } = this;
    const at = round(view.at(view.along(this.today)));
    const ends = view.isVertical ? [COLUMNS, this.across, at, at] : [at, at, 20, this.height - 22];
    put(this.line, { x1: ends[0], x2: ends[1], y1: ends[2], y2: ends[3] });
    show(this.word, !view.isVertical);
    put(this.word, { x: at });
  }

  /** Turns the lanes upright or back. */
  turn() {
    const { isVertical, length } = this.view;
    put(this.time, isVertical ? { width: this.across, height: length } : { width: "100%", height: this.height });
    for (const { rect, across, y, height } of this.lanes) {
      if (isVertical) put(rect, { x: across - 1, y: 0, width: LANE_WIDTH - 2, height: length });
      else put(rect, { x: 0, y, width: "100%", height });
    }
    this.turnNames(isVertical);
  }

  /** Above upright lanes their names are read from below. */
  turnNames(isVertical) {
    const lines = [...this.names.querySelectorAll("tspan")];
    const high = Math.max(...lines.map((line) => line.textContent.length)) * LETTER;
    put(this.names, isVertical ? { width: this.across, height: high } : { width: 168, height: this.height });
    for (const line of lines) if (line.hasAttribute("dy")) put(line, { dy: isVertical ? 12 : 15 });
    this.lanes.forEach(({ across, y, height }, number) => {
      const place = `translate(${across + LANE_WIDTH / 2 - y - height / 2} ${high + 6}) rotate(-90)`;
      put(this.names.children[number], { transform: isVertical ? place : "" });
    });
  }

  get across() {
    return COLUMNS + this.lanes.length * LANE_WIDTH;
  }
}
