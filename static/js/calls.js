/* The desk: keys for what came of a call, the number that was called, and how many reminders a result holds for. */
import { connection } from "./connection.js";
import { $, $$ } from "./dom.js";

const dock = () => $("[data-dock]");
const typing = (target) => target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");
const results = (form) => $("#results", form);

function undo() {
  $("[data-undo-last] button, [data-toast][data-undo] form button")?.click();
}

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  const form = dock();
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!$("#desk") || event.defaultPrevented || !plain || event.repeat || event.isComposing) return;
  const panel = form && $("details[open].later", form);
  if (key === "Escape" && panel) {
    panel.open = false;
    $("summary", panel).focus();
    return;
  }
  if (form && target.id === "note" && (key === "Enter" || key === "Escape")) {
    // The note is written: the keys of the results are at hand again.
    event.preventDefault();
    ($("button:enabled, summary", results(form)) ?? $("#h-client")).focus();
    return;
  }
  if (key === "Enter" && target.matches("#later-on, #later-at")) {
    event.preventDefault();
    $("[data-then]", form).click();
    return;
  }
  if (!("shortcuts" in document.body.dataset) || typing(target) || target.closest("dialog[open]")) return;
  if (key === "u") undo();
  else if (!form) return;
  else if (key === "n") {
    event.preventDefault();
    $("#note").focus();
  } else if (!results(form).disabled) {
    $(`[data-key="${CSS.escape(key)}"]`, form)?.click();
  }
});

// "Later" asks when: the keyboard goes on there.
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("details.later") && target.open && !$("[aria-invalid]", target)) $("button", target).focus();
}, true);

// It is a panel above the page: a tap beside it closes it.
document.addEventListener("click", ({ target }) => {
  const panel = $("details[open].later");
  if (panel && !panel.contains(target)) panel.open = false;
});

// The number that was touched is the one that a result is about.
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.('.callnow a[href^="tel:"]');
  const form = dock();
  if (link && form) form.elements.namedItem("number").value = link.getAttribute("href").replace(/^tel:|;.*$/g, "");
});

// ---------- When a result can be pressed: something is ticked, nobody else calls them, and there is a connection.

function ready() {
  const form = dock();
  const said = form && $("[data-holds-for]", form);
  if (!said || !results(form)) return;
  const count = $$('input[name="ids"]:checked').filter((each) => each.form === form).length;
  const { none, one, many } = said.dataset;
  const words = count > 1 ? many.replace("{n}", count) : count ? one : none;
  if (said.textContent !== words) said.textContent = words;
  const still = !count || connection.lost || "off" in results(form).dataset;
  results(form).disabled = still;
  const later = $("summary", results(form)); // no control of a form: the browser leaves it as it is
  for (const [name, value] of [["aria-disabled", "true"], ["tabindex", "-1"]]) {
    if (still) later?.setAttribute(name, value);
    else later?.removeAttribute(name);
  }
}

document.addEventListener("DOMContentLoaded", ready);
document.addEventListener("change", ({ target }) => target.name === "ids" && ready());
document.addEventListener("connection", ready);

document.addEventListener("htmx:afterSettle", ready);

// ---------- Whose client it is. While somebody is there the page says every half minute that they are being called;
// a tablet that was left alone only looks, so that its client is free again after five minutes.

let someone = true;
for (const sign of ["pointerdown", "keydown", "wheel", "touchmove"]) {
  document.addEventListener(sign, () => { someone = true; }, { capture: true, passive: true });
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt } = event.detail;
  if (!("beat" in elt.dataset)) return;
  const seen = elt.closest(".pane")?.getClientRects().length; // beside the queue there may be no room for them
  if (!seen || connection.lost) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else someone = false;
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!("beat" in detail.elt.dataset)) return;
  if (!someone || document.hidden) detail.headers["X-Nobody"] = "1";
});

window.addEventListener("pagehide", () => {
  const left = $("[data-leave]");
  if (!left?.closest(".pane")?.getClientRects().length) return;
  const said = new FormData();
  said.set("csrf_token", $('meta[name="csrf-token"]').content);
  navigator.sendBeacon(left.dataset.leave, said);
});
