/* Forms: never sent twice by two taps, never while the connection is lost. */
import { $, $$, texts } from "./dom.js";
import { connection } from "./connection.js";
import { say } from "./toasts.js";

function buttonsOf(elt) {
  const controls = elt.matches("form") ? [...elt.elements] : [elt];
  return controls.filter((control) => control.type === "submit" || control === elt);
}

export function hold(elt) {
  elt.dataset.busy = "";
  for (const button of buttonsOf(elt)) button.setAttribute("aria-disabled", "true");
}

export function release(elt) {
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
    // An answer that is a file leaves the page where it is.
    setTimeout(() => release(form), "download" in form.dataset ? 1500 : 15000);
  }
}, true);

// What stands in the fields goes into the page's own address before it is left: the way back finds it.
document.addEventListener("submit", (event) => {
  const { keeps } = event.target.dataset;
  if (keeps) history.replaceState(history.state, "", `${keeps}?${new URLSearchParams(new FormData(event.target))}`);
});

// A number on a button is no longer said once something that it was counted from is typed anew, until it is counted again.
function stale(form, is) {
  for (const said of $$("[data-stale-hides]", form)) said.hidden = is;
  for (const said of $$("[data-stale-shows]", form)) said.hidden = !is;
}

document.addEventListener("input", (event) => {
  const { form } = event.target;
  if (form && "counted" in form.dataset) stale(form, true);
});

// What stands in another form goes along, as it stands now.
document.addEventListener("formdata", (event) => {
  const other = event.target.dataset.with && document.getElementById(event.target.dataset.with);
  if (!other) return;
  for (const { name } of other.elements) if (name) event.formData.delete(name);
  for (const [name, value] of new FormData(other)) event.formData.append(name, value);
});

window.addEventListener("pageshow", () => $$("form[data-busy]").forEach(release));

document.addEventListener("change", (event) => {
  const control = event.target;
  const form = control.form;
  if (control.matches('input[type="file"][data-files]')) showFiles(control);
  if (!form || control.matches('[type="search"], [type="text"], textarea')) return;
  if ("autosubmit" in form.dataset || "autosubmit" in control.dataset) form.requestSubmit();
});

// How many boxes of a name are ticked, in the words of the buttons that act on them; or all of the list. Where a select
// says into what (data-into), its choice stands in the words too.
document.addEventListener("change", (event) => {
  const { name, form, type } = event.target;
  if (!form || (type !== "checkbox" && type !== "select-one")) return;
  const all = form.elements.namedItem("all");
  for (const said of $$("[data-ticked]", form)) {
    const { ticked, into, none, one, many, oneInto, manyInto } = said.dataset;
    if (name !== "all" && name !== ticked && name !== into) continue;
    const count = all?.checked ? all.dataset.total : $$(`input[name="${ticked}"]:checked`, form).length;
    const to = into && form.elements.namedItem(into);
    const [single, several] = to?.value ? [oneInto, manyInto] : [one, many];
    const words = count === 1 ? single : count || !none ? several.replace("{n}", count) : none;
    said.textContent = to?.value ? words.replace("{name}", () => to.selectedOptions[0].text) : words;
  }
});

function showFiles(input) {
  const list = $(".files", input.closest(".field") ?? document);
  if (!list) return;
  const names = input.files.length > 1 ? [...input.files].map((file) => file.name) : [];
  list.replaceChildren(...names.map((name) => Object.assign(document.createElement("li"), { textContent: name })));
}

// What is wrong is said first: the summary takes the focus and the title says so.
export function tellErrors(summary) {
  summary.focus();
  const word = texts().errorTitle;
  if (word && !document.title.startsWith(word)) document.title = `${word} ${document.title}`;
}
