/* Puts a merge tag where the cursor is. Without this the tags are listed to be typed.
   [data-insert] says what is put in; [data-takes-tags] are the fields it may go into: the one that was written in last. */

const fields = () => [...document.querySelectorAll("[data-takes-tags]")];
let last = null;

document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-takes-tags]")) last = event.target;
});

function insert(tag) {
  const into = last && document.contains(last) ? last : fields().find((field) => field.matches("textarea"));
  if (!into) return;
  const fresh = into !== last;
  const start = fresh ? into.value.length : into.selectionStart;
  const end = fresh ? into.value.length : into.selectionEnd;
  into.focus();
  into.setRangeText(tag, start, end, "end");
  into.dispatchEvent(new Event("input", { bubbles: true }));
  last = into;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (button) insert(button.dataset.insert);
});

document.addEventListener("DOMContentLoaded", () => {
  for (const hidden of document.querySelectorAll("[data-tags][hidden], [data-insert][hidden]")) hidden.hidden = false;
});
