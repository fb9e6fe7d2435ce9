/* Toasts: what was just done. They stay while one reads them, longer where they can be undone, and until they are
   closed for whoever works by keyboard, who needs time to come to them; [data-stays]: so long, since a key does the
   same. The page makes room: they cover nothing. */
import { $ } from "./dom.js";

const STAYS = 10000;
const UNDO_STAYS = 30000;
const SPOKEN_AFTER = 100; // what stands on a page when it opens is not read out; what comes then is
let byKeyboard = false;

document.addEventListener("keydown", (event) => { byKeyboard ||= event.key === "Enter" || event.key === " "; }, true);
document.addEventListener("pointerdown", () => { byKeyboard = false; }, true);

function speak(toast) {
  const said = $("p", toast);
  const text = said.textContent;
  said.textContent = "";
  setTimeout(() => { said.textContent = text; }, SPOKEN_AFTER);
}

export function settle(toast) {
  if (toast.dataset.settled) return;
  toast.dataset.settled = "yes";
  const close = $("[data-dismiss]", toast);
  if (close) close.hidden = false;
  if (document.readyState !== "complete") speak(toast);
  const { stays } = toast.dataset;
  if ("keep" in toast.dataset || (byKeyboard && !stays)) return;
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) return setTimeout(leave, 2000);
    return toast.remove();
  };
  setTimeout(leave, stays ? Number(stays) : "undo" in toast.dataset ? UNDO_STAYS : STAYS);
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

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest("[data-toast]")) event.target.closest("[data-toast]").remove();
});

// What lies at the foot of the page stands above them while they are there; they stand above a dock.
new ResizeObserver(([entry]) => {
  const dock = $(".dock");
  const room = dock && getComputedStyle(dock).position === "sticky" ? innerHeight - dock.getBoundingClientRect().top : 0;
  entry.target.style.setProperty("inset-block-end", room > 0 && room < innerHeight / 2 ? `${Math.ceil(room) + 8}px` : "");
  document.documentElement.style.setProperty("--toasts", `${entry.contentRect.height && Math.ceil(entry.contentRect.height) + 16}px`);
}).observe($(".toasts"));

document.addEventListener("click", (event) => {
  const toast = event.target.closest("[data-dismiss]")?.closest("[data-toast]");
  if (toast) toast.remove();
});
