/* The editor of blocks: what stood in the form before each change, and back to it. */
import { $, $$ } from "./dom.js";

export const form = $("#template-form");

const past = [];
const future = [];
const MOST = 60;
let stood = null;

const FOR_THE_EYES = ["csrf_token", "device", "example", "writing"]; // nothing of the wording
let walking = false; // back or on again

const entries = () => [...new FormData(form)].filter(
  ([name, value]) => typeof value === "string" && !FOR_THE_EYES.includes(name),
);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export function remember() {
  const now = entries();
  if (!walking && stood && !same(stood, now)) {
    past.push(stood);
    if (past.length > MOST) past.shift();
    future.length = 0;
  }
  stood = now;
  states();
}

function states() {
  for (const [name, list] of [["[data-undo]", past], ["[data-redo]", future]]) {
    const button = $(name);
    if (button) Object.assign(button, { hidden: false, disabled: !list.length });
  }
  const state = $("[data-state]");
  if (state && (past.length || form.dataset.unsaved === "kept")) state.textContent = state.dataset.unsavedWords;
}

async function go(from, to) {
  if (!from.length) return;
  to.push(entries());
  stood = from.pop();
  const body = new FormData();
  for (const [name, value] of stood) body.append(name, value);
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("do", "show");
  const answer = await fetch(form.dataset.arrange, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  for (const [name, value] of stood) {
    const field = form.elements[name];
    if (field instanceof HTMLElement && !field.closest("#blocks") && !["hidden", "radio"].includes(field.type)) {
      if (field.type === "checkbox") field.checked = true;
      else field.value = value;
      field.dispatchEvent(new Event("reset-to"));
    }
  }
  for (const box of $$('[type="checkbox"]', form)) {
    if (!box.closest("#blocks")) box.checked = stood.some(([name, value]) => name === box.name && value === box.value);
  }
  walking = true;
  window.htmx.swap("#blocks", await answer.text(), { swapStyle: "outerHTML" });
  stood = entries();
  walking = false;
  states();
  window.htmx.trigger(document.body, "relook");
}

let pause = null;
form.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(remember, 600);
});
$("[data-undo]")?.addEventListener("click", () => (clearTimeout(pause), remember(), go(past, future)));
$("[data-redo]")?.addEventListener("click", () => go(future, past));

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.matches?.("[data-arranges]")) remember();
});

/* The page as it came is where undoing ends. */
export function start() {
  stood = entries();
  states();
}
