/** The stretch of time that is shown: moved by anyone, told to all who draw, never past its ends. */

const LEAST = 14;
const REST = 300;
const GLIDE = 240;

export class View {
  constructor(first, last) {
    Object.assign(this, { first, last, from: first, until: last, length: 1, isVertical: false, isFlipped: false });
    Object.assign(this, { onFrame: [], onMove: [], onRest: [] });
  }

  get scale() {
    return this.length / (this.until - this.from);
  }

  get isWhole() {
    return this.until - this.from > (this.last - this.first) * 0.999;
  }

  /** Pixels from the earliest day shown; `at` is where that lies on the screen. */
  along(day) {
    return (day - this.from) * this.scale;
  }

  at(along) {
    return this.isFlipped ? this.length - along : along;
  }

  dayAt(pixel) {
    return this.from + this.at(pixel) / this.scale;
  }

  show(from, until) {
    const whole = this.last - this.first;
    const wide = Math.min(Math.max(until - from, Math.min(LEAST, whole)), whole);
    const start = (from + until - wide) / 2;
    this.from = Math.min(Math.max(start, this.first), this.last - wide);
    this.until = this.from + wide;
    this.changed();
    for (const tell of this.onMove) tell();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.onRest.forEach((tell) => tell()), REST);
  }

  /** Nearer with a factor under 1, around a day that stays where it is. */
  zoomed(factor, around = (this.from + this.until) / 2) {
    const whole = this.last - this.first;
    const wide = Math.min(Math.max((this.until - this.from) * factor, Math.min(LEAST, whole)), whole);
    const start = around - ((around - this.from) * wide) / (this.until - this.from);
    return [start, start + wide];
  }

  panned(share) {
    const days = (this.until - this.from) * share;
    return [this.from + days, this.until + days];
  }

  /** Goes there in steps that the eye can follow, or at once for those who want no motion. */
  glide([from, until]) {
    cancelAnimationFrame(this.gliding);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.show(from, until);
    const [start, end, began] = [this.from, this.until, performance.now()];
    const step = (now) => {
      const done = Math.min((now - began) / GLIDE, 1);
      const eased = 1 - (1 - Math.max(done, 0)) ** 3;
      this.show(start + (from - start) * eased, end + (until - end) * eased);
      if (done < 1) this.gliding = requestAnimationFrame(step);
    };
    this.gliding = requestAnimationFrame(step);
  }

  halt() {
    cancelAnimationFrame(this.gliding);
  }

  reveal(day) {
    const wide = this.until - this.from;
    const edge = wide * 0.08;
    if (day >= this.from + edge && day <= this.until - edge) return;
    this.halt();
    this.show(day - wide / 2, day + wide / 2);
  }

  changed() {
    this.frame ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    for (const tell of this.onFrame) tell();
  }
}
