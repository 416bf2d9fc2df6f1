/** Filters without a page load: asks for the same address, and swaps the axis and the list for those of the answer. */

const REGIONS = ["drawing", "list"];
let asking;
let shown = location.search;

async function ask(address, { isStep = true, focus }) {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(address, { signal: asking.signal });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!found.getElementById("list")) throw new Error(answer.status);
    if (isStep) history.pushState(null, "", new URL(answer.url).pathname + new URL(answer.url).search);
    shown = location.search;
    swap(found, focus);
  } catch (error) {
    // The ordinary way says what is wrong better than we could.
    if (error.name !== "AbortError") location.assign(address);
  }
}

function swap(found, focus) {
  document.title = found.title;
  const frame = document.getElementById("list").parentNode;
  for (const name of REGIONS) document.getElementById(name)?.remove();
  frame.append(...REGIONS.map((name) => found.getElementById(name)).filter(Boolean));
  for (const link of document.querySelectorAll('link[rel="alternate"]')) link.remove();
  document.head.append(...found.querySelectorAll('link[rel="alternate"]'));
  if (focus) (document.getElementById(focus) ?? document.getElementById("list-title")).focus({ preventScroll: true });
  document.dispatchEvent(new Event("record:swapped"));
  const said = document.querySelector("#list .number, #list .problems, #list .lead");
  document.getElementById("announcer").textContent = said?.textContent.trim();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".filters")) return;
  event.preventDefault();
  const given = [...new FormData(form)].filter(([, value]) => value);
  ask(`${location.pathname}?${new URLSearchParams(given)}`, { focus: document.activeElement?.id });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#list .chips a, #list .found .turn, #list .paging a, #list > p a");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  ask(link.href.split("#")[0], { focus: "list-title" });
  if (link.matches(".paging a")) document.getElementById("list").scrollIntoView();
});

addEventListener("popstate", () => {
  if (location.search !== shown) ask(location.href, { isStep: false });
});
