// What is wrong with answers, by path and keyword: the twin of rules.py, conditions.py and form.py. No DOM, no words.
// `bundle` is what bundle.py gives; `Validator` is that of @cfworker/json-schema (no eval, so it runs under a strict CSP).

const ORDER = [
  "required", "type", "enum", "const", "minItems", "maxItems", "minLength", "maxLength", "pattern", "format",
  "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "identity",
];
const BLANKS = /[ .\-\u00a0()]/g;

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

export function holds(condition, answers) {
  if (!condition || Object.keys(condition).length === 0) return true;
  if ("all" in condition) return condition.all.every((one) => holds(one, answers));
  if ("any" in condition) return condition.any.some((one) => holds(one, answers));
  if ("not" in condition) return !holds(condition.not, answers);
  const answer = own(answers, condition.field);
  if (answer === undefined || answer === null || answer === "" || (Array.isArray(answer) && answer.length === 0)) return false;
  const value = condition.value;
  switch (condition.op) {
    case "equals": return answer === value;
    case "not_equals": return answer !== value;
    case "in": return value.includes(answer);
    case "present": return true;
  }
  if (typeof answer !== "number" || typeof value !== "number") return false;
  return condition.op === "above" ? answer > value : condition.op === "at_least" ? answer >= value : answer <= value;
}

export function hiddenFields(bundle, data, page) {
  let hidden = new Set();
  const all = bundle.steps.flatMap((step) => step.fields);
  for (let round = 0; round <= all.length; round++) {
    const visible = Object.fromEntries(Object.entries(data).filter(([key]) => !hidden.has(key)));
    const found = new Set();
    for (const step of bundle.steps) {
      for (const field of step.fields) {
        if (!((step.key === page || holds(step.show, visible)) && holds(field.show, visible))) found.add(field.path);
      }
    }
    const same = found.size === hidden.size && [...found].every((path) => hidden.has(path));
    hidden = found;
    if (same) break;
  }
  return hidden;
}

function prune(bundle, data, hidden) {
  const fields = new Map(bundle.steps.flatMap((step) => step.fields.map((field) => [field.path, field])));
  const kept = {};
  for (const [key, value] of Object.entries(data)) {
    const field = fields.get(key);
    if (!field || hidden.has(key)) continue;
    const known = new Set(field.children.map((child) => child.key));
    kept[key] = field.kind === "list" && Array.isArray(value)
      ? value.map((item) => (isObject(item) ? Object.fromEntries(Object.entries(item).filter(([k]) => known.has(k))) : item))
      : value;
  }
  return kept;
}

// Violations of one page (of all pages without `step`): [{path, keyword}], one a question, in the order of the form.
export function violations(Validator, bundle, data, step) {
  const hidden = hiddenFields(bundle, data, step);
  const asked = prune(bundle, data, hidden);
  const fields = bundle.steps.filter((one) => !step || one.key === step).flatMap((one) => one.fields);
  const places = new Map(fields.map((field, n) => [field.path, n]));
  const found = new Map();
  for (let [path, keyword] of [...judged(Validator, bundle.schema, asked), ...identities(bundle, asked)]) {
    const [root, ...rest] = path.split(".");
    if (!ORDER.includes(keyword) || hidden.has(root) || !places.has(root)) continue;
    if (rest.length === 1) [path, keyword] = [root, "type"]; // an item that is none: the list's own fault
    if (!found.has(path) || ORDER.indexOf(keyword) < ORDER.indexOf(found.get(path))) found.set(path, keyword);
  }
  const rank = (path) => {
    const [root, n, key] = path.split(".");
    if (n === undefined) return [places.get(root), -1, -1];
    return [places.get(root), Number(n), fields[places.get(root)].children.findIndex((child) => child.key === key)];
  };
  const before = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
  return [...found].map(([path, keyword]) => ({ path, keyword })).sort((a, b) => before(rank(a.path), rank(b.path)));
}

function* judged(Validator, schema, data) {
  for (const error of new Validator(schema, "2020-12", false).validate(data).errors) {
    const where = parts(error.instanceLocation);
    if (error.keyword === "required") {
      const instance = where.reduce((node, part) => node[part], data);
      const wanted = parts(error.keywordLocation).reduce((node, part) => node[part], schema);
      for (const key of wanted) if (!Object.hasOwn(instance, key)) yield [[...where, key].join("."), "required"];
    } else if (error.keyword !== "format") {
      yield [where.join("."), error.keyword];
    }
  }
}

