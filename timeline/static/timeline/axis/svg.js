/** Elements of a drawing: made, moved and hidden. */

export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  put(node, attributes);
  node.append(...children);
  return node;
}

export function put(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}

export function show(node, isShown) {
  if (isShown) node.removeAttribute("display");
  else node.setAttribute("display", "none");
}

/** Hides what is out of sight, but never what has the focus: it would lose it. */
export function hide(node, isSeen) {
  const isShown = isSeen || node === document.activeElement;
  if (isShown === node.hasAttribute("display")) show(node, isShown);
  return isShown;
}

export const round = (number) => Math.round(number * 10) / 10;
