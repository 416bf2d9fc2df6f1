/** More meetings than can be drawn: asks the server for counts of what is in view, or for the few that are there. */

import { binOf } from "./bins.js";
import { markOf } from "./marks.js";
import { firstOf, dateOf, dayOf, isoOf, said } from "./time.js";

const MOST_BINS = 100;
const AROUND = 0.25;
const FIELDS = "slug,name,kind,ordinal,status,body,when,reports_to,contested,url";
// What the server counts by, how many of it make a bin, and its days.
const UNITS = [["day", 1, 1], ["day", 7, 7], ["month", 1, 30.4], ["month", 3, 91.3], ["year", 1, 365.25]];

export class Dense {
  constructor(axis) {
    this.axis = axis;
    this.whole = axis.plots.map((plot) => plot.lanes.map((lane) => lane.items.map(({ node }) => node.cloneNode(true))));
    this.counts = axis.plots.map(({ items }) => items.map(({ from, until, count }) => ({ from, until, count })));
    axis.view.onRest.push(() => this.look());
    this.loaded = {};
  }

  get plots() {
    return this.axis.plots.filter((plot) => plot.isOpen);
  }

  async look() {
    const wanted = this.wanted();
    const { loaded } = this;
    if (wanted.name === loaded.name && (!wanted.span || holds(loaded.span, this.axis.view))) return;
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const nodes = wanted.span ? await this.ask(wanted) : this.whole;
      this.take(nodes, wanted);
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error);
    }
  }

  wanted() {
    const { view } = this.axis;
    const days = view.until - view.from;
    const span = [view.from - days * AROUND, view.until + days * AROUND];
    const open = this.plots.length;
    if (this.expected() <= Number(this.axis.figure.dataset.dense)) return { name: `marks ${open}`, span };
    const unit = this.unit(days);
    return unit && !view.isWhole ? { name: `${unit} ${open}`, unit, span } : { name: `whole ${open}` };
  }

  /** The shortest stretch to count by of which not too many are in view. */
  unit(days) {
    const lanes = this.plots.flatMap((plot) => plot.lanes).length;
    return UNITS.find(([, , each]) => (days / each) * lanes <= MOST_BINS);
  }

  /** How many meetings are in view: by what was loaded for it, else by the counts of the whole. */
  expected() {
    const { view, plots } = this.axis;
    const isLoaded = holds(this.loaded.span, view);
    const items = plots.flatMap((plot, group) => (plot.isOpen ? (isLoaded ? plot.items : this.counts[group]) : []));
    const share = (item) => Math.min(item.until, view.until) - Math.max(item.from, view.from);
    return items.reduce((sum, item) => sum + (item.count * Math.max(share(item), 0)) / (item.until - item.from), 0);
  }

  async ask({ unit, span }) {
    const [from, to] = this.within(span);
    if (unit) return this.bins(await this.get("density", { bin: unit[0], from, to, match: "within" }), unit);
    const query = { from, to, match: "within", fields: FIELDS, limit: 300, count: "none", ordering: "date" };
    if (this.plots.length < this.axis.plots.length) query.body = this.plots[0].lanes.flatMap(({ bodies }) => bodies);
    const { next, results } = await this.get("meetings", query);
    return next ? this.ask({ span, unit: this.unit(span[1] - span[0]) ?? UNITS.at(-1) }) : this.marks(results);
  }

  /** No further than what the list is narrowed to. */
  within([from, until]) {
    const { view } = this.axis;
    return [isoOf(Math.max(from, view.first)), isoOf(Math.min(until, view.last))];
  }

  async get(name, values) {
    const query = new URLSearchParams(this.axis.figure.dataset.query);
    for (const [key, value] of Object.entries(values)) {
      if (key === "body" && query.has(key)) continue;
      query.delete(key);
      for (const each of [value].flat()) query.append(key, each);
    }
    if (name === "density") query.delete("ordering");
    const answer = await fetch(`/api/v1/${name}/?${query}`, { signal: this.asking.signal });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    return answer.json();
  }

  laneOf(body) {
    const lanes = this.plots.flatMap((plot) => plot.lanes);
    return lanes.find(({ bodies }) => bodies.includes(body)) ?? lanes.find(({ bodies }) => bodies.includes("*"));
  }

  bins({ bins, bodies }, [kind, number]) {
    const sums = new Map();
    for (const [body, counts] of Object.entries(bodies)) {
      const lane = this.laneOf(body);
      if (!lane) continue;
      const ours = sums.get(lane) ?? sums.set(lane, counts.map(() => 0)).get(lane);
      counts.forEach((count, place) => (ours[place] += count));
    }
    const cells = new Map();
    for (const [lane, counts] of sums) cells.set(lane, cellsOf(bins, counts, kind, number));
    const most = Math.max(1, ...[...cells.values()].flat().map(({ count }) => count));
    return this.each((lane) => (cells.get(lane) ?? []).map((cell) => this.bin(cell, most)));
  }

  bin({ from, until, count }, most) {
    const { figure } = this.axis;
    const query = new URLSearchParams(figure.dataset.query);
    query.set("from", isoOf(from));
    query.set("to", isoOf(until - 1));
    const span = until - from === 1 ? said(from) : `${said(from)} – ${said(until - 1)}`;
    return binOf({ from, until, count, share: count / most, href: `?${query}#list`, title: `${span}: ${count}` });
  }

  marks(meetings) {
    const title = (meeting) => `${meeting.name}, ${meeting.when.display}`;
    return this.each((lane) => {
      const ends = [-Infinity, -Infinity];
      const ours = meetings.filter(({ body, when }) => when && this.laneOf(body) === lane);
      return ours.map((meeting) => {
        const [start, end] = [dayOf(meeting.when.earliest), dayOf(meeting.when.latest) + 1];
        const row = ends[0] <= start || ends[0] <= ends[1] ? 0 : 1;
        ends[row] = end;
        const y = lane.y + lane.height / 2 + (row ? 9 : -2);
        return markOf(meeting, { y, labelY: row ? y + 20 : y - 13, title });
      });
    });
  }

  each(make) {
    return this.axis.plots.map((plot) => plot.lanes.map((lane) => (plot.isOpen ? make(lane) : [])));
  }

  take(nodes, { name, span }) {
    this.loaded = { name, span };
    const hadFocus = this.axis.itemOf(document.activeElement);
    this.axis.plots.forEach((plot, group) => {
      plot.lanes.forEach((lane, number) => plot.fill(lane, nodes[group][number]));
      plot.connect();
    });
    this.axis.view.draw();
    this.axis.walk.restore(Boolean(hadFocus));
  }
}

const holds = (span, { from, until }) => span && span[0] <= from && span[1] >= until;

/** Sums of so many bins at a time; a month is known by its first day. */
function cellsOf(names, counts, kind, number) {
  const cells = [];
  names.forEach((name, place) => {
    const [year, month = 1, day = 1] = name.split("-").map(Number);
    const count = counts[place];
    const first = firstOf(year, month - 1, day);
    const group = kind === "month" ? Math.floor((year * 12 + month - 1) / number) : Math.floor((first - 4) / number);
    const start = kind === "month" ? firstOf(0, group * number) : kind === "day" ? group * number + (number > 1 ? 4 : 0) : first;
    const end = kind === "month" ? firstOf(0, (group + 1) * number) : kind === "day" ? start + number : firstOf(year + 1);
    if (cells.at(-1)?.from === start) cells.at(-1).count += count;
    else cells.push({ from: start, until: end, count });
  });
  return cells.filter(({ count }) => count);
}
