// Django’s search boxes for related entries carry no name of their own: each takes that of its label.

function nameBox(container) {
  const select = container.previousElementSibling;
  const label = select?.id && document.querySelector(`label[for="${select.id}"]`);
  const box = container.querySelector("[role=combobox]");
  if (!label || !box) return;
  label.id ||= `${select.id}_label`;
  const shown = box.querySelector("[role=textbox]");
  box.setAttribute("aria-labelledby", [label.id, shown?.id].filter(Boolean).join(" "));
  shown?.setAttribute("aria-labelledby", label.id);
}

function nameBoxes(part) {
  part.querySelectorAll(".select2-container").forEach(nameBox);
}

// A box is made once the page is ready, and again with each row that is added.
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node instanceof Element) nameBoxes(node.parentElement ?? node);
  }
}).observe(document.body, { childList: true, subtree: true });
nameBoxes(document);
