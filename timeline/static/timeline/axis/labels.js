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

const halfOf = (text, isVertical, letter) => (isVertical ? DOWN : text.length * letter) / 2;

/** Numbers first; whole names where all that are in view have room for theirs. */
export function label(row, view) {
  const seen = row.filter((mark) => mark.isSeen);
  const kept = fitting(seen, view, "short");
  const named = view.isVertical ? new Set() : fitting(seen, view, "long");
  const isNamed = seen.every((mark) => !mark.long || named.has(mark)) || !kept.size;
  for (const mark of seen) {
    mark.label(isNamed && named.has(mark) ? mark.long : kept.has(mark) ? mark.short : "", view.isVertical);
  }
}

function fitting(seen, view, name) {
  const kept = new Set();
  let free = Infinity;
  for (const mark of seen.toReversed()) {
    const half = (view.isVertical ? DOWN : mark[name].length * LETTER) / 2;
    if (!mark[name] || mark.along + half + SPACE > free) continue;
    kept.add(mark);
    free = mark.along - half;
  }
  return kept;
}
