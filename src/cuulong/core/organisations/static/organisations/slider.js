// The date slider of the org chart. Without this file the date field and the links do the same.

const form = document.querySelector("[data-slider]");
const slide = form?.querySelector("input[type=range]");
if (slide) {
  const stops = form.dataset.slider.split(",");
  const field = form.elements.on;
  const said = new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : "vi", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" });
  slide.closest("[hidden]").hidden = false;

  const show = () => {
    const stop = stops[slide.value];
    field.value = stop.split("-").reverse().join("/");
    slide.setAttribute("aria-valuetext", said.format(new Date(`${stop}T00:00Z`)));
  };
  const start = field.value;
  show();
  field.value = start;

  let waiting, asked;
  const load = async () => {
    const address = new URL(location.pathname, location.origin);
    for (const [name, value] of new FormData(form)) if (value) address.searchParams.set(name, value);
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(address, { signal: asked.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("as-of");
      if (!answer.ok || !fresh) throw new Error(answer.statusText);
      const old = document.getElementById("as-of");
      // The live heading stays in place, so that screen readers hear the new day and its numbers.
      const heading = old.querySelector(".as-of");
      heading.replaceChildren(...fresh.querySelector(".as-of").childNodes);
      fresh.querySelector(".as-of").replaceWith(heading);
      old.replaceWith(fresh);
      history.replaceState(null, "", address);
    } catch (problem) {
      if (problem.name !== "AbortError") form.requestSubmit();
    }
  };
  slide.addEventListener("input", () => {
    show();
    clearTimeout(waiting);
    waiting = setTimeout(load, 200);
  });
}
