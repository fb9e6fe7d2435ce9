/* Passwords: one may look at what one types. */
import { $ } from "./dom.js";

export function reveal(secret) {
  const input = $("input", secret);
  const button = $("[data-reveal]", secret);
  if (!input || !button) return;
  button.hidden = false;
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    $("[data-shown]", button).hidden = shown;
    $("[data-hides]", button).hidden = !shown;
  };
  button.addEventListener("click", () => show(input.type === "password"));
  input.form?.addEventListener("submit", () => show(false)); // the browser offers to keep it only from a password field
}
