/* Somebody calls back: the last figure that is typed searches by itself; then the keyboard is with the client. */
import { $, $$ } from "./dom.js";

const FULL = [4, 7, 10]; // figures: the last of a number, one without its area code, a whole one
const PAUSE = 300; // milliseconds in which more figures may follow
let waiting;

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-figures]")) return;
  clearTimeout(waiting);
  if (/[^\d\s().+-]/.test(target.value) || !FULL.includes(target.value.replace(/\D/g, "").length)) return;
  waiting = setTimeout(() => target.form?.requestSubmit(), PAUSE);
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (!detail.requestConfig?.elt.matches("[data-caller]")) return;
  const places = $$("#h-client, #n4").filter((place) => place.getClientRects().length);
  const place = places.pop();
  place?.focus();
  place?.select?.();
});

// A result that closes reminders needs one.
document.addEventListener("change", ({ target }) => {
  const form = $("[data-heard]");
  if (!form || target.name !== "ids" || target.form !== form) return;
  const count = $$('input[name="ids"]:checked').filter((each) => each.form === form).length;
  const said = $("[data-about]", form);
  const { none, one, many } = said.dataset;
  said.textContent = count > 1 ? many.replace("{n}", count) : count ? one : none;
  for (const button of $$("[data-needs-one]", form)) button.disabled = !count;
});

// Ready for the next caller, what was noted of the last is still taken back by its key (calls.js, where one is open).
document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (key !== "u" || event.ctrlKey || event.metaKey || event.altKey || !("shortcuts" in document.body.dataset)) return;
  if (!$(".back-call") || $("[data-dock]") || target.matches("input, textarea") || target.closest("dialog[open]")) return;
  $("[data-toast][data-undo] button[type=submit]")?.click();
});
