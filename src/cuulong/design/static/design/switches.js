// Light and dark, menus on narrow screens, popups, print buttons. All of it also works without this file.

const YEAR = 31536000;

for (const form of document.querySelectorAll("[data-theme-switch]")) {
  form.addEventListener("submit", (event) => {
    const choice = event.submitter?.value;
    if (!choice) return;
    event.preventDefault();
    const root = document.documentElement;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    if (choice === "auto") {
      delete root.dataset.bsTheme;
      document.cookie = `theme=; path=/; max-age=0; SameSite=Lax${secure}`;
    } else {
      root.dataset.bsTheme = choice;
      document.cookie = `theme=${choice}; path=/; max-age=${YEAR}; SameSite=Lax${secure}`;
    }
    for (const button of form.querySelectorAll("button")) {
      if (button === event.submitter) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  });
}

// A link to #menu opens it by :target; here it becomes a button that also closes it.
for (const link of document.querySelectorAll("[data-opens]")) {
  const menu = document.getElementById(link.dataset.opens);
  if (!menu) continue;
  link.setAttribute("role", "button");
  link.setAttribute("aria-controls", menu.id);
  link.setAttribute("aria-expanded", "false");
  const toggle = (event) => {
    event.preventDefault();
    const open = menu.classList.toggle("is-open");
    link.setAttribute("aria-expanded", String(open));
    if (open) menu.querySelector("a, button")?.focus();
  };
  link.addEventListener("click", toggle);
  link.addEventListener("keydown", (event) => { if (event.key === " ") toggle(event); });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.classList.contains("is-open")) return;
    toggle(event);
    link.focus();
  });
}

const popups = document.querySelectorAll("details[data-popup]");
document.addEventListener("click", (event) => {
  for (const popup of popups) if (!popup.contains(event.target)) popup.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const popup of popups) {
    if (!popup.open) continue;
    popup.open = false;
    popup.querySelector("summary").focus();
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
