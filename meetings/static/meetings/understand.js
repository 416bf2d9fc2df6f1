// Shows beneath a date what is understood of it while it is typed; without this the server says so after saving.

const PAUSE = 300;

function tell(note, answer) {
  note.classList.toggle("unreadable", Boolean(answer.error));
  note.textContent = answer.error ?? (answer.display ? `Understood as ${answer.display} (${answer.edtf})` : "");
}

async function ask(box, note) {
  const text = box.value;
  const address = `${box.dataset.understandAt}?${new URLSearchParams({ text })}`;
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  // A slow answer to an earlier text must not stand beneath a later one.
  if (response.ok && box.value === text) tell(note, await response.json());
}

for (const box of document.querySelectorAll("input[data-understand]")) {
  const note = document.getElementById(box.dataset.understand);
  let waiting;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    // Offline, the note stays as it was: the server has the last word when the form is saved.
    waiting = setTimeout(() => ask(box, note).catch(() => {}), PAUSE);
  });
}
