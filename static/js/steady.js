/* A second tap is not meant for what came under the finger: where the content moved on, the place is inert for a moment.
   Every change counts; [data-moves-on], on what is swapped, says it for what is only opened, too, and that one change
   at a time goes from there. A keyboard does not tap twice by mistake: its clicks always pass. */
import { changes } from "./dom.js";

const INERT = 400; // milliseconds
const FINGER = 48; // pixels around it

let tapped = null; // where the last tap was
let until = 0;

window.addEventListener("click", (event) => {
  if (!event.detail) return;
  const { clientX: x, clientY: y } = event;
  if (tapped && event.timeStamp < until && Math.hypot(x - tapped.x, y - tapped.y) < FINGER) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  tapped = { x, y };
}, true);

const region = (elt) => elt.closest("[data-moves-on]");

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (event.defaultPrevented || !changes(requestConfig.verb) || !region(elt) || "atOnce" in elt.dataset) return;
  if ("moving" in region(elt).dataset) event.preventDefault();
  else region(elt).dataset.moving = "";
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (changes(detail.requestConfig.verb) && !("atOnce" in detail.elt.dataset)) region(detail.elt)?.removeAttribute("data-moving");
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  // Where Back put the page here, nothing was asked for.
  const { verb, triggeringEvent } = detail.requestConfig ?? {};
  const opened = triggeringEvent?.type === "click" && region(detail.target);
  if (triggeringEvent && (changes(verb) || opened)) until = performance.now() + INERT;
});
