/* The day that stands in a field, in words under it: a browser writes it in its own language, not in that of the page.
   As filters.day_said writes it. */
import { $ } from "./dom.js";

const NEAR = 100; // days: farther off, how many there are says nothing
const DAY = 86_400_000;
const plain = (written) => written.replaceAll(" ", "\u00a0");

function written(day, today) {
  const lang = document.documentElement.lang;
  const as = (options) => new Intl.DateTimeFormat(lang, { ...options, timeZone: "UTC" }).format(day);
  const long = plain(as({ day: "numeric", month: "long", year: "numeric" }));
  const french = `${as({ weekday: "long" })} ${long.replace(/^1\u00a0/, "1er\u00a0")}`;
  const said = lang.startsWith("fr") ? french : plain(`${as({ weekday: "long" })}, ${long}`);
  const days = Math.round((day - today) / DAY);
  const far = new Intl.RelativeTimeFormat(lang, { numeric: Math.abs(days) < 2 ? "auto" : "always" });
  return Math.abs(days) > NEAR ? said : `${said}, ${plain(far.format(days, "day"))}`;
}

export function say(input) {
  const words = $("[data-day]", input.closest(".day") ?? input);
  if (!words) return;
  const day = input.valueAsNumber;
  const said = Number.isNaN(day) ? "" : written(day, Date.parse(words.dataset.today));
  const large = said.charAt(0).toUpperCase() + said.slice(1);
  if (words.textContent !== large) words.textContent = large;
}

document.addEventListener("input", ({ target }) => {
  if (target.type === "date") say(target);
});
