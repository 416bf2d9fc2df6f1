/** Which marks of a row can carry their name: none touches another, and the later one is kept. */

const LETTER = 7;
const SPACE = 4;
const DOWN = 26;
const ASIDE = 3;

/** Undated marks give way to what follows them: they say only that they sat before it. */
export function apart(row, view) {
  let limit = Infinity;
  for (const mark of row.toReversed()) {
    const half = mark.half(view);
    let along = view.along(mark.centre);
    if (mark.isEmpty && along + half > limit) along = limit - half;
    limit = along - half - ASIDE;
    mark.place(view, along, half);
  }
}

/** Numbers first; whole names where all that are in view have room for theirs. */
export function label(row, view) {
  const seen = row.filter((mark) => mark.isSeen);
  const kept = fitting(seen, view, "short");
  const named = view.isVertical ? new Map() : fitting(seen, view, "long");
  const isNamed = seen.every((mark) => !mark.long || named.has(mark)) || !kept.size;
  for (const mark of seen) {
    const [name, shifts] = isNamed && named.has(mark) ? ["long", named] : ["short", kept];
    mark.label(shifts.has(mark) ? mark[name] : "", view.isVertical, shifts.get(mark));
  }
}

/** The marks that can carry their name, and how far each is moved aside to stay within the plot. */
function fitting(seen, view, name) {
  const kept = new Map();
  let free = Infinity;
  for (const mark of seen.toReversed()) {
    const half = (view.isVertical ? DOWN : mark[name].length * LETTER) / 2;
    const isMoved = !view.isVertical && mark.along > 0 && mark.along < view.length;
    const at = isMoved ? Math.max(Math.min(mark.along, view.length - half), half) : mark.along;
    if (!mark[name] || at + half + SPACE > free || 2 * half > view.length) continue;
    kept.set(mark, at - mark.along);
    free = at - half;
  }
  return kept;
}
