/* The editor of blocks: where one is put in, walked by keys, and one dragged by its handle to another place. */
import { $, $$ } from "./dom.js";
import { form } from "./undo.js";

const blocks = () => $("#blocks");
const at = (elt) => elt?.closest("[data-block]");

// ---------- The palette: one open at a time, closed by Escape, walked by arrows.

document.addEventListener("keydown", (event) => {
  const open = event.target.closest?.(".add[open]");
  if (!open) return;
  if (event.key === "Escape") {
    open.open = false;
    $("summary", open).focus();
    event.preventDefault();
  }
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const entries = $$("button:not(:disabled)", open);
  const next = entries[(entries.indexOf(document.activeElement) + step + entries.length) % entries.length];
  next.focus();
  event.preventDefault();
});

// ---------- Dragged by its handle: the same change as the buttons make, several places at once.

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip) return;
  event.preventDefault();
  dragged = at(grip);
  grip.setPointerCapture(event.pointerId);
  dragged.classList.add("dragged");
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const others = $$(".bloc").filter((each) => each !== dragged);
  const below = others.find((each) => event.clientY < each.getBoundingClientRect().top + each.offsetHeight / 2);
  const add = dragged.previousElementSibling; // the place to add at goes with its block
  const before = below ? below.previousElementSibling : $(".add-last", blocks());
  if (before === add || before?.previousElementSibling === dragged) return;
  blocks().insertBefore(dragged, before);
  blocks().insertBefore(add, dragged);
});

function drop(event) {
  if (!dragged) return;
  const one = dragged;
  dragged = null;
  one.classList.remove("dragged");
  if (event.type === "pointercancel") return;
  // The order of the fields is the order of the blocks: to show them anew is all there is to do.
  window.htmx.ajax("POST", form.dataset.arrange, {
    source: $(`[value="copy:${one.dataset.block}"]`, one), target: "#blocks", swap: "outerHTML",
    values: { do: `place:${one.dataset.block}` },
  });
}
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
