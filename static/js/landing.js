/* Where the keyboard goes on when what had the focus is gone: never to the top of the document.
   [data-lands] are the places, from the widest to the nearest: the last one that is seen takes the focus. */
import { $, $$ } from "./dom.js";

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const asked = detail.requestConfig;
  if (document.activeElement !== document.body || !asked?.triggeringEvent) return;
  if (asked.elt?.hasAttribute("data-at-once")) return; // the page asked for it by itself
  const places = $$("[data-lands]").filter((place) => place.getClientRects().length);
  const place = places.pop();
  if (place) place.focus();
  else $("main")?.focus({ preventScroll: true });
});
