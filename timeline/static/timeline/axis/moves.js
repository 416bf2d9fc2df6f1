/** Moving along the years by pointer: drag, pinch, and the wheel with ctrl; a plain wheel scrolls the page. */

const NEARER = 0.0025;
const TREMBLE = 4;

export function followPointers(time, view, signal) {
  const pointers = new Map();
  let hasMoved = false;
  const pixel = (event) => {
    const box = time.getBoundingClientRect();
    return view.isVertical ? event.clientY - box.top : event.clientX - box.left;
  };

  const down = (event) => {
    if (event.button) return;
    view.halt();
    if (!pointers.size) hasMoved = false;
    pointers.set(event.pointerId, { day: view.dayAt(pixel(event)), start: pixel(event), now: pixel(event) });
  };
  const move = (event) => {
    const ours = pointers.get(event.pointerId);
    if (!ours) return;
    ours.now = pixel(event);
    if (!hasMoved && pointers.size < 2 && Math.abs(ours.now - ours.start) < TREMBLE) return;
    if (!hasMoved) time.setPointerCapture(event.pointerId);
    hasMoved = true;
    pull(view, [...pointers.values()]);
  };
  const up = (event) => {
    pointers.delete(event.pointerId);
    for (const other of pointers.values()) other.day = view.dayAt(other.now);
  };
  const click = (event) => {
    if (!hasMoved) return;
    hasMoved = false;
    event.preventDefault();
    event.stopPropagation();
  };

  const on = (name, listener, options) => time.addEventListener(name, listener, { signal, ...options });
  on("pointerdown", down);
  on("pointermove", move);
  for (const name of ["pointerup", "pointercancel"]) on(name, up);
  on("click", click, { capture: true });
  on("dragstart", (event) => event.preventDefault());
  on("wheel", (event) => turnWheel(event, view, view.dayAt(pixel(event))), { passive: false });
}

/** One pointer pulls its day along; two pull theirs apart. */
function pull(view, [one, other]) {
  const along = ({ now }) => view.at(now);
  if (!other) {
    const by = one.day - view.dayAt(one.now);
    return view.show(view.from + by, view.until + by);
  }
  const apart = along(other) - along(one);
  const days = (other.day - one.day) / apart;
  if (Math.abs(apart) < TREMBLE || !(days > 0)) return;
  const from = one.day - along(one) * days;
  view.show(from, from + view.length * days);
}

function turnWheel(event, view, day) {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  view.halt();
  const pixels = event.deltaY * (event.deltaMode ? 20 : 1);
  view.show(...view.zoomed(Math.exp(Math.max(-200, Math.min(pixels, 200)) * NEARER), day));
}
