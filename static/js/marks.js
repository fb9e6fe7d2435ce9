/* Words in the marks of markup.py, into what Quill draws and back. */

const TAG = /(\{\{[^{}]{0,120}\}\})/;
const LINK = /\[([^[\]\n]{1,300})\]\(((?:https:\/\/|mailto:|tel:)[^\s<>{}()"']{1,500})\)/;
const BOLD = /\*\*(?=[^\s*])([^*\n]*[^*\s])\*\*/;
const PIECES = new RegExp([TAG, LINK, BOLD].map((each) => each.source).join("|"), "g");
const ITEM = /^[-•*] +(?=\S)/;

function pieces(text, attributes = {}) {
  const found = [];
  const put = (insert, more = {}) => insert && found.push({ insert, attributes: { ...attributes, ...more } });
  let from = 0;
  for (const match of text.matchAll(PIECES)) {
    put(text.slice(from, match.index));
    if (match[1]) put({ tag: match[1] });
    else if (match[2]) found.push(...pieces(match[2], { ...attributes, link: match[3] }));
    else found.push(...pieces(match[4], { ...attributes, bold: true }));
    from = match.index + match[0].length;
  }
  put(text.slice(from));
  return found;
}

export function toDelta(text) {
  return text.split("\n").flatMap((line) => {
    const item = ITEM.exec(line);
    const end = item ? { insert: "\n", attributes: { list: "bullet" } } : { insert: "\n" };
    return [...pieces(item ? line.slice(item[0].length) : line), end];
  });
}

function marked(run) {
  let text = typeof run.insert === "string" ? run.insert : run.insert.tag ?? "";
  if (run.attributes?.bold && text.trim()) {
    const [, before, inside, after] = /^(\s*)([^]*?)(\s*)$/.exec(text);
    text = `${before}**${inside}**${after}`;
  }
  return text;
}

export function toMarks(delta) {
  const lines = [];
  let runs = [];
  for (const op of delta.ops) {
    if (typeof op.insert !== "string") {
      runs.push(op);
      continue;
    }
    op.insert.split("\n").forEach((part, place, parts) => {
      if (part) runs.push({ insert: part, attributes: op.attributes });
      if (place === parts.length - 1) return;
      lines.push((op.attributes?.list ? "- " : "") + joined(runs));
      runs = [];
    });
  }
  if (runs.length) lines.push(joined(runs));
  return lines.join("\n").replace(/\n+$/, "");
}

function joined(runs) {
  let out = "";
  for (let place = 0; place < runs.length; place += 1) {
    const url = runs[place].attributes?.link;
    const together = [runs[place]];
    while (url && runs[place + 1]?.attributes?.link === url) together.push(runs[(place += 1)]);
    const words = together.map(marked).join("").replace(/\*\*\*\*/g, "");
    out += url ? `[${words}](${url})` : words;
  }
  return out.replace(/\*\*\*\*/g, ""); // two bold ones beside each other are one
}