const parts = (pointer) =>
  pointer.split("/").slice(1).map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));

// Dates are judged here: the validator's own format lets the year 0 pass.
function* identities(bundle, data) {
  for (const field of bundle.steps.flatMap((step) => step.fields)) {
    for (const [path, one, value] of answersOf(field, own(data, field.path))) {
      if (typeof value === "string" && one.date && !isDate(value)) yield [path, "format"];
      if (typeof value === "string" && !isPossible(one.widget, value, bundle.communes)) yield [path, "identity"];
    }
  }
}

function* answersOf(field, value) {
  if (field.kind !== "list") {
    yield [field.path, field, value];
  } else if (Array.isArray(value)) {
    for (const [n, item] of value.entries()) {
      if (isObject(item)) for (const child of field.children) yield [`${field.path}.${n}.${child.key}`, child, own(item, child.key)];
    }
  }
}

function isPossible(widget, value, communes) {
  switch (widget) {
    case "commune": return communes.includes(value);
    case "id_number": return isCitizenNumber(value.replace(BLANKS, ""));
    case "phone": return /^(0[35789][0-9]{8}|02[0-9]{9})$/.test(phone(value));
    case "tax_code": return isTaxCode(value.replace(BLANKS, ""));
  }
  return true;
}

const isCitizenNumber = (digits) => /^[0-9]{12}$/.test(digits) && Number(digits.slice(0, 3)) >= 1 && Number(digits.slice(0, 3)) <= 96;

export const phone = (text) => text.replace(BLANKS, "").replace(/^(\+84|0084|84(?=[0-9]{9,10}$))0?/, "0");

// A check digit of "10" is seen written as 0; such a rare code passes, as it does on the server.
function isTaxCode(digits) {
  if (/^[0-9]{12}$/.test(digits)) return isCitizenNumber(digits);
  if (!/^[0-9]{10}([0-9]{3})?$/.test(digits) || digits.slice(2, 9) === "0000000" || digits.slice(10) === "000") return false;
  const sum = [31, 29, 23, 19, 17, 13, 7, 5, 3].reduce((total, weight, n) => total + weight * Number(digits[n]), 0);
  return Number(digits[9]) === (10 - (sum % 11)) % 10;
}

// "1.234,5" in Vietnamese, "1,234.5" in English; what is no number stays text.
export function parseNumber(text, language) {
  const typed = text.replace(/[ \u00a0]/g, "");
  const [group, point] = language.startsWith("en") ? [",", "."] : [".", ","];
  const grouped = new RegExp(`^-?[1-9][0-9]{0,2}(\\${group}[0-9]{3})+(\\${point}[0-9]+)?$`);
  let plain;
  if (grouped.test(typed)) plain = typed.replaceAll(group, "").replace(point, ".");
  else if (/^-?[0-9]+([.,][0-9]+)?$/.test(typed)) plain = typed.replace(",", ".");
  if (plain === undefined || plain.replace(/[^0-9]/g, "").length > 15) return clean(text);
  return Number(plain);
}

const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g;
export const clean = (text) => text.normalize("NFC").replace(INVISIBLE, "").split(/\s+/).filter(Boolean).join(" ");

export function parseText(widget, text) {
  if (widget === "textarea") return text.trim().split(/\r\n|\r|\n/).map(clean).join("\n");
  const typed = clean(text);
  if (widget === "id_number") return typed.replace(BLANKS, "");
  if (widget === "tax_code") return typed.replace(/[ .]/g, "");
  if (widget === "phone") return isPossible("phone", typed, []) ? phone(typed) : typed.replace(BLANKS, "");
  return typed;
}

// Three boxes to yyyy-MM-dd; an impossible date stays as typed and fails the format, as it does on the server.
export function parseDate(day, month, year) {
  const typed = [day, month, year].map((text) => text.trim());
  if (typed.every((text) => text === "")) return "";
  if (typed.every((text) => /^[0-9]+$/.test(text))) {
    const [d, m, y] = typed.map(Number);
    const iso = `${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
    if (isDate(iso)) return iso;
  }
  return typed.map((text) => text.replaceAll(".", "")).join(".");
}

function isDate(text) {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const [y, m, d] = text.split("-").map(Number);
  return y >= 1 && m >= 1 && m <= 12 && d >= 1 && d <= daysOf(y, m);
}

const daysOf = (year, month) =>
  month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
