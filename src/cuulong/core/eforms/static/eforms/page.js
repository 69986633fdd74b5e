// A page of a form in the browser: questions come and go, answers are checked before they are sent. The server checks
// again; without this file everything works.
import { Validator } from "../vendor/@cfworker/json-schema/dist/esm/index.js";
import { filled, hiddenFields, holds, parseDate, parseNumber, parseText, violations } from "./check.js";

const name = (path) => path.replaceAll(".", "-");

const sheets = new Map(); // form: its pages, as each reads them

for (const page of document.querySelectorAll("[data-eforms-check]")) {
  const form = page.closest("form");
  sheets.set(form, [...(sheets.get(form) ?? []), live(form, page, JSON.parse(page.dataset.eformsCheck))]);
}
for (const [form, pages] of sheets) follow(form, pages);

// What stands in the form beside its questions, such as the papers to bring, comes and goes with the answers too:
// `data-eforms-when` is its condition, the form's `data-eforms-given` are answers without a question.
function follow(form, pages) {
  const parts = form.querySelectorAll("[data-eforms-when]");
  if (parts.length === 0) return;
  for (const step of form.querySelectorAll("[data-eforms-apply]")) step.hidden = true;
  const given = JSON.parse(form.dataset.eformsGiven ?? "{}");
  const arrange = () => {
    const answers = Object.assign({}, given, ...pages.map((asked) => asked()));
    for (const part of parts) {
      part.hidden = !holds(JSON.parse(part.dataset.eformsWhen), answers);
      for (const input of part.querySelectorAll("input")) input.disabled = part.hidden;
    }
  };
  arrange();
  form.addEventListener("input", arrange);
  form.addEventListener("change", arrange);
}

// Gives what reads the answers of the questions shown.
function live(form, page, bundle) {
  const step = bundle.steps.find((one) => one.key === bundle.step);
  const answers = () => ({ ...bundle.given, ...read(form, step.fields) });
  for (const words of page.querySelectorAll("[data-when-words]")) words.remove();
  const arrange = () => {
    const given = answers();
    const hidden = hiddenFields(bundle, given, bundle.step);
    if (bundle.computed.length) showComputed(page, bundle, filled(bundle, given, hidden));
    for (const block of page.querySelectorAll("[data-eforms-field]")) block.hidden = hidden.has(block.dataset.eformsField);
  };
  arrange();
  form.addEventListener("input", arrange);
  form.addEventListener("change", arrange);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formNoValidate) return;
    const found = violations(Validator, bundle, answers(), bundle.step);
    clear(form, page);
    if (found.length === 0) return;
    event.preventDefault();
    show(page, bundle, found);
  });
  return () => {
    const given = answers();
    const hidden = hiddenFields(bundle, given, bundle.step);
    const shown = new Set(step.fields.map((field) => field.path).filter((path) => !hidden.has(path)));
    return Object.fromEntries(Object.entries(filled(bundle, given, hidden)).filter(([path]) => shown.has(path)));
  };
}

// Computed answers stand in boxes that cannot be typed into.
function showComputed(page, bundle, answers) {
  const put = (path, value) => {
    const box = page.querySelector(`#id_${name(path)}`);
    if (box) box.value = words(value);
  };
  for (const { path } of bundle.computed) {
    const [root, star, child] = path.split(".");
    if (star === undefined) put(root, answers[root]);
    else (Array.isArray(answers[root]) ? answers[root] : []).forEach((item, n) => put(`${root}.${n}.${child}`, item[child]));
  }
}

function words(value) {
  const english = document.documentElement.lang.startsWith("en");
  if (value === undefined) return "";
  if (typeof value === "boolean") return value ? (english ? "Yes" : "Có") : english ? "No" : "Không";
  if (typeof value !== "number") return value;
  const [whole, part] = String(value).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, english ? "," : ".") + (part ? (english ? "." : ",") + part : "");
}

