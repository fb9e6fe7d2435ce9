/* Toasts: what was just done. They stay while one reads them, and where they can be undone. */
import { $ } from "./dom.js";

const TOAST_STAYS = 10000;

export function settle(toast) {
  if (toast.dataset.settled) return;
  toast.dataset.settled = "yes";
  const close = $("[data-dismiss]", toast);
  if (close) close.hidden = false;
  if ("keep" in toast.dataset) return;
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) return setTimeout(leave, 2000);
    return toast.remove();
  };
  setTimeout(leave, TOAST_STAYS);
}

export function say(text) {
  const region = $("#toasts");
  const model = $("#toast-template");
  if (!region || !model || !text) return;
  const toast = model.content.firstElementChild.cloneNode(true);
  $("p", toast).textContent = text;
  toast.dataset.keep = "";
  if ([...region.children].some((other) => $("p", other)?.textContent === text)) return;
  region.append(toast);
  settle(toast);
}

document.addEventListener("click", (event) => {
  const toast = event.target.closest("[data-dismiss]")?.closest("[data-toast]");
  if (toast) toast.remove();
});
