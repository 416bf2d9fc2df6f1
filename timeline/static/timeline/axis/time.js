/** Days counted from 1970, and back: all that the axis knows of the calendar. */

const DAY = 864e5;

export const dayOf = (iso) => Date.parse(iso) / DAY;
export const dateOf = (day) => new Date(Math.floor(day) * DAY);
export const isoOf = (day) => dateOf(day).toISOString().slice(0, 10);
export const firstOf = (year, month = 0, day = 1) => new Date(0).setUTCFullYear(year, month, day) / DAY;

// English here puts the day first.
const language = () => (document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang);

/** A day in words, in the language of the page. */
export function said(day, options = { day: "numeric", month: "long", year: "numeric" }) {
  return new Intl.DateTimeFormat(language(), { timeZone: "UTC", ...options }).format(dateOf(day));
}
