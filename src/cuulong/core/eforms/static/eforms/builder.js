// Questions of the workbench can be dragged to their place, and the page comes back to where it was. Without this file
// the arrow buttons do the same.
const questions = document.querySelectorAll("[data-builder-step] [data-builder-question]");
let dragged = null;

for (const row of questions) {
  row.draggable = true;
  row.addEventListener("dragstart", (event) => {
    dragged = row;
    event.dataTransfer.effectAllowed = "move";
  });
  row.addEventListener("dragend", () => {
    dragged = null;
    mark(null);
  });
}

for (const step of document.querySelectorAll("[data-builder-step]")) {
  step.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    mark(event.target.closest("[data-builder-question]"));
  });
  step.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    place(step, event.target.closest("[data-builder-question]"));
  });
}

function mark(row) {
  for (const one of questions) one.classList.toggle("is-over", one === row && one !== dragged);
}

// Sends what the arrow buttons would send in one go.
function place(step, before) {
  const rows = [...step.querySelectorAll("[data-builder-question]")].filter((one) => one !== dragged);
  const at = before && before !== dragged ? rows.indexOf(before) : rows.length;
  const form = step.querySelector("form");
  for (const [name, value] of Object.entries({ question_place: dragged.dataset.builderQuestion, step: step.dataset.builderStep, at })) {
    const input = form.appendChild(document.createElement("input"));
    input.type = "hidden";
    input.name = name;
    input.value = value;
  }
  form.submit();
}
