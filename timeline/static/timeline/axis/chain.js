/** Lights a whole chain: what a meeting reports to, step by step, and all that is reported to it. */

export function light(marks, mark) {
  const above = new Set();
  for (let each = mark; each && !above.has(each.key); each = marks.find(({ key }) => key === each.to)) above.add(each.key);
  const lit = new Set([mark.key]);
  for (let size = 0; size < lit.size; ) {
    size = lit.size;
    for (const { key, to } of marks) if (lit.has(to)) lit.add(key);
  }
  return lit.union?.(above) ?? new Set([...lit, ...above]);
}

export function shine(plots, lit) {
  for (const plot of plots) {
    plot.time.classList.toggle("lighting", Boolean(lit?.size > 1));
    for (const item of plot.items) item.node.classList.toggle("lit", Boolean(lit?.has(item.key)));
    for (const { line, low, high } of plot.links) {
      line.classList.toggle("lit", Boolean(lit?.has(low.key) && lit.has(high.key)));
    }
  }
}
