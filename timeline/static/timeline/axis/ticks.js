/** The lines and names of years, months when near, and days when nearer. */

import { put, round, show, svg } from "./svg.js";
import { dateOf, firstOf, said } from "./time.js";

const STEPS = [
  ["day", 1, 1], ["day", 7, 7], ["month", 1, 30.4], ["month", 3, 91.3],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((years) => ["year", years, years * 365.25]),
];
const BETWEEN_LINES = 14;
const BETWEEN_NAMES = { true: 30, false: 76 };

const stepOf = (view, pixels) => STEPS.find(([, , days]) => days * view.scale >= pixels) ?? STEPS.at(-1);

/** The first days of all stretches of that length that begin in view. */
function* daysOf([unit, number], view) {
  const date = dateOf(view.from);
  let [year, month, count] = [date.getUTCFullYear(), date.getUTCMonth(), 0];
  if (unit === "year") year -= year % number;
  if (unit === "month") month -= month % number;
  // Weeks begin on Mondays; the 5th of January 1970 was one.
  const start = number === 7 ? Math.floor((view.from - 4) / 7) * 7 + 4 : Math.floor(view.from);
  for (; ; count += number) {
    const day =
      unit === "day" ? start + count : unit === "month" ? firstOf(year, month + count) : firstOf(year + count);
    if (day >= view.until) return;
    if (day >= view.from) yield day;
  }
}

function nameOf(day, unit, isFirst, isVertical) {
  if (unit === "year") return said(day, { year: "numeric" });
  const withYear = isFirst || dateOf(day).getUTCMonth() === 0;
  if (unit === "month" && isVertical && withYear) return said(day, { year: "numeric" });
  const options = { month: "short", ...(withYear && !isVertical && { year: "numeric" }) };
  return said(day, unit === "day" ? { day: "numeric", ...options } : options);
}

export class Ticks {
  constructor(before) {
    this.group = svg("g", { class: "ticks" });
    before.after(this.group);
    this.lines = [];
    this.names = [];
  }

  draw(view, depth) {
    const named = stepOf(view, BETWEEN_NAMES[view.isVertical]);
    const names = [...daysOf(named, view)];
    const isNamed = new Set(names);
    const lines = [...daysOf(stepOf(view, BETWEEN_LINES), view), ...names];
    this.fill(this.lines, lines, "line", (line, day) => {
      const at = round(view.at(view.along(day)));
      const [start, end] = [view.isVertical ? 30 : 20, depth];
      const ends = view.isVertical ? [start, end, at, at] : [at, at, start, end];
      put(line, { x1: ends[0], x2: ends[1], y1: ends[2], y2: ends[3], class: isNamed.has(day) ? "tick named" : "tick" });
    });
    this.fill(this.names, names, "text", (text, day, number) => {
      const at = round(view.at(view.along(day)));
      put(text, view.isVertical ? { x: 15, y: at + 4, class: "year" } : { x: at, y: 13, class: "year" });
      const name = nameOf(day, named[0], number === 0, view.isVertical);
      if (text.textContent !== name) text.textContent = name;
    });
  }

  /** Nodes are kept and used again: making them is what costs. */
  fill(pool, days, name, draw) {
    while (pool.length < days.length) this.group.append(pool[pool.push(svg(name)) - 1]);
    pool.forEach((node, number) => {
      show(node, number < days.length);
      if (number < days.length) draw(node, days[number], number);
    });
  }
}
