/* Second contact: how many are ticked, and by which channel; a whole group at once. */
import { $, $$ } from "./dom.js";

const NAME = 'input[name="client"]';
const REST = 'input[name^="rest-"]';
const number = (n) => n.toLocaleString(document.documentElement.lang || "fr-CA");

// Each box counts for its row, or, of those that are not shown, for as many as there are.
const worth = (box) => Number(box.dataset.counts ?? 1);
const way = (box) => $("select", box.closest(".pick"))?.value ?? box.name.replace(/^rest-/, "");

function say(place, n) {
  place.textContent = (n === 1 ? place.dataset.one : place.dataset.many).replace("{n}", number(n));
  place.hidden = !n && place.dataset.again !== "all";
}

function count(form) {
  const ticked = $$(`${NAME}, ${REST}`, form).filter((box) => box.checked);
  const by = new Map();
  ticked.forEach((box) => by.set(way(box), (by.get(way(box)) ?? 0) + worth(box)));
  const all = [...by.values()].reduce((sum, n) => sum + n, 0);
  $$("[data-again]", form).forEach((place) => say(place, place.dataset.again === "all" ? all : by.get(place.dataset.again) ?? 0));
  $$("[data-group]", form).forEach((group) => {
    const boxes = $$(`${NAME}, ${REST}`, group);
    const some = boxes.filter((box) => box.checked).length;
    const head = $("[data-tick-group]", group);
    head.checked = some === boxes.length;
    head.indeterminate = some > 0 && some < boxes.length;
  });
}

// What was asked about is not what stands there any more: the question is put again.
function changed(form) {
  count(form);
  const asked = $("[data-confirm-again]");
  if (!asked) return;
  asked.remove();
  $(".actionbar[hidden]", form)?.removeAttribute("hidden");
}

export function tick(form) {
  $$("[data-tick-group], [data-tick-all]", form).forEach((each) => each.removeAttribute("hidden"));
  count(form);
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-picks-again]");
  if (!form) return;
  if (target.matches("[data-tick-group]")) {
    $$(`${NAME}, ${REST}`, target.closest("[data-group]")).forEach((box) => { box.checked = target.checked; });
  }
  changed(form);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-tick-all]");
  if (!button) return;
  $$(`${NAME}, ${REST}`, button.form).forEach((box) => { box.checked = true; });
  changed(button.form);
});