function read(form, fields) {
  const data = new FormData(form);
  const language = document.documentElement.lang;
  const found = {};
  for (const field of fields) {
    if (field.computed) continue;
    const value = field.kind === "list" ? items(data, field, language) : answer(data, field, name(field.path), language);
    if (value !== "" && value !== undefined && !(Array.isArray(value) && value.length === 0)) found[field.path] = value;
  }
  return found;
}

function answer(data, field, key, language) {
  const text = String(data.get(key) ?? "");
  if (field.kind === "array") return data.getAll(key).map(String);
  if (field.kind === "boolean") return data.has(key) ? true : undefined;
  if (field.kind === "integer" || field.kind === "number") return parseNumber(text, language);
  if (field.widget === "date") return parseDate(...["day", "month", "year"].map((part) => String(data.get(`${key}_${part}`) ?? "")));
  return parseText(field.widget, text);
}

function items(data, field, language) {
  const found = [];
  for (let n = 0; n < Number(data.get(`${name(field.path)}-count`)); n++) {
    const item = {};
    for (const child of field.children) {
      if (child.computed) continue;
      const value = answer(data, child, name(child.path.replace("*", n)), language);
      if (value !== "" && value !== undefined && !(Array.isArray(value) && value.length === 0)) item[child.key] = value;
    }
    found.push(item);
  }
  return found.some((item) => Object.keys(item).length > 0) ? found : [];
}

// The look of design/forms/error.html and design/parts/error_list.html, made here because the server was not asked.
function show(page, bundle, found) {
  const links = [];
  for (const { path, keyword } of found) {
    const message = bundle.texts[path.replace(/\.\d+(?=\.|$)/g, ".*")][keyword];
    const box = boxOf(page, path);
    links.push([message, mark(box, path, message)]);
  }
  const summary = document.createElement("div");
  summary.className = "error-summary";
  summary.setAttribute("role", "alert");
  summary.tabIndex = -1;
  summary.dataset.eformsSummary = "";
  const heading = summary.appendChild(document.createElement("h2"));
  heading.append(sign().firstElementChild, page.dataset.eformsHeading.replace("{n}", found.length));
  const list = summary.appendChild(document.createElement("ul"));
  for (const [message, target] of links) {
    const link = list.appendChild(document.createElement("li")).appendChild(document.createElement("a"));
    link.href = `#${target}`;
    link.textContent = message;
  }
  page.before(summary);
  summary.focus();
}

// The error icon and the word for those who do not see it.
const sign = () => document.querySelector("[data-eforms-mark]").content.cloneNode(true);

function boxOf(page, path) {
  const id = `id_${name(path)}`;
  const input = page.querySelector(`#${id}, #${id}_0, #${id}_day`);
  return input.matches("section.field") ? input : input.closest(".field");
}

function mark(box, path, message) {
  const id = `id_${name(path)}`;
  box.classList.add("field-bad");
  const line = document.createElement("div");
  line.className = "field-error";
  line.id = `${id}_error`;
  line.dataset.eformsError = "";
  const [icon, word] = sign().children;
  const text = document.createElement("span");
  text.append(word, message);
  line.append(icon, text);
  const after = box.querySelector(":scope > .hint, :scope > .check .hint") ?? box.querySelector(":scope > label, :scope > legend, :scope > .field-label");
  if (after?.parentElement === box) after.after(line);
  else box.prepend(line);
  if (box.matches("section.field")) return id;
  const input = box.querySelector("input:not([type=hidden]), select, textarea");
  for (const one of box.querySelectorAll("input:not([type=hidden]), select, textarea")) one.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
  return input.id;
}

function clear(form, page) {
  form.querySelector("[data-eforms-summary]")?.remove();
  form.querySelector("[data-error-summary]")?.remove();
  for (const line of page.querySelectorAll(".field-error")) line.remove();
  for (const box of page.querySelectorAll(".field-bad")) box.classList.remove("field-bad");
  for (const input of page.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  for (const input of page.querySelectorAll("[aria-describedby]")) {
    const kept = input.getAttribute("aria-describedby").split(" ").filter((id) => document.getElementById(id));
    if (kept.length) input.setAttribute("aria-describedby", kept.join(" "));
    else input.removeAttribute("aria-describedby");
  }
}
