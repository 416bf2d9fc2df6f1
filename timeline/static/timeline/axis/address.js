/** The span and the chosen meeting after the # of the address: written while moving, kept as a step back at rest. */

import { dayOf, isoOf } from "./time.js";

const OFTEN = 300;

export function told() {
  const given = new URLSearchParams(location.hash.slice(1));
  const [from, until] = (given.get("span") ?? "").split("/").map(dayOf);
  return { span: until >= from ? [from, until + 1] : undefined, meeting: given.get("meeting") };
}

export class Address {
  constructor(view) {
    this.view = view;
    this.last = 0;
    // The first move after a rest begins a new step; the rest of the move is written over it.
    this.isResting = true;
    view.onMove.push(() => this.moved());
    view.onRest.push(() => this.rest());
  }

  choose(meeting) {
    this.meeting = meeting;
    this.write("replaceState");
  }

  moved() {
    if (this.isSilent) return;
    if (this.isResting) this.write("pushState");
    else if (performance.now() - this.last > OFTEN) this.write("replaceState");
    this.isResting = false;
  }

  rest() {
    if (!this.isResting) this.write("replaceState");
    this.isResting = true;
  }

  /** Does that without leaving a step. */
  silently(act) {
    this.isSilent = true;
    act();
    this.isSilent = false;
  }

  write(how) {
    this.last = performance.now();
    const parts = [];
    if (!this.view.isWhole) parts.push(`span=${isoOf(this.view.from)}/${isoOf(this.view.until - 1)}`);
    if (this.meeting) parts.push(`meeting=${this.meeting}`);
    const hash = parts.length ? `#${parts.join("&")}` : "";
    if (hash === location.hash) return;
    history[how](history.state, "", location.pathname + location.search + hash);
  }
}
