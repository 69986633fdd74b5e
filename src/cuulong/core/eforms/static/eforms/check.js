// What is wrong with answers, by path and keyword: the twin of rules.py, conditions.py, formulas.py and form.py. No DOM, no words.
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
    case "includes": return Array.isArray(answer) && answer.includes(value);
    case "present": return true;
  }
  if (typeof answer !== "number" || typeof value !== "number") return false;
  return condition.op === "above" ? answer > value : condition.op === "at_least" ? answer >= value : answer <= value;
}

export function hiddenFields(bundle, data, page) {
  let hidden = new Set();
  const all = bundle.steps.flatMap((step) => step.fields);
  for (let round = 0; round <= all.length; round++) {
    const visible = filled(bundle, Object.fromEntries(Object.entries(data).filter(([key]) => !hidden.has(key))), hidden);
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

// The answers with the computed ones worked out anew; `bundle.computed` stands in the order of their needs.
export function filled(bundle, data, hidden = new Set()) {
  if (bundle.computed.length === 0) return data;
  const found = { ...data };
  const put = (answers, key, tree, kind) => {
    const value = result(tree, answers, kind);
    if (value === null) delete answers[key];
    else answers[key] = value;
  };
  for (const { path, tree, kind } of bundle.computed) {
    const [root, , child] = path.split(".");
    if (hidden.has(root)) delete found[root];
    else if (child === undefined) put(found, root, tree, kind);
    else if (Array.isArray(own(found, root))) {
      found[root] = found[root].map((item) => {
        if (!isObject(item)) return item;
        const answers = { ...item };
        put(answers, child, tree, kind);
        return answers;
      });
    }
  }
  return found;
}

const plain = (value) =>
  typeof value === "boolean" || typeof value === "string" ? value : typeof value === "number" ? finite(value) : null;
const finite = (value) => (Number.isFinite(value) ? value : null);
const isNumber = (value) => typeof value === "number";

// What a formula gives for a question of a JSON type; null when it gives no answer.
export function result(tree, answers, kind) {
  let found = valueOf(tree, answers);
  if (kind === "string") return typeof found === "string" ? found : null;
  if (kind === "boolean") return typeof found === "boolean" ? found : null;
  if (!isNumber(found)) return null;
  if (kind === "integer") found = rounded(found, 0);
  return found === 0 ? 0 : found;
}

function valueOf(tree, answers) {
  const [op, ...parts] = tree;
  switch (op) {
    case "value": return plain(parts[0]);
    case "field": return plain(own(answers, parts[0]));
    case "+": case "-": case "*": case "/": return arithmetic(op, valueOf(parts[0], answers), valueOf(parts[1], answers));
    case "==": case "!=": case ">": case ">=": case "<": case "<=":
      return compared(op, valueOf(parts[0], answers), valueOf(parts[1], answers));
    case "ROUND": {
      const value = valueOf(parts[0], answers);
      return isNumber(value) ? rounded(value, parts[1]) : null;
    }
    case "IF": {
      const holding = valueOf(parts[0], answers);
      return typeof holding === "boolean" ? valueOf(holding ? parts[1] : parts[2], answers) : null;
    }
    case "DAYS": case "YEARS": return between(op, valueOf(parts[0], answers), valueOf(parts[1], answers));
    case "COUNT": return counted(parts[0], answers);
  }
  const numbers = parts.flatMap((part) => numbersOf(part, answers));
  if (op === "SUM") return finite(numbers.reduce((total, one) => total + one, 0));
  if (numbers.length === 0) return null;
  return numbers.reduce((best, one) => (op === "MIN" ? one < best : one > best) ? one : best);
}

function arithmetic(op, left, right) {
  if (!isNumber(left) || !isNumber(right) || (op === "/" && right === 0)) return null;
  return finite(op === "+" ? left + right : op === "-" ? left - right : op === "*" ? left * right : left / right);
}

function compared(op, left, right) {
  if (left === null || right === null) return null;
  if (op === "==" || op === "!=") return (left === right) === (op === "==");
  if (!isNumber(left) || !isNumber(right)) return null;
  return op === ">" ? left > right : op === ">=" ? left >= right : op === "<" ? left < right : left <= right;
}

function rounded(value, digits) {
  const scale = 10 ** digits;
  const scaled = Math.abs(value) * scale + 0.5;
  if (!Number.isFinite(scaled)) return null;
  const whole = Math.floor(scaled) / scale;
  return value < 0 && whole !== 0 ? -whole : whole;
}

function between(name, first, last) {
  if (!isDate(first) || !isDate(last)) return null;
  const [y1, m1, d1] = first.split("-").map(Number);
  const [y2, m2, d2] = last.split("-").map(Number);
  if (name === "YEARS") return y2 - y1 - (m2 < m1 || (m2 === m1 && d2 < d1) ? 1 : 0);
  return ordinal(y2, m2, d2) - ordinal(y1, m1, d1);
}

function ordinal(year, month, day) {
  const [y, m] = month <= 2 ? [year - 1, month + 12] : [year, month];
  const whole = Math.floor;
  return 365 * y + whole(y / 4) - whole(y / 100) + whole(y / 400) + whole((153 * (m - 3) + 2) / 5) + day;
}

const itemsOf = (group, answers) => {
  const value = own(answers, group);
  return Array.isArray(value) ? value.filter(isObject) : [];
};

function numbersOf(part, answers) {
  const values = part[0] === "each" ? itemsOf(part[1], answers).map((item) => plain(own(item, part[2]))) : [valueOf(part, answers)];
  return values.filter(isNumber);
}

const isAnswered = (value) => !(value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0));

function counted(part, answers) {
  if (part[0] === "each") return itemsOf(part[1], answers).filter((item) => isAnswered(own(item, part[2]))).length;
  if (part[0] !== "field") return valueOf(part, answers) === null ? 0 : 1;
  const value = own(answers, part[1]);
  return Array.isArray(value) ? value.length : isAnswered(value) ? 1 : 0;
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
  return filled(bundle, kept, hidden);
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
  if (typeof text !== "string" || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const [y, m, d] = text.split("-").map(Number);
  return y >= 1 && m >= 1 && m <= 12 && d >= 1 && d <= daysOf(y, m);
}

const daysOf = (year, month) =>
  month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
