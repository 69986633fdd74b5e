// The page beside the boxes follows what is typed; nothing is kept before it is saved.
const form = document.querySelector("[data-editor]");
const page = document.querySelector("[data-editor-page]");
const state = document.querySelector("[data-editor-state]");
let waiting = 0;
let changed = false;
let shown = "";

async function redraw() {
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
  if (!answer.ok) return;
  const address = URL.createObjectURL(await answer.blob());
  page.src = address;
  if (shown) URL.revokeObjectURL(shown);
  shown = address;
}

form.addEventListener("input", () => {
  changed = true;
  state.textContent = state.dataset.unsaved;
  clearTimeout(waiting);
  waiting = setTimeout(redraw, 700);
});
form.addEventListener("submit", () => {
  changed = false;
});
addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
