/** One meeting on the axis: taken over as the server drew it, or made in the same form from the API's answer. */

import { hide, put, round, show, svg } from "./svg.js";
import { dayOf } from "./time.js";

const SYMBOL = { bar: 16, month: 19 };
const REACH = 24;
const TARGET = 12;

export class Mark {
  constructor(node) {
    const { from, until, key, to, y, shape, minor, name } = node.dataset;
    Object.assign(this, { node, key, to, shape, y: Number(y), from: dayOf(from), until: dayOf(until) + 1 });
    Object.assign(this, { isMinor: minor !== undefined, isEmpty: shape === "empty", count: 1, ends: [] });
    this.centre = this.isEmpty ? this.from : (this.from + this.until) / 2;
    this.least = this.isMinor ? 9 : (SYMBOL[shape] ?? 10);
    this.slug = node.getAttribute("href").split("/").at(-2);
    this.takeLabel(name);
    this.takeBody();
  }

  takeLabel(name) {
    this.text = this.node.querySelector("text");
    this.short = this.text?.textContent ?? this.node.dataset.label ?? "";
    this.long = this.isMinor ? "" : name;
    if (!this.text && this.long) this.node.append((this.text = svg("text")));
    if (!this.text) return;
    put(this.text, { x: 0, class: "" });
    this.labelled = undefined;
  }

  /** Symbols stand at the middle of their mark; a bar is drawn anew, as wide as its time. */
  takeBody() {
    const isLong = this.shape in SYMBOL;
    for (const part of this.node.querySelectorAll("use, rect.body")) {
      const href = part.getAttribute("href") ?? "";
      put(part, { x: 0, y: 0 });
      if (href === "#tail" || href === "#lead") this.ends.push([part, href === "#tail" ? 1 : -1]);
      if (isLong && (part.matches("rect") || ["#bar", "#month", "#minor"].includes(href))) part.remove();
    }
    if (!isLong) return;
    const isHazy = this.shape === "month";
    this.bar = svg("rect", { class: isHazy ? "body hazy" : "body", y: -5, height: 10, rx: 5 });
    if (isHazy) put(this.bar, { mask: "url(#fade)" });
    this.symbol = this.isMinor ? svg("use", { href: "#minor" }) : svg("rect", { class: "reach", y: -TARGET, height: REACH });
    this.node.querySelector("title").after(this.bar, this.symbol);
  }

  half(view) {
    return this.isEmpty ? this.least / 2 : Math.max(this.least, (this.until - this.from) * view.scale) / 2;
  }

  /** Stands at `along`, if that can be seen. */
  place(view, along, half) {
    this.isSeen = along + half > -REACH && along - half < view.length + REACH;
    this.along = along;
    if (!hide(this.node, this.isSeen)) return;
    const at = round(view.at(along));
    const turn = view.isVertical ? `translate(${this.across} ${at}) rotate(90)` : `translate(${at} ${this.y})`;
    this.node.setAttribute("transform", turn);
    if (this.bar && half !== this.drawn) this.widen(half);
  }

  widen(half) {
    this.drawn = half;
    put(this.bar, { x: round(-half), width: round(2 * half) });
    for (const [part, side] of this.ends) part.setAttribute("x", round(side * (half - 5)));
    if (this.isMinor) {
      show(this.symbol, 2 * half <= REACH);
      show(this.bar, 2 * half > REACH);
    } else {
      const reach = Math.max(half, TARGET);
      put(this.symbol, { x: round(-reach), width: round(2 * reach) });
    }
  }

  label(text, isVertical, shift = 0) {
    const wanted = `${text} ${isVertical} ${round(shift)}`;
    if (!this.text || this.labelled === wanted) return;
    this.labelled = wanted;
    show(this.text, text);
    if (text) this.text.textContent = text;
    if (text && isVertical) put(this.text, { x: 0, y: 17, transform: "rotate(-90)" });
    else this.text.removeAttribute("transform");
    if (!isVertical) put(this.text, { x: round(shift), y: this.node.dataset.labelY - this.y });
  }
}

/** The API's meeting as the server would have drawn it, in this row of its lane. */
export function markOf(meeting, { y, labelY, title }) {
  const { earliest, latest, precision, edtf } = meeting.when;
  const shape = precision !== "day" ? "month" : earliest === latest ? "dot" : "bar";
  const isMinor = meeting.kind !== "regular";
  const node = svg("a", { href: new URL(meeting.url).pathname, tabindex: -1, class: `mark is-${meeting.status}` });
  Object.assign(node.dataset, { from: earliest, until: latest, key: meeting.slug, to: meeting.reports_to ?? "" });
  Object.assign(node.dataset, { y, labelY, shape, name: meeting.name, label: isMinor ? "" : (meeting.ordinal ?? "") });
  if (isMinor) node.dataset.minor = "";
  node.append(svg("title", {}, title(meeting)));
  const flags = {
    [isMinor ? "minor" : "dot"]: isMinor || shape === "dot",
    lead: edtf.startsWith("/") || edtf.startsWith(".."),
    tail: edtf.endsWith("/") || edtf.endsWith(".."),
    vague: /[~?%]/.test(edtf),
    struck: meeting.status === "cancelled",
    disputed: meeting.contested.length,
  };
  for (const [name, isSet] of Object.entries(flags)) if (isSet) node.append(svg("use", { href: `#${name}` }));
  return node;
}
