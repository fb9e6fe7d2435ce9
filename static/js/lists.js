/* Lists: arrows once one is in the list; single letters only for those who asked for them. */
import { $, $$ } from "./dom.js";

const ROW_LINKS = ".row h3 a, .row .row-link, .table tbody td:first-child > a";
const OVER_ALL = "dialog[open], [data-find]";

function move(step, from) {
  const links = $$(ROW_LINKS).filter((link) => link.offsetParent);
  if (!links.length) return false;
  const row = from?.closest?.(".row, tr");
  const at = row ? links.findIndex((link) => link.closest(".row, tr") === row) : -1;
  const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1)];
  next.focus();
  next.closest(".row, tr")?.scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const { target, key } = event;
  if (target.matches("input, select, textarea, [contenteditable]") || target.closest(OVER_ALL)) return;
  if ((key === "ArrowDown" || key === "ArrowUp") && target.matches(ROW_LINKS)) {
    event.preventDefault();
    move(key === "ArrowDown" ? 1 : -1, target);
    return;
  }
  if (!("shortcuts" in document.body.dataset)) return;
  if (key === "/" && $("[data-find] input")) {
    event.preventDefault();
    $("[data-find] input").focus();
  } else if (key === "j" || key === "k") {
    if (move(key === "j" ? 1 : -1, target)) event.preventDefault();
  } else if (key === "o" && $("#h-client")) {
    event.preventDefault();
    $("#h-client").focus();
  } else if (key === "c") {
    $("#keys [data-key-c]")?.click();
  } else if (key === "?") {
    $("#keys")?.showModal();
  }
});

// Enter on a tick box would press the first button of its form, and act on what is ticked: it ticks, as Space does.
document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (key !== "Enter" || event.isComposing || !target.matches('.tick-box input, td input[type="checkbox"]')) return;
  event.preventDefault();
  if (!event.repeat) target.click();
});

// A fold of filters stays as it was while the list under it is asked for anew. It, and any [data-folds], is folded by
// Escape, and where it lies over what is under it by a tap elsewhere.
const FOLDED = "details:is([data-stays], [data-folds])[open]";
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!$("details[data-stays][open]")?.contains(document.activeElement)) return;
  detail.serverResponse = detail.serverResponse.replace("data-stays", "data-stays open"); // before the focus comes back to it
});
document.addEventListener("click", ({ target }) => {
  for (const fold of $$(FOLDED)) {
    if (getComputedStyle(fold.lastElementChild).position === "absolute" && !fold.contains(target)) fold.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const fold = event.target.closest?.(FOLDED);
  if (event.key !== "Escape" || !fold) return;
  fold.open = false;
  $("summary", fold).focus();
});
