/* Asking: the token, one request at a time for a form, the thin line, errors in plain words. */
import { $, changes, texts } from "./dom.js";
import { connection } from "./connection.js";
import { hold, release } from "./forms.js";
import { say } from "./toasts.js";

const WRITE_WAITS = 40000; // longer than the server waits for an import that is being written (db.BUSY_SECONDS)

document.addEventListener("htmx:configRequest", (event) => {
  if (changes(event.detail.verb)) {
    event.detail.headers["X-CSRFToken"] = $('meta[name="csrf-token"]').content;
    event.detail.timeout = WRITE_WAITS;
  }
  // A page that looks by itself whether something moved does not show that anybody is there.
  else if (!event.detail.triggeringEvent) event.detail.headers["X-Nobody"] = "1";
});

let asked = 0;
let line = 0;

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (changes(requestConfig.verb)) {
    if (connection.lost) {
      event.preventDefault();
      return say(texts().offline);
    }
    if ("busy" in elt.dataset) return event.preventDefault();
    hold(elt);
  }
  asked += 1;
  if (asked === 1) line = setTimeout(() => ($("#loading").hidden = false), 300);
  return undefined;
});

document.addEventListener("htmx:afterRequest", (event) => {
  release(event.detail.elt);
  asked = Math.max(0, asked - 1);
  if (asked) return;
  clearTimeout(line);
  $("#loading").hidden = true;
});

document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  const words = texts();
  say(words[`error-${status}`] || words[status >= 500 ? "error-500" : "error"]);
});

// Who is it? is asked once: a page that looks every few seconds does not take away what is being typed there.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, elt } = event.detail;
  if (xhr.status !== 401) return;
  if (!$("#again")?.firstElementChild || elt.closest("#again")) return;
  event.detail.shouldSwap = false;
});

// A whole page where a piece was asked for: the session ended, or the form was too old. A piece of page is not replaced by a page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target, elt, requestConfig } = event.detail;
  if (!event.detail.shouldSwap || target === document.body || elt.hasAttribute("hx-select")) return;
  if (!/^\s*<!doctype/i.test(xhr.responseText)) return;
  event.detail.shouldSwap = false;
  if (xhr.status === 422) say(texts()["error-422"]);
  else if (changes(requestConfig.verb) && xhr.responseURL.endsWith(requestConfig.path)) window.location.reload();
  else window.location.assign(xhr.responseURL);
});
