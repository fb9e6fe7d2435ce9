/* The desk: keys for what came of a call, the number that was called, and how many reminders a result holds for. */
import { $, $$ } from "./dom.js";

const dock = () => $("[data-dock]");
const typing = (target) => target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  const form = dock();
  if (!form || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const panel = $("details[open].later", form);
  if (key === "Escape" && panel) {
    panel.open = false;
    $("summary", panel).focus();
  }
  if (!("shortcuts" in document.body.dataset) || typing(target) || target.closest("dialog[open]")) return;
  if (key === "n") {
    event.preventDefault();
    $("#note").focus();
  } else if (key === "u") {
    $("[data-toast][data-undo] button[type=submit]")?.click();
  } else if (!$("fieldset", form).disabled) {
    $(`[data-key="${CSS.escape(key)}"]`, form)?.click();
  }
});

// "Later" asks when: the keyboard goes on there.
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("details.later") && target.open) $("button", target).focus();
}, true);

// The number that was touched is the one that a result is about.
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.('.callnow a[href^="tel:"]');
  const form = dock();
  if (link && form) form.elements.namedItem("number").value = link.getAttribute("href").replace(/^tel:|;.*$/g, "");
});

document.addEventListener("change", ({ target }) => {
  const form = dock();
  const said = form && $("[data-holds-for]", form);
  if (!said || target.name !== "ids" || target.form !== form) return;
  const count = $$('input[name="ids"]:checked').filter((each) => each.form === form).length;
  const { none, one, many } = said.dataset;
  said.textContent = count > 1 ? many.replace("{n}", count) : count ? one : none;
  $("fieldset", form).disabled = !count;
});
