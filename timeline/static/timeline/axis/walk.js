/** The axis by keyboard: one stop of Tab, arrows from meeting to meeting, Enter opens, Escape leaves. */

const STEP = 0.25;
const NEARER = 0.6;

export class Walk {
  constructor(axis) {
    this.axis = axis;
    axis.figure.addEventListener("keydown", (event) => this.key(event), { signal: axis.signal });
    axis.figure.addEventListener("focusin", (event) => this.reach(event.target), { signal: axis.signal });
    axis.figure.addEventListener("focusout", () => axis.light(), { signal: axis.signal });
    this.stop(this.first());
  }

  get lanes() {
    return this.axis.plots.filter((plot) => plot.isOpen).flatMap((plot) => plot.lanes).filter((lane) => lane.items.length);
  }

  /** Where Tab arrives: at what is nearest to today, in the first lane. */
  first() {
    const [lane] = this.lanes;
    return lane && nearest(lane.items, this.axis.today);
  }

  stop(item) {
    this.current?.node.setAttribute("tabindex", -1);
    this.current = item;
    item?.node.setAttribute("tabindex", 0);
  }

  reach(node) {
    const item = this.axis.itemOf(node);
    if (!item) return;
    this.stop(item);
    this.axis.light(item);
    this.axis.address.choose(item.slug);
  }

  go(item) {
    if (!item) return;
    this.axis.view.reveal(item.centre);
    this.axis.view.draw();
    item.node.focus({ preventScroll: true });
    item.node.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** What was reached was drawn anew, or is gone: its like in the same lane takes its place. */
  restore(hadFocus) {
    const { current } = this;
    if (!current) return this.stop(this.first());
    const lane = this.lanes.find(({ group }) => group === current.lane.group) ?? this.lanes[0];
    const item = lane?.items.find(({ key }) => key === current.key) ?? nearest(lane?.items ?? [], current.centre);
    this.stop(item);
    if (hadFocus && item) this.go(item);
  }

  key(event) {
    const item = this.axis.itemOf(event.target);
    const act = item && !event.altKey && !event.ctrlKey && !event.metaKey && this.acts(item)[named(event, this.axis.view)];
    if (!act) return;
    event.preventDefault();
    act();
  }

  acts(item) {
    const { view } = this.axis;
    const { items } = item.lane;
    const place = items.indexOf(item);
    const zoom = (factor) => () => view.glide(view.zoomed(factor, item.centre));
    return {
      later: () => this.go(items[place + 1]),
      earlier: () => this.go(items[place - 1]),
      "pan later": () => view.glide(view.panned(STEP)),
      "pan earlier": () => view.glide(view.panned(-STEP)),
      above: () => this.cross(item, -1),
      below: () => this.cross(item, 1),
      Home: () => this.go(items[0]),
      End: () => this.go(items.at(-1)),
      "+": zoom(NEARER),
      "=": zoom(NEARER),
      "-": zoom(1 / NEARER),
      "−": zoom(1 / NEARER),
      0: () => view.glide([view.first, view.last]),
      Escape: () => this.axis.leave(),
    };
  }

  cross(item, by) {
    const lane = this.lanes[this.lanes.indexOf(item.lane) + by];
    if (lane) this.go(nearest(lane.items, item.centre));
  }
}

const nearest = (items, day) =>
  items.reduce((best, item) => (Math.abs(item.centre - day) < Math.abs(best.centre - day) ? item : best), items[0]);

/** The arrow keys by what they mean, which depends on how the axis lies. */
function named({ key, shiftKey }, { isVertical, isFlipped }) {
  const along = isFlipped ? { ArrowUp: "later", ArrowDown: "earlier" } : { ArrowUp: "earlier", ArrowDown: "later" };
  const names = isVertical
    ? { ...along, ArrowLeft: "above", ArrowRight: "below" }
    : { ArrowLeft: "earlier", ArrowRight: "later", ArrowUp: "above", ArrowDown: "below" };
  const name = names[key] ?? key;
  return shiftKey && (name === "later" || name === "earlier") ? `pan ${name}` : name;
}
