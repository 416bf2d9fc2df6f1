// Shows beneath a box what is understood of it while it is typed; without this the server says so when the form is sent.

const PAUSE = 300;

function tell(note, answer) {
  note.classList.toggle("unreadable", Boolean(answer.error));
  const date = answer.display ? `Understood as ${answer.display} (${answer.edtf})` : "";
  note.textContent = answer.error ?? answer.said ?? date;
}

// Other boxes that are asked about with one: `data-understand-with="body dates"` names them.
function others(box) {
  const names = (box.dataset.understandWith ?? "").split(" ").filter(Boolean);
  return names.map((name) => [name, box.form.elements[name]]).filter(([, other]) => other);
}

async function ask(box, note) {
  const address = new URL(box.dataset.understandAt, location);
  const text = box.value;
  address.searchParams.set(box.dataset.understandAs ?? "text", text);
  for (const [name, other] of others(box)) address.searchParams.set(name, other.value);
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  // A slow answer to an earlier text must not stand beneath a later one.
  if (response.ok && box.value === text) tell(note, await response.json());
}

function listen(box) {
  const note = document.getElementById(box.dataset.understand);
  if (!note || box.name.includes("__prefix__")) return;
  let waiting;
  const wait = () => {
    clearTimeout(waiting);
    // Offline, the note stays as it was: the server has the last word when the form is saved.
    waiting = setTimeout(() => ask(box, note).catch(() => {}), PAUSE);
  };
  for (const heard of [box, ...others(box).map(([, other]) => other)]) heard.addEventListener("input", wait);
}

document.querySelectorAll("input[data-understand]").forEach(listen);
// A row that is added has boxes of its own.
document.addEventListener("formset:added", (event) => event.target.querySelectorAll("input[data-understand]").forEach(listen));
