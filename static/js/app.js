/* What the pages cannot do by themselves. Everything here is a help: each page works without it.
   No service worker, no crypto.randomUUID, no Notification: the clinic's network is plain HTTP. Words come from the page. */
(() => {
  "use strict";

  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const texts = () => $("#texts")?.dataset ?? {};
  const changes = (verb) => (verb || "get").toLowerCase() !== "get";

  /* ---------- Toasts: what was just done. They stay while one reads them, and where they can be undone. */

  const TOAST_STAYS = 10000;

  function settle(toast) {
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

  function say(text) {
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

  /* ---------- Connection: when it is lost nothing is sent; what only reads is tried again by itself. */

  const connection = {
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

  /* ---------- Asking: the token, one request at a time for a form, the thin line, errors in plain words. */

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
    const { xhr, target, elt } = event.detail;
    if (!event.detail.shouldSwap || target === document.body || elt.hasAttribute("hx-select")) return;
    if (!/^\s*<!doctype/i.test(xhr.responseText)) return;
    event.detail.shouldSwap = false;
    if (xhr.status === 422) say(texts()["error-422"]);
    else if (changes(event.detail.requestConfig.verb) && xhr.responseURL.endsWith(event.detail.requestConfig.path)) window.location.reload();
    else window.location.assign(xhr.responseURL);
  });

  /* ---------- Forms: never sent twice by two taps, never while the connection is lost. */

  const buttonsOf = (elt) => [...(elt.matches("form") ? elt.elements : [elt])].filter((control) => control.type === "submit" || control === elt);

  function hold(elt) {
    elt.dataset.busy = "";
    for (const button of buttonsOf(elt)) button.setAttribute("aria-disabled", "true");
  }

  function release(elt) {
    if (!("busy" in elt.dataset)) return;
    delete elt.dataset.busy;
    for (const button of buttonsOf(elt)) button.removeAttribute("aria-disabled");
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (connection.lost) {
      event.preventDefault();
      event.stopPropagation();
      say(texts().offline);
    } else if ("busy" in form.dataset) {
      event.preventDefault();
      event.stopPropagation();
    } else if (!form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) {
      hold(form);
      setTimeout(() => release(form), 15000); // an answer that is a file leaves the page where it is
    }
  }, true);

  window.addEventListener("pageshow", () => $$("form[data-busy]").forEach(release));

  document.addEventListener("change", (event) => {
    const control = event.target;
    const form = control.form;
    if (control.matches('input[type="file"][data-files]')) showFiles(control);
    if (!form || control.matches('[type="search"], [type="text"], textarea')) return;
    if ("autosubmit" in form.dataset || "autosubmit" in control.dataset) form.requestSubmit();
  });

  // How many boxes of a name are ticked, in words beside the buttons that act on them.
  document.addEventListener("change", (event) => {
    const { name, form, type } = event.target;
    if (type !== "checkbox" || !form) return;
    for (const said of $$(`[data-ticked="${name}"]`, form)) {
      const count = $$(`input[name="${name}"]:checked`, form).length;
      said.textContent = count === 1 ? said.dataset.one : said.dataset.many.replace("{n}", count);
    }
  });

  function showFiles(input) {
    const list = $(".files", input.closest(".field") ?? document);
    if (!list) return;
    const names = input.files.length > 1 ? [...input.files].map((file) => file.name) : [];
    list.replaceChildren(...names.map((name) => Object.assign(document.createElement("li"), { textContent: name })));
  }

  // What is wrong is said first: the summary takes the focus and the title says so.
  function tellErrors(summary) {
    summary.focus();
    const word = texts().errorTitle;
    if (word && !document.title.startsWith(word)) document.title = `${word} ${document.title}`;
  }

  /* ---------- Search box: what is found lies under it; arrows move through it, Escape puts it away. */

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.("[data-find]");
    if (!box) return;
    const input = $("input", box);
    const hits = "closed" in box.dataset ? [] : $$(".found a", box);
    const at = hits.indexOf(event.target);
    if (event.key === "Escape") {
      if (hits.length) {
        event.preventDefault();
        input.focus();
        box.dataset.closed = "";
      }
    } else if (event.key === "ArrowDown" && hits.length) {
      event.preventDefault();
      hits[Math.min(at + 1, hits.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (at ? hits[at - 1] : input).focus();
    } else if (event.key === "Home" && at > 0) {
      event.preventDefault();
      hits[0].focus();
    } else if (event.key === "End" && at >= 0) {
      event.preventDefault();
      hits[hits.length - 1].focus();
    }
  });

  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-find]");
    if (!box) return;
    delete box.dataset.closed;
    if (!event.target.value) $(".found", box).replaceChildren();
  });

  document.addEventListener("focusin", (event) => {
    for (const box of $$("[data-find]")) {
      if (!box.contains(event.target)) box.dataset.closed = "";
      else if (event.target.matches("input")) delete box.dataset.closed;
    }
  });

  document.addEventListener("pointerdown", (event) => {
    for (const box of $$("[data-find]")) if (!box.contains(event.target)) box.dataset.closed = "";
  });

  /* ---------- Lists: arrows once one is in the list; single letters only for those who asked for them. */

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
    } else if (key === "?") {
      $("#keys")?.showModal();
    }
  });

  /* ---------- Four figures: a keypad over a plain password field, which stays for keyboards and for no JavaScript. */

  function keypad(form) {
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

  /* ---------- Passwords: one may look at what one types. */

  function reveal(secret) {
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

  /* ---------- What a page, or a piece of page, needs when it comes. */

  function each(root, selector, use) {
    if (root.matches?.(selector)) use(root);
    $$(selector, root).forEach(use);
  }

  function begin(root) {
    each(root, "[data-toast]", settle);
    each(root, "form[data-pin]", keypad);
    each(root, "[data-secret]", reveal);
    each(root, "form[data-at-once]", (form) => form.requestSubmit());
    each(root, "[data-errors]", tellErrors);
  }

  document.addEventListener("DOMContentLoaded", () => begin(document));
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
})();
