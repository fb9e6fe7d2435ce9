/* Connection: when it is lost nothing is sent; what only reads is tried again by itself. */
import { $, changes } from "./dom.js";

export const connection = {
  lost: false,
  waiting: [], // reads to be done again
  wait: 4,
  timer: 0,

  lose() {
    const banner = $("#connection");
    if (this.lost || !banner) return;
    this.lost = true;
    this.wait = 4;
    banner.hidden = false;
    document.body.dataset.offline = "";
    document.dispatchEvent(new Event("connection"));
    this.count(this.wait);
  },

  count(seconds) {
    const span = $("[data-countdown]");
    if (span) span.textContent = span.dataset.text.replace("{n}", seconds);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (seconds > 1 ? this.count(seconds - 1) : this.probe()), 1000);
  },

  async probe() {
    clearTimeout(this.timer);
    const gone = new AbortController();
    const limit = setTimeout(() => gone.abort(), 5000);
    try {
      await fetch($("#connection").dataset.probe, { cache: "no-store", signal: gone.signal });
      this.find();
    } catch {
      this.wait = Math.min(this.wait * 2, 30);
      this.count(this.wait);
    } finally {
      clearTimeout(limit);
    }
  },

  find() {
    this.lost = false;
    clearTimeout(this.timer);
    $("#connection").hidden = true;
    delete document.body.dataset.offline;
    document.dispatchEvent(new Event("connection"));
    for (const read of this.waiting.splice(0)) {
      if (!document.contains(read.target)) continue;
      const swap = read.elt.getAttribute("hx-swap") || "innerHTML";
      window.htmx.ajax("GET", read.path, { source: document.body, target: read.target, swap });
    }
  },
};

let leaving = false; // a page that goes away cuts its requests off: that is no lost connection
window.addEventListener("beforeunload", () => {
  leaving = true;
  setTimeout(() => (leaving = false), 3000);
});

function failed(event) {
  if (leaving) return;
  const { requestConfig, target, pathInfo, elt } = event.detail;
  if (requestConfig && !changes(requestConfig.verb) && target) {
    connection.waiting = connection.waiting.filter((read) => read.target !== target);
    connection.waiting.push({ path: pathInfo.finalRequestPath, target, elt });
  }
  connection.lose();
}

document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:timeout", failed);
window.addEventListener("offline", () => connection.lose());
window.addEventListener("online", () => connection.lost && connection.probe());
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-retry]")) connection.probe();
});
