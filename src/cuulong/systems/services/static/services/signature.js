// A box to sign in, for whoever receives a result. Without this file the name is typed or the printed slip is signed.

for (const pad of document.querySelectorAll("[data-signature]")) {
  const frame = pad.closest("fieldset");
  const canvas = pad.querySelector("canvas");
  const kept = pad.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  const named = frame.querySelector("[data-typed-name]");
  let last = null;

  for (const choice of frame.querySelectorAll("[data-needs-canvas]")) choice.hidden = false;
  const follow = () => {
    const way = frame.querySelector("input[name=signed]:checked")?.value;
    pad.hidden = way !== "drawn";
    named.hidden = way !== "typed";
  };
  frame.addEventListener("change", follow);
  follow();

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  const draw = (event) => {
    const next = place(event);
    pen.lineWidth = 3;
    pen.lineCap = "round";
    pen.strokeStyle = "#000";
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    last = next;
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = place(event);
    draw(event);
  });
  canvas.addEventListener("pointermove", (event) => { if (last) draw(event); });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (last) kept.value = canvas.toDataURL("image/png");
      last = null;
    });
  }
  pad.querySelector("button").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    kept.value = "";
  });
}
