/* Four figures: a keypad over a plain password field, which stays for keyboards and for no JavaScript. */
import { $ } from "./dom.js";

export function keypad(form) {
  const input = $("input[maxlength]", form);
  const dots = $("[data-pin-dots]", form);
  const keys = $("[data-pin-keys]", form);
  if (!input || !dots || !keys || "keypad" in form.dataset) return;
  form.dataset.keypad = "";
  input.inputMode = "none"; // the tablet's own keyboard stays away
  dots.hidden = keys.hidden = false;
  const show = () => {
    input.value = input.value.replace(/\D/g, "").slice(0, 4);
    [...dots.children].forEach((dot, place) => dot.classList.toggle("on", place < input.value.length));
    dots.setAttribute("aria-label", dots.dataset.label.replace("{n}", input.value.length));
    if (input.value.length === 4) form.requestSubmit();
  };
  input.addEventListener("input", show);
  const press = (digit) => {
    if ("busy" in form.dataset) return;
    input.value = digit ? input.value + digit : input.value.slice(0, -1);
    show();
  };
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("[data-digit]");
    if (key) press(key.dataset.digit);
  });
  keys.addEventListener("keydown", (event) => {
    if (/^\d$/.test(event.key)) press(event.key);
    else if (event.key === "Backspace") press("");
  });
  input.focus({ preventScroll: true });
}
