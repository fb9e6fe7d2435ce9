/* What the pages cannot do by themselves. Everything here is a help: each page works without it.
   No service worker, no crypto.randomUUID, no Notification: the clinic's network is plain HTTP. Words come from the page. */
import { say } from "./days.js";
import { $$ } from "./dom.js";
import { tellErrors } from "./forms.js";
import "./caller.js";
import "./calls.js";
import "./landing.js";
import "./lists.js";
import { reveal } from "./passwords.js";
import { keypad } from "./pin.js";
import { offer } from "./printing.js";
import "./requests.js";
import "./search.js";
import { tick } from "./second.js";
import "./steady.js";
import { settle } from "./toasts.js";
import { begin as look } from "./unsaved.js";

function each(root, selector, use) {
  if (root.matches?.(selector)) use(root);
  $$(selector, root).forEach(use);
}

function begin(root) {
  each(root, "[data-toast]", settle);
  each(root, "form[data-pin]", keypad);
  each(root, "[data-secret]", reveal);
  each(root, "form[data-at-once]", (form) => form.requestSubmit());
  each(root, "[data-print]", offer);
  each(root, 'input[type="date"]', say);
  each(root, "[data-unsaved]", look);
  each(root, "form[data-picks-again]", tick);
  each(root, "[data-errors]", tellErrors);
}

document.addEventListener("DOMContentLoaded", () => begin(document));
// What the browser put back by itself, after Back, came without an event.
window.addEventListener("pageshow", () => each(document, 'input[type="date"]', say));
document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
