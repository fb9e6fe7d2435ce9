/* A list made for paper: its button does what the browser's menu does. Hidden where there is no script to do it. */
export function offer(button) {
  button.hidden = false;
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});
