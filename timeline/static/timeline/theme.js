/** The chosen theme: kept in a cookie, with which the server writes the next page, so that no page waits for this. */
const root = document.documentElement;
const choice = document.getElementById("theme");
const YEAR = 365 * 24 * 60 * 60;

if (choice) {
  choice.value = root.dataset.theme ?? "";
  choice.addEventListener("change", () => {
    if (choice.value) root.dataset.theme = choice.value;
    else delete root.dataset.theme;
    document.cookie = `theme=${choice.value}; path=/; max-age=${choice.value ? YEAR : 0}; samesite=lax`;
  });
}
