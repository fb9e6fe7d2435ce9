/* The editor of blocks: the block at hand, its place by drag and by keys, what was done undone, texts written as they read.
   Every change of the blocks is the server's (routes/arranging.py); without this file its buttons send the whole form. */
import { $, $$ } from "./dom.js";
import { relabel } from "./chip.js";
import { write } from "./rich.js";
import { form, remember, start } from "./undo.js";
import "./drag.js";
import "./toolbar.js";

const at = (elt) => elt?.closest("[data-block]");

// ---------- The block at hand, and where one stands in it after a change.

function select(one, { scroll = false } = {}) {
  for (const each of $$(".bloc.selected")) each.classList.toggle("selected", each === one);
  one?.classList.add("selected");
  if (scroll) one?.scrollIntoView({ block: "nearest" });
}

// The tools of a block make room for themselves when it is chosen: not while a finger is on something in it, or what it
// pressed would be gone from under it.
let pressed = false;
let waiting = null;

document.addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => setTimeout(() => {
    pressed = false;
    if (waiting?.isConnected) select(waiting);
    waiting = null;
  }), true);
}

document.addEventListener("focusin", (event) => {
  const one = at(event.target);
  if (!one || one === $(".bloc.selected")) return;
  if (pressed) waiting = one;
  else select(one);
});

// A press inside a block that would not give it the focus: on its picture, its line, its words beside a field.
document.addEventListener("click", (event) => {
  const one = event.target.closest("button, a, summary, label, input, select, textarea") ? null : at(event.target);
  if (one && !one.contains(document.activeElement)) one.focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  const one = at(event.target);
  if (!one) return;
  if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    event.preventDefault();
    $(`[value="${event.key === "ArrowUp" ? "up" : "down"}:${one.dataset.block}"]`, one)?.click();
  } else if (event.key === "Escape" && !event.defaultPrevented) {
    event.target.blur();
    select(null);
  } else if (event.key === "Enter" && event.target === one) {
    event.preventDefault();
    $(".ql-editor, .cell input:not([type=hidden]), .cell textarea", one)?.focus();
  }
});

// ---------- After the server has changed the blocks.

function arrived() {
  const now = $("#blocks");
  window.htmx.process(now); // at once: a key that comes before it settles would send the whole form
  form.dataset.unsaved = "kept"; // nothing of it is saved
  begin();
  const { at: id, verb } = now.dataset;
  const one = id && $(`#bloc-${id}`);
  if (one) {
    select(one, { scroll: true });
    const button = $(`[value="${verb}:${id}"]:not(:disabled)`, one);
    const first = $(".ql-editor", one) ?? $(".upload input", one);
    (["up", "down"].includes(verb) ? button ?? one : (["add", "translate"].includes(verb) && first) || one).focus();
  }
  remember();
  window.htmx.trigger(document.body, "relook");
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.elt?.id === "blocks" || event.detail.target?.id === "blocks") arrived();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-upload]") && event.target.files.length) {
    $('[value^="picture:"]', event.target.closest(".upload"))?.click();
  }
});

// A mend that is about a block leads to it.
document.addEventListener("click", (event) => {
  const to = event.target.closest("[data-to-block]");
  const one = to && $(to.hash);
  if (!one) return;
  event.preventDefault();
  one.scrollIntoView({ block: "center" });
  one.focus({ preventScroll: true });
});

// ---------- What was chosen for the eyes alone stays while the preview is swapped.

let device = "phone";
document.addEventListener("change", (event) => {
  if (event.target.name === "device") device = event.target.value;
});
document.addEventListener("htmx:afterSwap", () => {
  const radio = $(`[name="device"][value="${device}"]`);
  if (radio) radio.checked = true;
});

function begin() {
  for (const hidden of $$(".toolbar [hidden]")) hidden.hidden = false;
  $("#blocks").dataset.live = "";
  $$("[data-rich]").forEach(write);
  relabel();
}

begin();
start();
