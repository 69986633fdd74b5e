// Error summary focus, upload preview, autosave. Every form also works without this file.

document.querySelector("[data-error-summary]")?.focus();

// Upload: show name, size and a small picture before sending; warn early when a file is too big.
for (const upload of document.querySelectorAll("[data-upload]")) {
  const list = upload.querySelector("[data-upload-chosen]");
  const inputs = upload.querySelectorAll("input[type=file]");
  const words = upload.dataset;
  upload.classList.add("is-live");
  for (const input of inputs) {
    input.addEventListener("change", () => {
      list.replaceChildren(...Array.from(input.files, (file) => describe(file, words)));
      for (const other of inputs) if (other !== input) other.value = "";
    });
  }
}

function describe(file, words) {
  const item = document.createElement("li");
  item.className = "file";
  const mark = item.appendChild(document.createElement("span"));
  mark.className = "file-mark";
  if (file.type.startsWith("image/")) {
    const picture = mark.appendChild(document.createElement("img"));
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
  } else {
    mark.textContent = file.name.split(".").pop().slice(0, 4);
  }
  const text = item.appendChild(document.createElement("div"));
  text.appendChild(document.createElement("b")).textContent = file.name;
  const note = text.appendChild(document.createElement("p"));
  const size = megabytes(file.size);
  if (words.max && file.size > Number(words.max)) {
    item.classList.add("file-bad");
    note.className = "bad";
    note.textContent = words.tooBig.replace("{size}", size);
  } else {
    note.textContent = words.chosen.replace("{size}", size);
  }
  return item;
}

function megabytes(bytes) {
  const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  return bytes < 1e6 ? `${format.format(Math.max(1, Math.round(bytes / 1000)))} KB` : `${format.format(bytes / 1e6)} MB`;
}

// Autosave: <form data-autosave="URL">, a [data-saved] line says when. Sends the form as it is, 2 s after the last change.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const line = form.querySelector("[data-saved]");
  let timer;
  const save = async () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: data, headers: { "X-Autosave": "1" } }).catch(() => null);
    if (!line) return;
    const words = answer?.ok ? line.dataset.saved : line.dataset.unsaved;
    const time = new Date().toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
    line.textContent = words.replace("{time}", time);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}
