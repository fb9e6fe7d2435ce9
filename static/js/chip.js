/* A tag in Quill: one piece, which reads as words and is kept as it was typed. */
import { $, $$ } from "./dom.js";

const Quill = window.Quill;
const Embed = Quill.import("blots/embed");
const Text = Quill.import("blots/text");

// Quill's own writes a no-break space for each space; here both are letters like others.
class PlainText extends Text {}
Quill.register({ "blots/text": PlainText }, true);

const names = new Map(); // of the tags, by their names: what each is called in French and in English
function known() {
  if (!names.size) for (const each of $$("#tag-menu [data-tag]")) names.set(each.dataset.tag, each.dataset);
  return names;
}

class Tag extends Embed {
  static blotName = "tag";
  static tagName = "span";
  static className = "tag";

  static create(typed) {
    const node = super.create();
    node.dataset.typed = typed;
    node.textContent = typed;
    return node;
  }

  static value(node) {
    return node.dataset.typed;
  }
}
Quill.register(Tag);

const bare = (typed) => typed.replace(/[{}\s\u00a0]/g, "").toLowerCase();

/* Each tag by its words, in the language of the field that it stands in. */
export function relabel(root = document) {
  for (const chip of $$(".ql-editor .tag", root)) {
    const found = known().get(bare(chip.dataset.typed).split("|")[0]);
    const words = found?.[chip.closest("[lang]").lang.slice(0, 2)] ?? bare(chip.dataset.typed);
    const inside = $("span[contenteditable]", chip) ?? chip;
    if (inside.textContent !== words) inside.textContent = words;
    chip.classList.toggle("foreign", !found);
  }
}
