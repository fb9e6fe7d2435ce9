/* What was typed and is not saved is asked about before it is lost.
   [data-unsaved] on a form, or on one of its fields, says that it is worth the question; with the value "kept" what
   stands there was typed already, and refused. A request that carries the field does not lose it; one from [data-looks]
   saves nothing. */
import { $, $$, changes, texts } from "./dom.js";

const PASSED_OVER = ["hidden", "submit", "button", "search"];
const was = new WeakMap();
let going = false; // the page goes away because somebody saved, or said yes

const stands = (control) => {
  if (["checkbox", "radio"].includes(control.type)) return control.checked;
  return control.matches("select") ? [...control.selectedOptions].map((option) => option.value).join() : control.value;
};
const fields = (elt) => (elt.matches("form") ? [...elt.elements] : [elt]).filter(
  (control) => control.name && !PASSED_OVER.includes(control.type),
);
const formOf = (elt) => (elt.matches("form") ? elt : elt.form ?? elt.closest("form"));

// What the page came with: a field may have been typed in before this looked at it.
const came = (control) => (control.matches('textarea, [type="text"]') ? control.defaultValue : stands(control));

export const begin = (elt) => fields(elt).forEach((control) => was.set(control, came(control)));
const saved = (elt) => fields(elt).forEach((control) => was.set(control, stands(control)));

function typed(elt) {
  if (elt.dataset.unsaved === "kept" || $("[data-errors], [aria-invalid]", elt)) return true;
  return fields(elt).some((control) => (was.has(control) ? was.get(control) : came(control)) !== stands(control));
}

const unsaved = () => $$("[data-unsaved]").filter(typed);

function leave() {
  going = true;
  setTimeout(() => (going = false), 3000);
}

const agreed = (lost) => !lost.length || window.confirm(texts().leaveUnsaved);

window.addEventListener("beforeunload", (event) => {
  if (!going && unsaved().length) event.preventDefault();
});

window.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (link?.matches('[href^="tel:"], [href^="mailto:"], [target], [download]')) leave(); // the page stays
}, true);

window.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || form.target || form.matches("[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]")) return;
  if (agreed(unsaved().filter((each) => formOf(each) !== form))) return leave();
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// ---------- Within the page.

function carries({ elt, requestConfig }, each) {
  const included = elt.getAttribute("hx-include");
  if (included && (each.matches(included) || formOf(each)?.matches(included))) return true;
  return (changes(requestConfig.verb) || elt.matches("form")) && formOf(elt) === formOf(each);
}

window.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target, requestConfig } = event.detail;
  if (/^(none|before|after|delete)/.test(elt.getAttribute("hx-swap") ?? "")) return;
  const lost = unsaved().filter((each) => target.contains(each) && !carries(event.detail, each));
  if (!lost.length || (requestConfig.triggeringEvent && agreed(lost))) return;
  event.preventDefault(); // what a page asks for by itself waits until all is saved
  event.stopImmediatePropagation();
}, true);

document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  if (!changes(detail.requestConfig.verb) || detail.xhr.status >= 400) return;
  if (detail.elt.closest("[data-looks], [data-arranges]")) return; // what was sent was looked at, and not saved
  for (const each of $$("[data-unsaved]")) {
    if (!carries(detail, each)) continue;
    saved(each);
    if (detail.xhr.getResponseHeader("HX-Redirect")) leave();
  }
});

// Back and forward between addresses of one page: HTMX would swap it without a question.
const address = () => location.pathname + location.search;
let shown = address();
let returning = false;
const moved = () => (shown = address());
document.addEventListener("htmx:pushedIntoHistory", moved);
document.addEventListener("htmx:replacedInHistory", moved);

window.addEventListener("popstate", (event) => {
  const elsewhere = address() !== shown;
  if (!returning && (!elsewhere || agreed(unsaved()))) return moved();
  event.stopImmediatePropagation();
  returning = !returning;
  if (returning) history.forward();
  return undefined;
});
