/** A count of meetings in a stretch of time, as high as it is many. */

import { hide, put, round, show, svg } from "./svg.js";
import { dayOf, isoOf } from "./time.js";

const DIGIT = 7;
export const LANE_WIDTH = 24;

export class Bin {
  constructor(node) {
    const { from, until, count, share } = node.dataset;
    Object.assign(this, { node, isBin: true, from: dayOf(from), until: dayOf(until) + 1, count: Number(count) });
    Object.assign(this, { share: Number(share), key: `${from}/${until}`, centre: (this.from + this.until) / 2 });
    Object.assign(this, { short: "", long: "", rect: node.querySelector("rect"), text: node.querySelector("text") });
  }

  place(view, lane) {
    const [left, right] = [Math.max(view.along(this.from), 0), Math.min(view.along(this.until), view.length)];
    this.isSeen = right > left;
    this.along = (left + right) / 2;
    if (!hide(this.node, this.isSeen)) return;
    const [start, wide] = [round(view.at(view.isFlipped ? right : left)), round(Math.max(right - left - 1, 1))];
    const high = round(Math.max(this.share * (view.isVertical ? LANE_WIDTH - 4 : lane.height - 20), 2));
    const base = lane.y + lane.height - 4;
    if (view.isVertical) put(this.rect, { x: lane.across, y: start, width: high, height: wide });
    else put(this.rect, { x: start, y: round(base - high), width: wide, height: high });
    const fits = !view.isVertical && wide > String(this.count).length * DIGIT + 4;
    if (fits !== this.isLabelled) show(this.text, (this.isLabelled = fits));
    if (fits) put(this.text, { x: round(start + wide / 2), y: round(base - high - 4) });
  }
}

/** The same as the server draws: a link to the list of its stretch. */
export function binOf({ from, until, count, share, href, title }) {
  const node = svg("a", { class: "bin", href, tabindex: -1 });
  Object.assign(node.dataset, { from: isoOf(from), until: isoOf(until - 1), count, share });
  node.append(svg("title", {}, title), svg("rect", { rx: 1.5 }), svg("text", {}, String(count)));
  return node;
}
