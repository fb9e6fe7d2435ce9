/* Bold, links and tags of the text that was written in last; the tags are found by their words. */
import { $, $$ } from "./dom.js";
import { chosen, format, insert, link } from "./rich.js";

document.addEventListener("pointerdown", (event) => {
  if (event.target.closest("[data-format], [data-tag-menu]")) event.preventDefault(); // the text keeps the caret
});

document.addEventListener("click", (event) => {
  const press = event.target.closest("[data-format], [data-tag-menu]");
  if (!press) return;
  if (press.dataset.format === "bold") format("bold");
  else if (press.dataset.format === "link") open($("#link-ask"), press);
  else open($("#tag-menu"), press);
});

function open(menu, beside) {
  const { left, bottom } = beside.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(left, window.innerWidth - 360))}px`;
  menu.style.top = `${Math.min(bottom + 6, window.innerHeight - 320)}px`;
  const { link: leads = "" } = chosen();
  menu.showPopover();
  const field = $("input", menu);
  field.value = menu.id === "link-ask" ? leads : "";
  find();
  field.focus();
}

document.addEventListener("rich:tag", (event) => open($("#tag-menu"), event.target));

function find() {
  const wanted = fold($("#tag-find").value);
  for (const entry of $$("#tag-menu li")) entry.hidden = !fold(entry.textContent).includes(wanted);
}
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
$("#tag-find")?.addEventListener("input", find);

$("#tag-menu")?.addEventListener("keydown", (event) => {
  const entries = $$("#tag-menu li:not([hidden]) button");
  const place = entries.indexOf(document.activeElement);
  if (event.key === "Enter" && place < 0) {
    event.preventDefault();
    entries[0]?.click();
  } else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    const next = place + (event.key === "ArrowDown" ? 1 : -1);
    (entries[next] ?? (next < 0 ? $("#tag-find") : entries.at(-1)))?.focus();
  }
});

$("#tag-menu")?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  event.stopPropagation(); // merge.js puts them into plain fields
  $("#tag-menu").hidePopover();
  insert(button.dataset.tag, button.dataset.insert);
});

$("#link-ask form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  $("#link-ask").hidePopover();
  link($("#link-url").value.trim());
});
$("[data-unlink]")?.addEventListener("click", () => ($("#link-ask").hidePopover(), link("")));
