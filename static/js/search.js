/* Search box: what is found lies under it; arrows move through it, Escape puts it away. */
import { $, $$ } from "./dom.js";

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-find]");
  if (!box) return;
  const input = $("input", box);
  const hits = "closed" in box.dataset ? [] : $$(".found a", box);
  const at = hits.indexOf(event.target);
  if (event.key === "Escape") {
    if (hits.length) {
      event.preventDefault();
      input.focus();
      box.dataset.closed = "";
    }
  } else if (event.key === "ArrowDown" && hits.length) {
    event.preventDefault();
    hits[Math.min(at + 1, hits.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (at ? hits[at - 1] : input).focus();
  } else if (event.key === "Home" && at > 0) {
    event.preventDefault();
    hits[0].focus();
  } else if (event.key === "End" && at >= 0) {
    event.preventDefault();
    hits[hits.length - 1].focus();
  }
});

document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-find]");
  if (!box) return;
  delete box.dataset.closed;
  if (!event.target.value) $(".found", box).replaceChildren();
});

document.addEventListener("focusin", (event) => {
  for (const box of $$("[data-find]")) {
    if (!box.contains(event.target)) box.dataset.closed = "";
    else if (event.target.matches("input")) delete box.dataset.closed;
  }
});

document.addEventListener("pointerdown", (event) => {
  for (const box of $$("[data-find]")) if (!box.contains(event.target)) box.dataset.closed = "";
});
