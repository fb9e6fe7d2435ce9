/* Where the keyboard goes on when what had the focus is gone: never to the top of the document.
   [data-lands] are the places, from the widest to the nearest: the last one that is seen takes the focus. */
import { $, $$ } from "./dom.js";

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (document.activeElement !== document.body || !detail.requestConfig?.triggeringEvent) return;
  const places = $$("[data-lands]").filter((place) => place.getClientRects().length);
  const place = places.pop();
  if (place) place.focus();
  else $("main")?.focus({ preventScroll: true });
});
