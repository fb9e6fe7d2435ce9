/* A field of marked words, written as it reads: bold is bold, a tag is one piece that reads as words. What is typed goes
   into the field itself, in the marks of markup.py, so that the page saves and looks as it does without this.
   [data-rich] on a textarea; [data-rich="line"] on a line that has tags and nothing else. */
import { relabel } from "./chip.js";
import { $ } from "./dom.js";
import { toDelta, toMarks } from "./marks.js";

const Quill = window.Quill;
const NBSP = "\u00a0";

const editors = new WeakMap(); // by the field
let last = null; // the one that was written in last

export function write(field) {
  if (editors.has(field)) return;
  const line = field.dataset.rich === "line";
  const box = document.createElement("div");
  box.className = line ? "rich line" : "rich";
  box.lang = field.lang;
  field.after(box);
  const quill = new Quill(box, {
    formats: line ? ["tag"] : ["bold", "link", "list", "tag"],
    modules: { toolbar: false, keyboard: { bindings: keys(line) }, history: { delay: 600, userOnly: true } },
  });
  editors.set(field, quill);
  const label = field.labels?.[0];
  if (label && !label.id) label.id = `l-${field.id}`;
  Object.entries({
    role: "textbox", "aria-multiline": String(!line), "aria-labelledby": label?.id ?? "", lang: field.lang,
    ...(field.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
    ...(field.getAttribute("aria-describedby") ? { "aria-describedby": field.getAttribute("aria-describedby") } : {}),
  }).forEach(([name, value]) => value && quill.root.setAttribute(name, value));
  label?.addEventListener("click", () => quill.focus());
  quill.setContents(toDelta(field.value), "silent");
  quill.history.clear();
  field.hidden = true;
  relabel(box);
  quill.on("text-change", (change, before, source) => {
    relabel(box);
    field.value = toMarks(quill.getContents());
    if (source === "user") {
      field.dispatchEvent(new Event("input", { bubbles: true }));
      offer(quill, change);
    }
  });
  quill.on("selection-change", (range) => range && (last = { quill, brace: last?.quill === quill ? last.brace : undefined }));
  field.addEventListener("reset-to", () => {
    quill.setContents(toDelta(field.value), "silent");
    relabel(box);
  });
}
function keys(line) {
  const through = { key: "Tab", handler: () => true };
  return {
    tab: through, indent: null, outdent: null, "remove tab": null,
    ...(line ? { enter: { key: "Enter", handler: () => false }, "list autofill": null } : {}),
  };
}

// "{" offers the tags by name; what is chosen takes its place.
function offer(quill, change) {
  if (change.ops.find((op) => op.insert)?.insert !== "{") return;
  setTimeout(() => { // Quill places the caret after it has told of the change: to ask before would misplace it
    const range = quill.getSelection();
    if (!range?.index) return;
    last = { quill, brace: range.index - 1 };
    quill.root.dispatchEvent(new CustomEvent("rich:tag", { bubbles: true }));
  });
}

const standing = () => (last && document.contains(last.quill.root) ? last.quill : null);

/* How the words at the caret are written. The caret is remembered: a menu takes the focus from it. */
export function chosen() {
  const quill = standing();
  if (!quill) return {};
  last.range = quill.getSelection() ?? quill.selection.savedRange;
  return quill.getFormat(last.range);
}

const taken = (quill) => {
  const range = last?.range ?? quill.getSelection(true);
  if (last) delete last.range;
  return range;
};

export function format(name) {
  const quill = standing();
  if (!quill) return;
  quill.focus();
  quill.format(name, !quill.getFormat()[name], "user");
}

export function link(url) {
  const quill = standing();
  if (!quill) return;
  const range = taken(quill);
  quill.setSelection(range);
  if (range.length) quill.format("link", url || false, "user");
  else if (url) quill.insertText(range.index, url, { link: url }, "user");
}

export function insert(name, typed) {
  const quill = standing() ?? Quill.find($(".rich:not(.line)"));
  if (!quill) return;
  let { index, length } = taken(quill) ?? { index: quill.getLength() - 1, length: 0 };
  const brace = last?.brace;
  if (brace !== undefined && quill.getText(brace, 1) === "{") [index, length] = [brace, 1];
  if (last) delete last.brace;
  if (length) quill.deleteText(index, length, "user");
  quill.insertEmbed(index, "tag", typed || `{{${NBSP}${name}${NBSP}}}`, "user");
  quill.setSelection(index + 1, 0, "user");
}
