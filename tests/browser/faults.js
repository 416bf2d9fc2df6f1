/** What is wrong with the form of the page as it stands: sideways scrolling, texts cut off or over one another, small targets. */
() => {
  const found = [];
  const shrunk = { x: 2, y: 0.22 };
  const LEAST = 24;
  const told = (node) => `${node.nodeName.toLowerCase()}.${node.getAttribute?.("class") ?? ""} "${(node.value ?? node.textContent).trim().slice(0, 50)}"`;
  const isSeen = (node) => !node.closest("[display=none]") && node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !node.closest(".unseen, .skip");

  /** The nearest box that cuts off what stands in `node`, if any does. */
  const clips = new Map();
  const clipOf = (node) => {
    if (!node || node === document.body) return undefined;
    if (!clips.has(node)) {
      const { overflowX } = getComputedStyle(node);
      const isHtml = node instanceof HTMLElement;
      clips.set(node, isHtml && overflowX !== "visible" ? { node, scrolls: overflowX !== "hidden" && overflowX !== "clip" } : clipOf(node.parentElement));
    }
    return clips.get(node);
  };

  const pieces = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const parent = text.parentElement;
    if (!text.data.trim() || parent.closest("script, style, title, option, textarea, datalist") || !isSeen(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const clip = clipOf(parent);
    const box = clip?.node.getBoundingClientRect();
    const button = parent.closest("button")?.getBoundingClientRect();
    for (const rect of range.getClientRects()) {
      if (button && (rect.right > button.right || rect.left < button.left)) found.push(`out of its button: ${told(parent)}`);
      let { left, right } = rect;
      if (box && clip.scrolls) [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      // Upright, a fold of the axis tells its first words only, until it is opened.
      else if (!parent.matches(".others > summary") && (left < (box?.left ?? 0) - 1 || right > (box?.right ?? innerWidth) + 1 || (box && rect.bottom > box.bottom + 4)))
        found.push(`cut: ${told(parent)}`);
      const by = rect.height * shrunk.y;
      if (right - left > 2 * shrunk.x)
        pieces.push({ text, parent, svg: parent.closest("svg"), left: left + shrunk.x, right: right - shrunk.x, top: rect.top + by, bottom: rect.bottom - by });
    }
  }

  pieces.sort((one, other) => one.top - other.top);
  pieces.forEach((one, place) => {
    for (let next = place + 1; next < pieces.length && pieces[next].top < one.bottom; next++) {
      const other = pieces[next];
      const isHidden = [one, other].some(({ parent }) => parent.matches(".others:not([open]) > summary"));
      const isApart = isHidden || one.right <= other.left || other.right <= one.left || one.text === other.text;
      // What is drawn is held by tests of its own.
      if (!isApart && !(one.svg && other.svg)) found.push(`over one another: ${told(one.parent)} and ${told(other.parent)}`);
    }
  });

  for (const node of document.querySelectorAll("button, input, select, textarea, summary")) {
    if (!isSeen(node)) continue;
    const { width, height } = node.getBoundingClientRect();
    if (Math.min(width, height) < LEAST && !["checkbox", "radio", "hidden"].includes(node.type)) found.push(`small: ${told(node)} ${width} x ${height}`);
    if (node.matches("select:not([multiple])") && naturalWidth(node) > width + 1) found.push(`cut: ${told(node)} ${node.selectedOptions[0]?.text}`);
    if (node.placeholder && textWidth(node) > node.clientWidth) found.push(`cut: ${node.placeholder}`);
  }

  function naturalWidth(select) {
    const alike = select.cloneNode();
    alike.append(select.selectedOptions[0]?.cloneNode(true) ?? "");
    alike.style.cssText = "position: absolute; width: auto; max-width: none";
    select.after(alike);
    const { width } = alike.getBoundingClientRect();
    alike.remove();
    return width;
  }

  function textWidth(input) {
    const style = getComputedStyle(input);
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${getComputedStyle(input, "::placeholder").fontSize} ${style.fontFamily}`;
    return pen.measureText(input.placeholder).width + parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
  }

  if (document.documentElement.scrollWidth > innerWidth) found.push(`scrolls sideways: ${document.documentElement.scrollWidth}`);
  return [...new Set(found)];
}
