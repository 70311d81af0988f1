// A form from a schema, for corrections. What it has no field for is written as JSON; the service checks all of it. A
// field that nobody has changed gives back what it was made of: a control would turn line ends and digits into its own.

import {h} from "../core/dom.js";
import * as written from "../core/written.js";
import {confidenceBadge, label} from "./values.js";

let ids = 0;

/** A form that holds an output. read() gives what stands in it, or throws with what is wrong. */
export function form(schema, output, evidence) {
  const root = field(schema, output, "", evidence ?? {}, true);
  return {element: h("div", {class: "fields"}, root.element), read: root.read};
}

function types(schema) {
  return schema && typeof schema === "object" ? [schema.type ?? []].flat() : [];
}

const escape = name => name.replaceAll("~", "~0").replaceAll("/", "~1");

function field(schema, value, pointer, evidence, top = false) {
  const known = types(schema);
  const nullable = known.includes("null") || (schema?.enum ?? []).includes(null);
  const kinds = known.filter(type => type !== "null");
  if (kinds.length === 1 && kinds[0] === "object" && schema.properties && written.isObject(value)) {
    return group(schema, value, pointer, evidence, top);
  }
  if (Array.isArray(schema?.enum)) return choice(schema.enum, value, pointer, evidence);
  if (kinds.length === 1 && kinds[0] === "boolean") return choice(nullable ? [true, false, null] : [true, false], value, pointer, evidence);
  if (kinds.length === 1 && kinds[0] === "string" && (value === null || value === undefined || typeof value === "string")) return text(value, nullable, pointer, evidence);
  if (kinds.length === 1 && /^(number|integer)$/.test(kinds[0]) && (value === null || value === undefined || written.isNumber(value))) return number(kinds[0], value, nullable, pointer, evidence);
  return json(value, pointer, evidence);
}

function group(schema, value, pointer, evidence, top) {
  const names = [...new Set([...Object.keys(schema.properties), ...Object.keys(value)])];
  const own = (object, name) => Object.hasOwn(object, name) ? object[name] : undefined;
  const parts = names.map(name => ({name, ...field(own(schema.properties, name) ?? {}, own(value, name), `${pointer}/${escape(name)}`, evidence)}));
  const element = top ? h("div", {class: "group"}, parts.map(part => part.element))
    : h("fieldset", {}, h("legend", {}, label(pointer)), parts.map(part => part.element));
  return {element, read() {
    // What was left out stays out while nobody writes something there.
    return Object.fromEntries(parts.map(part => [part.name, part.read()]).filter(([, content]) => content !== undefined));
  }};
}

function labelled(pointer, evidence, control, id, more) {
  const marked = evidence.spans && evidence.spans[pointer] === null;
  return h("div", {class: "field", "data-pointer": pointer},
    h("div", {class: "field-head"}, h("label", {for: id}, label(pointer)),
      h("span", {class: "value-sure"}, marked && h("span", {class: "nowhere"}, "not in the text"), confidenceBadge(evidence.confidence?.[pointer]))),
    control, more);
}

function text(value, nullable, pointer, evidence) {
  const id = `field-${++ids}`;
  const area = h("textarea", {id, rows: Math.min(8, Math.max(1, Math.ceil((value ?? "").length / 60))), value: value ?? "", spellcheck: "false"});
  const none = nullability(nullable, value === null, area);
  const begun = area.value;
  return {element: labelled(pointer, evidence, area, id, none.element),
    read: () => none.is() ? null : area.value === begun && value !== null ? value : area.value};
}

function number(kind, value, nullable, pointer, evidence) {
  const id = `field-${++ids}`;
  const input = h("input", {id, inputmode: "decimal", autocomplete: "off", value: value?.rawJSON ?? ""});
  const none = nullability(nullable, value === null, input);
  return {element: labelled(pointer, evidence, input, id, none.element), read() {
    if (none.is()) return null;
    const text = input.value.trim();
    if (text === (value?.rawJSON ?? "") && value !== null) return value;
    const read = written.number(text);
    if (read === undefined || (kind === "integer" && !Number.isInteger(Number(text)))) {
      input.focus();
      throw new Error(`${label(pointer)} must be ${kind === "integer" ? "a whole number" : "a number, as 0.50"}`);
    }
    return read;
  }};
}

function nullability(nullable, is, control) {
  if (!nullable) return {element: null, is: () => false};
  const box = h("input", {type: "checkbox", checked: is, onchange: () => control.disabled = box.checked});
  control.disabled = is;
  return {element: h("label", {class: "check"}, box, "none (null)"), is: () => box.checked};
}

function choice(options, value, pointer, evidence) {
  const id = `field-${++ids}`;
  // What is none of them stands before them, so that it stays while nobody chooses.
  const at = options.findIndex(option => written.same(option, value));
  const all = at < 0 ? [value, ...options] : options;
  const select = h("select", {id}, all.map((option, i) => h("option", {selected: i === Math.max(at, 0)}, named(option))));
  return {element: labelled(pointer, evidence, select, id), read: () => all[select.selectedIndex]};
}

function named(option) {
  if (option === undefined) return "left out";
  if (option === null) return "none (null)";
  return typeof option === "string" ? option : JSON.stringify(option);
}

function json(value, pointer, evidence) {
  const id = `field-${++ids}`;
  const text = value === undefined ? "" : JSON.stringify(value, null, 2);
  const area = h("textarea", {id, class: "code", rows: Math.min(14, Math.max(2, text.split("\n").length)), value: text, spellcheck: "false"});
  return {element: labelled(pointer, evidence, area, id), read() {
    if (area.value.trim() === text) return value;
    try {
      return written.parse(area.value);
    } catch {
      area.focus();
      throw new Error(`${label(pointer)} is no JSON`);
    }
  }};
}
